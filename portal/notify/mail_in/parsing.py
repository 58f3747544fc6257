"""From the bytes of a message to what it is. Nothing that arrives can make it fail."""

import hashlib
import re
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parseaddr

from portal.notify.mail_in.bodies import Body, MimePart, children, read_body, read_text
from portal.notify.mail_in.headers import raw_headers, read_addresses, read_header, read_identifiers
from portal.notify.mail_in.model import Bounced, IncomingMail, Nature, Obstacle
from portal.notify.mail_in.nature import Marks, is_answerable, name_nature

MAX_HEAD = 200_000
"""Bytes of headers that are read; honest ones have a tenth of it, and each header is looked for among all."""
_RECEIVERS = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc", "Resent-To")
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_HEADERS_WITHIN = frozenset({"text/rfc822-headers", "message/rfc822-headers"})
_STATUS = re.compile(r"^[245]\.\d{1,3}\.\d{1,3}")
_CALENDAR_LINE = re.compile(r"^(SUMMARY|DTSTART|DTEND|LOCATION|DESCRIPTION)[^:\n]*:(.*)$", re.MULTILINE)
_FOLDED = re.compile(r"\r?\n[ \t]")


def read_mail(raw: bytes, own: str, *, too_large: bool = False) -> IncomingMail:
    """The message, taken apart; ``own`` is the support team's address.

    Of a message that is ``too_large`` only the headers are read, and of one that cannot be taken apart as well.
    """
    head = _head_of(raw)
    obstacle = Obstacle.TOO_LARGE if too_large else Obstacle.BROKEN
    try:
        if not too_large and len(head) <= MAX_HEAD:
            return _read(message_from_bytes(raw), raw, own, None)
    except Exception:  # noqa: BLE001 - the parser of the standard library fails in many ways, none of which is ours
        obstacle = Obstacle.BROKEN
    try:
        return _read(BytesHeaderParser().parsebytes(head[:MAX_HEAD]), raw, own, obstacle)
    except Exception:  # noqa: BLE001 - not even its headers can be read: somebody has to look at it
        return _unreadable(raw)


def _head_of(raw: bytes) -> bytes:
    end = _BLANK_LINE.search(raw)
    return raw[: end.start()] if end else raw


def _read(message: MimePart, raw: bytes, own: str, obstacle: Obstacle | None) -> IncomingMail:
    senders = read_addresses(message, "From") or read_addresses(message, "Sender")
    name, sender = senders[0] if senders else ("", "")
    if "@" in name:
        # An address in place of a name is there to be taken for the sender's.
        name = ""
    identifiers = read_identifiers(message, "Message-ID")
    marks = _read_marks(message, sender)
    nature = name_nature(marks, own)
    body = Body() if obstacle else read_body(message)
    text = body.text or _describe_calendar(body.calendar)
    if obstacle is None:
        obstacle = _find_obstacle(body, text)
    return IncomingMail(
        digest=_digest(raw, message, identifiers, sender),
        message_id=next(iter(identifiers), ""),
        sender=sender,
        name=name,
        recipients=tuple(address for _, address in read_addresses(message, *_RECEIVERS)),
        identifiers=read_identifiers(message, "In-Reply-To", "References"),
        subject=read_header(message, "Subject"),
        nature=nature,
        answerable=is_answerable(nature, marks),
        language=read_header(message, "Content-Language"),
        text=text,
        files=tuple(body.files),
        bounced=_read_bounce(message) if nature is Nature.BOUNCE else None,
        obstacle=obstacle,
    )


def _find_obstacle(body: Body, text: str) -> Obstacle | None:
    if body.encrypted and not text.strip():
        return Obstacle.ENCRYPTED
    return None if text.strip() or body.files else Obstacle.EMPTY


def _digest(raw: bytes, message: MimePart, identifiers: tuple[str, ...], sender: str) -> str:
    """Two ways to one mailbox add different headers, so only what the sender wrote counts.

    Of a mail that is too large only its headers may have been fetched, so a mail without an identifier is told from
    others by its date and subject too.
    """
    content = _BLANK_LINE.split(raw, 1)[-1].replace(b"\r\n", b"\n").strip()
    identifier = next(iter(identifiers), "")
    marks = (identifier,) if identifier else ("", read_header(message, "Date"), read_header(message, "Subject"))
    named = "\n".join((*marks, sender, "")).encode(errors="replace")
    return hashlib.sha256(named + content).hexdigest()


def _read_marks(message: MimePart, sender: str) -> Marks:
    def has(name: str) -> bool:
        return bool(raw_headers(message, name))

    return_path = raw_headers(message, "Return-Path")
    return Marks(
        sender=sender,
        subject=read_header(message, "Subject"),
        kind=message.get_content_type(),
        report=str(message.get_param("report-type", "")).lower(),
        calendar=_calendar_method(message),
        auto_submitted=read_header(message, "Auto-Submitted").lower(),
        precedence=read_header(message, "Precedence").lower(),
        list_id=read_header(message, "List-Id").lower(),
        is_list=has("List-Id") or has("List-Unsubscribe"),
        suppresses=has("X-Auto-Response-Suppress"),
        is_autoreply=has("X-Autoreply") or has("X-Autorespond") or has("X-Auto-Reply-From"),
        failed_recipients=has("X-Failed-Recipients"),
        # Some servers leave the header out; only one that names nobody tells something.
        returns_nowhere=bool(return_path) and not parseaddr(return_path[0])[1],
    )


def _calendar_method(message: MimePart) -> str:
    for part in [message, *children(message)]:
        if part.get_content_type() == "text/calendar":
            return str(part.get_param("method", "")).lower()
    return ""


def _describe_calendar(calendar: str) -> str:
    """What an invitation says, when it says it in no other way."""
    lines = _CALENDAR_LINE.findall(_FOLDED.sub("", calendar[:50_000]).replace("\r", ""))
    return "\n".join(value.replace("\\n", "\n").replace("\\,", ",") for _, value in lines)


def _read_bounce(message: MimePart) -> Bounced:
    """What a report (RFC 3464) says; of one in free words only the header some servers add."""
    recipients = [address for _, address in read_addresses(message, "X-Failed-Recipients")]
    identifiers = list(read_identifiers(message, "In-Reply-To", "References"))
    reply_to: list[str] = []
    status = ""
    for part in children(message):
        for block in _blocks_of(part):
            recipients += [address for _, address in _read_final(block)]
            status = status or _read_status(block)
            identifiers += read_identifiers(block, "Message-ID", "In-Reply-To", "References")
            reply_to += [address for _, address in read_addresses(block, "Reply-To")]
    return Bounced(tuple(dict.fromkeys(recipients)), tuple(identifiers), tuple(reply_to), status)


def _blocks_of(part: MimePart) -> list[MimePart]:
    """The groups of headers in a part of a report: about receivers, or of the mail that comes back."""
    if part.get_content_type() in _HEADERS_WITHIN:
        return [BytesHeaderParser().parsebytes(read_text(part).encode())]
    return children(part) if part.get_content_type().startswith("message/") else []


def _read_final(block: MimePart) -> tuple[tuple[str, str], ...]:
    """``Final-Recipient: rfc822; ana@premium.example``."""
    raw = [value.partition(";")[2] for value in raw_headers(block, "Final-Recipient")]
    wanted: MimePart = Message()
    for value in raw:
        wanted["To"] = value.strip()
    return read_addresses(wanted, "To")


def _read_status(block: MimePart) -> str:
    found = _STATUS.match(read_header(block, "Status"))
    return found.group() if found else ""


def _unreadable(raw: bytes) -> IncomingMail:
    return IncomingMail(
        digest=hashlib.sha256(raw).hexdigest(),
        message_id="",
        sender="",
        name="",
        recipients=(),
        identifiers=(),
        subject="",
        nature=Nature.PERSON,
        answerable=False,
        obstacle=Obstacle.BROKEN,
    )
