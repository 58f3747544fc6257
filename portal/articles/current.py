"""What views of this room and of higher ones look up."""

from collections.abc import Callable

from flask import g, has_request_context, request

from portal.articles.kept_content import KeptContent
from portal.articles.model import Library
from portal.articles.remembered import RememberedTexts
from portal.articles.signature import HookSecret
from portal.articles.snapshot import LibraryHolder
from portal.settings import Settings
from portal.web.provided import Provided

current_library: Provided[Callable[[], Library]] = Provided("library")
current_holder: Provided[LibraryHolder] = Provided("holder")
current_hook_secret: Provided[HookSecret] = Provided("hook_secret")
"""What the git host signs its calls with; never shown, never logged."""
current_version: Provided[Callable[[Library], str]] = Provided("version")
"""Names everything that a page made from this library shows at this moment."""
current_mistakes: Provided[Callable[[], tuple[str, ...]]] = Provided("mistakes")
"""What is wrong with saved files, so that they are not shown yet."""

PINNED = "portal.library"
"""Where the WSGI environment holds the library a request began with, when a layer before Flask has chosen it."""


def open_holder(settings: Settings) -> LibraryHolder:
    """Read the content folder of the settings, with what earlier processes have kept of it.

    Raises:
        ContentError: when the folder has errors and there is no earlier state to serve.
    """
    folders = (settings.instance_dir, settings.content_dir)
    kept, remembered = KeptContent(*folders), RememberedTexts(*folders)
    return LibraryHolder(settings.content_dir, kept=kept, remembered=remembered, drafts=settings.preview)


def request_library() -> Library:
    """The library this request began with: a change that goes live meanwhile waits for the next one."""
    return current_library.get()()


def hold_library(library: Library) -> None:
    """Let the whole of this request show one library; called before anything has looked one up."""
    g.library = library


def bind_to_request(newest: Callable[[], Library]) -> Callable[[], Library]:
    """The newest library; a request keeps to its end the one it began with, so it never sees half a change.

    Outside of requests there is no end to keep to: the worker lives in one context for weeks.
    """

    def library() -> Library:
        if not has_request_context():
            return newest()
        if "library" not in g:
            g.library = request.environ.get(PINNED) or newest()
        found: Library = g.library
        return found

    return library
