"""Articles as pages, as Markdown and as JSON; nothing here needs the database or knows the visitor."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from portal.articles import wording
from portal.articles.current import current_holder, request_library
from portal.articles.documents import article_document, article_entry
from portal.articles.model import Article, ArticleId, Found, Rendered
from portal.articles.notice_views import site_notices
from portal.articles.outdated import NOTHING_OUTDATED, OutdatedParts, list_outdated
from portal.articles.pictures import take_digest
from portal.articles.plain_markdown import write_markdown
from portal.articles.readership.verdict import about_verdict
from portal.articles.render import rendered
from portal.articles.shapes import ArticleAlternate, ArticleDocument, ArticleList
from portal.articles.structured_data import Place, structured_data
from portal.articles.well_known import LOST_ACCESS
from portal.kernel.language import DEFAULT_LANGUAGE, Language
from portal.web.assets import IMMUTABLE
from portal.web.i18n import current_language, speaking
from portal.web.i18n import gettext as _
from portal.web.interface.cursors import CURSOR, limit_parameter, link_next, take_part
from portal.web.interface.describing import LOCALE, described
from portal.web.kept_parts import keep, render_part
from portal.web.pages import page, public
from portal.web.problems import asked_language, json_response
from portal.web.shell import absolute

blueprint = Blueprint("articles", __name__, template_folder="templates")

MOST_LISTED = 1_000
"""Articles in one part of the list for programs."""


@dataclass(frozen=True, slots=True)
class ArticleParts:
    """What a page shows of an article; it follows from the content alone."""

    head: Markup
    main: Markup


@blueprint.get("/<language:language>/<category>/", endpoint="category")
@public
def show_category(category: str) -> ResponseReturnValue:
    """A shelf: its articles with what each is for."""
    library = request_library()
    shelf = library.site.find_category(category)
    if shelf is None:
        abort(404)
    return page(
        "articles/category.html",
        category=shelf,
        articles=library.list_category(category, current_language()),
        kind_name=wording.kind_name,
        paths={language: _shelf_address(category, language) for language in library.languages},
        default_language=DEFAULT_LANGUAGE,
    )


@blueprint.get("/<language:language>/<category>/<slug>")
@public
def show(category: str, slug: str) -> ResponseReturnValue:
    """An article in the reader's language, or in English with a word about it."""
    found = _get(category, slug)
    return page(
        "articles/show.html",
        article=found.article,
        parts=keep(("article", found.id), lambda: _make_parts(found)),
        site_notices=site_notices,
    )


@blueprint.get("/<language:language>/<category>/<slug>.md")
@public
def source(category: str, slug: str) -> ResponseReturnValue:
    """The article as Markdown that is complete in itself, for programs and for those who read it so."""
    found = _get(category, slug)
    canonical = _full(found.id, found.article.language)
    response = Response(write_markdown(found, canonical), content_type="text/markdown; charset=utf-8")
    response.headers["Content-Language"] = found.article.language.html
    response.headers["Link"] = f'<{canonical}>; rel="canonical"'
    return response


@blueprint.get("/images/<category>/<slug>/<name>")
@public
def image(category: str, slug: str, name: str) -> ResponseReturnValue:
    """A picture of an article; for keeps when the address carries the fingerprint of its bytes."""
    library, article = request_library(), ArticleId(category, slug)
    picture = library.pictures.get(article, {}).get(name)
    content = current_holder.get().read_picture(library, article, picture) if picture else None
    if picture is None or content is None:
        abort(404)
    response = Response(content, mimetype=picture.media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    # The file may have changed since the snapshot was taken: what is promised for good is what is sent.
    if request.args.get("v") == take_digest(content):
        response.headers["Cache-Control"] = IMMUTABLE
    return response


@blueprint.get("/api/v1/articles")
@public
@described(
    "Articles",
    ArticleList,
    parameters=(LOCALE, limit_parameter(MOST_LISTED), CURSOR),
    problems={400: "An unknown locale or cursor, or a bad limit."},
)
def list_documents() -> ResponseReturnValue:
    """All articles in one language, English ones standing in, without their texts; in parts where a limit is given."""
    language = asked_language()
    if isinstance(language, Response):
        return language
    articles = request_library().list_articles(language)
    part = take_part(articles, lambda found: str(found.id), MOST_LISTED)
    if isinstance(part, Response):
        return part
    entries = [article_entry(found, _full(found.id, language)) for found in part.entries]
    document: ArticleList = {"locale": language.tag, "total": len(articles), "articles": entries, "next": part.next}
    return link_next(json_response(document), part.next)


@blueprint.get("/api/v1/articles/<language:language>/<category>/<slug>")
@public
@described("One article", ArticleDocument, problems={404: "There is no such article."})
def show_document(category: str, slug: str) -> ResponseReturnValue:
    """One article: what is known about it, its Markdown, its HTML, its languages."""
    found = _get(category, slug)
    alternates: list[ArticleAlternate] = [
        {"locale": language.tag, "url": absolute(address), "available": available}
        for language, address, available in list_alternates(found)
    ]
    return json_response(article_document(found, rendered(found), _full(found.id, found.requested), alternates))


def list_alternates(found: Found) -> list[tuple[Language, str, bool]]:
    """Every language with the article's address in it and whether it is translated."""
    return [
        (language, _address(found.id, language), available)
        for language, available in found.library.list_alternates(found.id)
    ]


def help_address(article: Article) -> str:
    """The wizard's start with what is known filled in."""
    return url_for("intake.start", component=article.component, article=str(article.id))


def _make_parts(found: Found) -> ArticleParts:
    body, english = rendered(found), _address(found.id, DEFAULT_LANGUAGE)
    previous, following = found.library.find_neighbours(found)
    main = render_part(
        "articles/_article.html",
        found=found,
        article=found.article,
        outdated=_list_outdated(found),
        category=found.library.site.find_category(found.id.category),
        body=body,
        contents=body.nested_toc(),
        english=english,
        source=_source(found.id),
        previous=previous,
        following=following,
        related=found.library.list_related(found),
        help_address=help_address(found.article),
        **about_verdict(),
        brought=_brought(found.article),
        kind_name=wording.kind_name,
        codes=[code for number in found.article.error_codes if (code := found.library.error_codes.find(str(number)))],
    )
    head = render_part("articles/_head.html", found=found, article=found.article, english=english, **_head(found, body))
    return ArticleParts(head, main)


def _get(category: str, slug: str) -> Found:
    return request_library().find(category, slug, current_language()) or abort(404)


def _list_outdated(found: Found) -> OutdatedParts:
    if not found.stale:
        return NOTHING_OUTDATED
    return list_outdated(found.article, found.library.articles[found.id][DEFAULT_LANGUAGE.tag])


def _address(article: ArticleId, language: Language) -> str:
    return url_for("articles.show", language=language, category=article.category, slug=article.slug)


def _source(article: ArticleId) -> str:
    return url_for("articles.source", category=article.category, slug=article.slug)


def _shelf_address(category: str, language: Language) -> str:
    return url_for("articles.category", language=language, category=category)


def _head(found: Found, body: Rendered) -> dict[str, Any]:
    """What an article's page says about itself to programs."""
    canonical = _full(found.id, found.article.language)
    return {
        "canonical": canonical,
        "structured_data": structured_data(found, body.sections, found.library.site, _place(found, canonical)),
        "source": _source(found.id),
        "alternates": {language: path for language, path, available in list_alternates(found) if available},
    }


def _place(found: Found, canonical: str) -> Place:
    """Where an article stands; the trail is in the language of the page it is the canonical one of."""
    language, shelf = found.article.language, found.library.site.find_category(found.id.category)
    with speaking(language):
        trail = [(_("Help"), absolute(url_for("home.show", language=language)))]
    if shelf:
        trail.append((shelf.name(language), absolute(_shelf_address(shelf.slug, language))))
    return Place(canonical, tuple(trail), absolute("/"))


def _full(article: ArticleId, language: Language) -> str:
    return absolute(_address(article, language))


def _brought(article: Article) -> dict[str, str]:
    """What a request about an article begins with. Its codes stay here: the reader has named none of them."""
    access = "no" if article.id == LOST_ACCESS else ""
    return {"component": article.component or "", "article": str(article.id), "access": access}
