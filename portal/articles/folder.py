"""What lies in the content folder: names and dates only, nothing is opened."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from portal.kernel.problem import Problem, cannot_be_read

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
    fault: str = ""
    """Why the system does not say what this is or holds; it may be a folder then."""


def list_files(folder: Path) -> tuple[FileStat, ...]:
    """Every file that pages or the index are made of, sorted by name; hidden ones are none of ours.

    Incidents are left out: they have a source of their own and change while the library does not. A folder that cannot
    be read stands among the files with its fault: it must never look like one that is empty.
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


def list_entries(directory: str | Path) -> list[os.DirEntry[str]]:
    """What lies in a folder, hidden ones left out; nothing when the folder is not there.

    Raises:
        OSError: when it is there and cannot be read.
    """
    try:
        with os.scandir(directory) as entries:
            return [entry for entry in entries if not entry.name.startswith(".")]
    except FileNotFoundError:
        return []


def list_faults(folder: Path, files: Iterable[FileStat]) -> tuple[Problem, ...]:
    """What keeps the content folder from being read as a whole."""
    return tuple(cannot_be_read(f"{folder.name}/{file.relative}", file.fault) for file in files if file.fault)


def _walk(directory: str, relative: str) -> Iterator[FileStat]:
    try:
        entries = list_entries(directory)
    except OSError as error:
        yield _describe_fault(relative, error)
        return
    for entry in entries:
        name = f"{relative}/{entry.name}"
        try:
            is_folder = entry.is_dir()
            file = None if is_folder else _describe(name, entry.stat())
        except FileNotFoundError:
            # A file may be taken away between two looks.
            continue
        except OSError as error:
            yield _describe_fault(name, error)
            continue
        if file:
            yield file
        else:
            yield from _walk(entry.path, name)


def _describe_fault(relative: str, error: OSError) -> FileStat:
    return FileStat(relative, 0, 0, 0, error.strerror or type(error).__name__)


def _describe(relative: str, status: os.stat_result) -> FileStat:
    return FileStat(relative, status.st_mtime_ns, status.st_size, status.st_ino)
