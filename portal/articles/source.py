"""The content folder becomes a library, or every reason why it cannot.

Files that have not changed since the last reading are not opened again, so one changed file among thousands is
live in a moment. Nothing is rendered here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from portal.articles.check import check_library
from portal.articles.checks.files import check_pictures
from portal.articles.earlier import SectionMemory
from portal.articles.error_code_check import check_error_codes
from portal.articles.error_code_files import read_error_codes
from portal.articles.findings import Findings
from portal.articles.folder import ERROR_CODES, MACROS, NOTICES, SYNONYMS, TREES, FileStat, list_faults, list_files
from portal.articles.history import History
from portal.articles.macro_files import read_macros
from portal.articles.model import Article, ArticleId, Library, Picture
from portal.articles.notice_files import read_notices
from portal.articles.notices import Notice
from portal.articles.outline import Outline
from portal.articles.reading import File, Text, read_file
from portal.articles.trees.check import check_trees
from portal.articles.trees.files import read_trees
from portal.kernel.language import DEFAULT_LANGUAGE, LANGUAGES
from portal.kernel.problem import ContentError, Problem
from portal.policy.model import Components, Policy
from portal.policy.source import read_components, read_policy
from portal.web.site import Site, read_site

T = TypeVar("T")
Follow = Callable[[Sequence[FileStat]], Iterable[FileStat]]
"""Gives the files one by one, and may tell somebody who waits."""


@dataclass(frozen=True)
class Reading:
    """What one look at the folder gave; the library is None when a problem is fatal."""

    library: Library | None
    problems: tuple[Problem, ...]
    files: tuple[FileStat, ...]
    """The state of the folder before it was read; of one that has changed meanwhile, this may be half a change."""


@dataclass
class _Shelf:
    """The readable files, sorted by article, while a library is being put together."""

    texts: dict[ArticleId, dict[str, Text]] = field(default_factory=dict)
    pictures: dict[ArticleId, dict[str, Picture]] = field(default_factory=dict)
    unreadable: set[ArticleId] = field(default_factory=set)


def load_library(folder: Path) -> Library:
    """The library of a content folder.

    Raises:
        ContentError: with every fatal problem, when there is one.
    """
    reading = ContentFolder(folder).read()
    if reading.library is None:
        raise ContentError(tuple(problem for problem in reading.problems if problem.fatal))
    return reading.library


class ContentFolder:
    """A content folder that is read again and again."""

    def __init__(self, path: Path, *, drafts: bool = False, remembered: Mapping[str, Findings] | None = None) -> None:
        """With ``drafts``, for a preview, the library holds them as well; ``remembered`` spares work at first."""
        self.path = path
        self._drafts = drafts
        self._remembered = remembered or {}
        self._known: dict[FileStat, File] = {}
        self._beside: dict[str, tuple[tuple[FileStat, ...], Any]] = {}
        self._history = History(path)
        self._sections = SectionMemory(path)

    def read(self, follow: Follow = iter) -> Reading:
        """The library as the folder is now, with every finding, sorted by place; ``follow`` may show how far it is."""
        stats = list_files(self.path)
        if faults := list_faults(self.path, stats):
            # All that is built on what cannot be seen would look wrong as well, and none of it is.
            return Reading(None, faults, stats)
        self._known = {stat: self._known.get(stat) or self._read_file(stat) for stat in follow(stats)}
        files = self._known.values()
        shelf = _sort(files)
        top, found = self._read_top()
        problems = [problem for file in files for problem in file.problems] + found
        problems += _check_english(shelf)
        notices, mistakes = self._keep(NOTICES, stats, lambda: read_notices(self.path, stats))
        error_codes, failings = self._keep(ERROR_CODES, stats, lambda: read_error_codes(self.path))
        trees, slips = self._keep(TREES, stats, lambda: read_trees(self.path, stats))
        macros, flaws = self._keep(MACROS, stats, lambda: read_macros(self.path, stats))
        problems += (*mistakes, *failings, *slips, *flaws)
        problems += check_pictures(shelf.pictures, _list_outlines(shelf, notices), self.path.name)
        library = None
        if top:
            library = Library(
                _fingerprint(files, drafts=self._drafts),
                *top,
                articles=self._articles(shelf),
                pictures=shelf.pictures,
                drafts=_list_drafts(shelf),
                notices=notices,
                error_codes=error_codes,
                trees=trees,
                macros=macros,
                synonyms=self._keep(SYNONYMS, stats, lambda: _read_synonyms(self.path)),
            )
            unreadable = frozenset(shelf.unreadable)
            problems += (*check_library(library, unreadable), *check_error_codes(library, unreadable))
            problems += check_trees(library, unreadable)
            problems += _check_featured(library, shelf.unreadable, self.path / "site.yml")
        if any(problem.fatal for problem in problems):
            library = None
        return Reading(library, tuple(sorted(problems)), stats)

    def list_texts(self) -> Iterator[Article]:
        """Every text of the last reading whose front matter is sound, drafts and texts without an English one too."""
        for file in self._known.values():
            if isinstance(file.content, Text):
                yield file.content.to_article({})

    def list_findings(self) -> dict[str, Findings]:
        """What the texts of the last reading hold, each by its place in the folder."""
        texts = (file.content for file in self._known.values() if isinstance(file.content, Text))
        return {text.stat.relative: text.holds for text in texts}

    def _read_file(self, stat: FileStat) -> File:
        return read_file(self.path, stat, self._remembered.get(stat.relative))

    def _keep(self, below: str, stats: Iterable[FileStat], read: Callable[[], T]) -> T:
        """What the files of a folder beside the articles hold; read again only when one of them has changed."""
        own = tuple(stat for stat in stats if stat.relative.startswith(f"{below}/"))
        if below not in self._beside or self._beside[below][0] != own:
            self._beside[below] = (own, read())
        kept: T = self._beside[below][1]
        return kept

    def _read_top(self) -> tuple[tuple[Site, Policy, Components] | None, list[Problem]]:
        site, problems = read_site(self.path / "site.yml")
        policy = read_policy(self.path / "policy.yml")
        components = read_components(self.path / "components.yml")
        found = list(problems)
        for answer in (policy, components):
            if isinstance(answer, tuple):
                found += answer
        if site is None or isinstance(policy, tuple) or isinstance(components, tuple):
            return None, found
        return (site, policy, components), found

    def _articles(self, shelf: _Shelf) -> dict[ArticleId, dict[str, Article]]:
        """The articles that have a text in English; but for a preview, a draft is as good as no text."""
        dates = self._history.read_dates()
        articles: dict[ArticleId, dict[str, Article]] = {}
        for article, texts in shelf.texts.items():
            shown = {
                tag: text.to_article(dates) for tag, text in texts.items() if self._drafts or not text.split.front.draft
            }
            if DEFAULT_LANGUAGE.tag in shown:
                articles[article] = shown
        self._sections.fill_in(articles)
        return articles


def _sort(files: Iterable[File]) -> _Shelf:
    shelf = _Shelf()
    for file in files:
        if file.article is None:
            continue
        match file.content:
            case Text(language=language) as text:
                shelf.texts.setdefault(file.article, {})[language.tag] = text
            case Picture(name=name) as picture:
                shelf.pictures.setdefault(file.article, {})[name] = picture
            case None:
                shelf.unreadable.add(file.article)
    return shelf


def _list_outlines(shelf: _Shelf, notices: Iterable[Notice]) -> Iterator[Outline]:
    for texts in shelf.texts.values():
        yield from (text.outline for text in texts.values())
    for notice in notices:
        yield from (text.outline for text in notice.texts.values())


def _list_drafts(shelf: _Shelf) -> dict[ArticleId, dict[str, str]]:
    """The titles of the texts that readers do not get; a translation of a draft waits for it."""
    drafts: dict[ArticleId, dict[str, str]] = {}
    for article, texts in shelf.texts.items():
        english = texts.get(DEFAULT_LANGUAGE.tag)
        waiting = english is not None and english.split.front.draft
        hidden = {tag: text.split.front.title for tag, text in texts.items() if waiting or text.split.front.draft}
        if hidden:
            drafts[article] = hidden
    return drafts


def _check_english(shelf: _Shelf) -> Iterator[Problem]:
    for article, texts in shelf.texts.items():
        if DEFAULT_LANGUAGE.tag not in texts and article not in shelf.unreadable:
            message = "has no English text beside it; English is the source and the fallback"
            yield Problem(next(iter(texts.values())).path, 1, "english-missing", message)


def _check_featured(library: Library, unreadable: set[ArticleId], file: Path) -> Iterator[Problem]:
    known = {str(article) for article in (*library.articles, *unreadable)}
    lines = file.read_text(encoding="utf-8").splitlines()
    for name in library.site.featured:
        if name not in known:
            line = next((number for number, text in enumerate(lines, 1) if name in text), 1)
            yield Problem(f"{file.parent.name}/{file.name}", line, "unknown-featured", f"{name} is not an article")


def _read_synonyms(folder: Path) -> dict[str, str]:
    """The synonym files as they are; one that cannot be read is left out, since search works without."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with suppress(OSError, UnicodeDecodeError):
            found[language.tag] = (folder / SYNONYMS / f"{language.tag}.txt").read_text(encoding="utf-8")
    return found


def _fingerprint(files: Iterable[File], *, drafts: bool) -> str:
    """One digest over the name and content of every file; a library with drafts is never taken for one without."""
    total = sha256(b"drafts" if drafts else b"")
    for file in files:
        total.update(f"{file.stat.relative}\0".encode() + file.digest)
    return total.hexdigest()[:16]
