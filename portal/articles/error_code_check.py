"""What can be wrong between the error codes and the library around them."""

from collections.abc import Iterator

from portal.articles.error_codes import ErrorCode
from portal.articles.links import ArticleId
from portal.articles.model import Library
from portal.kernel.language import DEFAULT_LANGUAGE
from portal.kernel.problem import Problem


def check_error_codes(library: Library, unreadable: frozenset[ArticleId] = frozenset()) -> tuple[Problem, ...]:
    """Every finding, sorted by place; ``unreadable`` are articles that have a mistake of their own."""
    problems: list[Problem] = []
    for code in library.error_codes.codes:
        problems += _check_code(library, code, unreadable)
    return tuple(sorted((*problems, *_check_ranges(library), *_check_articles(library))))


def _check_code(library: Library, code: ErrorCode, unreadable: frozenset[ArticleId]) -> Iterator[Problem]:
    if code.component is not None and library.components.find(code.component) is None:
        yield _problem(code, "unknown-component", f"{code.component} is not a component of components.yml")
    if code.article is None or code.article in unreadable:
        return
    texts = library.articles.get(code.article)
    if texts is None:
        yield _problem(code, "unknown-article", f"{code.article} is not an article, or is a draft")
    elif code.anchor and code.anchor not in texts[DEFAULT_LANGUAGE.tag].outline.anchors:
        yield _problem(code, "broken-anchor", f"#{code.anchor} is not a heading of {code.article}")


def _check_ranges(library: Library) -> Iterator[Problem]:
    """A number in two ranges would be explained by chance."""
    ranges = [code for code in library.error_codes.codes if code.last]
    for place, code in enumerate(ranges):
        for other in ranges[:place]:
            if other.covers(int(code.key)) or code.covers(int(other.key)):
                yield _problem(code, "duplicate-code", f"overlaps the range that begins with {other.key}")


def _check_articles(library: Library) -> Iterator[Problem]:
    """A code in an article's front matter that nobody explained has no page of its own."""
    if not library.error_codes.codes:
        return
    for texts in library.articles.values():
        english = texts[DEFAULT_LANGUAGE.tag]
        for number in english.error_codes:
            if library.error_codes.find(str(number)) is None:
                line = english.lines.get("error_codes", 1)
                message = f"{number} is not in error-codes/codes.yml, so it has no page of its own"
                yield Problem(english.path, line, "unlisted-code", message, fatal=False)


def _problem(code: ErrorCode, rule: str, message: str) -> Problem:
    return Problem(code.path, code.line, rule, f"{code.key}: {message}")
