"""The visitor's session: Flask's signed cookie, also where two clocks differ."""

from datetime import datetime
from hashlib import sha256

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import SignatureExpired, TimestampSigner, URLSafeTimedSerializer


class PatientSigner(TimestampSigner):
    """Takes what was signed in the future for what was signed just now.

    The library takes it for expired. So a visitor of two servers whose clocks differ by a second would lose the session
    on the way from one to the other, and everybody would once a clock that was ahead is put right. The signature proves
    that the cookie is ours; whose clock was wrong is no reason to turn its holder away.
    """

    def unsign(  # type: ignore[override]
        self,
        signed_value: str | bytes,
        max_age: int | None = None,
        return_timestamp: bool = False,  # noqa: FBT001, FBT002 - the library's
    ) -> bytes | tuple[bytes, datetime]:
        """The value, when it is ours and not older than ``max_age`` seconds.

        Raises:
            BadSignature: when it is not ours, or too old.
        """
        value, signed_at = super().unsign(signed_value, return_timestamp=True)
        age = self.get_timestamp() - signed_at.timestamp()
        if max_age is not None and age > max_age:
            raise SignatureExpired(f"Signature age {age} > {max_age} seconds", payload=value, date_signed=signed_at)
        return (value, signed_at) if return_timestamp else value


class PatientSessions(SecureCookieSessionInterface):
    """Flask's sessions, signed as above; with SHA-256, as everything that the portal signs."""

    digest_method = staticmethod(sha256)

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """What the cookie holds; a visitor without one has an empty session, for which nothing has to be unsigned."""
        if app.secret_key and not request.cookies.get(self.get_cookie_name(app)):
            return self.session_class()
        return super().open_session(app, request)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """What reads and writes the cookie; None without a key."""
        serializer = super().get_signing_serializer(app)
        if serializer:
            serializer.signer = PatientSigner
        return serializer
