"""Mails that were given up: operators see them, and they are not kept for ever."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from portal.app import create_app
from portal.db.outbox import SENT_ROWS_KEPT, SET_ASIDE_ROWS_KEPT, OutboxRow, drop, enqueue
from portal.db.schema import upgrade
from portal.web.current import current_database
from portal.worker import forget_messages
from tests.building import make_settings, tear_down
from tests.web.cases.builders import ANA, NOW

MINUTE = timedelta(minutes=1)


@pytest.fixture
def given_up(app):
    with app.app_context():
        database = current_database.get()
    with database.write() as session:
        enqueue(session, "case_closed", {"to": ANA}, NOW)
        enqueue(session, "case_merged", {"to": ANA}, NOW)
        session.flush()
        for row in session.scalars(select(OutboxRow)):
            row.set_aside_at = NOW
    return database


def kinds(database):
    with database.read() as session:
        return list(session.scalars(select(OutboxRow.kind)))


def forget(database, now):
    return forget_messages(SimpleNamespace(database=database, clock=lambda: now))


def test_given_up_mail_is_kept_until_nobody_needs_it_any_more(given_up):
    with given_up.write() as session:
        row = session.scalars(select(OutboxRow).where(OutboxRow.kind == "case_merged")).one()
        drop(session, row.id, "lea@team.example", NOW)

    forget(given_up, NOW + SENT_ROWS_KEPT)
    assert kinds(given_up) == ["case_closed", "case_merged"]
    forget(given_up, NOW + SENT_ROWS_KEPT + MINUTE)
    assert kinds(given_up) == ["case_closed"]
    forget(given_up, NOW + SET_ASIDE_ROWS_KEPT + MINUTE)
    assert kinds(given_up) == []


def test_operators_learn_how_many_were_given_up(app, given_up):
    body = app.test_client().get("/readyz").json

    assert "mail_out" in body["degraded"]
    assert body["parts"]["mail_out"]["detail"].startswith("2 mails were given up")
    assert "mail_in" not in body["parts"], "no mailbox is set"


def test_mailbox_is_named_among_the_parts_when_one_is_set(tmp_path):
    app = create_app(make_settings(tmp_path, imap_url="imaps://support:hunter2@mail.example"))
    with app.app_context():
        upgrade(current_database.get())

    body = app.test_client().get("/readyz").json

    assert body["ready"]
    assert body["parts"]["mail_in"] == {"ok": False, "detail": "not looked at yet; a worker does that"}
    assert "hunter2" not in str(body)
    tear_down(app)
