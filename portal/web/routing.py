"""The language in the address: popped before views see it, put back when links are built."""

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, g, redirect, request
from werkzeug import Response
from werkzeug.routing import BaseConverter, RequestRedirect

from portal.kernel.language import LANGUAGES, Language, find_language
from portal.web.i18n import current_language


class LanguageConverter(BaseConverter):
    """Matches the tags of the languages the portal speaks; any other first segment is not found."""

    regex = "|".join(language.tag for language in LANGUAGES)

    def to_python(self, value: str) -> Language:
        """The language of a tag."""
        language = find_language(value)
        if language is None:
            raise ValueError(value)
        return language

    def to_url(self, value: Language | str) -> str:
        """The tag of a language."""
        return value if isinstance(value, str) else value.tag


def install(app: Flask) -> None:
    """Teach the application addresses that begin with a language."""
    app.url_map.converters["language"] = LanguageConverter

    @app.url_value_preprocessor
    def _take_language(_: str | None, values: dict[str, Any] | None) -> None:
        if values and "language" in values:
            g.language = values.pop("language")

    @app.before_request
    def _repair_address() -> Response | None:
        # Flask would answer with the host that the asking program named, and caches keep a 308.
        wrong = request.routing_exception
        if not isinstance(wrong, RequestRedirect):
            return None
        parts = urlsplit(wrong.new_url)
        return redirect(parts._replace(scheme="", netloc="", path=f"/{parts.path.lstrip('/')}").geturl(), wrong.code)

    @app.url_defaults
    def _add_language(endpoint: str, values: dict[str, Any]) -> None:
        if "language" not in values and app.url_map.is_endpoint_expecting(endpoint, "language"):
            values["language"] = current_language()
