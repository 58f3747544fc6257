"""Zip files, opened without trusting a word they say, and written anew from what may be kept of them."""

import stat
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import PurePosixPath

from portal.attachments.model import (
    MEGABYTE,
    ZIP,
    ArchiveBroken,
    ArchiveEncrypted,
    ArchiveTooLarge,
    ArchiveWithoutUse,
    CleanFile,
    FileRefused,
)
from portal.masking.mask import mask_text
from portal.masking.spots import MOST, find_spots
from portal.web.forms import clean_text

MAX_ENTRIES = 200
MAX_UNPACKED_MB = 50
"""All entries together; logs shrink to a tenth or less, so a file of the largest size allowed can be far more."""
MAX_RATIO = 200
"""Of the unpacked size to the packed one, for each entry and for the archive as a whole: many small entries are a bomb
too. Logs come to 50; the bombs that are sent around begin above 1,000."""
# A short file of one letter has any ratio, and so have a few of them together.
_RATIO_MATTERS = MEGABYTE
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED = 0x1
_CHUNK = 1 << 16
# What systems put beside the files, which nobody sent on purpose.
_LITTER = frozenset({"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"})
_OLDEST = (1980, 1, 1, 0, 0, 0)
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)

CleanEntry = Callable[[str, bytes], CleanFile | FileRefused]


class _TooMuch(Exception):
    """More came out than may."""


class _Reader:
    """Reads the entries of an archive, but never more than there is room for, whatever sizes the archive claims."""

    def __init__(self, archive: zipfile.ZipFile, room: int) -> None:
        self._archive = archive
        self._room = room

    def read(self, entry: zipfile.ZipInfo) -> bytes:
        """The content of an entry; it takes its part of the room.

        Raises:
            _TooMuch: when there is no room for it, or it is a bomb by itself.
        """
        parts: list[bytes] = []
        length = 0
        with self._archive.open(entry) as stream:
            while part := stream.read(_CHUNK):
                length += len(part)
                if length > self._room or (
                    length > _RATIO_MATTERS and length > MAX_RATIO * max(1, entry.compress_size)
                ):
                    raise _TooMuch
                parts.append(part)
        self._room -= length
        return b"".join(parts)


def clean_archive(name: str, content: bytes, clean_entry: CleanEntry) -> CleanFile | FileRefused:
    """The archive with its entries cleaned one by one; what cannot be kept is left out and named."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = [each for each in archive.infolist() if not each.is_dir() and not _is_litter(each.filename)]
            if any(entry.flag_bits & _ENCRYPTED for entry in entries):
                return ArchiveEncrypted(name)
            room = room_in(len(content))
            if not _is_bomb(archive, room):
                return _clean_entries(name, _Reader(archive, room), entries, clean_entry)
    except _TooMuch:
        pass
    except _FAULTS:
        return ArchiveBroken(name)
    return ArchiveTooLarge(name, MAX_UNPACKED_MB, MAX_ENTRIES)


def room_in(packed: int) -> int:
    """The most bytes that may come out of an archive of so many."""
    return min(MAX_UNPACKED_MB * MEGABYTE, max(_RATIO_MATTERS, MAX_RATIO * packed))


def _is_bomb(archive: zipfile.ZipFile, room: int) -> bool:
    """Whether an archive is too much by what it says itself; what it does not say, reading it finds out."""
    entries = archive.infolist()
    return (
        len(entries) > MAX_ENTRIES
        or sum(entry.file_size for entry in entries) > room
        or any(
            entry.file_size > _RATIO_MATTERS and entry.file_size > MAX_RATIO * entry.compress_size for entry in entries
        )
    )


def _clean_entries(
    name: str, reader: _Reader, entries: list[zipfile.ZipInfo], clean_entry: CleanEntry
) -> CleanFile | FileRefused:
    kept: dict[str, CleanFile] = {}
    left_out: list[str] = []
    for entry in entries:
        masked_name = mask_text(safe_path(entry.filename))
        if entry.compress_type not in _METHODS or stat.S_ISLNK(entry.external_attr >> 16):
            left_out.append(masked_name.text)
            continue
        cleaned = clean_entry(masked_name.text, reader.read(entry))
        if isinstance(cleaned, FileRefused):
            left_out.append(masked_name.text)
            continue
        path = _free_name(cleaned.name, kept)
        spots = (*find_spots(masked_name, path, in_file=True), *cleaned.spots)
        kept[path] = replace(cleaned, spots=tuple(replace(spot, place=f"{name}: {path}") for spot in spots))
    if not kept:
        return ArchiveWithoutUse(name, tuple(left_out[:MOST]))
    spots = tuple(spot for each in kept.values() for spot in each.spots)[:MOST]
    written = write_archive({path: each.content for path, each in kept.items()})
    return CleanFile(name, ZIP, written, spots, tuple(left_out[:MOST]))


def write_archive(entries: dict[str, bytes]) -> bytes:
    """A zip file of these entries and nothing else: no times, owners, comments or links."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in entries.items():
            info = zipfile.ZipInfo(path, _OLDEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(info, content)
    return target.getvalue()


def safe_path(path: str) -> str:
    """The path of an entry that leads nowhere but below the folder it is unpacked in, of bounded length."""
    parts = PurePosixPath(clean_text(path).replace("\\", "/").replace(":", "_")).parts
    safe = [part.strip()[:100] for part in parts if part.strip(". /")]
    return "/".join(safe[-8:])[-200:].lstrip("/") or "file"


def _is_litter(path: str) -> bool:
    return bool(_LITTER & set(PurePosixPath(path).parts)) or PurePosixPath(path).name.startswith("._")


def _free_name(path: str, taken: dict[str, CleanFile]) -> str:
    """A name that no other entry has, also where systems do not tell capitals from small letters."""
    used = {each.casefold() for each in taken}
    free, number = path, 2
    while free.casefold() in used:
        free = (
            f"{number}-{path}" if "/" not in path else f"{path.rpartition('/')[0]}/{number}-{PurePosixPath(path).name}"
        )
        number += 1
    return free
