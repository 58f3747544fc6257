"""What an article's Markdown refers to, with line numbers, found without rendering it.

The Markdown library forgets where in the file a thing stood, and rendering five thousand files takes half a
minute; this scan takes milliseconds for each hundred. It blanks out code first, so that examples are never mistaken for
links. Anything it cannot see (links written as raw HTML) it names, so that editors write Markdown instead.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from portal.articles.links import ArticleId, Target, parse_target

ADMONITIONS = ("summary", "note", "tip", "warning")
"""The admonitions that the site has a look for: ``!!! note "Title"``."""

EXPLICIT_ID = re.compile(r"[ \t]*\{#([A-Za-z][A-Za-z0-9_-]*)\}[ \t]*$")
"""An id an editor gave to a heading: ``## Fix it {#fix}``."""

# A pattern that begins with a plain character is searched for many times faster than one that begins with a look
# behind or an anchor; so lines are found by the line feed before them, and one is put before the first line.
_FENCE = re.compile(r"[ \t>]*(`{3,}(?=[^`]*$)|~{3,})")
_BEFORE_FENCE = frozenset("`~ \t>")
_BEFORE_CONTENT = frozenset(" -*+![0123456789")
_CONTAINER = re.compile(r" {0,3}(?:[-*+][ \t]|\d+\.[ \t]|!!!|\[\^[^\]]+\]:)")
# Possessive, since a text full of unmatched backticks would otherwise be tried in every possible division.
_CODE_SPAN = re.compile(r"(`(?<![`\\]`)`*+)(?:[^`\n]++|\n(?![ \t]*\n)|(?!\1(?!`))`++)++\1")
_LETTER = re.compile(r"[^\n]")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"\n[ \t>]*(#{1,6})[ \t]")
_UNDERLINED = re.compile(r"(?<![^\n])\n[^\s|>#-][^\n]*\n(=+|-+)[ \t]*(?=\n|\Z)")
_HEADING_TEXT = re.compile(r"^[ \t>]*(?:#{1,6}[ \t]+)?(.*?)[ \t]*#*[ \t]*$")
_ADDRESS = r"\(\s*<?([^\s)>\[\]]*)>?(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
_IMAGE = re.compile(r"!(?<!\\!)\[((?:[^\[\]\\]|\\.)*)\]" + _ADDRESS)
_LINK = re.compile(r"\[(?<![\\!]\[)(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*\]" + _ADDRESS)
_DEFINITION = re.compile(r"\n {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*<?([^\s>]+)>?")
_PLACEHOLDER = re.compile(r"\{\{[ \t]*(.*?)[ \t]*\}\}")
_ADMONITION = re.compile(r"\n[ \t]*!!![ \t]+(\w+)")
_RAW_HTML = re.compile(r"<(/?[A-Za-z][A-Za-z0-9]*)(?=[\s/>])[^<>]*>")
_BAD_ID = re.compile(r"\{#[^}\n]*\}$")
_MARKUP = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|[*`]|(?<!\w)_|_(?!\w)")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as it stands in the file."""

    level: int
    anchor: str
    """Its id, without the prefix it has on the page."""
    wanted: str
    """What the editor wrote as id, or one made from the words; the id unless an earlier heading has it."""
    title: str
    line: int
    explicit: bool
    """Whether an editor wrote the id."""

    @property
    def words(self) -> str:
        """The title without its markup."""
        return _MARKUP.sub(r"\1", self.title)


@dataclass(frozen=True, slots=True)
class Reference:
    """A link or a picture."""

    address: str
    """As written, for messages."""
    target: Target
    line: int
    alt: str | None = None
    """A picture's replacement text; None for a link."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Anything else worth a line number: a placeholder, an admonition's kind, a piece of raw HTML."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Outline:
    """Everything in an article that can be right or wrong; lines are counted in the file, from 1."""

    headings: tuple[Heading, ...] = ()
    links: tuple[Reference, ...] = ()
    images: tuple[Reference, ...] = ()
    placeholders: tuple[Mark, ...] = ()
    admonitions: tuple[Mark, ...] = ()
    raw_html: tuple[Mark, ...] = ()
    anchors: frozenset[str] = frozenset()


class Anchors:
    """Hands out ids that are unique on one page: the second ``fix`` becomes ``fix-2``."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, wanted: str) -> str:
        """The wanted id, or the nearest one that is still free."""
        anchor, number = wanted, 1
        while anchor in self._taken:
            number += 1
            anchor = f"{wanted}-{number}"
        self._taken.add(anchor)
        return anchor


def slugify(title: str) -> str:
    """An id made from a heading's words, letters of every script kept: "Что делать?" becomes "что-делать"."""
    words = re.sub(r"[^\w\s-]", "", unicodedata.normalize("NFKC", title).lower())
    return re.sub(r"[\s_-]+", "-", words).strip("-") or "section"


def scan_outline(body: str, folder: ArticleId | str, first_line: int) -> Outline:
    """The outline of a Markdown text that begins on line ``first_line`` of its file."""
    plain = "\n" + blank_code(body)

    def line_of(match: re.Match[str]) -> int:
        return first_line - 1 + plain.count("\n", 0, match.start() + 1)

    def references(pattern: re.Pattern[str]) -> Iterator[Reference]:
        for match in pattern.finditer(plain):
            address = match[match.re.groups]
            alt = match[1].strip() if pattern is _IMAGE else None
            yield Reference(address, parse_target(address, folder), line_of(match), alt)

    def marks(pattern: re.Pattern[str]) -> tuple[Mark, ...]:
        return tuple(Mark(match[1], line_of(match)) for match in pattern.finditer(plain))

    headings = tuple(
        _headings(body.split("\n"), [(line_of(match), match[1]) for match in _find_headings(plain)], first_line)
    )
    return Outline(
        headings=headings,
        links=(*references(_LINK), *(references(_DEFINITION) if "]:" in plain else ())),
        images=tuple(references(_IMAGE)) if "![" in plain else (),
        placeholders=marks(_PLACEHOLDER),
        admonitions=marks(_ADMONITION) if "!!!" in plain else (),
        raw_html=marks(_RAW_HTML),
        anchors=frozenset(heading.anchor for heading in headings),
    )


def has_bad_id(heading: Heading) -> bool:
    """Whether a heading ends in something that was meant as an id but cannot be one."""
    return not heading.explicit and _BAD_ID.search(heading.title) is not None


def blank_code(body: str) -> str:
    """The text without code and comments; everything else stays on its line."""
    text = "\n".join(_blank_code_lines(body.split("\n")))
    if "`" in text:
        text = _CODE_SPAN.sub(_only_line_feeds, text)
    return _COMMENT.sub(_only_line_feeds, text) if "<!--" in text else text


def _only_spaces(match: re.Match[str]) -> str:
    return _LETTER.sub(" ", match[0])


def _only_line_feeds(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _blank_code_lines(lines: list[str]) -> Iterator[str]:
    """Fenced blocks, and blocks indented by four spaces where nothing before them claims the indentation.

    Most lines are ordinary text, which the first character tells: thousands of files are scanned at start.
    """
    fence = ""
    after_blank, contained = True, False
    for line in lines:
        if fence:
            if fence in line and _closes(line, fence):
                fence = ""
            yield ""
            continue
        first = line[:1]
        opening = _FENCE.match(line) if first in _BEFORE_FENCE and ("```" in line or "~~~" in line) else None
        if opening:
            fence = opening[1]
            yield ""
            continue
        indented = first == "\t" or line.startswith("    ")
        blank = not first or line.isspace()
        if not (blank or indented):
            contained = (contained and not after_blank) or (
                first in _BEFORE_CONTENT and _CONTAINER.match(line) is not None
            )
        is_code = indented and after_blank and not contained
        # A code block goes on over its own lines: only text that is not indented ends it.
        after_blank = is_code or blank
        yield "" if is_code else line


def _closes(line: str, fence: str) -> bool:
    mark = _FENCE.match(line)
    return mark is not None and mark[1].startswith(fence) and not line.strip(" \t>`~")


def _find_headings(plain: str) -> Iterator[re.Match[str]]:
    yield from _HEADING.finditer(plain)
    if "\n==" in plain or "\n--" in plain:
        yield from _UNDERLINED.finditer(plain)


def _headings(lines: list[str], found: list[tuple[int, str]], first_line: int) -> Iterator[Heading]:
    """Headings in the order of the file; their words come from the text itself, since blanking takes code out."""
    taken = Anchors()
    for line, mark in sorted(found):
        text = _HEADING_TEXT.match(lines[line - first_line])
        title = text[1] if text else ""
        explicit = EXPLICIT_ID.search(title)
        words = EXPLICIT_ID.sub("", title)
        if not words:
            continue
        wanted = explicit[1] if explicit else slugify(_MARKUP.sub(r"\1", words))
        level = len(mark) if mark[0] == "#" else 1 if mark[0] == "=" else 2
        yield Heading(level, taken.take(wanted), wanted, words, line, explicit is not None)


def mask_code(body: str) -> str:
    """The text with code and comments as spaces, letter for letter: what is found in it lies there in the text."""
    lines = body.split("\n")
    kept = zip(lines, _blank_code_lines(lines), strict=True)
    shown = [line if text else " " * len(line) for line, text in kept]
    text = _CODE_SPAN.sub(_only_spaces, "\n".join(shown))
    return _COMMENT.sub(_only_spaces, text)


def find_addresses(masked: str) -> Iterator[tuple[int, int]]:
    """Where the addresses of links and pictures stand in a text without code."""
    for pattern in (_LINK, _IMAGE, _DEFINITION):
        for match in pattern.finditer(f"\n{masked}"):
            yield match.start(match.re.groups) - 1, match.end(match.re.groups) - 1


def find_placeholders(masked: str) -> Iterator[tuple[int, int, str]]:
    """Where placeholders stand in a text without code, and what is between their braces."""
    for match in _PLACEHOLDER.finditer(masked):
        yield match.start(), match.end(), match[1]
