"""Whether a translation was made from today's English text. Dates are never looked at.

A translation records the fingerprint of the English text it was made from (``translates:``, written by
``portal content stamp``). The fingerprint covers what a translator translates: title, summary and body.
Keywords, error codes and other front matter may change without asking anybody to translate anew.
"""

import re
from enum import StrEnum
from hashlib import sha256

FINGERPRINT_LENGTH = 8
"""Hexadecimal digits (contract, section 4): 32 bits are plenty to tell the versions of one text apart."""

SECTION_DIGEST = "[0-9a-f]{4}"
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


def use_unix_lines(text: str) -> str:
    """The text with the line ends that everything else here expects."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _normalise(body: str) -> str:
    unix = use_unix_lines(body)
    # Few texts have trailing space, and looking for it with the pattern costs more than all the rest.
    if " \n" in unix or "\t\n" in unix or unix.endswith((" ", "\t")):
        unix = _TRAILING_SPACE.sub("", unix)
    return unix.strip("\n")
