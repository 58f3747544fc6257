"""What can be wrong in a library whose files are sound each by itself.

Fatal findings keep a new content folder from going live; the others are warnings, and errors only with
``--strict``. Every rule has a short name, which the README lists.
"""

from collections.abc import Iterable, Iterator

from portal.articles.checks.headings import check_headings
from portal.articles.checks.notices import check_notice_text
from portal.articles.checks.promises import check_promises, is_about_policy
from portal.articles.checks.references import Passage, check_marks, check_references
from portal.articles.links import ArticleId
from portal.articles.macro_files import check_macro_languages
from portal.articles.model import Article, Library
from portal.articles.notices import Notice
from portal.articles.staleness import Freshness
from portal.kernel.language import DEFAULT_LANGUAGE
from portal.kernel.problem import Problem


def check_library(library: Library, unreadable: frozenset[ArticleId] = frozenset()) -> tuple[Problem, ...]:
    """Every finding about what articles refer to, sorted by place.

    ``unreadable`` are articles that have a file with mistakes of its own: links to them are not called broken.
    """
    problems: list[Problem] = []
    for translations in library.articles.values():
        english = translations[DEFAULT_LANGUAGE.tag]
        for article in translations.values():
            problems += _check_front_matter(library, article, unreadable)
            problems += check_headings(article, english)
            if is_about_policy(article):
                problems += check_promises(library.policy, article)
            problems += _check_passage(
                library, Passage(article.path, article.language.tag, article.outline), unreadable
            )
    for notice in library.notices:
        problems += _check_notice(library, notice, unreadable)
    return tuple(sorted((*problems, *_check_codes(library))))


def check_translations(library: Library) -> tuple[Problem, ...]:
    """Translations that are missing, out of date or of unknown origin: warnings all of them, sorted by place."""
    found = (*_check_freshness(library), *_check_notice_languages(library), *check_macro_languages(library.macros))
    return tuple(sorted(found))


def _check_passage(library: Library, passage: Passage, unreadable: frozenset[ArticleId]) -> Iterator[Problem]:
    yield from check_references(library, passage, unreadable)
    yield from check_marks(library.policy, passage)


def _check_notice(library: Library, notice: Notice, unreadable: frozenset[ArticleId]) -> Iterator[Problem]:
    english = notice.texts[DEFAULT_LANGUAGE.tag]
    for component in notice.components:
        if library.components.find(component) is None:
            message = f"{component} is not a component; known are {_name_components(library)}"
            yield Problem(english.path, notice.lines.get("components", 1), "unknown-component", message)
    for tag, text in notice.texts.items():
        yield from _check_passage(library, Passage(text.path, tag, text.outline), unreadable)
        yield from check_notice_text(text)


def _check_front_matter(library: Library, article: Article, unreadable: frozenset[ArticleId]) -> Iterator[Problem]:
    def problem(code: str, message: str, key: str = "") -> Problem:
        return Problem(article.path, article.lines.get(key, 1), code, message)

    if library.site.find_category(article.id.category) is None:
        yield problem("unknown-category", f"{article.id.category} is not a category of site.yml")
    if article.component is not None and library.components.find(article.component) is None:
        message = f"{article.component} is not a component; known are {_name_components(library)}"
        yield problem("unknown-component", message, "component")
    for other in article.related:
        if other not in library.articles and other not in unreadable:
            yield problem("unknown-related", f"{other} is not an article", "related")
    for key, text in (("title", article.title), ("summary", article.summary)):
        if "{{" in text:
            message = f"{key} stands in results as it is; placeholders belong in the text"
            yield problem("placeholder-place", message, key)
    if article.translates is not None and article.language == DEFAULT_LANGUAGE:
        yield problem("bad-value", "translates: the English text is the source, not a translation", "translates")


def _name_components(library: Library) -> str:
    return ", ".join(component.id for component in library.components)


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


def _check_notice_languages(library: Library) -> Iterator[Problem]:
    for notice in library.notices:
        for language in library.languages:
            if language.tag not in notice.texts:
                message = f"has no translation into {language.tag}"
                path = notice.texts[DEFAULT_LANGUAGE.tag].path
                yield Problem(path, 1, "missing-translation", message, fatal=False)
