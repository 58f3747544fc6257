"""Scripts, styles and pictures of the shell, under addresses that change when their bytes do."""

from functools import cache
from hashlib import blake2b
from mimetypes import guess_type
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, url_for

from portal.web.pages import public
from portal.web.static import STATIC

IMMUTABLE = "public, max-age=31536000, immutable"
OUTDATED = "public, max-age=30"
"""For today's file under an address that names another one. Anybody can invent such addresses, so it is short enough
for the page cache to leave them out."""
STYLESHEET = "site.css"

blueprint = Blueprint("assets", __name__)


def install(app: Flask) -> None:
    """Serve the static folder and let templates name its files by ``asset('js/portal.js')``."""
    app.register_blueprint(blueprint)
    app.add_template_global(asset_url, "asset")


def asset_url(name: str) -> str:
    """The address of a static file, with a fingerprint of its bytes in it."""
    return url_for("assets.show", fingerprint=_fingerprint(name), name=name)


@blueprint.get("/static/<fingerprint>/<path:name>")
@public
def show(fingerprint: str, name: str) -> Response:
    """A static file; an outdated fingerprint gets today's file, but not for keeps."""
    if name == STYLESHEET:
        response = Response(stylesheet(), mimetype="text/css")
    elif name.endswith(".js"):
        response = Response(script(name), mimetype="text/javascript")
    else:
        # Without the file's own date, which differs from machine to machine.
        kind = guess_type(name)[0] or "application/octet-stream"
        response = Response(_path(name).read_bytes(), mimetype=kind)
    response.headers["Cache-Control"] = IMMUTABLE if fingerprint == _fingerprint(name) else OUTDATED
    return response


@cache
def stylesheet() -> bytes:
    """All of ``static/css``, joined in the order of the file names: one request, no build step."""
    return b"\n".join(path.read_bytes() for path in sorted((STATIC / "css").glob("*.css")))


@cache
def script(name: str) -> bytes:
    """A file of ``static/js`` without what is written for us: comments, empty lines, and how far lines are set in.

    They made up a fifth. No text within a script goes over several lines.
    """
    lines = (line.lstrip(b" ") for line in _path(name).read_bytes().splitlines(keepends=True))
    return b"".join(line for line in lines if line.strip() and not line.startswith(b"//"))


def _path(name: str) -> Path:
    path = STATIC / name
    if "\0" in name or not path.resolve().is_relative_to(STATIC) or not path.is_file():
        abort(404)
    return path


@cache
def _fingerprint(name: str) -> str:
    content = stylesheet() if name == STYLESHEET else _path(name).read_bytes()
    return blake2b(content, digest_size=6).hexdigest()
