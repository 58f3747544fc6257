"""What every template may call: the language, the site, the same page in another language, named slots."""

from collections.abc import Callable
from functools import cache
from urllib.parse import urlencode

from babel import Locale
from babel.core import get_global
from flask import Flask, g, request, url_for
from jinja2 import StrictUndefined
from markupsafe import Markup
from werkzeug.routing import BuildError

from portal.kernel.language import LANGUAGES, Language
from portal.web import kept_parts
from portal.web.current import current_settings, current_site
from portal.web.i18n import current_language
from portal.web.provided import Provided
from portal.web.site import Site

current_slots: Provided[dict[str, Callable[[], Markup]]] = Provided("slots")
"""Places in the layout that other rooms fill, such as the banner of a running incident."""


def install(app: Flask) -> None:
    """Give templates their globals; an undefined name in a template is a fault, not an empty place."""
    kept_parts.install(app)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        current_language=current_language,
        current_site=_site,
        languages=LANGUAGES,
        this_page_in_languages=this_page_in_languages,
        absolute=absolute,
        country_locale=country_locale,
        slot=_slot,
        same_everywhere=same_everywhere,
    )


def this_page_in_languages() -> list[tuple[Language, str]]:
    """Every language with the address of this very page in it; the front page where this one has no address."""
    asked = _list_asked()
    return [(language, _address_in(language, asked)) for language in LANGUAGES]


def _list_asked() -> list[tuple[str, str]]:
    # What was sent in a body belongs to nobody's address, unless the view has made a query of it.
    return list(request.args.items(multi=True)) if request.method == "GET" or g.get("is_shareable") else []


def _address_in(language: Language, asked: list[tuple[str, str]]) -> str:
    if not request.endpoint or request.view_args is None:
        return url_for("home.show", language=language)
    try:
        path = url_for(request.endpoint, **{**request.view_args, "language": language})
    except BuildError:
        return url_for("home.show", language=language)
    # Whoever wrote the query must not choose how the address is built, as ``_external`` and its kin would.
    path, _, language_asked = path.partition("?")
    if language_asked:
        # An address for staff names no language, so it stands in the query, once.
        asked = [*((name, value) for name, value in asked if name != "language"), ("language", language.tag)]
    return f"{path}?{urlencode(asked)}" if asked else path


def absolute(path: str) -> str:
    """A path as a full address on the portal's public host."""
    return current_settings.get().base_url + path


@cache
def country_locale(language: Language) -> str:
    """A language with the country that speaks it most, as link previews want it: ``de_DE``.

    Kept, since Babel looks through all its locales for it, and each page names one for each language.
    """
    locale = Locale.parse(language.locale)
    likely = Locale.parse(get_global("likely_subtags")[locale.language])
    return f"{locale.language}_{locale.territory or likely.territory}"


def _site() -> Site:
    return current_site.get()()


def _slot(name: str) -> Markup:
    fill = current_slots.get().get(name)
    return fill() if fill else Markup("")


def same_everywhere(template: str) -> Markup:
    """A part of the layout that is the same on all pages in a language, made once for an edition.

    Links, search field, navigation and foot were two fifths of what the layout took to make.
    """
    return kept_parts.keep(template, lambda: kept_parts.render_part(template))
