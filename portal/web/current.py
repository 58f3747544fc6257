"""What the shell's own views look up."""

from collections.abc import Callable

from portal.db.engine import Database
from portal.kernel.clock import Clock
from portal.settings import Settings
from portal.web.provided import Provided
from portal.web.site import Site

current_settings: Provided[Settings] = Provided("settings")
current_secret: Provided[str] = Provided("secret")
"""The key that signs; never shown, never logged."""
current_clock: Provided[Clock] = Provided("clock")
current_masker: Provided[Callable[[str], str]] = Provided("masker")
"""A text without its secrets, for what the shell itself repeats outside of its pages."""
current_database: Provided[Database] = Provided("database")
current_site: Provided[Callable[[], Site]] = Provided("site")
