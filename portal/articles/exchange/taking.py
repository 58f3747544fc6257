"""Translations come back from a catalogue: an article's file is written when every unit of it is translated."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from portal.articles.exchange.blocks import find_lost, join_blocks
from portal.articles.exchange.units import KEYWORDS, SUMMARY, TITLE, list_pieces, list_units
from portal.articles.frontmatter import FRONT_MATTER
from portal.articles.reading import Text
from portal.articles.scaffolding import find_own_links, rename_addresses
from portal.articles.stamping import put_stamp
from portal.articles.text_files import TextError, text_path
from portal.kernel.language import Language

_KEYS = (TITLE, SUMMARY, KEYWORDS)
_NOT_OURS = re.compile(rb"^draft[ \t]*:[^\r\n]*\r?\n", re.MULTILINE)
Finished = Mapping[tuple[str, str], str]
"""Translations by context and source."""


@dataclass(frozen=True)
class Taken:
    """An article whose translation is whole."""

    path: str
    written: bool
    """Whether the file was changed."""


@dataclass(frozen=True)
class Unfinished:
    """An article that keeps the file it has, if any: readers get nothing half translated."""

    path: str
    missing: int
    of: int


@dataclass(frozen=True)
class Lost:
    """A unit whose translation lacks, or has too much of, what must be as in the source; nothing is written then."""

    path: str
    context: str
    what: tuple[str, ...]


def take_article(
    folder: Path, english: Text, old: Text | None, language: Language, finished: Finished
) -> Taken | Unfinished | tuple[Lost, ...]:
    """Write the translation of an article; ``old`` is the one it has.

    The file is stamped as made from today's English text, since its units are that text's.

    Raises:
        TextError: when it cannot be written.
    """
    path = text_path(english.article, language)
    units = list_units(english)
    words = [finished.get((unit.context, unit.source), "") for unit in units]
    missing = words.count("")
    if missing:
        return Unfinished(path, missing, len(units))
    pairs = zip(units, words, strict=True)
    lost = [Lost(path, unit.context, what) for unit, word in pairs if (what := find_lost(unit.source, word))]
    if lost:
        return tuple(lost)
    source = _put_together(folder, english, old, language, words)
    if old is not None and old.source == source:
        return Taken(path, written=False)
    _write(folder / path, source)
    return Taken(path, written=True)


def _put_together(folder: Path, english: Text, old: Text | None, language: Language, words: Sequence[str]) -> bytes:
    front = english.split.front
    has = [name for name, said in zip(_KEYS, (front.title, front.summary, front.keywords), strict=True) if said]
    said, rest = dict(zip(has, words, strict=False)), iter(words[len(has) :])
    texts = [piece.block.text if piece.block.fixed else next(rest) for piece in list_pieces(english)]
    body = rename_addresses(join_blocks(texts), find_own_links(folder, english, language))
    head = _put_front(old or english, said)
    return put_stamp(head, english.fingerprint, english.to_article({}).marks) + body.encode()


def _put_front(text: Text, said: Mapping[str, str]) -> bytes:
    """The front matter with these words; every line that says something else stays as it is, but for a draft's."""
    head = _NOT_OURS.sub(b"", text.source[: text.split.body_start]).replace(b"\r\n", b"\n")
    front = text.split.front
    stands = {TITLE: front.title, SUMMARY: front.summary, KEYWORDS: "\n".join(front.keywords)}
    for key, word in said.items():
        if word != stands[key]:
            head = _put_key(head, key, word)
    return head


def _put_key(head: bytes, key: str, word: str) -> bytes:
    words = word.split("\n") if key == KEYWORDS else [word]
    said = yaml.safe_dump(words, allow_unicode=True, width=10**9, default_flow_style=True).strip()
    line = f"{key}: {said if key == KEYWORDS else said[1:-1]}"
    # The key's line with what is indented below it, or a list that begins at the margin.
    pattern = re.compile(rf"^{key}[ \t]*:[^\n]*(?:\n[ \t\]-][^\n]*)*".encode(), re.MULTILINE)
    block = FRONT_MATTER.match(head)
    start, end = block.span(1) if block else (0, 0)
    changed, found = pattern.subn(lambda _: line.encode(), head[start:end], count=1)
    return head[:start] + (changed if found else changed + line.encode() + b"\n") + head[end:]


def _write(file: Path, source: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(source)
    except OSError as error:
        raise TextError(f"{file}: cannot be written: {error.strerror}") from error
