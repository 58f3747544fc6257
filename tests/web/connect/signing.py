"""Signs as the examples for integrators do: with nothing of the portal's own code."""

import base64
import hashlib
import hmac
import json

SECRET = "a secret of sixteen or more"


def sign(body: bytes, at, *, secret=SECRET, message_id="msg_1"):
    """The headers of a signed message."""
    stamp = str(int(at.timestamp()))
    key = base64.b64decode(secret.removeprefix("whsec_")) if secret.startswith("whsec_") else secret.encode()
    digest = hmac.new(key, f"{message_id}.{stamp}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": "v1," + base64.b64encode(digest).decode(),
    }


def encode(document):
    """A body as it is signed and sent."""
    return json.dumps(document).encode()
