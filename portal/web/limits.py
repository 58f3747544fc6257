"""How often one address may ask for what costs us something, and how much it may send at once."""

from flask import Flask, current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(
    get_remote_address,
    # A failing Redis must not keep customers out: the limits fall back to this process's memory.
    in_memory_fallback_enabled=True,
    headers_enabled=True,
)


def install(app: Flask, redis_url: str) -> None:
    """Switch the limits on, shared over Redis when there is one; must come before anything that reads forms."""
    app.before_request(_bound_text)
    app.config.setdefault("RATELIMIT_STORAGE_URI", redis_url or "memory://")
    limiter.init_app(app)


def _bound_text() -> None:
    """Only files may be large. The parser bounds the texts of a form with files, but not a form of texts alone."""
    if request.mimetype != "multipart/form-data":
        request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]
