"""What somebody has just sent, so that a page which cannot take it yet gives it back instead of losing it."""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from flask import request

from portal.web.current import current_masker

_MOST = 400_000
"""Characters given back: four pasted texts of the largest kind. Whoever sends more is no person in need."""
_MOST_BY_MAIL = 1_500
"""Characters of a mail that a link begins: mail programs take no more, and one in Cyrillic is six times as long."""
_OURS = frozenset({"csrf_token", "token", "code", "step", "next", "challenge", "proof"})


@dataclass(frozen=True)
class Sent:
    """A form on its way, ready to be sent once more."""

    address: str
    fields: tuple[tuple[str, str], ...]
    """Every field as it came, in order."""
    text: str
    """What a person wrote, to be read and copied; choices and hidden fields are left out."""
    had_files: bool
    """Files cannot be given back: a browser lets nobody but its owner fill them in."""


def find_sent() -> Sent | None:
    """The form that this request sent; None when it sent none, or one that is too large to be given back.

    What a script sent by itself is none: nobody sees the answer to it.
    """
    if request.method != "POST" or request.headers.get("Sec-Fetch-Dest", "document") != "document":
        return None
    fields = tuple(request.form.items(multi=True))
    if sum(len(name) + len(value) for name, value in fields) > _MOST:
        return None
    written = [value.strip() for name, value in fields if name not in _OURS and _is_written(value)]
    files = any(file.filename for file in request.files.values())
    return Sent(request.full_path.rstrip("?"), fields, "\n\n".join(written), files)


def _is_written(value: str) -> bool:
    """Whether a person wrote this, as opposed to having chosen it: names of choices have neither."""
    return "@" in value or any(letter.isspace() for letter in value.strip())


def find_origin() -> str:
    """The page of ours that the request came from; empty where the browser does not say or it was another site's."""
    origin = urlsplit(request.referrer or "")
    ours = origin.netloc == request.host and origin.path.startswith("/") and not origin.path.startswith("//")
    return f"{origin.path}?{origin.query}" if ours and origin.query else origin.path if ours else ""


def write_mail_address(recipient: str, text: str) -> str:
    """The address of a mail that holds the beginning of a text, its secrets masked."""
    body = current_masker.get()(text)[:_MOST_BY_MAIL]
    return f"mailto:{recipient}?body={quote(body)}" if body else f"mailto:{recipient}"
