"""What the portal signs for itself: links, cookies and fields that come back, by HMAC with SHA-256."""

from hashlib import sha256

from itsdangerous import URLSafeSerializer


def make_signer(secret: str, purpose: str) -> URLSafeSerializer:
    """Writes and reads signed values for one purpose; what was signed for another one is refused.

    The library would sign with SHA-1, which is sound in an HMAC and on no list of what may still be used.
    """
    return URLSafeSerializer(secret, salt=purpose, signer_kwargs={"digest_method": sha256})
