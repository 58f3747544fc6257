"""Which addresses of the public site a plain file server can answer, and which need the portal itself.

Every public route stands in one of three tables here, so that a new one cannot be forgotten.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from flask import Flask, url_for

from portal.articles.current import current_library
from portal.articles.model import Library
from portal.articles.trees.model import Question, Tree
from portal.kernel.language import Language
from portal.web.assets import STYLESHEET, asset_url
from portal.web.brand import SIZES
from portal.web.brand_views import MANIFEST, PICTURES, brand_url, icon_name
from portal.web.interruption_views import REASONS
from portal.web.static import STATIC

Values = dict[str, Any]

ON_ORIGIN = {
    "incidents.show": "says how old its reading is",
    "incidents.as_json": "says how old its reading is",
    "intake.start": "begins the wizard",
    "openapi.show": "describes the portal that answers",
    "search.results": "depends on what is asked",
    "search.suggest": "depends on what is asked",
    "search.show_document": "depends on what is asked",
}
"""Public routes that are never frozen, each with the reason."""


def list_addresses(app: Flask, languages: Sequence[Language]) -> list[str]:
    """Every address that can be frozen: all of these languages, and those that belong to none."""
    with app.test_request_context("/"):
        library = current_library.get()()
        found = [*_list_without_language(library), *_list_by_language(library, languages)]
    return list(dict.fromkeys(found))


def list_walks(tree: Tree) -> Iterator[tuple[str, ...]]:
    """The answers that lead to each page of a tree below its first question."""

    def walk_on(name: str, given: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        here = tree.find_node(name)
        for answer in here.answers if isinstance(here, Question) else ():
            yield (*given, answer.id)
            yield from walk_on(answer.target, (*given, answer.id))

    yield from walk_on(tree.begin, ())


def _list_by_language(library: Library, languages: Sequence[Language]) -> Iterator[str]:
    for language in languages:
        for endpoint, list_values in BY_LANGUAGE.items():
            for values in list_values(library):
                yield url_for(endpoint, language=language, **values)


def _list_without_language(library: Library) -> Iterator[str]:
    for list_them in WITHOUT_LANGUAGE.values():
        yield from list_them(library)


def _one(_: Library) -> Iterator[Values]:
    yield {}


def _categories(library: Library) -> Iterator[Values]:
    return ({"category": category.slug} for category in library.site.categories)


def _articles(library: Library) -> Iterator[Values]:
    return ({"category": article.category, "slug": article.slug} for article in library.articles)


def _codes(library: Library) -> Iterator[Values]:
    return ({"code": code.key} for code in library.error_codes.codes)


def _trees(library: Library) -> Iterator[Values]:
    return ({"tree": tree.id} for tree in library.trees)


def _reasons(_: Library) -> Iterator[Values]:
    return ({"reason": reason} for reason in REASONS)


def _walks(library: Library) -> Iterator[Values]:
    return ({"tree": tree.id, "answers": "/".join(walk)} for tree in library.trees for walk in list_walks(tree))


BY_LANGUAGE: dict[str, Callable[[Library], Iterable[Values]]] = {
    "home.show": _one,
    "home.accessibility": _one,
    "articles.category": _categories,
    "articles.show": _articles,
    "articles.source": _articles,
    "articles.show_document": _articles,
    "readership.ask": _articles,
    "error_codes.index": _one,
    "error_codes.show": _codes,
    "trees.index": _one,
    "trees.begin": _trees,
    "trees.show": _walks,
    "feeds.feed": _one,
    "interruptions.show": _reasons,
    "widget.show": _one,
    "widget.words": _one,
}
"""Routes below a language, each with what fills its address."""


def _itself(endpoint: str) -> Callable[[Library], Iterable[str]]:
    return lambda _: [url_for(endpoint)]


def _list_assets(_: Library) -> Iterator[str]:
    """What pages name, the support team's too: the sources of the stylesheet and of the widget are not among it."""
    yield asset_url(STYLESHEET)
    for path in sorted([*STATIC.glob("*.*"), *(STATIC / "js").glob("*.*")]):
        yield asset_url(path.relative_to(STATIC).as_posix())


def _list_brand(_: Library) -> Iterator[str]:
    return map(brand_url, (MANIFEST, *PICTURES, *map(icon_name, SIZES)))


def _list_images(library: Library) -> Iterator[str]:
    """Each picture twice: as texts name it, for keeps, and as somebody may type it."""
    for article, pictures in library.pictures.items():
        for picture in pictures.values():
            values: Values = {"category": article.category, "slug": article.slug, "name": picture.name}
            yield url_for("articles.image", **values)
            yield url_for("articles.image", **values, v=picture.digest)


WITHOUT_LANGUAGE: dict[str, Callable[[Library], Iterable[str]]] = {
    "articles.list_documents": _itself("articles.list_documents"),
    "error_codes.list_documents": _itself("error_codes.list_documents"),
    "policy.show": _itself("policy.show"),
    "feeds.listing": _itself("feeds.listing"),
    "home.robots": _itself("home.robots"),
    "home.sitemap": _itself("home.sitemap"),
    "widget.script": _itself("widget.script"),
    "brand.favicon": _itself("brand.favicon"),
    "brand.show": _list_brand,
    "assets.show": _list_assets,
    "articles.image": _list_images,
}
"""Routes that name no language, each with its addresses."""
