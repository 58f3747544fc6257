"""Recording in a translation which English text it was made from (contract, section 4).

Only the one line of the front matter is written; every other byte of the file stays as it is.
"""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from portal.articles.folder import ARTICLES, stat_file
from portal.articles.frontmatter import FRONT_MATTER, Split, read_front_matter
from portal.articles.history import list_versions
from portal.articles.links import ArticleId
from portal.articles.reading import Text, read_file
from portal.articles.staleness import take_fingerprint
from portal.kernel.language import DEFAULT_LANGUAGE, LANGUAGES, Language

_LINE = re.compile(rb"^translates[ \t]*:[^\r\n]*", re.MULTILINE)


class StampError(Exception):
    """A stamp cannot be written; the message says why, naming the file."""


@dataclass(frozen=True)
class Stamp:
    """What happened to one translation."""

    language: Language
    fingerprint: str
    """The one that stands in the file now."""
    written: bool
    """Whether the file was changed; it may have been up to date already, or out of date before a minor change."""


def stamp_translation(folder: Path, article: ArticleId, language: Language) -> Stamp:
    """Mark a translation as made from today's English text.

    Raises:
        StampError: when one of the two files is missing or cannot be read.
    """
    english = _read(folder, article, DEFAULT_LANGUAGE)
    translation = _read(folder, article, language)
    return _write(folder, translation, english.fingerprint)


def stamp_minor_change(folder: Path, article: ArticleId) -> tuple[Stamp, ...]:
    """Keep the translations current that were current before the last change of the English text.

    Raises:
        StampError: when the English text cannot be read, or nobody knows what it was before.
    """
    english = _read(folder, article, DEFAULT_LANGUAGE)
    translations = tuple(_list_translations(folder, article))
    before = _find_previous(folder, english, translations)
    return tuple(
        _write(folder, text, english.fingerprint)
        if text.split.front.translates == before
        else Stamp(text.language, text.split.front.translates or "", written=False)
        for text in translations
    )


def put_stamp(source: bytes, fingerprint: str) -> bytes:
    """The file with ``translates:`` set; a line that is missing goes below the others, with their line end.

    Raises:
        ValueError: when the file has no front matter.
    """
    block = FRONT_MATTER.match(source)
    if block is None:
        raise ValueError("no front matter")
    start, end = block.span(1)
    line = f"translates: {fingerprint}".encode()
    front, replaced = _LINE.subn(line, source[start:end], count=1)
    if not replaced:
        front += line + (b"\r\n" if b"\r\n" in block[0] else b"\n")
    return source[:start] + front + source[end:]


def _find_previous(folder: Path, english: Text, translations: tuple[Text, ...]) -> str:
    """The fingerprint of the English text before its last change: from git, else what the translations agree on."""
    for source in list_versions(folder / english.stat.relative):
        split = read_front_matter(source, english.path)
        if isinstance(split, Split):
            fingerprint = _fingerprint(source, split)
            if fingerprint != english.fingerprint:
                return fingerprint
    stamps = {text.split.front.translates for text in translations} - {english.fingerprint, None}
    if len(stamps) > 1:
        raise StampError(f"{english.path}: git does not know an earlier text, and the translations name different ones")
    return stamps.pop() or "" if stamps else ""


def _fingerprint(source: bytes, split: Split) -> str:
    return take_fingerprint(split.front.title, split.front.summary, source[split.body_start :].decode())


def _list_translations(folder: Path, article: ArticleId) -> Iterator[Text]:
    for language in LANGUAGES:
        if language != DEFAULT_LANGUAGE and (folder / _relative(article, language)).is_file():
            yield _read(folder, article, language)


def _read(folder: Path, article: ArticleId, language: Language) -> Text:
    relative = _relative(article, language)
    stat = stat_file(folder, relative)
    if stat is None:
        raise StampError(f"{folder.name}/{relative}: does not exist")
    file = read_file(folder, stat)
    if not isinstance(file.content, Text):
        raise StampError(str(file.problems[0]))
    return file.content


def _relative(article: ArticleId, language: Language) -> str:
    return f"{ARTICLES}/{article}/{language.tag}.md"


def _write(folder: Path, text: Text, fingerprint: str) -> Stamp:
    if text.split.front.translates == fingerprint:
        return Stamp(text.language, fingerprint, written=False)
    file = folder / text.stat.relative
    draft = file.with_name(f".{file.name}.{token_hex(4)}")
    try:
        draft.write_bytes(put_stamp(text.source, fingerprint))
        shutil.copymode(file, draft)
        draft.replace(file)
    except OSError as error:
        raise StampError(f"{text.path}: cannot be written: {error.strerror}") from error
    finally:
        draft.unlink(missing_ok=True)
    return Stamp(text.language, fingerprint, written=True)
