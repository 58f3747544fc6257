"""How an event proves that it comes from Chatwoot: its signature, or on older servers the address that only it knows.

``X-Chatwoot-Signature`` holds ``sha256=`` and the hex of HMAC-SHA256 over ``timestamp.body``, with the timestamp that
``X-Chatwoot-Timestamp`` tells in seconds since 1970.
"""

import hmac
from datetime import UTC, datetime
from hashlib import sha256

from werkzeug.datastructures import Headers

from portal.connect.signatures import TOLERANCE

_PREFIX = "sha256="


def find_fault(secret: str, headers: Headers, body: bytes, now: datetime) -> str:
    """Why an event is not proven to come from whoever knows the secret; empty when it is."""
    stamp, given = headers.get("X-Chatwoot-Timestamp", ""), headers.get("X-Chatwoot-Signature", "")
    if not stamp or not given:
        return "X-Chatwoot-Timestamp or X-Chatwoot-Signature is missing."
    if not (stamp.isascii() and stamp.isdecimal() and len(stamp) < 12):
        return "X-Chatwoot-Timestamp is none."
    if abs(now - datetime.fromtimestamp(int(stamp), UTC)) > TOLERANCE:
        return "X-Chatwoot-Timestamp is more than five minutes away."
    expected = sign(secret, stamp, body)
    # Compared as bytes: a header may hold letters that a text of digits never has.
    matches = hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())
    return "" if matches else "X-Chatwoot-Signature does not match."


def sign(secret: str, stamp: str, body: bytes) -> str:
    """The signature of an event that is sent at this moment."""
    return _PREFIX + hmac.new(secret.encode(), f"{stamp}.".encode() + body, sha256).hexdigest()
