"""Flask as the portal needs it where a page that is not in the cache spends its time.

A page names some fifty addresses and imports a dozen components; both are the same each time it is made.
"""

from collections.abc import Callable, MutableMapping
from functools import lru_cache
from types import NoneType
from typing import Any

from flask import Flask, has_request_context, request
from flask.templating import Environment

from portal.kernel.language import Language
from portal.web.i18n import current_language

KEPT_ADDRESSES = 8_192
LONGEST_VALUE = 100
"""Characters: what visitors type makes long addresses, which nobody asks for twice."""
_PLAIN = frozenset({str, int, NoneType, Language})
"""Types whose values are told apart by being equal. ``True`` equals 1 and makes another address."""


class PortalEnvironment(Environment):
    """Looks a name up in one dictionary instead of a chain of two.

    Jinja asks at each import of a component whether the importing page knows more names than it; with chains, that
    was a twelfth of a page's time.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The names that a template knows; none of ours has names of its own."""
        return super().make_globals(d) if d else self.globals


class Portal(Flask):
    """Builds each address once, since it follows from its parts and from the language alone."""

    jinja_environment = PortalEnvironment

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._kept_address = lru_cache(KEPT_ADDRESSES)(self._build_address)

    def url_for(self, endpoint: str, **values: Any) -> str:
        """The address of a view, as Flask's own; full ones and those outside a request are built each time."""
        if endpoint.startswith(".") or not has_request_context() or not all(map(_is_plain, values.values())):
            return super().url_for(endpoint, **values)
        return self._kept_address(endpoint, current_language(), request.script_root, **values)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function as it is: Flask asks of each hook at each request whether it is a coroutine; none of ours is."""
        return func

    def _build_address(self, endpoint: str, _language: Language, _root: str, /, **values: Any) -> str:
        return super().url_for(endpoint, **values)


def _is_plain(value: Any) -> bool:
    return type(value) in _PLAIN and (type(value) is not str or len(value) <= LONGEST_VALUE)
