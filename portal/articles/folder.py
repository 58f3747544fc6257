"""What lies in the content folder: names and dates only, nothing is opened."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

TOP_FILES = ("site.yml", "policy.yml", "components.yml")
SYNONYMS = "synonyms"
ARTICLES = "articles"
NOTICES = "notices"
ERROR_CODES = "error-codes"
TREES = "trees"
MACROS = "macros"
INCIDENTS = "incidents"
GLOSSARY = "glossary.yml"
BRAND = "brand"
FOLDERS = (SYNONYMS, ARTICLES, NOTICES, ERROR_CODES, TREES, MACROS, BRAND)


class FileStat(NamedTuple):
    """A file and how to notice that it has changed."""

    relative: str
    """Below the content folder, with forward slashes."""
    modified: int
    """Nanoseconds."""
    size: int
    inode: int


def list_files(folder: Path) -> tuple[FileStat, ...]:
    """Every file that pages or the index are made of, sorted by name; hidden ones are none of ours.

    Incidents are left out: they have a source of their own and change while the library does not.
    """
    found = [file for name in TOP_FILES if (file := stat_file(folder, name))]
    for name in FOLDERS:
        found += _walk(str(folder / name), name)
    return tuple(sorted(found))


def stat_file(folder: Path, relative: str) -> FileStat | None:
    """One file of the content folder, or None when there is none."""
    try:
        return _describe(relative, (folder / relative).stat())
    except OSError:
        return None


def _walk(directory: str, relative: str) -> Iterator[FileStat]:
    try:
        entries = list(os.scandir(directory))
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        name = f"{relative}/{entry.name}"
        if entry.is_dir():
            yield from _walk(entry.path, name)
            continue
        # A file may be taken away between two looks.
        with suppress(OSError):
            yield _describe(name, entry.stat())


def _describe(relative: str, status: os.stat_result) -> FileStat:
    return FileStat(relative, status.st_mtime_ns, status.st_size, status.st_ino)
