"""Text out of bytes, whatever system wrote it."""

import codecs
import re

# Control characters that no text holds but escape, form feed and the like, which logs of terminals do.
_BINARY = re.compile(r"[\x00-\x06\x0e-\x1a\x1c-\x1f]")
_SAMPLE = 4_096
# In UTF-16 every second byte of a Western text is zero, and many of any text.
_ZEROS = 0.3
# More control characters than this share make it no text.
_STRAY = 0.001
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class NotText(Exception):
    """The bytes are no text."""


def decode_text(content: bytes) -> str:
    """The text that the bytes hold: UTF-8, UTF-16 as Windows writes its logs, else the Western code page.

    Raises:
        NotText: when they hold something else.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _checked(content, encoding)
    if b"\0" in content[:_SAMPLE]:
        return _checked(content, _guess_wide(content))
    try:
        return _checked(content, "utf-8")
    except NotText:
        return _checked(content, "cp1252")


def _guess_wide(content: bytes) -> str:
    sample = content[: _SAMPLE - _SAMPLE % 2]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) < _ZEROS * len(sample) / 2 or min(even, odd) > max(even, odd) / 10:
        raise NotText
    return "utf-16-le" if odd > even else "utf-16-be"


def _checked(content: bytes, encoding: str) -> str:
    errors = "replace" if encoding == "cp1252" else "strict"
    try:
        text = content.decode(encoding, errors)
    except UnicodeDecodeError as error:
        raise NotText from error
    if len(_BINARY.findall(text)) > len(text) * _STRAY:
        raise NotText
    return text
