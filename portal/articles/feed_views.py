"""What programs follow and assistants read: a feed of changes in each language, and a list of all articles."""

from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from flask import Blueprint, Response, render_template, url_for

from portal.articles.current import request_library
from portal.articles.model import Found, Library
from portal.kernel.language import DEFAULT_LANGUAGE, Language
from portal.web.current import current_settings
from portal.web.i18n import current_language, speaking
from portal.web.i18n import gettext as _
from portal.web.pages import public

MOST_ENTRIES = 30
_TAGGED_IN = "2026"
"""The year the names of entries were first given out; it must never change (RFC 4151)."""

blueprint = Blueprint("feeds", __name__)


@blueprint.get("/<language:language>/feed.xml")
@public
def feed() -> Response:
    """The articles of a language that changed last, as Atom (RFC 4287)."""
    entries = list_newest(request_library(), current_language())
    changed = max((found.article.changed_on for found in entries), default=date(1970, 1, 1))
    host = urlsplit(current_settings.get().base_url).hostname
    body = render_template(
        "articles/feed.xml",
        entries=entries,
        updated=_moment(changed),
        moment=_moment,
        name=lambda path: f"tag:{host},{_TAGGED_IN}:{path}",
        address=lambda found: url_for("articles.show", category=found.id.category, slug=found.id.slug),
    )
    return Response(body, content_type="application/atom+xml; charset=utf-8")


@blueprint.get("/llms.txt")
@public
def listing() -> Response:
    """All articles with the addresses of their Markdown, in the form that assistants look for (llmstxt.org)."""
    library, english = request_library(), DEFAULT_LANGUAGE
    shelves = [(category, library.list_category(category.slug, english)) for category in library.site.categories]
    with speaking(english):
        text = render_template(
            "articles/llms.txt",
            site=library.site,
            description=_("Answers, live status and support for the WhatsApp Business API."),
            shelves=[(category, articles) for category, articles in shelves if articles],
            english=english,
        )
    return Response(text, content_type="text/plain; charset=utf-8")


@blueprint.app_template_filter("plain")
def to_plain(text: str) -> str:
    """A text on one line in which nothing ends a Markdown link."""
    return " ".join(text.split()).replace("[", "(").replace("]", ")")


def list_newest(library: Library, language: Language) -> tuple[Found, ...]:
    """What changed last in a language; English texts that stand in for a translation are English news."""
    own = [found for found in library.list_articles(language) if not found.fallback]
    own.sort(key=lambda found: found.article.changed_on, reverse=True)
    return tuple(own[:MOST_ENTRIES])


def _moment(day: date) -> str:
    return datetime(day.year, day.month, day.day, tzinfo=UTC).isoformat().replace("+00:00", "Z")
