"""What a token looks like and when it holds.

A token is ``pst_``, twelve digits that find its row, an underscore and 256 random bits. So random a secret needs
no slow hash: a digest of it gives nothing away.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from portal.kernel.refusal import Refusal, RefusalKind

_TOKEN = re.compile(r"pst_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
USE_NOTED_EVERY = timedelta(minutes=1)
"""The last use is written down no more often: who asks every second must not cause a write each time."""
KEPT_AFTER_END = timedelta(days=90)
"""How long it can still be seen that there was a token, after it expired or was revoked."""


class Scope(StrEnum):
    """What a token may be allowed to do."""

    CASES_READ = "cases:read"
    CASES_WRITE = "cases:write"
    ACCOUNTS_WRITE = "accounts:write"
    """Reads them as well."""


@dataclass(frozen=True)
class NewSecret:
    """A token that was just made: the only moment at which it is known as a whole."""

    visible: str
    text: str
    digest: bytes


@dataclass(frozen=True)
class NameTaken(Refusal):
    """A token in force has this name."""

    kind: ClassVar[RefusalKind] = RefusalKind.CONFLICT


@dataclass(frozen=True)
class NoSuchToken(Refusal):
    """No token in force has this name."""

    kind: ClassVar[RefusalKind] = RefusalKind.MISSING


def make_secret() -> NewSecret:
    """A new token."""
    visible, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    return NewSecret(visible, f"pst_{visible}_{secret}", digest_of(secret))


def split_token(text: str) -> tuple[str, str] | None:
    """The visible part and the secret one of what somebody sent, or None when it is no token."""
    found = _TOKEN.fullmatch(text)
    return (found[1], found[2]) if found else None


def digest_of(secret: str) -> bytes:
    """What is stored of the secret part."""
    return hashlib.sha256(secret.encode()).digest()


def is_same(secret: str, digest: bytes) -> bool:
    """Whether a secret has this digest, told in constant time."""
    return hmac.compare_digest(digest_of(secret), digest)


def is_in_force(expires_at: datetime | None, revoked_at: datetime | None, now: datetime) -> bool:
    """Whether a token still holds."""
    return revoked_at is None and (expires_at is None or now < expires_at)


def use_is_news(last_used_at: datetime | None, now: datetime) -> bool:
    """Whether this use is worth writing down."""
    return last_used_at is None or now - last_used_at >= USE_NOTED_EVERY
