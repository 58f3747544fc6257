"""What views of this room and of higher ones look up."""

from collections.abc import Callable

from flask import g

from portal.articles.model import Library
from portal.web.provided import Provided

current_library: Provided[Callable[[], Library]] = Provided("library")


def request_library() -> Library:
    """The library this request began with: a change that goes live meanwhile waits for the next one."""
    if "library" not in g:
        g.library = current_library.get()()
    library: Library = g.library
    return library
