"""Files under the content folder that nothing reads: a slip in a name must not look as if it worked."""

import os
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from portal.articles.folder import ARTICLES, BRAND, GLOSSARY, INCIDENTS, MACROS, NOTICES, SYNONYMS, TOP_FILES
from portal.articles.links import ArticleId, ImageTarget
from portal.articles.model import Picture
from portal.articles.outline import Outline
from portal.kernel.language import LANGUAGES
from portal.kernel.problem import Problem

OTHERS = ("error-codes", "schemas", "trees")
"""Folders whose files somebody else reads and judges."""

_LOCALES = frozenset(language.tag for language in LANGUAGES)


def check_files(folder: Path) -> Iterator[Problem]:
    """Files and folders that no page is made of; hidden ones are none of ours."""
    known = (*TOP_FILES, BRAND, GLOSSARY, SYNONYMS, INCIDENTS, ARTICLES, NOTICES, MACROS, *OTHERS)
    for entry in _list(folder):
        if entry.name not in known:
            yield _orphan(folder, entry.name, f"is read by nothing; known are {', '.join(known)}")
    for entry in _list(folder / SYNONYMS):
        if entry.name not in {f"{tag}.txt" for tag in _LOCALES}:
            yield _orphan(folder, f"{SYNONYMS}/{entry.name}", "is not <locale>.txt of a language the portal speaks")
    for entry in _list(folder / INCIDENTS):
        yield from _check_incident(folder, entry)
    site = (folder / "site.yml").read_text(encoding="utf-8", errors="replace") if (folder / "site.yml").exists() else ""
    for entry in _list(folder / BRAND):
        if f"{BRAND}/{entry.name}" not in site:
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
    if not entry.is_dir():
        yield _orphan(folder, name, f"must lie in {INCIDENTS}/<slug>/")
        return
    for each in _list(Path(entry.path)):
        if each.name not in {f"{tag}.md" for tag in _LOCALES}:
            message = "is not <locale>.md of a language the portal speaks"
            yield _orphan(folder, f"{name}/{each.name}", message)


def _check_empty(folder: Path, below: Path) -> Iterator[Problem]:
    for entry in _list(below):
        if not entry.is_dir():
            continue
        if any(_list(Path(entry.path))):
            yield from _check_empty(folder, Path(entry.path))
        else:
            yield _orphan(folder, Path(entry.path).relative_to(folder).as_posix(), "is a folder without files")


def _list(folder: Path) -> list[os.DirEntry[str]]:
    try:
        return sorted((entry for entry in os.scandir(folder) if not entry.name.startswith(".")), key=lambda e: e.name)
    except OSError:
        return []


def _orphan(folder: Path, name: str, message: str) -> Problem:
    return Problem(f"{folder.name}/{name}", 1, "orphan-file", message, fatal=False)
