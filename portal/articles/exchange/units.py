"""What there is to translate in an article: units with a place, and what a translation has for each of them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from portal.articles.exchange.blocks import Block, split_blocks
from portal.articles.passages import START
from portal.articles.reading import Text
from portal.articles.scaffolding import find_own_links, rename_addresses
from portal.articles.staleness import compare_marks, use_unix_lines

TITLE, SUMMARY, KEYWORDS = "title", "summary", "keywords"
_NOTES = {
    TITLE: "The article's title: at most 75 characters.",
    SUMMARY: "One sentence for results and search engines: at most 160 characters.",
    KEYWORDS: "What customers type, one a line: not these words, but those of your language. Never shown.",
}
_CODE = "Code: translate its comments and what people read, nothing else."


@dataclass(frozen=True, slots=True)
class Unit:
    """Something to translate."""

    context: str
    """``category/slug#section``; with a number where a section says the same twice."""
    source: str
    note: str = ""
    translation: str = ""
    """Empty when there is none."""
    stale: bool = False
    """Whether the English section has changed since it was translated."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A block of a text, and the section it stands in."""

    anchor: str
    block: Block


def body_of(text: Text) -> str:
    """The Markdown below the front matter, with Unix line ends."""
    return use_unix_lines(text.source[text.split.body_start :].decode())


def list_pieces(text: Text) -> tuple[Piece, ...]:
    """The blocks of a text in their order."""
    tops = {each.line - text.split.body_line: each.anchor for each in text.outline.headings if each.level <= 2}
    pieces: list[Piece] = []
    anchor = START
    for block in split_blocks(body_of(text)):
        anchor = tops.get(block.line, anchor)
        pieces.append(Piece(anchor, block))
    return tuple(pieces)


def list_units(english: Text) -> tuple[Unit, ...]:
    """Everything to translate in an English text."""
    named = zip((TITLE, SUMMARY, KEYWORDS), _front_of(english), strict=True)
    said = [(place, source, _NOTES[place]) for place, source in named]
    pieces = [piece for piece in list_pieces(english) if not piece.block.fixed]
    said += [(piece.anchor, piece.block.text, _CODE if piece.block.code else "") for piece in pieces]
    seen: Counter[tuple[str, str]] = Counter()
    units = []
    for place, source, note in said:
        seen[place, source] += 1
        number = f" ({seen[place, source]})" if seen[place, source] > 1 else ""
        if source:
            units.append(Unit(f"{english.article}#{place}{number}", source, note))
    return tuple(units)


def pair_units(folder: Path, english: Text, translation: Text) -> tuple[Unit, ...]:
    """The units of an English text with what a translation has for them.

    Sections are paired block by block where both languages cut them alike; where they do not, nobody can tell what
    belongs together, and the units stay empty. The links of the translation lead to English files here, as the
    source's do, so that both hold the same addresses.
    """
    english_links = {there: here for here, there in find_own_links(folder, english, translation.language).items()}
    found = _pair_sections(list_pieces(english), list_pieces(translation))
    named = zip(_front_of(translation), _front_of(english), strict=True)
    words = [word for word, source in named if source]
    words += [rename_addresses(word, english_links) for word in found]
    stale = _stale_places(english, translation)
    return tuple(
        Unit(unit.context, unit.source, unit.note, word, stale=_place_of(unit) in stale)
        for unit, word in zip(list_units(english), words, strict=True)
    )


def _front_of(text: Text) -> tuple[str, str, str]:
    front = text.split.front
    return front.title, front.summary, "\n".join(front.keywords)


def _pair_sections(english: Sequence[Piece], translation: Sequence[Piece]) -> list[str]:
    """What a translation says for each piece of the English text that is to be translated; empty where unknown."""
    theirs = {anchor: list(pieces) for anchor, pieces in groupby(translation, lambda piece: piece.anchor)}
    words: list[str] = []
    for anchor, group in groupby(english, lambda piece: piece.anchor):
        ours, others = list(group), theirs.get(anchor, [])
        alike = [piece.block.fixed for piece in ours] == [piece.block.fixed for piece in others]
        pairs: Mapping[int, str] = {index: piece.block.text for index, piece in enumerate(others)} if alike else {}
        words += [pairs.get(index, "") for index, piece in enumerate(ours) if not piece.block.fixed]
    return words


def _stale_places(english: Text, translation: Text) -> frozenset[str]:
    if translation.split.front.translates == english.fingerprint:
        return frozenset()
    changes = compare_marks(translation.split.front.translated_sections, english.to_article({}).marks)
    places = {*changes.changed, *changes.added}
    # Nobody recorded sections: everything has to be looked at.
    if not translation.split.front.translated_sections:
        places |= {piece.anchor for piece in list_pieces(english)}
    return frozenset(places | ({TITLE, SUMMARY} if START in places else set()))


def _place_of(unit: Unit) -> str:
    return unit.context.partition("#")[2].partition(" (")[0]
