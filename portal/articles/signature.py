"""Whether a call really comes from the git host: each host signs in its own way, all with a shared secret."""

import hmac
from dataclasses import dataclass
from hashlib import sha256

from werkzeug.datastructures import Headers

_HASHED = ("X-Hub-Signature-256", "X-Gitea-Signature", "X-Forgejo-Signature")
"""Headers with an HMAC-SHA256 of the body in hexadecimal digits; the first is GitHub's and many others'."""
_PLAIN = "X-Gitlab-Token"
"""GitLab sends the secret itself."""


@dataclass(frozen=True, slots=True)
class HookSecret:
    """What the git host and the portal both know."""

    value: str
    is_own: bool
    """Whether it serves these calls alone. One that does not is the portal's secret key, which signs sessions: it may
    be proven by a signature, but must never be sent itself."""


def is_signed(body: bytes, headers: Headers, secret: HookSecret) -> bool:
    """Whether the headers prove that the sender of this body knows the secret."""
    expected = hmac.new(secret.value.encode(), body, sha256).hexdigest()
    given = [headers.get(name, "").removeprefix("sha256=").lower() for name in _HASHED]
    by_hash = [hmac.compare_digest(value.encode(), expected.encode()) for value in given]
    by_token = hmac.compare_digest(headers.get(_PLAIN, "").encode(), secret.value.encode())
    return any(by_hash) or (secret.is_own and by_token)
