"""A page of results says by a signed ticket which question it answers, so that an opened result counts for it.

Without it anybody could count anything by sending invented words. With it they have to ask the portal first, which is
counted, too. A ticket is the same for everyone and all day, as the page is.
"""

from datetime import date, timedelta
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from portal.kernel.language import Language, find_language
from portal.web.signing import make_signer

GOOD_FOR = timedelta(days=1)
"""A page that stands open overnight still counts; one from a bookmark of last week does not."""
MAX_TICKET = 2_000
"""Characters: a key of 200 in the signer's writing, with room."""

_SALT = "question"


def make_ticket(secret: str, language: Language, question: str, today: date) -> str:
    """The ticket of a question's key; empty for an empty key."""
    if not question:
        return ""
    return str(_signer(secret).dumps([today.isoformat(), language.tag, question]))


def read_ticket(secret: str, ticket: str, today: date) -> tuple[Language, str] | None:
    """The question of a ticket; None when it is not ours or too old."""
    try:
        content: Any = _signer(secret).loads(ticket)
    except BadData:
        return None
    made, tag, question = content
    language = find_language(tag)
    if language is None or not date.fromisoformat(made) <= today <= date.fromisoformat(made) + GOOD_FOR:
        return None
    return language, question


def _signer(secret: str) -> URLSafeSerializer:
    return make_signer(secret, _SALT)
