"""Whether a call comes from the helpdesk: each kind signs its webhooks in its own way.

Zammad: ``X-Hub-Signature: sha1=`` and the hex of HMAC-SHA1 over the body. SHA-1 is Zammad's choice; as an HMAC it is
not broken, and all that a caller gains is that a ticket is read. Zendesk: ``X-Zendesk-Webhook-Signature`` is the base64
of HMAC-SHA256 over the timestamp's header and the body, with nothing between them.
"""

import hmac
import json
from base64 import b64encode
from datetime import UTC, datetime
from hashlib import sha1, sha256
from typing import Any

from werkzeug.datastructures import Headers

from portal.connect.signatures import TOLERANCE
from portal.helpdesk_settings import HelpdeskKind

_SUBJECT = "zen:ticket:"


def find_call_fault(kind: HelpdeskKind, secret: str, headers: Headers, body: bytes, now: datetime) -> str:
    """Why a call is not proven to be the helpdesk's; empty when it is."""
    if kind is HelpdeskKind.ZAMMAD:
        digest = hmac.new(secret.encode(), body, sha1).hexdigest()
        return _compare("X-Hub-Signature", f"sha1={digest}", headers)
    stamp = headers.get("X-Zendesk-Webhook-Signature-Timestamp", "")
    moment = _read_stamp(stamp)
    if moment is None:
        return "X-Zendesk-Webhook-Signature-Timestamp is missing or none."
    if abs(now - moment) > TOLERANCE:
        return "X-Zendesk-Webhook-Signature-Timestamp is more than five minutes away."
    digest = b64encode(hmac.new(secret.encode(), stamp.encode() + body, sha256).digest()).decode()
    return _compare("X-Zendesk-Webhook-Signature", digest, headers)


def read_ticket_number(body: bytes) -> str:
    """The id of the ticket that a call is about; empty when it names none.

    Zammad's own payload has ``ticket.id``; Zendesk's events have ``detail.id`` and ``subject``, and what an operator
    writes into a trigger may be ``ticket_id``.
    """
    try:
        said: Any = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(said, dict):
        return ""
    parts = [part.get("id") for name in ("ticket", "detail") if isinstance(part := said.get(name), dict)]
    subject = said.get("subject")
    parts += [said.get("ticket_id"), subject.removeprefix(_SUBJECT) if isinstance(subject, str) else None]
    numbers = (str(part).strip() for part in parts if isinstance(part, int | str) and not isinstance(part, bool))
    return next((text for text in numbers if text.isascii() and text.isdecimal() and len(text) <= 40), "")


def _compare(name: str, expected: str, headers: Headers) -> str:
    given = headers.get(name, "")
    if not given:
        return f"{name} is missing."
    return "" if hmac.compare_digest(given.encode(), expected.encode()) else f"{name} does not match."


def _read_stamp(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
