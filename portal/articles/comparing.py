"""What a translator has to look at: the English text then and now, section by section and word by word."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from portal.articles.passages import Passage
from portal.articles.staleness import compare_marks

_WORD = re.compile(r"\S+\s*")
CONTEXT_LINES = 1
"""How many unchanged lines are shown around a changed one."""


class Fate(StrEnum):
    """What became of a section, or of a word in it."""

    KEPT = "kept"
    CHANGED = "changed"
    ADDED = "new"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words of a changed section."""

    fate: Fate
    text: str


@dataclass(frozen=True, slots=True)
class PassageChange:
    """A section that is no longer what it was."""

    anchor: str
    title: str
    fate: Fate
    lines: tuple[tuple[Piece, ...], ...] = ()
    """The lines to look at; an empty one stands for lines that are left out. None at all when nobody knows the old
    text, or when only line breaks have changed."""


def list_passage_changes(
    recorded: Sequence[str], before: Sequence[Passage], today: Sequence[Passage]
) -> tuple[PassageChange, ...]:
    """The changes between the recorded marks and today's text, in its order; what is gone comes last.

    ``before`` are the passages of the old text; without them the changes are named but not shown.
    """
    changes = compare_marks(recorded, (passage.mark for passage in today))
    old = {passage.anchor: passage for passage in before}
    found = []
    for passage in today:
        if passage.anchor in changes.changed:
            known = old.get(passage.anchor)
            lines = _show(compare_words(known.text, passage.text)) if known else ()
            found.append(PassageChange(passage.anchor, passage.title, Fate.CHANGED, lines))
        elif passage.anchor in changes.added:
            lines = _show([Piece(Fate.ADDED, passage.text)])
            found.append(PassageChange(passage.anchor, passage.title, Fate.ADDED, lines))
    for anchor in changes.removed:
        title = old[anchor].title if anchor in old else ""
        found.append(PassageChange(anchor, title, Fate.REMOVED))
    return tuple(found)


def compare_words(before: str, today: str) -> list[Piece]:
    """Today's text with the words that came and, in their places, those that went; line breaks count for nothing."""
    old, new = _WORD.findall(before), _WORD.findall(today)
    matcher = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False)
    pieces = []
    for kind, old_begin, old_end, new_begin, new_end in matcher.get_opcodes():
        gone, come = "".join(old[old_begin:old_end]), "".join(new[new_begin:new_end])
        if kind == "equal":
            pieces.append(Piece(Fate.KEPT, come))
            continue
        space = (come or gone)[len((come or gone).rstrip()) :]
        pieces += [Piece(Fate.REMOVED, gone.rstrip())] if gone else []
        pieces += [Piece(Fate.ADDED, come.rstrip())] if come else []
        pieces += [Piece(Fate.KEPT, space)] if space else []
    return pieces


def _show(pieces: Iterable[Piece]) -> tuple[tuple[Piece, ...], ...]:
    """The lines with a change and those around them."""
    lines = _split(pieces)
    changed = [number for number, line in enumerate(lines) if any(piece.fate is not Fate.KEPT for piece in line)]
    near = {number + step for number in changed for step in range(-CONTEXT_LINES, CONTEXT_LINES + 1)}
    shown: list[tuple[Piece, ...]] = []
    for number, line in enumerate(lines):
        if number in near:
            shown.append(line)
        elif shown and shown[-1]:
            shown.append(())
    return tuple(shown[:-1] if shown and not shown[-1] else shown)


def _split(pieces: Iterable[Piece]) -> list[tuple[Piece, ...]]:
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *more = piece.text.split("\n")
        lines[-1].append(Piece(piece.fate, first))
        lines += [[Piece(piece.fate, text)] for text in more]
    return [tuple(piece for piece in line if piece.text) or (Piece(Fate.KEPT, ""),) for line in lines]
