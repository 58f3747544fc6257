"""Signed messages between the portal and other systems, in both directions as Standard Webhooks defines them.

Three headers: ``webhook-id`` names the message and stays the same when it is sent again, ``webhook-timestamp`` is the
moment of this attempt in seconds since 1970, ``webhook-signature`` holds ``v1,`` and the base64 of HMAC-SHA256 over
``id.timestamp.body``; several signatures are parted by spaces, so that a secret can be replaced without a gap.
"""

import hmac
from base64 import b64decode, b64encode
from binascii import Error
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from werkzeug.datastructures import Headers

TOLERANCE = timedelta(minutes=5)
"""How old or how far ahead a message may be: more than clocks differ, too little to use a caught message later."""
MAX_ID = 200
_ENCODED = "whsec_"
_VERSION = "v1,"


def read_secret(text: str) -> bytes:
    """The key that a secret stands for: base64 after ``whsec_``, else the text itself."""
    if text.startswith(_ENCODED):
        try:
            return b64decode(text.removeprefix(_ENCODED), validate=True)
        except Error:
            pass
    return text.encode()


def sign(secret: str, message_id: str, moment: datetime, body: bytes) -> dict[str, str]:
    """The headers of a message that is sent now."""
    stamp = int(moment.timestamp())
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(stamp),
        "webhook-signature": _VERSION + _digest(secret, message_id, str(stamp), body),
    }


def find_fault(secret: str, headers: Headers, body: bytes, now: datetime) -> str:
    """Why a message is not proven to come from whoever knows the secret; empty when it is."""
    message_id, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not message_id or not stamp or not headers.get("webhook-signature"):
        return "webhook-id, webhook-timestamp or webhook-signature is missing."
    if len(message_id) > MAX_ID or not (stamp.isascii() and stamp.isdecimal() and len(stamp) < 12):
        return "webhook-id or webhook-timestamp is none."
    if abs(now - datetime.fromtimestamp(int(stamp), UTC)) > TOLERANCE:
        return "webhook-timestamp is more than five minutes away."
    expected = (_VERSION + _digest(secret, message_id, stamp, body)).encode()
    given = headers.get("webhook-signature", "").split(" ")[:10]
    matches = [hmac.compare_digest(each.encode(), expected) for each in given]
    return "" if any(matches) else "webhook-signature does not match."


def _digest(secret: str, message_id: str, stamp: str, body: bytes) -> str:
    signed = b".".join((message_id.encode(), stamp.encode(), body))
    return b64encode(hmac.new(read_secret(secret), signed, sha256).digest()).decode()
