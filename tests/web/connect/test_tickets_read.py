"""When tickets are read: after webhooks, by themselves, later when the helpdesk is away, never again at the end."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.cases.rules import REOPEN_WITHIN
from portal.connect.tickets.model import CaseTicket
from portal.connect.tickets.rounds import helpdesk_state
from portal.serving import work
from tests.web.cases.builders import opened
from tests.web.connect.helpdesk_server import hangs_up, refuses, says
from tests.web.connect.ticket_acts import found, reply


@pytest.mark.parametrize(
    ("manner", "told"),
    [
        (hangs_up, "no answer (RemoteDisconnected)"),
        (refuses(500), "HTTP 500"),
        (refuses(404), "HTTP 404"),
        (says(b"<html>"), "no JSON came back"),
        (says(b"[" + b"1," * 2_500_000 + b"1]"), "no JSON came back"),
        (says(b"[]"), "the answer has another form than the interface's"),
        (says(b'{"id": "x", "ticket": {"id": true}}'), "the answer has another form than the interface's"),
    ],
)
def test_ticket_that_cannot_be_read_is_read_later(desk, followed, seen, manner, told):
    desk.twin.writes(desk.number, "We found it.")
    desk.twin.manners = [manner]

    assert seen() == []
    with desk.database.read() as session:
        row = session.scalars(select(CaseTicket)).one()
    assert (row.failures, row.problem) == (1, told)
    assert row.look_at > desk.clock()
    desk.clock.advance(minutes=1)
    assert seen(again=False) == [("staff_replied", "We found it.")]


def test_busy_helpdesk_is_not_asked_for_any_other_ticket(desk, followed, seen):
    opened(desk.database, desk.clock(), idempotency_key="two")
    desk.send()
    desk.twin.asked.clear()
    desk.twin.manners = [refuses(429, Retry_After="600")]
    seen()

    assert len(desk.twin.asked) == 1
    with desk.database.read() as session:
        due = {row.look_at for row in session.scalars(select(CaseTicket))}
    assert min(due) >= desk.clock() + timedelta(minutes=10) - timedelta(seconds=1)


def test_operators_see_tickets_that_cannot_be_read(desk, followed, seen):
    desk.twin.manners = [refuses(403)] * 3
    for _ in range(3):
        seen()

    assert helpdesk_state(desk.database, desk.name).detail.startswith(
        f"{desk.name}: 1 tickets cannot be read; HTTP 403"
    )


def test_tickets_are_read_by_themselves_and_rarely_when_nothing_happens(desk, followed, seen):
    desk.twin.writes(desk.number, "We found it.")
    assert seen(again=False) == [("staff_replied", "We found it.")], "two minutes have long passed"
    desk.twin.asked.clear()
    assert desk.read() == 0
    desk.clock.advance(minutes=7)
    assert desk.read() == 1
    desk.clock.advance(days=30)
    desk.read()
    desk.clock.advance(minutes=59)
    assert desk.read() == 0
    desk.clock.advance(minutes=1)
    assert desk.read() == 1


def test_ticket_of_a_request_that_is_over_is_left_alone(desk, followed, seen):
    desk.twin.state(desk.number, desk.solved)
    seen()
    desk.clock.advance(days=REOPEN_WITHIN.days, hours=2)
    seen()
    desk.clock.advance(days=300)

    assert desk.read() == 0


def test_busy_helpdesk_is_told_nothing_either(desk, followed, seen):
    reply(desk.database, followed.reference, "Hello?", at=desk.clock())
    desk.twin.manners = [refuses(503, Retry_After="600")]
    seen()

    assert desk.send() == 0
    desk.clock.advance(minutes=10)
    assert desk.send() == 1


def test_worker_sends_and_reads(app, desk, followed):
    desk.twin.writes(desk.number, "We found it.")
    reply(desk.database, followed.reference, "Hello?", at=desk.clock())

    done = app.test_cli_runner().invoke(work, ["--once"])

    assert (done.exit_code, done.exception) == (0, None)
    assert [each.event.kind for each in found(desk, followed).history] == [
        "opened",
        "customer_replied",
        "staff_replied",
    ]
    assert desk.said()[-1][-1] == "Hello?"
