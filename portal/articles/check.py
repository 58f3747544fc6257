"""What can be wrong in a library whose files are sound each by itself: everything that points at something else.

Fatal findings keep a new content folder from going live; the others are warnings, and errors only with
``--strict``. Every rule has a short name, which the README lists.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from portal.articles.links import (
    AnchorTarget,
    ArticleId,
    ArticleTarget,
    BrokenTarget,
    ImageTarget,
)
from portal.articles.model import Article, Library
from portal.articles.outline import ADMONITIONS, Reference, has_bad_id
from portal.articles.staleness import Freshness
from portal.kernel.language import DEFAULT_LANGUAGE
from portal.kernel.problem import Problem
from portal.policy.model import Policy
from portal.policy.placeholders import list_values

_PLACEHOLDER = re.compile(r"""policy\.(?P<path>[a-z0-9_.-]+)|policy_table\(\s*["'](?P<table>[a-z_]+)["']\s*\)""")
POLICY_TABLES = ("plans", "channels", "severities", "resolution")
"""What `policy_table` knows; named here because writing a table out needs a language, and checking one does not."""


def check_library(library: Library, unreadable: frozenset[ArticleId] = frozenset()) -> tuple[Problem, ...]:
    """Every finding about what articles refer to, sorted by place.

    ``unreadable`` are articles that have a file with mistakes of its own: links to them are not called broken.
    """
    problems: list[Problem] = []
    for translations in library.articles.values():
        english = translations[DEFAULT_LANGUAGE.tag]
        for article in translations.values():
            problems += _check_front_matter(library, article, unreadable)
            problems += _check_headings(article, english)
            problems += _check_references(library, article, unreadable)
            problems += _check_marks(library, article)
    return tuple(sorted((*problems, *_check_codes(library))))


def check_translations(library: Library) -> tuple[Problem, ...]:
    """Translations that are missing, out of date or of unknown origin: warnings all of them, sorted by place."""
    return tuple(sorted(_check_freshness(library)))


def _check_front_matter(library: Library, article: Article, unreadable: frozenset[ArticleId]) -> Iterator[Problem]:
    def problem(key: str, code: str, message: str) -> Problem:
        return Problem(article.path, article.lines.get(key, 1), code, message)

    if library.site.find_category(article.id.category) is None:
        yield problem("", "unknown-category", f"{article.id.category} is not a category of site.yml")
    if article.component is not None and library.components.find(article.component) is None:
        known = ", ".join(component.id for component in library.components)
        yield problem("component", "unknown-component", f"{article.component} is not a component; known are {known}")
    for other in article.related:
        if other not in library.articles and other not in unreadable:
            yield problem("related", "unknown-related", f"{other} is not an article")
    for key, text in (("title", article.title), ("summary", article.summary)):
        if "{{" in text:
            yield problem(
                key, "placeholder-place", f"{key} stands in results as it is; placeholders belong in the text"
            )
    if article.translates is not None and article.language == DEFAULT_LANGUAGE:
        yield problem("translates", "bad-value", "translates: the English text is the source, not a translation")


def _check_headings(article: Article, english: Article) -> Iterator[Problem]:
    outline, seen, level = article.outline, set[str](), 1
    for heading in outline.headings:
        if has_bad_id(heading):
            message = "a heading's id is {#letters-digits-and-hyphens}"
            yield Problem(article.path, heading.line, "bad-anchor", message)
        if heading.explicit and heading.wanted in seen:
            yield Problem(
                article.path, heading.line, "duplicate-anchor", f"#{heading.wanted} stands here a second time"
            )
        if heading.level == 1 or heading.level > level + 1:
            message = "headings begin with ## (the title is the page's first) and go down one level at a time"
            yield Problem(article.path, heading.line, "heading-level", message, fatal=False)
        seen.add(heading.wanted)
        level = heading.level
    missing = sorted(english.outline.anchors - outline.anchors)
    added = sorted(outline.anchors - english.outline.anchors)
    if missing or added:
        parts = [f"lacks #{anchor}" for anchor in missing] + [f"has #{anchor} more" for anchor in added]
        message = f"anchors differ from the English text's: {', '.join(parts)}"
        yield Problem(article.path, 1, "anchors-differ", message, fatal=False)


def _check_references(library: Library, article: Article, unreadable: frozenset[ArticleId]) -> Iterator[Problem]:
    for reference in chain(article.outline.links, article.outline.images):
        reason = _find_fault(library, article, reference, unreadable)
        if reason:
            code, message = reason
            yield Problem(article.path, reference.line, code, f"{reference.address} {message}")
        elif isinstance(reference.target, ArticleTarget) and reference.target.tag != article.language.tag:
            message = f"{reference.address} leads to another language's file; readers get their own all the same"
            yield Problem(article.path, reference.line, "link-language", message, fatal=False)
    for image in article.outline.images:
        if not image.alt:
            message = f"{image.address} has no text for those who cannot see it"
            yield Problem(article.path, image.line, "missing-alt", message)


def _find_fault(
    library: Library, article: Article, reference: Reference, unreadable: frozenset[ArticleId]
) -> tuple[str, str] | None:
    """The code and the reason why a link or picture leads nowhere, or None when it leads somewhere."""
    match reference.target:
        case ImageTarget(owner, name):
            return None if name in library.pictures.get(owner, {}) else ("missing-image", "does not exist")
        case _ if reference.alt is not None:
            return "missing-image", "is not a picture in an article's folder"
        case BrokenTarget(reason):
            return "broken-link", reason
        case AnchorTarget(anchor):
            return None if anchor in article.outline.anchors else ("broken-anchor", "is not a heading of this text")
        case ArticleTarget(target, tag, anchor) if target not in unreadable:
            return _find_fault_of_article(library, target, tag, anchor)
    return None


def _find_fault_of_article(library: Library, target: ArticleId, tag: str, anchor: str) -> tuple[str, str] | None:
    translations = library.articles.get(target)
    if translations is None:
        return "broken-link", "does not exist or is a draft"
    # A translation may come before its target's: the reader then gets the English text, so its anchors count.
    text = translations.get(tag) or translations[DEFAULT_LANGUAGE.tag]
    if anchor and anchor not in text.outline.anchors:
        return "broken-anchor", f"is not a heading of {text.path}"
    return None


def _check_marks(library: Library, article: Article) -> Iterator[Problem]:
    for mark in article.outline.placeholders:
        if not _is_known(mark.text, library.policy):
            message = f'{mark.text} is neither policy.<path> of policy.yml nor policy_table("<name>")'
            yield Problem(article.path, mark.line, "unknown-placeholder", message)
    for mark in article.outline.admonitions:
        if mark.text not in ADMONITIONS:
            message = f"!!! {mark.text} has no look of its own; known are {', '.join(ADMONITIONS)}"
            yield Problem(article.path, mark.line, "unknown-admonition", message, fatal=False)
    for mark in article.outline.raw_html:
        message = f"<{mark.text}> is sanitised and not checked; write it in Markdown"
        yield Problem(article.path, mark.line, "raw-html", message, fatal=False)


def _is_known(placeholder: str, policy: Policy) -> bool:
    match = _PLACEHOLDER.fullmatch(placeholder)
    return match is not None and (match["table"] in POLICY_TABLES or match["path"] in list_values(policy))


def _check_codes(library: Library) -> Iterator[Problem]:
    """An error code has one article for it in each language, or a reader gets either by chance."""
    for language in library.languages:
        first: dict[int, Article] = {}
        for article in _in_language(library, language.tag):
            for code in article.error_codes:
                owner = first.setdefault(code, article)
                if owner is not article:
                    line = article.lines.get("error_codes", 1)
                    yield Problem(article.path, line, "duplicate-code", f"{code} belongs to {owner.path} already")


def _in_language(library: Library, tag: str) -> Iterable[Article]:
    return (translations[tag] for _, translations in sorted(library.articles.items()) if tag in translations)


def _check_freshness(library: Library) -> Iterator[Problem]:
    for identifier, translations in library.articles.items():
        english = translations[DEFAULT_LANGUAGE.tag]
        for language in library.languages:
            text = translations.get(language.tag, english)
            line = text.lines.get("translates", 1)
            match library.judge(identifier, language):
                case Freshness.MISSING:
                    message = f"has no translation into {language.tag}"
                    yield Problem(text.path, 1, "missing-translation", message, fatal=False)
                case Freshness.STALE:
                    message = f"was made from {text.translates}; the English text is {english.fingerprint} today"
                    yield Problem(text.path, line, "stale-translation", message, fatal=False)
                case Freshness.UNSTAMPED:
                    message = (
                        f"does not say what it was made from; see `portal content stamp {language.tag}/{identifier}`"
                    )
                    yield Problem(text.path, line, "unstamped-translation", message, fatal=False)
                case _:
                    pass
