"""A Markdown text cut into what a translator translates and what has to stay as it is; put together, it is the same.

A paragraph, an item of a list, a row of a table, a heading and a piece of code are a block each. Empty lines and lines
without words stay; code does not, since its comments are for readers. Nothing is read as Markdown that would have to be
written anew: the cut runs between lines alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_OPENS = re.compile(r"\s*(?:[-*+] |\d+[.)] |\|)")
"""Begins a block of its own wherever it stands: an item of a list, a row of a table."""
_ALONE = re.compile(r"\s*(?:#{1,6} |!!! |\?\?\?\+? )")
"""Is a block by itself: a heading, the title of a box."""
_MACRO = re.compile(r"\{\{.*?\}\}")
_ID = re.compile(r"\{#[\w-]+\}")
_ADDRESS = re.compile(r"(?<=\]\()[^()\s]+(?=[)\s])")
_WORD = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines of a text."""

    text: str
    line: int
    """The first one, counted from 0."""
    fixed: bool
    """Whether it stays as it is in every language."""
    code: bool


def split_blocks(body: str) -> tuple[Block, ...]:
    """The blocks of a text with Unix line ends."""
    return tuple(_close(lines, start, code=code) for lines, start, code in _group(body.split("\n")))


def join_blocks(texts: Sequence[str]) -> str:
    """The text that these blocks make."""
    return "\n".join(texts)


def _close(lines: list[str], start: int, *, code: bool) -> Block:
    text = "\n".join(lines)
    words = _WORD.search(_ADDRESS.sub("", _ID.sub("", _MACRO.sub("", text))))
    return Block(text, start, fixed=not words, code=code)


def _group(lines: Sequence[str]) -> Iterator[tuple[list[str], int, bool]]:
    group: list[str] = []
    fence = ""
    for number, line in enumerate(lines):
        mark = _FENCE.match(line)
        if fence:
            group.append(line)
            if mark and mark[1].startswith(fence) and not line.strip(" \t`~"):
                yield group, number - len(group) + 1, True
                group, fence = [], ""
            continue
        begins = mark or not line.strip() or _OPENS.match(line) or _ALONE.match(line)
        if group and (begins or not group[-1].strip() or _ALONE.match(group[-1])):
            yield group, number - len(group), False
            group = []
        group.append(line)
        fence = mark[1] if mark else ""
    if group:
        yield group, len(lines) - len(group), bool(fence)


def find_lost(source: str, translation: str) -> tuple[str, ...]:
    """What has to be in a translation as it is in the source, and is not: promises, ids, addresses; each once."""
    found: list[str] = []
    for pattern in (_MACRO, _ID, _ADDRESS):
        left = [_squeeze(each) for each in pattern.findall(translation)]
        for each in map(_squeeze, pattern.findall(source)):
            if each in left:
                left.remove(each)
            else:
                found.append(each)
        found += left
    return tuple(dict.fromkeys(found))


def _squeeze(text: str) -> str:
    return " ".join(text.split())
