"""The exact places where something was masked, with what stands around them, as a customer is shown them."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

from portal.masking.model import Masked

AROUND = 40
"""So many characters of the line are shown before and after a mask."""
MOST = 50
"""More spots than this in one text nobody would read; all are masked, these are told."""


@dataclass(frozen=True)
class Spot:
    """A mask in its place. All texts in it are taken from the masked text, so it may be stored."""

    kind: str
    shown: str
    place: str
    """The name of the field or the file."""
    line: int = 1
    """Counted from 1."""
    before: str = ""
    after: str = ""
    in_file: bool = False

    def to_data(self) -> dict[str, Any]:
        """The spot as JSON's types."""
        return asdict(self)


def find_spots(masked: Masked, place: str, *, in_file: bool = False) -> tuple[Spot, ...]:
    """Where the masks of a text are, at most `MOST` of them."""
    return tuple(islice(_spots(masked, place, in_file=in_file), MOST))


def _spots(masked: Masked, place: str, *, in_file: bool) -> Iterator[Spot]:
    text, line, counted = masked.text, 1, 0
    for found in masked.findings:
        line += text.count("\n", counted, found.start)
        counted = found.start
        before = _from_a_word(text, max(0, found.start - AROUND), found.start).rpartition("\n")[2].lstrip()
        after = text[found.end : found.end + AROUND].partition("\n")[0].rstrip()
        yield Spot(found.kind, found.shown, place, line, before, after, in_file)


def _from_a_word(text: str, start: int, end: int) -> str:
    """A part of a text that begins with a whole word; one word alone that is longer than the part is cut."""
    part = text[start:end]
    if start == 0 or text[start - 1].isspace():
        return part
    cut = re.search(r"\s(?=\S)", part)
    return part[cut.end() :] if cut else part
