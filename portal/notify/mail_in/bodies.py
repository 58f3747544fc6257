"""The text and the files of a message, out of whatever its parts are packed in.

The parts are walked with a list instead of recursion, and only so many and so deep: a message nested a thousand times
is an attack, not a letter.
"""

import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from typing import Any, TypeAlias

from portal.kernel.html_text import html_to_text
from portal.notify.mail_in.headers import decode_bytes, decode_words, read_header
from portal.notify.mail_in.model import IncomingFile

MAX_PARTS = 200
MAX_DEPTH = 20
SMALL_PICTURE = 5_000
"""Bytes below which a picture within the text is a logo or a tracking pixel, and no screenshot."""
_SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"})
_ENCRYPTED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"})
_PGP_BEGIN = "-----BEGIN PGP MESSAGE-----"
_PGP_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----"
_PGP_SIGNATURE = "-----BEGIN PGP SIGNATURE-----"

MimePart: TypeAlias = "Message[str, str]"


@dataclass
class Body:
    """What was found on the way through the parts."""

    texts: list[str] = field(default_factory=list)
    files: list[IncomingFile] = field(default_factory=list)
    calendar: str = ""
    """The first invitation, as text/calendar."""
    encrypted: bool = False

    @property
    def text(self) -> str:
        """All texts, one below the other."""
        return "\n\n".join(text for text in self.texts if text.strip())


@dataclass(frozen=True)
class _Step:
    """A part to look at, and how the parts around it are to be read."""

    part: MimePart
    depth: int
    without_html: bool = False
    """Whether the same is said in plain text beside it."""


def read_body(message: MimePart) -> Body:
    """Everything a message brings; what nobody can open is left out."""
    body = Body()
    steps = [_Step(message, 0)]
    for _ in range(MAX_PARTS):
        if not steps:
            break
        step = steps.pop()
        inner = list(_look_into(step, body))
        steps.extend(reversed(inner))
    return body


def children(part: MimePart) -> list[MimePart]:
    """The parts within a part; none when it is a leaf or says so wrongly."""
    payload: Any = part.get_payload()
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def read_bytes(part: MimePart) -> bytes:
    """What a leaf holds, decoded as far as that is possible."""
    try:
        payload: Any = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        return b""
    return payload if isinstance(payload, bytes) else b""


def read_text(part: MimePart) -> str:
    """What a leaf holds, as text."""
    charset = part.get_param("charset", "ascii")
    return decode_bytes(read_bytes(part), charset if isinstance(charset, str) else charset[2])


def _look_into(step: _Step, body: Body) -> Iterator[_Step]:
    """Take a leaf's content, or give the parts within a part that are wanted."""
    part, kind = step.part, step.part.get_content_type()
    inner = children(part)
    if kind in _ENCRYPTED or kind == "multipart/encrypted":
        body.encrypted = True
    elif kind.startswith("message/"):
        _take_message(part, inner, body)
    elif not inner:
        _take_leaf(step, kind, body)
    elif step.depth < MAX_DEPTH:
        plain = step.without_html or (kind == "multipart/alternative" and _has_plain(inner))
        if kind == "multipart/signed":
            # The signature after it proves nothing to us; some programs add a footer as a third part.
            inner = inner[:1]
        yield from (_Step(child, step.depth + 1, plain) for child in inner)


def _has_plain(parts: list[MimePart]) -> bool:
    return any(part.get_content_type() == "text/plain" and read_bytes(part).strip() for part in parts)


def _take_message(part: MimePart, inner: list[MimePart], body: Body) -> None:
    """A message within the message was forwarded: kept as a text, since its own packing would hide secrets."""
    if not inner or part.get_content_type() != "message/rfc822":
        return
    message = inner[0]
    lines = [f"{name}: {read_header(message, name)}" for name in ("From", "To", "Date", "Subject")]
    within = read_body(message) if message.get_content_type() != "message/rfc822" else Body()
    name = _name_of(part, "message") or read_header(message, "Subject")[:80] or "message"
    text = "\n".join([*lines, "", within.text])
    body.files.append(IncomingFile(f"{name.removesuffix('.eml')}.txt", text.encode()))
    body.files.extend(within.files)


def _take_leaf(step: _Step, kind: str, body: Body) -> None:
    part = step.part
    name = _name_of(part, kind)
    is_attached = part.get_content_disposition() == "attachment"
    if kind in _SIGNATURES:
        return
    if kind == "text/calendar" and not body.calendar:
        body.calendar = read_text(part)
    # What says it has parts and has none is what its sender's program failed to pack: words.
    is_plain = kind == "text/plain" or kind.startswith("multipart/")
    if (is_plain or kind == "text/html") and not is_attached and not name:
        if is_plain:
            _take_plain(read_text(part), body)
        elif not step.without_html:
            body.texts.append(html_to_text(read_text(part)))
        return
    _take_file(part, kind, name, body)


def _take_plain(text: str, body: Body) -> None:
    """A text that is encrypted as a whole cannot be read; one that is signed loses what only programs read."""
    if text.lstrip().startswith(_PGP_BEGIN):
        body.encrypted = True
        return
    if text.lstrip().startswith(_PGP_SIGNED):
        text = text.partition(_PGP_SIGNED)[2].partition("\n\n")[2] or text.partition("\r\n\r\n")[2]
        text = text.partition(_PGP_SIGNATURE)[0]
    body.texts.append(text)


def _take_file(part: MimePart, kind: str, name: str, body: Body) -> None:
    content = read_text(part).encode() if kind.startswith("text/") else read_bytes(part)
    inline = part.get_content_disposition() != "attachment"
    is_decoration = kind.startswith("image/") and inline and len(content) < SMALL_PICTURE
    if not content or is_decoration or any(content == file.content for file in body.files):
        return
    ending = mimetypes.guess_extension(kind) or ""
    body.files.append(IncomingFile(name or f"file-{len(body.files) + 1}{ending}", content))


def _name_of(part: MimePart, kind: str) -> str:
    """What the sender calls a file; empty when it has no name that can be read."""
    try:
        return decode_words(part.get_filename() or "")
    except (LookupError, ValueError, AttributeError, TypeError):
        return f"file{mimetypes.guess_extension(kind) or ''}"
