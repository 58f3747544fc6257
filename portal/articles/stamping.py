"""Recording in a translation which English text it was made from (contract, section 4).

Only two lines of the front matter are written, the text's fingerprint and its sections'; every other byte of the
file stays as it is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from portal.articles.earlier import list_earlier
from portal.articles.frontmatter import FRONT_MATTER
from portal.articles.links import ArticleId
from portal.articles.reading import Text
from portal.articles.text_files import TextError, read_text, replace_text, text_path
from portal.kernel.language import DEFAULT_LANGUAGE, LANGUAGES, Language

_FINGERPRINT = re.compile(rb"^translates[ \t]*:[^\r\n]*", re.MULTILINE)
# A program that tidies YAML may have broken the list into lines.
_SECTIONS = re.compile(rb"^translated_sections[ \t]*:[^\r\n]*(?:\r?\n[ \t\]-][^\r\n]*)*", re.MULTILINE)


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
        TextError: when one of the two files is missing or cannot be read.
    """
    english = read_text(folder, article, DEFAULT_LANGUAGE)
    translation = read_text(folder, article, language)
    return _write(folder, translation, english)


def stamp_minor_change(folder: Path, article: ArticleId) -> tuple[Stamp, ...]:
    """Keep the translations current that were current before the last change of the English text.

    Raises:
        TextError: when the English text cannot be read, or nobody knows what it was before.
    """
    english = read_text(folder, article, DEFAULT_LANGUAGE)
    translations = tuple(_list_translations(folder, article))
    before = _find_previous(folder, english, translations)
    return tuple(
        _write(folder, text, english)
        if text.split.front.translates in {before, english.fingerprint}
        else Stamp(text.language, text.split.front.translates or "", written=False)
        for text in translations
    )


def put_stamp(source: bytes, fingerprint: str, marks: Sequence[str]) -> bytes:
    """The file with ``translates:`` and ``translated_sections:`` set; lines that are missing go below the others.

    Raises:
        ValueError: when the file has no front matter.
    """
    block = FRONT_MATTER.match(source)
    if block is None:
        raise ValueError("no front matter")
    start, end = block.span(1)
    line_end = b"\r\n" if b"\r\n" in block[0] else b"\n"
    front = _put_line(source[start:end], _FINGERPRINT, f"translates: {fingerprint}".encode(), line_end)
    front = _put_line(front, _SECTIONS, f"translated_sections: [{', '.join(marks)}]".encode(), line_end)
    return source[:start] + front + source[end:]


def _put_line(front: bytes, pattern: re.Pattern[bytes], line: bytes, line_end: bytes) -> bytes:
    # A function, since letters of an id after a backslash would mean something in a replacement.
    changed, replaced = pattern.subn(lambda _: line, front, count=1)
    return changed if replaced else front + line + line_end


def _find_previous(folder: Path, english: Text, translations: tuple[Text, ...]) -> str:
    """The fingerprint of the English text before its last change: from git, else what the translations agree on."""
    for text in list_earlier(folder / english.stat.relative):
        if text.fingerprint != english.fingerprint:
            return text.fingerprint
    stamps = {text.split.front.translates for text in translations} - {english.fingerprint, None}
    if len(stamps) > 1:
        raise TextError(f"{english.path}: git does not know an earlier text, and the translations name different ones")
    return stamps.pop() or "" if stamps else ""


def _list_translations(folder: Path, article: ArticleId) -> Iterator[Text]:
    for language in LANGUAGES:
        if language != DEFAULT_LANGUAGE and (folder / text_path(article, language)).is_file():
            yield read_text(folder, article, language)


def _write(folder: Path, text: Text, english: Text) -> Stamp:
    fingerprint, marks = english.fingerprint, english.to_article({}).marks
    if (text.split.front.translates, text.split.front.translated_sections) == (fingerprint, marks):
        return Stamp(text.language, fingerprint, written=False)
    replace_text(folder, text, put_stamp(text.source, fingerprint, marks))
    return Stamp(text.language, fingerprint, written=True)
