"""One file of the content folder, opened and taken apart; what comes out is kept until the file changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from portal.articles.findings import Findings, find
from portal.articles.folder import ARTICLES, FileStat
from portal.articles.frontmatter import Split
from portal.articles.history import day_of
from portal.articles.links import SEGMENT, ArticleId
from portal.articles.model import Article, Picture
from portal.articles.outline import Outline
from portal.articles.pictures import FORMATS, read_picture
from portal.kernel.language import Language, find_language
from portal.kernel.problem import Problem


@dataclass(frozen=True, slots=True)
class Text:
    """An article's file whose front matter is sound."""

    stat: FileStat
    path: str
    article: ArticleId
    language: Language
    source: bytes
    holds: Findings

    @property
    def split(self) -> Split:
        """Its front matter, and where its Markdown begins."""
        return self.holds.split

    @property
    def outline(self) -> Outline:
        """What its Markdown has that can be right or wrong."""
        return self.holds.outline

    @property
    def fingerprint(self) -> str:
        """What translations of it record."""
        return self.holds.fingerprint

    def to_article(self, dates: Mapping[str, date]) -> Article:
        """The article, with the day git names or else the file's own."""
        front = self.split.front
        return Article(
            id=self.article,
            language=self.language,
            title=front.title,
            summary=front.summary,
            kind=front.kind,
            component=front.component,
            error_codes=front.error_codes,
            keywords=front.keywords,
            related=front.related,
            translates=front.translates,
            translated_sections=front.translated_sections,
            origin=front.origin,
            draft=front.draft,
            fingerprint=self.fingerprint,
            path=self.path,
            lines=self.split.lines,
            source=self.source,
            body_start=self.split.body_start,
            outline=self.outline,
            changed_on=dates.get(self.stat.relative) or day_of(self.stat.modified / 1e9),
        )


@dataclass(frozen=True, slots=True)
class File:
    """What one file holds: an article's text, a picture, or only bytes that others read."""

    stat: FileStat
    digest: bytes = b""
    content: Text | Picture | None = None
    article: ArticleId | None = None
    """The article whose folder it lies in."""
    problems: tuple[Problem, ...] = ()


def read_file(folder: Path, stat: FileStat, known: Findings | None = None) -> File:
    """A file of the content folder, with everything that is wrong with it; ``known`` is what its text held before."""
    path = f"{folder.name}/{stat.relative}"
    try:
        if stat.relative.startswith(f"{ARTICLES}/"):
            return _read_article_file(folder / stat.relative, stat, path, known)
        return File(stat, sha256((folder / stat.relative).read_bytes()).digest())
    except OSError as error:
        return File(stat, problems=(Problem(path, 1, "unreadable", f"cannot be read: {error.strerror}"),))


def _read_article_file(file: Path, stat: FileStat, path: str, known: Findings | None) -> File:
    steps = stat.relative.split("/")
    problem = _misplaced(steps, path)
    if problem:
        return File(stat, problems=(problem,))
    article = ArticleId(steps[1], steps[2])
    language = find_language(file.stem) if file.suffix == ".md" else None
    found: Text | Picture | Problem | tuple[Problem, ...]
    if language:
        source = file.read_bytes()
        holds = find(source, path, article, known)
        found = Text(stat, path, article, language, source, holds) if isinstance(holds, Findings) else holds
    else:
        found = read_picture(file, path)
    match found:
        case Text():
            return File(stat, bytes.fromhex(found.holds.digest), found, article)
        case Picture():
            return File(stat, found.digest.encode(), found, article)
        case Problem():
            return File(stat, article=article, problems=(found,))
    return File(stat, article=article, problems=found)


def _misplaced(steps: list[str], path: str) -> Problem | None:
    """Why a file below ``articles`` has no address on the site, or None."""
    name = steps[-1]
    if len(steps) != 4:
        return Problem(path, 1, "misplaced-file", "must lie in articles/<category>/<slug>/", fatal=name.endswith(".md"))
    if not (SEGMENT.fullmatch(steps[1]) and SEGMENT.fullmatch(steps[2])):
        return Problem(path, 1, "bad-address", "folders must be named in lower-case letters, digits and hyphens")
    stem, _, extension = name.rpartition(".")
    if extension == "md" and find_language(stem) is None:
        return Problem(path, 1, "unknown-locale", f"{stem} is not a language the portal speaks")
    if extension != "md" and f".{extension.lower()}" not in FORMATS:
        known = ", ".join(FORMATS)
        return Problem(path, 1, "unknown-file", f"is neither a text nor a picture ({known})", fatal=False)
    return None
