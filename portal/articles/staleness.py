"""Whether a translation was made from today's English text. Dates are never looked at.

A translation records the fingerprint of the English text it was made from (``translates:``, written by
``portal content stamp``). The fingerprint covers what a translator translates: title, summary and body.
Keywords, error codes and other front matter may change without asking anybody to translate anew.

Beside it stands a mark of each section (``translated_sections:``), so that readers and translators are told which
parts of the text have changed, on a server without the history of the texts as well.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

FINGERPRINT_LENGTH = 8
"""Hexadecimal digits (contract, section 4): 32 bits are plenty to tell the versions of one text apart."""

SECTION_DIGEST_LENGTH = 4
"""What a section's words are remembered by: 16 bits, since it is only ever compared with one other text."""

_TRAILING_SPACE = re.compile(r"[ \t]+$", re.MULTILINE)


class Freshness(StrEnum):
    """How a language of an article stands to the English text."""

    SOURCE = "source"
    """It is the English text."""
    CURRENT = "current"
    STALE = "stale"
    """The English text has changed since; readers are told."""
    UNSTAMPED = "unstamped"
    """Nobody recorded what it was made from. A finding for editors; readers are not troubled with it."""
    MISSING = "missing"
    """Readers get the English text."""


def take_fingerprint(title: str, summary: str, body: str) -> str:
    """Eight hexadecimal digits that change when the words do, not when line ends or trailing spaces do."""
    text = "\n".join((title.strip(), summary.strip(), _normalise(body)))
    return sha256(text.encode()).hexdigest()[:FINGERPRINT_LENGTH]


def judge_freshness(translates: str | None, english: str) -> Freshness:
    """A translation's state, from the fingerprint it records and the one of today's English text."""
    if translates is None:
        return Freshness.UNSTAMPED
    return Freshness.CURRENT if translates == english else Freshness.STALE


@dataclass(frozen=True, slots=True)
class Changes:
    """What has happened to the sections of a text, by their anchors, each in the order of the text that has them."""

    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def take_mark(anchor: str, text: str) -> str:
    """A section as a translation remembers it: ``anchor=digest``."""
    digest = sha256(_normalise(text).encode()).hexdigest()[:SECTION_DIGEST_LENGTH]
    return f"{anchor}={digest}"


def compare_marks(before: Iterable[str], today: Iterable[str]) -> Changes:
    """What has changed between the marks a translation recorded and those of today's English text.

    Without recorded marks nobody knows, and nothing is named.
    """
    old, new = (dict(mark.rsplit("=", 1) for mark in marks) for marks in (before, today))
    if not old:
        return Changes()
    return Changes(
        changed=tuple(anchor for anchor in new if anchor in old and old[anchor] != new[anchor]),
        added=tuple(anchor for anchor in new if anchor not in old),
        removed=tuple(anchor for anchor in old if anchor not in new),
    )


def use_unix_lines(text: str) -> str:
    """The text with the line ends that everything else here expects."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _normalise(body: str) -> str:
    unix = use_unix_lines(body)
    # Few texts have trailing space, and looking for it with the pattern costs more than all the rest.
    if " \n" in unix or "\t\n" in unix or unix.endswith((" ", "\t")):
        unix = _TRAILING_SPACE.sub("", unix)
    return unix.strip("\n")
