"""Security headers on every answer; a few lines of our own, since the library for it is dormant."""

from collections.abc import Mapping

from flask import Flask, Response, g

_SELF = ("'self'",)
_DIRECTIVES: dict[str, tuple[str, ...]] = {
    "default-src": _SELF,
    "script-src": _SELF,
    "style-src": _SELF,
    "img-src": ("'self'", "data:"),
    "object-src": ("'none'",),
    "base-uri": ("'none'",),
    "form-action": _SELF,
    "frame-ancestors": ("'none'",),
    # Scripts make HTML through the one policy of portal.js, and code never.
    "require-trusted-types-for": ("'script'",),
    "trusted-types": ("default",),
}


def make_policy(more: Mapping[str, tuple[str, ...]]) -> str:
    """A content security policy that lets more through by these directives."""
    directives = dict(_DIRECTIVES)
    for name, sources in more.items():
        directives[name] = (*directives.get(name, _SELF), *sources)
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())


# No inline script or style anywhere, so a cached page needs no nonce.
CONTENT_SECURITY_POLICY = make_policy({})

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    # Addresses of drafts and signed links must not leak to other hosts.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
HSTS = "max-age=31536000; includeSubDomains"


def let_through(sources: Mapping[str, tuple[str, ...]]) -> None:
    """Let the page at hand load from elsewhere, by the directive of its policy.

    Windows of chats put styles of their own into the page, so those are let through beside what is named.
    """
    g.let_through = {"style-src": ("'unsafe-inline'",), **sources}


def install(app: Flask, *, secure: bool) -> None:
    """Put the headers on every answer; HSTS only when the public address is https."""

    @app.after_request
    def _add_headers(response: Response) -> Response:
        if more := g.get("let_through"):
            response.headers["Content-Security-Policy"] = make_policy(more)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        # What is the same for everyone may be shown by everyone, such as the picture of a shared link; what a visitor's
        # session opens must not even be loaded by another site.
        is_public = response.headers.get("Cache-Control", "").startswith("public")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin" if is_public else "same-origin")
        if secure:
            response.headers.setdefault("Strict-Transport-Security", HSTS)
        return response
