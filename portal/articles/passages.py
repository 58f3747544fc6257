"""An article's text cut at its second-level headings: the pieces that translators work on and are told about."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from portal.articles.outline import Heading
from portal.articles.staleness import take_mark

START = "_start"
"""Names what stands before the first section: title, summary and introduction. No heading can have this id."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A section with everything below its heading, or what stands before the first one."""

    anchor: str
    """The heading's id as editors write it, or `START`."""
    title: str
    """The heading's words without their markup; the article's title for `START`."""
    text: str
    """The Markdown, heading included."""

    @property
    def mark(self) -> str:
        """What a translation remembers of it."""
        return take_mark(self.anchor, self.text)


def split_passages(
    title: str, summary: str, body: str, headings: Sequence[Heading], first_line: int
) -> tuple[Passage, ...]:
    """The passages of a text whose body begins on line ``first_line`` of its file and has Unix line ends."""
    lines = body.split("\n")
    tops = [heading for heading in headings if heading.level <= 2]
    borders = [*(heading.line - first_line for heading in tops), len(lines)]
    lead = "\n".join(lines[: borders[0]]).strip("\n")
    start = Passage(START, title, f"{title}\n\n{summary}\n\n{lead}".strip("\n"))
    sections = (
        Passage(heading.anchor, heading.words, "\n".join(lines[begin:end]).strip("\n"))
        for heading, (begin, end) in zip(tops, pairwise(borders), strict=True)
    )
    return start, *sections
