"""What views of this room and of higher ones look up."""

from collections.abc import Callable

from portal.incidents.model import Reading
from portal.web.provided import Provided

current_reading: Provided[Callable[[], Reading]] = Provided("reading")
