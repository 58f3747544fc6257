"""Security headers on every answer; a few lines of our own, since the library for it is dormant."""

from flask import Flask, Response

# No inline script or style anywhere, so a cached page needs no nonce.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        # Scripts make HTML through the one policy of portal.js, and code never.
        "require-trusted-types-for 'script'",
        "trusted-types default",
    )
)

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


def install(app: Flask, *, secure: bool) -> None:
    """Put the headers on every answer; HSTS only when the public address is https."""

    @app.after_request
    def _add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        # What is the same for everyone may be shown by everyone, such as the picture of a shared link; what a visitor's
        # session opens must not even be loaded by another site.
        is_public = response.headers.get("Cache-Control", "").startswith("public")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin" if is_public else "same-origin")
        if secure:
            response.headers.setdefault("Strict-Transport-Security", HSTS)
        return response
