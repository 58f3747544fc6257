"""Tokens by which chats elsewhere know a customer: JSON Web Tokens signed with HS256 (RFC 7515, RFC 7519).

Made by the standard library: they are only ever made here and never read, so none of what makes reading them dangerous
applies, and a library for it would be one more part of every installation for ten lines.
"""

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any


def make_token(claims: Mapping[str, Any], secret: str, key_id: str = "") -> str:
    """The claims, signed; ``key_id`` names the secret where the receiver has several."""
    header = {"alg": "HS256", "typ": "JWT", **({"kid": key_id} if key_id else {})}
    signed = ".".join(_encode(json.dumps(part, separators=(",", ":")).encode()) for part in (header, claims))
    return f"{signed}.{_encode(hmac.new(secret.encode(), signed.encode(), sha256).digest())}"


def _encode(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
