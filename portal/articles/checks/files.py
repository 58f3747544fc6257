"""Files under the content folder that nothing reads: a slip in a name must not look as if it worked."""

import os
from collections.abc import Generator, Iterable, Iterator
from itertools import chain
from pathlib import Path

from portal.articles.folder import (
    ARTICLES,
    BRAND,
    GLOSSARY,
    INCIDENTS,
    MACROS,
    NOTICES,
    SYNONYMS,
    TOP_FILES,
    list_entries,
)
from portal.articles.links import ArticleId, ImageTarget
from portal.articles.model import Picture
from portal.articles.outline import Outline
from portal.kernel.language import LANGUAGES
from portal.kernel.problem import Problem, cannot_be_read

OTHERS = ("error-codes", "schemas", "trees")
"""Folders whose files somebody else reads and judges."""

_LOCALES = frozenset(language.tag for language in LANGUAGES)


def check_files(folder: Path) -> Iterator[Problem]:
    """Files and folders that no page is made of; hidden ones are none of ours."""
    known = (*TOP_FILES, BRAND, GLOSSARY, SYNONYMS, INCIDENTS, ARTICLES, NOTICES, MACROS, *OTHERS)
    for entry in (yield from _list(folder, folder)):
        if entry.name not in known:
            yield _orphan(folder, entry.name, f"is read by nothing; known are {', '.join(known)}")
    for entry in (yield from _list(folder, folder / SYNONYMS)):
        if entry.name not in {f"{tag}.txt" for tag in _LOCALES}:
            yield _orphan(folder, f"{SYNONYMS}/{entry.name}", "is not <locale>.txt of a language the portal speaks")
    for entry in (yield from _list(folder, folder / INCIDENTS)):
        yield from _check_incident(folder, entry)
    site = _read_site(folder)
    for entry in (yield from _list(folder, folder / BRAND)):
        if site is not None and f"{BRAND}/{entry.name}" not in site:
            yield _orphan(folder, f"{BRAND}/{entry.name}", "is named by no key of site.yml")
    for name in (ARTICLES, NOTICES, MACROS):
        yield from _check_empty(folder, folder / name)


def check_pictures(
    pictures: dict[ArticleId, dict[str, Picture]], outlines: Iterable[Outline], root: str
) -> Iterator[Problem]:
    """Pictures that no text shows or links to; ``root`` is the content folder's name."""
    references = chain.from_iterable((*outline.images, *outline.links) for outline in outlines)
    shown = {(each.target.article, each.target.name) for each in references if isinstance(each.target, ImageTarget)}
    for article, names in pictures.items():
        for name in names:
            if (article, name) not in shown:
                path = f"{root}/{ARTICLES}/{article}/{name}"
                yield Problem(path, 1, "orphan-picture", "is shown by no text", fatal=False)


def _check_incident(folder: Path, entry: os.DirEntry[str]) -> Iterator[Problem]:
    name = f"{INCIDENTS}/{entry.name}"
    if not _is_folder(entry):
        yield _orphan(folder, name, f"must lie in {INCIDENTS}/<slug>/")
        return
    for each in (yield from _list(folder, Path(entry.path))):
        if each.name not in {f"{tag}.md" for tag in _LOCALES}:
            message = "is not <locale>.md of a language the portal speaks"
            yield _orphan(folder, f"{name}/{each.name}", message)


def _check_empty(folder: Path, below: Path) -> Iterator[Problem]:
    try:
        entries = _sort(list_entries(below))
    except OSError as error:
        yield _unreadable(folder, below, error)
        return
    if not entries and below.parent != folder:
        yield _orphan(folder, below.relative_to(folder).as_posix(), "is a folder without files")
    for entry in entries:
        if _is_folder(entry):
            yield from _check_empty(folder, Path(entry.path))


def _list(folder: Path, below: Path) -> Generator[Problem, None, list[os.DirEntry[str]]]:
    try:
        return _sort(list_entries(below))
    except OSError as error:
        yield _unreadable(folder, below, error)
        return []


def _sort(entries: Iterable[os.DirEntry[str]]) -> list[os.DirEntry[str]]:
    return sorted(entries, key=lambda entry: entry.name)


def _unreadable(folder: Path, below: Path, error: OSError) -> Problem:
    return cannot_be_read(below.relative_to(folder.parent).as_posix(), error.strerror)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        # A link that leads to itself is a file that whoever reads its kind cannot open.
        return False


def _read_site(folder: Path) -> str | None:
    """The text that names the pictures of the brand; None when it cannot be read, which its reader tells."""
    try:
        return (folder / "site.yml").read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return ""
    except OSError:
        return None


def _orphan(folder: Path, name: str, message: str) -> Problem:
    return Problem(f"{folder.name}/{name}", 1, "orphan-file", message, fatal=False)
