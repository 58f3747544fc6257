"""Articles whose address is near one that does not exist: a slip of the keyboard, or an address that has changed."""

from collections.abc import Collection

from flask import render_template, request
from markupsafe import Markup
from rapidfuzz import fuzz, process

from portal.articles.current import request_library
from portal.articles.model import ArticleId
from portal.web.i18n import current_language

MOST = 3
_NEAR = 80.0
"""Of 100: ``rejcted`` and ``template-rejected`` are near ``rejected``, words that share some letters are not."""
_LONGEST = 80
"""Characters of an address that are compared; no slug is longer."""


def find_near(path: str, known: Collection[ArticleId]) -> tuple[ArticleId, ...]:
    """The articles whose slug is most like the last part of a path, those of its category first among equals."""
    parts = [part[:_LONGEST].removesuffix(".md") for part in path.lower().split("/") if part][-2:]
    if not parts:
        return ()
    ordered = sorted(known, key=lambda each: (each.category not in parts[:-1], each.category, each.slug))
    found = process.extract(
        _words(parts[-1]),
        [_words(each.slug) for each in ordered],
        scorer=fuzz.token_set_ratio,
        score_cutoff=_NEAR,
        limit=MOST,
    )
    return tuple(ordered[place] for _, _, place in found)


def _words(slug: str) -> str:
    return slug.replace("-", " ")


def near_articles() -> Markup:
    """Links to the articles near this request's address; empty when none is."""
    library, language = request_library(), current_language()
    near = [library.find(each.category, each.slug, language) for each in find_near(request.path, library.articles)]
    return Markup(render_template("articles/_near.html", near=[found for found in near if found]))  # noqa: S704 - escaped
