"""What every template may call: the language, the site, the same page in another language, named slots."""

from collections.abc import Callable
from functools import cache
from urllib.parse import urlencode

from babel import Locale
from babel.core import get_global
from flask import Flask, current_app, g, request, url_for
from jinja2 import StrictUndefined
from markupsafe import Markup
from werkzeug.routing import BuildError

from portal.kernel.language import LANGUAGES, Language
from portal.web.current import current_settings, current_site
from portal.web.i18n import current_language
from portal.web.provided import Provided
from portal.web.site import Site

current_slots: Provided[dict[str, Callable[[], Markup]]] = Provided("slots")
"""Places in the layout that other rooms fill, such as the banner of a running incident."""
current_edition: Provided[Callable[[], str]] = Provided("edition")
"""Names the content that a page is made of; another name, another page."""
_KEPT_PARTS = "portal.kept_parts"


def install(app: Flask) -> None:
    """Give templates their globals; an undefined name in a template is a fault, not an empty place."""
    app.extensions[_KEPT_PARTS] = {}
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        current_language=current_language,
        current_site=_site,
        languages=LANGUAGES,
        address_in=address_in,
        absolute=absolute,
        country_locale=country_locale,
        slot=_slot,
        same_everywhere=same_everywhere,
    )


def address_in(language: Language) -> str:
    """The address of this very page in another language; the front page where this one has no address."""
    if request.endpoint and request.view_args is not None:
        try:
            path = url_for(request.endpoint, **{**request.view_args, "language": language})
        except BuildError:
            return url_for("home.show", language=language)
        path, _, language_asked = path.partition("?")
        # Whoever wrote the query must not choose how the address is built, as ``_external`` and its kin would.
        # What was sent in a body belongs to nobody's address, unless the view has made a query of it.
        asked = list(request.args.items(multi=True)) if request.method == "GET" or g.get("is_shareable") else []
        if language_asked:
            # An address for staff names no language, so it stands in the query, once.
            asked = [*((name, value) for name, value in asked if name != "language"), ("language", language.tag)]
        query = urlencode(asked)
        return f"{path}?{query}" if query else path
    return url_for("home.show", language=language)


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
    parts: dict[tuple[str, Language, str], tuple[str, Markup]] = current_app.extensions[_KEPT_PARTS]
    edition, place = current_edition.get()(), (template, current_language(), request.script_root)
    known = parts.get(place)
    if known is None or known[0] != edition:
        made = current_app.jinja_env.get_template(template).render()
        known = parts[place] = (edition, Markup(made))  # noqa: S704 - rendered with escaping
    return known[1]
