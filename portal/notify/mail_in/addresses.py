"""The signed address that replies about a case go to, such as ``support+k7q29xhm-c4f8m2x1qz@example.org``.

It survives what mail programs do to subjects and references. It alone lets nobody in: who writes must be who may
answer. So fifty bits of signature are enough: it costs a guess to name a case, and naming one gains nothing.
"""

import hashlib
import hmac
from base64 import b32encode

from portal.kernel.ids import normalise_reference

SIGNATURE_LETTERS = 10


def make_reply_address(address: str, reference: str, secret: str) -> str:
    """Where answers about a case go. In small letters: servers on the way may make them so."""
    local, _, domain = address.partition("@")
    letters = reference.replace("-", "").lower()
    return f"{local}+{letters}-{_sign(letters, secret)}@{domain}"


def read_reply_address(address: str, secret: str) -> str | None:
    """The reference of the case that an address was made for, or None when it was made for none."""
    token = address.partition("@")[0].partition("+")[2].lower()
    letters, _, signature = token.partition("-")
    if len(letters) != 8 or not hmac.compare_digest(signature.encode(), _sign(letters, secret).encode()):
        return None
    return normalise_reference(letters)


def shorten_address(address: str) -> str:
    """An address as lists of troubles show it: ``a…@premium.example``; empty for none."""
    local, at, domain = address.partition("@")
    return f"{local[:1]}…@{domain}" if at else ""


def _sign(letters: str, secret: str) -> str:
    digest = hmac.new(secret.encode(), b"reply-address\n" + letters.encode(), hashlib.sha256).digest()
    return b32encode(digest).decode()[:SIGNATURE_LETTERS].lower()
