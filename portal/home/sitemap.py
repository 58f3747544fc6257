"""Every page that search engines should know, with the languages it exists in and the day it last changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from portal.articles.model import ArticleId, Library
from portal.kernel.language import DEFAULT_LANGUAGE, Language


@dataclass(frozen=True, slots=True)
class Place:
    """One page in all its languages."""

    paths: dict[Language, str]
    default: str
    """For readers of all other languages."""
    changed: dict[Language, date]
    """The day each language's text last changed; of pages that are made from many things, no day is told."""


def list_places(library: Library) -> Iterator[Place]:
    """The front page, the state of the platform, every shelf that holds something, articles, codes, trees."""
    yield _place(library.languages, "home.show", default=url_for("home.choose"))
    yield _place(library.languages, "incidents.show")
    yield _place(library.languages, "home.accessibility")
    yield _place(library.languages, "error_codes.index")
    for code in library.error_codes.codes:
        spoken = [language for language in library.languages if language.tag in code.texts]
        yield _place(spoken, "error_codes.show", code=code.key)
    yield _place(library.languages, "trees.index")
    for tree in library.trees:
        yield _place(tree.list_languages(), "trees.begin", tree=tree.id)
    for category in library.site.categories:
        if shelf := library.list_category(category.slug, DEFAULT_LANGUAGE):
            place = _place(library.languages, "articles.category", category=category.slug)
            place.changed.update(_newest(library, [found.id for found in shelf]))
            yield place
    for article, texts in library.articles.items():
        languages = [language for language, available in library.list_alternates(article) if available]
        place = _place(languages, "articles.show", category=article.category, slug=article.slug)
        place.changed.update({language: texts[language.tag].changed_on for language in languages})
        yield place


def _place(
    languages: list[Language] | tuple[Language, ...], endpoint: str, *, default: str = "", **values: Any
) -> Place:
    paths = {language: url_for(endpoint, language=language, **values) for language in languages}
    return Place(paths, default or paths[DEFAULT_LANGUAGE], {})


def _newest(library: Library, shelf: list[ArticleId]) -> dict[Language, date]:
    """The newest text on a shelf, as each language shows it."""
    english = DEFAULT_LANGUAGE.tag
    return {
        language: max(
            (library.articles[article].get(language.tag) or library.articles[article][english]).changed_on
            for article in shelf
        )
        for language in library.languages
    }
