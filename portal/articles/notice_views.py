"""The notices of this moment, as they stand at the top of a page."""

from datetime import datetime

from flask import render_template
from markupsafe import Markup

from portal.articles.current import request_library
from portal.articles.finishing import finish
from portal.articles.folder import NOTICES
from portal.articles.model import Library
from portal.articles.notices import Notice, concerns, list_active
from portal.articles.references import fill_placeholder, make_surroundings
from portal.kernel.language import Language
from portal.web.current import current_clock
from portal.web.i18n import current_language, speaking


def site_notices(component: str | None = None, *, everything: bool = False) -> Markup:
    """The notices for a page about a component, or about none; ``everything`` shows those of all components."""
    library = request_library()
    active = list_active(library.notices, current_clock.get()())
    shown = [notice for notice in active if everything or concerns(notice, component)]
    if not shown:
        return Markup("")
    reader = current_language()
    entries = [(notice, *_speak(library, notice, reader)) for notice in shown]
    return Markup(render_template("articles/_site_notices.html", notices=entries))  # noqa: S704 - rendered with escaping


def every_notice() -> Markup:
    """All notices of the moment: for the front page and the state of everything."""
    return site_notices(everything=True)


def name_active(library: Library, now: datetime) -> str:
    """Names the notices of a moment, for whoever keeps finished pages."""
    return ",".join(notice.slug for notice in list_active(library.notices, now))


def _speak(library: Library, notice: Notice, reader: Language) -> tuple[str, Markup, Language]:
    """The title and the body as HTML, and the language they are in; links lead to the reader's pages.

    Nothing is kept: a notice is a few lines, and nearly every page it stands on comes out of the page cache.
    """
    text, language = notice.find_text(reader)
    # Loaded late, as in `portal.articles.render`.
    from portal.articles.markup import to_safe_html

    with speaking(language):
        around = make_surroundings(library, f"{NOTICES}/{notice.slug}", reader, text.title)
        html = to_safe_html(text.body, lambda mark: fill_placeholder(library.policy, mark), around.words.footnote_back)
        return text.title, finish(html, around).html, language
