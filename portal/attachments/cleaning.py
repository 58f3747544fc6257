"""The one place that decides about files from outside: by what they are, not by what they are called."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import PurePosixPath
from time import thread_time

import filetype
from werkzeug.datastructures import FileStorage

from portal.attachments.allowance import Allowance, SearchGivenUp, start_search
from portal.attachments.archives import clean_archive
from portal.attachments.decoding import NotText, decode_text
from portal.attachments.model import (
    MEGABYTE,
    PICTURES,
    RECORDINGS,
    TEXT,
    ZIP,
    Cleaned,
    CleanFile,
    CompressionRefused,
    FileEmpty,
    FileRefused,
    FileTooLarge,
    FileTypeRefused,
    SearchTooLong,
    TooManyFiles,
)
from portal.attachments.texts import mask_document
from portal.masking.mask import mask_text
from portal.masking.spots import find_spots
from portal.policy.model import Attachments
from portal.web.forms import clean_text

MAX_NAME = 120
_PACKED = frozenset(
    {
        "application/gzip",
        "application/x-7z-compressed",
        "application/x-bzip2",
        "application/x-lzip",
        "application/x-rar-compressed",
        "application/x-tar",
        "application/x-xz",
        "application/zstd",
    }
)
# A name promises what opening the saved file does. These endings open an editor; any other may open a program.
_TEXT_ENDINGS = frozenset(
    {".txt", ".log", ".out", ".err", ".json", ".jsonl", ".har", ".csv", ".tsv", ".yml", ".yaml", ".md", ".ini", ".conf"}
)
_ENDINGS = {
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/webp": (".webp",),
    "application/pdf": (".pdf",),
    "video/mp4": (".mp4", ".m4v"),
    "video/webm": (".webm",),
    "video/quicktime": (".mov",),
    ZIP: (".zip",),
}


def clean_files(files: Iterable[FileStorage], limits: Attachments, clock: Callable[[], float] = thread_time) -> Cleaned:
    """The files of one form, cleaned, and why the others cannot be taken; ``clock`` gives the seconds spent.

    Looking through the largest files takes many seconds, so it must not happen within a transaction.
    """
    given = [file for file in files if file and file.filename]
    allowance = Allowance(start_search(clock))
    results = [_clean_upload(file, limits, allowance) for file in given[: limits.max_files]]
    surplus = tuple(mask_text(safe_name(file.filename or "")).text for file in given[limits.max_files :])
    refused: list[TooManyFiles | FileRefused] = [each for each in results if isinstance(each, FileRefused)]
    if surplus:
        refused.append(TooManyFiles(limits.max_files, surplus))
    return Cleaned(tuple(each for each in results if isinstance(each, CleanFile)), tuple(refused))


def _clean_upload(file: FileStorage, limits: Attachments, allowance: Allowance) -> CleanFile | FileRefused:
    masked_name = mask_text(safe_name(file.filename or ""))
    name = masked_name.text
    content = file.stream.read(limits.max_mb * MEGABYTE + 1)
    if len(content) > limits.max_mb * MEGABYTE:
        return FileTooLarge(name, limits.max_mb)
    if not content:
        return FileEmpty(name)
    try:
        cleaned = clean_file(name, content, allowance)
    except SearchGivenUp:
        return SearchTooLong(name)
    if isinstance(cleaned, CleanFile):
        return replace(cleaned, spots=(*find_spots(masked_name, name, in_file=True), *cleaned.spots))
    return cleaned


def clean_file(name: str, content: bytes, allowance: Allowance | None = None) -> CleanFile | FileRefused:
    """One file by its content: pictures lose their metadata, texts their secrets, unknown kinds are refused.

    It takes its part of the ``allowance``, which is one of its own unless other files share it.
    """
    allowance = allowance or Allowance()
    kind = filetype.guess_mime(content)
    if kind == ZIP or content.startswith(b"PK\x05\x06"):
        return clean_archive(name_for(name, ZIP), content, lambda name, content: clean_entry(name, content, allowance))
    return clean_entry(name, content, allowance)


def clean_entry(name: str, content: bytes, allowance: Allowance) -> CleanFile | FileRefused:
    """A file that holds no other ones; an archive within an archive is refused like any unknown kind."""
    kind = filetype.guess_mime(content)
    if kind in PICTURES:
        # Its library takes a tenth of a second to load, which every start would wait for.
        from portal.attachments.pictures import clean_picture

        return clean_picture(name_for(name, kind), kind, content, allowance)
    if kind in RECORDINGS:
        return CleanFile(name_for(name, kind), kind, content)
    if kind in _PACKED:
        return CompressionRefused(name)
    try:
        text = decode_text(content)
    except NotText:
        return FileTypeRefused(name)
    name = name_for(name, TEXT)
    masked = mask_document(clean_text(text), allowance.pause)
    return CleanFile(name, TEXT, masked.text.encode(), find_spots(masked, name, in_file=True))


def holds_text(content: bytes) -> bool:
    """Whether a cleaned file is a text, which `portal.attachments.texts` can change; those are in UTF-8."""
    return filetype.guess_mime(content) not in {ZIP, *PICTURES, *RECORDINGS}


def safe_name(name: str) -> str:
    """A file name to show: the last part of any path, without control characters, of bounded length."""
    last = PurePosixPath(clean_text(name).replace("\\", "/")).name or "file"
    return last[-MAX_NAME:]


def name_for(name: str, media_type: str) -> str:
    """The name with an ending that suits what the file is: a picture called ``a.html`` becomes ``a.html.png``.

    Whoever saves a file opens it by its name, outside of all that protects them in the browser.
    """
    # What some systems drop at the end of a name must not hide what comes before it.
    name = name.rstrip(". ") or "file"
    ending = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    if ending in (_TEXT_ENDINGS if media_type == TEXT else _ENDINGS[media_type]) or (media_type == TEXT and not ending):
        return name
    right = ".txt" if media_type == TEXT else _ENDINGS[media_type][0]
    return f"{name[: MAX_NAME - len(right)]}{right}"
