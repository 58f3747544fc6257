"""Texts in the reader's language.

Flask-Babel looks up locale and catalogue again at every call, which made up half of a page's cost; here the
catalogue is bound once a request (or once a mail) and every call goes straight to it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from babel.support import NullTranslations
from flask import Flask, Response, g, request
from flask_babel import Babel, force_locale, get_translations, lazy_gettext
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from portal.kernel.language import LANGUAGES, Language, find_language, negotiate
from portal.web.current import current_settings

LANGUAGE_COOKIE = "language"

__all__ = ["bound_translations", "current_language", "gettext", "lazy_gettext", "ngettext", "speaking"]


def install(app: Flask, catalogues: Path) -> None:
    """Give the application its languages.

    Raises:
        FileNotFoundError: when a language's compiled catalogue is missing; `make setup` compiles them.
    """
    for language in LANGUAGES[1:]:
        compiled = catalogues / language.locale / "LC_MESSAGES" / "messages.mo"
        if not compiled.is_file():
            raise FileNotFoundError(f"{compiled}: run `make setup` to compile the translations")
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(catalogues)
    Babel(app, locale_selector=lambda: current_language().locale)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda message: bound_translations().gettext(message),
        lambda one, many, count: bound_translations().ngettext(one, many, count),
        newstyle=True,
    )
    app.jinja_env.globals["gettext"] = _translate_in_template
    app.jinja_env.policies["ext.i18n.trimmed"] = True


def current_language() -> Language:
    """The language of this request's address, else the one negotiated with the browser.

    Addresses for staff name no language; there the menu adds ``?language=``.
    """
    language: Language | None = g.get("language")
    if language is None:
        language = g.language = find_language(request.args.get("language", "")) or negotiate(
            request.cookies.get(LANGUAGE_COOKIE), request.headers.get("Accept-Language", "")
        )
    return language


def remember_language(response: Response, language: Language) -> Response:
    """Let the browser keep a language for addresses that name none, as the menu's script does."""
    secure = current_settings.get().secure
    response.set_cookie(LANGUAGE_COOKIE, language.tag, max_age=31_536_000, samesite="Lax", secure=secure)
    return response


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Everything inside the block is in this language, whatever the request's; used for mails."""
    before = {name: g.pop(name, None) for name in ("language", "bound_translations")}
    g.language = language
    with force_locale(language.locale):
        try:
            yield
        finally:
            g.pop("bound_translations", None)
            g.pop("language", None)
            for name, value in before.items():
                if value is not None:
                    setattr(g, name, value)


def bound_translations() -> NullTranslations:
    """The catalogue of the current language, looked up once."""
    catalogue: NullTranslations | None = g.get("bound_translations")
    if catalogue is None:
        catalogue = g.bound_translations = get_translations()
    return catalogue


@pass_eval_context
def _translate_in_template(state: EvalContext, message: str, **variables: Any) -> str:
    """What Jinja's own does at three times the price: a template has dozens of texts, and few have placeholders."""
    text: str = bound_translations().gettext(message)
    if state.autoescape:
        text = Markup(text)  # noqa: S704 - written by us, in templates and catalogues
    return text % variables if variables or "%" in text else text


def gettext(message: str, **variables: Any) -> str:
    """The message in the current language, with its named placeholders filled."""
    text: str = bound_translations().gettext(message)
    return text % variables if variables else text


def ngettext(one: str, many: str, count: int, **variables: Any) -> str:
    """The message in the plural form the current language wants; ``count`` fills ``%(num)s``."""
    text: str = bound_translations().ngettext(one, many, count)
    return text % {"num": count, **variables}
