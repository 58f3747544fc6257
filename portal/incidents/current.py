"""What views of this room and of higher ones look up."""

from collections.abc import Callable
from pathlib import Path

from portal.incidents.model import Reading
from portal.web.provided import Provided

current_reading: Provided[Callable[[], Reading]] = Provided("reading")
current_nudges: Provided[Path] = Provided("nudges")
"""The file whose time tells the worker when a status page has asked to be read."""
