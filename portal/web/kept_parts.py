"""Parts of pages that are the same for everyone, made once for an edition of the content.

The page cache keeps whole pages, each in one encoding, until anything on them changes. Below it these parts outlive
what changes more often than they do, such as the state of the platform, and serve pages that are never kept whole.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from threading import Lock
from typing import Any, TypeVar, cast

from flask import Flask, current_app, request
from markupsafe import Markup

from portal.web.i18n import current_language
from portal.web.provided import Provided

T = TypeVar("T")

MOST_KEPT = 256
"""An article's part takes some 30 KB."""

current_edition: Provided[Callable[[], str]] = Provided("edition")
"""Names the content that a page is made of; another name, another page."""
_current_kept: Provided["KeptParts"] = Provided("kept_parts")


class KeptParts:
    """What was made for each place and edition, the least recently used thrown away first."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._parts: OrderedDict[Hashable, tuple[str, object]] = OrderedDict()
        self._lock = Lock()

    def find(self, place: Hashable, edition: str, make: Callable[[], T]) -> T:
        """What ``make`` gave for this place in this edition; a place holds one edition, the one asked for last."""
        known = self._parts.get(place)
        if known is not None and known[0] == edition:
            # Another thread may have thrown it out between our two looks; what is in hand is still good.
            with suppress(KeyError):
                self._parts.move_to_end(place)
            return cast("T", known[1])
        made = make()
        with self._lock:
            self._parts[place] = (edition, made)
            self._parts.move_to_end(place)
            if len(self._parts) > self._most:
                self._parts.popitem(last=False)
        return made


def install(app: Flask) -> None:
    """Give an application its store of parts."""
    _current_kept.put(app, KeptParts())


def keep(name: Hashable, make: Callable[[], T]) -> T:
    """What ``make`` gives, made once for a name, a language and an edition.

    It may hold nothing of the visitor, of the address, or of the moment.
    """
    place = (name, current_language(), request.script_root)
    return _current_kept.get().find(place, current_edition.get()(), make)


def render_part(template: str, **context: Any) -> Markup:
    """A part of a page; its template knows the globals and what it is given, and nothing of the request."""
    made = current_app.jinja_env.get_template(template).render(context)
    return Markup(made)  # noqa: S704 - rendered with escaping
