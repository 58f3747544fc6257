"""The cast: who appears in the tests, and how they sign in by the code that was mailed to them.

Ana's account is premium and has chat, Rui's is regular and has chat, Bea's is basic without chat. Eve is a stranger:
she proves an address like everybody, but no account knows it and no case is hers.
"""

from typing import Any

from flask import Flask
from sqlalchemy import select

from tests.checked_client import Browser

ANA = "ana@premium.example"
RUI = "rui@regular.example"
BEA = "bea@basic.example"
EVE = "eve@stranger.example"


def sign_in(app: Flask, email: str) -> Browser:
    """A browser of somebody who has just proven an address, in English."""
    browser = Browser(app)
    page = browser.submit(browser.get("/en/sign-in"), {"email": email})
    # Nothing has to lie behind the door for somebody to be signed in.
    browser.submit(page, {"code": mailed_code(app, email)}, status=303, follow=False)
    return browser


def mailed_code(app: Flask, email: str) -> str:
    """The newest six-digit code that waits to be mailed to an address."""
    codes = [row["code"] for row in outbox(app, "sign_in_code") if row["to"] == email]
    assert codes, f"no code waits for {email}"
    return codes[-1]


def outbox(app: Flask, kind: str = "") -> list[dict[str, Any]]:
    """The payloads of the messages that wait to leave, oldest first."""
    from portal.db.outbox import OutboxRow
    from portal.web.current import current_database

    wanted = select(OutboxRow).where(OutboxRow.sent_at.is_(None)).order_by(OutboxRow.id)
    if kind:
        wanted = wanted.where(OutboxRow.kind == kind)
    with app.app_context(), current_database.get().read() as session:
        return [dict(row.payload) for row in session.scalars(wanted)]
