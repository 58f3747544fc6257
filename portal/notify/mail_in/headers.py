"""The headers of a message as text, whatever its sender's program made of them."""

import binascii
import codecs
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses

from portal.identity.rules import InvalidAddress, normalise_address
from portal.web.forms import clean_text

MAX_HEADER = 2_000
"""Characters of a header that are read; the longest honest ones are lists of receivers and of references."""
# Codecs that are no character set of mail. Decoding Punycode takes the square of a text's length, and escapes would
# make control characters of what was harmless.
_NO_CHARSETS = frozenset(
    {"idna", "punycode", "raw_unicode_escape", "raw-unicode-escape", "undefined", "unicode_escape"}
)


def read_header(message: Message, name: str) -> str:
    """The first header of this name in one line, decoded; empty when there is none."""
    found = raw_headers(message, name)
    return decode_words(found[0]) if found else ""


def raw_headers(message: Message, name: str) -> list[str]:
    """All headers of this name as they stand, bytes that are not ASCII already read as text."""
    wanted = name.lower()
    return [_as_text(str(value))[:MAX_HEADER] for header, value in message.raw_items() if header.lower() == wanted]


def decode_words(raw: str) -> str:
    """A header with its encoded words (RFC 2047) decoded, in one line without control characters."""
    try:
        pieces = decode_header(raw)
    except (MessageError, binascii.Error, ValueError):
        pieces = [(raw, None)]
    text = "".join(
        piece if isinstance(piece, str) else decode_bytes(piece, charset or "ascii") for piece, charset in pieces
    )
    return " ".join(clean_text(text).split())


def decode_bytes(content: bytes, charset: str) -> str:
    """Bytes as text: in the character set they claim to be in, else UTF-8, else the most common old one."""
    for candidate in (charset.strip(" \t\"'").lower(), "utf-8"):
        try:
            name = codecs.lookup(candidate).name
            if name not in _NO_CHARSETS:
                return content.decode(name)
        except (LookupError, UnicodeError, ValueError):
            continue
    return content.decode("cp1252", errors="replace")


def read_addresses(message: Message, *names: str) -> tuple[tuple[str, str], ...]:
    """The people in these headers: their names, and their addresses in the one spelling they are compared in."""
    values = [value for name in names for value in raw_headers(message, name)]
    found = []
    try:
        people = getaddresses(values)
    except RecursionError:
        # Comments within comments, a thousand deep: nobody is named there.
        return ()
    for name, typed in people:
        address = normalise_address(typed)
        if not isinstance(address, InvalidAddress):
            found.append((decode_words(name), address))
    return tuple(found)


def read_identifiers(message: Message, *names: str) -> tuple[str, ...]:
    """The identifiers of messages (``<…@…>``) in these headers, in their order."""
    words = [word for name in names for value in raw_headers(message, name) for word in _split(value)]
    return tuple(word for word in words if is_identifier(word))


def is_identifier(word: str) -> bool:
    """Whether a word may stand in a header as the identifier of a message."""
    return word.startswith("<") and word.endswith(">") and len(word) <= 250 and word.isascii() and word.isprintable()


def _split(value: str) -> list[str]:
    """Some programs write identifiers without a space between them."""
    return value.replace("><", "> <").split()


def _as_text(value: str) -> str:
    """The parser keeps bytes that are not ASCII as surrogates."""
    try:
        return decode_bytes(value.encode("ascii", "surrogateescape"), "utf-8")
    except UnicodeEncodeError:
        return value.encode("utf-8", "replace").decode()
