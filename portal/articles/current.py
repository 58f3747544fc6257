"""What views of this room and of higher ones look up."""

from collections.abc import Callable

from portal.articles.model import Library
from portal.articles.snapshot import LibraryHolder
from portal.web.provided import Provided

current_library: Provided[Callable[[], Library]] = Provided("library")
current_holder: Provided[LibraryHolder] = Provided("holder")
current_hook_secret: Provided[str] = Provided("hook_secret")
"""What the git host signs its calls with; never shown, never logged."""


def request_library() -> Library:
    """The library this request began with: a change that goes live meanwhile waits for the next one."""
    return current_library.get()()
