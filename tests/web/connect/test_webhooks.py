"""Webhooks over real sockets: signed, in order, again and again, and never further than the operator allows."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.cases.actions import add_customer_message, lock_case
from portal.cases.deliveries import (
    KEPT,
    RECEIVERS,
    UNDELIVERED_KEPT,
    CaseDelivery,
    forget_deliveries,
    list_deliveries,
)
from portal.cases.events import CaseResolved, StaffReplied
from portal.cases.model import Case
from portal.cases.new_case import CustomerMessage
from portal.connect.delivering import rounds
from portal.connect.delivering.commands import webhooks
from portal.connect.delivering.receivers import WebhookReceiver
from portal.connect.delivering.rounds import deliver_due, delivery_state
from portal.db.engine import Database
from portal.db.outbox import MAX_ATTEMPTS
from portal.web import calling
from tests.building import START
from tests.web.cases.builders import ANA, happened, opened
from tests.web.connect.description import judge
from tests.web.connect.receiving import answers, drips, floods, hangs_up, receiver, speaks_nonsense
from tests.web.connect.signing import SECRET, sign

ME = "webhook-1"
FINE = answers(204)


@pytest.fixture
def told(app, stored, settings):
    """The application's database, whose events go to one receiver."""
    database = Database(settings.database_address, {RECEIVERS: (ME,)})
    yield database
    database.dispose()


@pytest.fixture
def deliver(told, clock):
    """Delivers what is due to a server; gives how many events were taken."""

    def run(server, *, private=True, name=ME):
        made = WebhookReceiver(name, server.url, SECRET, clock, private=private)
        return deliver_due(told, {name: made}, "https://help.example.org", clock, lambda: False)

    return run


def rows(database):
    with database.read() as session:
        return list_deliveries(session, 100)[::-1]


def test_every_event_arrives_signed_and_in_order(told, deliver, clock, description):
    reference = opened(told, START).reference
    happened(told, reference, StaffReplied("Hello"), CaseResolved("Done."), at=START)

    with receiver(FINE) as server:
        assert deliver(server) == 3

    bodies = [json.loads(each.body) for each in server.received]
    assert [body["type"] for body in bodies] == ["case.opened", "case.staff_replied", "case.resolved"]
    assert [body["data"]["case"]["status"] for body in bodies] == ["open", "open", "resolved"]
    assert bodies[0]["data"]["event"]["data"]["details"]["description"] == "Since this morning every message fails."
    for each in server.received:
        expected = sign(each.body, clock(), message_id=each.headers["webhook-id"])
        assert each.headers["webhook-signature"] == expected["webhook-signature"]
        assert (each.path, each.headers["Content-Type"]) == ("/hook?of=portal", "application/json")
    assert len({each.headers["webhook-id"] for each in server.received}) == 3
    shape = description["webhooks"]["caseEvent"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    stand_in = {**description, "paths": {"/x": {"get": {"responses": {"200": {"content": {"j": {"schema": shape}}}}}}}}
    assert [judge(stand_in, "/x", body) for body in bodies] == [[], [], []]


def test_slow_receiver_ends_the_turn_so_that_mails_are_not_kept_waiting(told, deliver, monkeypatch):
    reference = opened(told, START).reference
    happened(told, reference, StaffReplied("Hello"), CaseResolved("Done."), at=START)
    monkeypatch.setattr(rounds, "A_TURN_S", 0.0)

    with receiver(FINE) as server:
        assert [deliver(server), len(server.received)] == [0, 1]
        assert [deliver(server), deliver(server), len(server.received)] == [0, 0, 3]


def test_event_that_is_rolled_back_is_never_sent(told, deliver):
    reference = opened(told, START).reference

    def fail():
        with told.write() as session:
            add_customer_message(session, lock_case(session, reference), CustomerMessage("k", ANA, "More"), START)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert [row.seq for row in rows(told)] == [1]


def test_without_receivers_no_row_is_written(stored):
    opened(stored, START)

    assert rows(stored) == ()


@pytest.mark.parametrize(
    ("manner", "answer"),
    [
        (answers(500), "HTTP 500"),
        (answers(404), "HTTP 404"),
        (answers(302, Location="http://127.0.0.1:1/"), "HTTP 302"),
        (hangs_up, "no answer (RemoteDisconnected)"),
        (speaks_nonsense, "no answer (BadStatusLine)"),
    ],
)
def test_what_was_not_taken_comes_again_under_the_same_name(told, deliver, clock, manner, answer):
    opened(told, START)

    with receiver(manner, FINE) as server:
        assert deliver(server) == 0
        (row,) = rows(told)
        assert (row.attempts, row.last_answer, row.due_at) == (1, answer, clock() + timedelta(seconds=5))
        assert deliver(server) == 0
        clock.advance(seconds=5)
        assert deliver(server) == 1

    assert len({each.headers["webhook-id"] for each in server.received}) == 1
    assert len(server.received) == 2


def test_slow_receiver_is_given_up_in_time(told, clock, monkeypatch):
    with receiver(drips) as server, pytest.raises(calling.Unreachable):
        calling.post(server.url, b"{}", {}, private=True, together_s=0.3)

    assert len(server.received) == 1


def test_answer_without_an_end_is_read_in_part():
    with receiver(floods) as server:
        answer = calling.post(server.url, b"{}", {}, private=True)

    assert (answer.status, len(answer.body)) == (200, calling.MAX_ANSWER)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("600", timedelta(minutes=10)),
        ("Mon, 23 Nov 2026 09:20:00 GMT", timedelta(minutes=20)),
        ("999999", timedelta(hours=6)),
        ("soon", timedelta(seconds=5)),
        ("Mon, 23 Nov 2020 09:20:00 GMT", timedelta(seconds=5)),
    ],
)
def test_busy_receiver_is_left_alone_as_long_as_it_asks(told, deliver, clock, value, wait):
    first, second = opened(told, START), opened(told, START, idempotency_key="two")

    with receiver(answers(429, Retry_After=value), FINE) as server:
        deliver(server)

    assert rows(told)[0].due_at == clock() + wait
    # A real wait is everybody's; else only the refused event waits.
    assert len(server.received) == (1 if wait > timedelta(seconds=5) else 2)
    assert first.id < second.id


def test_one_case_waits_in_order_and_others_go_on(told, deliver, clock):
    stuck = opened(told, START).reference
    happened(told, stuck, StaffReplied("Hello"), at=START)
    opened(told, START, idempotency_key="two")

    with receiver(answers(500), FINE) as server:
        assert deliver(server) == 1
        clock.advance(seconds=5)
        assert deliver(server) == 2

    assert [json.loads(each.body)["type"] for each in server.received] == [
        "case.opened", "case.opened", "case.opened", "case.staff_replied",
    ]  # fmt: skip


def test_nobody_there_makes_everything_wait(told, deliver, clock):
    opened(told, START)
    opened(told, START, idempotency_key="two")
    with receiver(FINE) as server:
        pass

    assert deliver(server) == 0
    assert [(row.attempts, row.due_at) for row in rows(told)] == [
        (1, clock() + timedelta(seconds=5)),
        (0, clock() + timedelta(seconds=5)),
    ]


def test_what_is_never_taken_is_given_up_and_told(told, deliver, clock):
    opened(told, START)
    with receiver(answers(500)) as server:
        for _ in range(MAX_ATTEMPTS):
            deliver(server)
            clock.advance(hours=6)

    assert rows(told)[0].set_aside_at is not None
    assert delivery_state(told).detail.startswith("1 events were given up")
    assert deliver(server) == 0
    assert len(server.received) == MAX_ATTEMPTS


def test_receiver_that_is_gone_is_not_asked_again(told, deliver):
    opened(told, START)
    with receiver(answers(410)) as server:
        deliver(server)

    assert rows(told)[0].set_aside_at is not None


def test_private_networks_are_closed_unless_the_operator_opens_them(told, deliver):
    opened(told, START)
    with receiver(FINE) as server:
        assert deliver(server, private=False) == 0

    assert server.received == []
    assert rows(told)[0].last_answer == "the name leads into a private network"


def test_operator_lists_events_and_sends_them_again(app, told, deliver, clock):
    reference = opened(told, START).reference
    run = app.test_cli_runner().invoke
    with receiver(answers(410), FINE) as server:
        deliver(server)
        number = str(rows(told)[0].id)
        listed = run(webhooks, ["list"], env={"COLUMNS": "200"}).output
        assert run(webhooks, ["replay", "--given-up"]).output == "1 on their way\n"
        assert deliver(server) == 1
        assert run(webhooks, ["replay", number]).exit_code == 0
        assert deliver(server) == 1

    assert reference in listed
    assert "HTTP 410" in listed
    assert len({each.headers["webhook-id"] for each in server.received}) == 1
    assert run(webhooks, ["list"]).output.count(reference) == 0
    assert run(webhooks, ["list", "--all"], env={"COLUMNS": "200"}).output.count(reference) == 1
    assert [run(webhooks, ["replay", *bad]).exit_code for bad in (["999"], [], ["1", "--given-up"])] == [1, 2, 2]


def test_old_deliveries_are_forgotten(told, deliver, clock):
    opened(told, START)
    opened(told, START, idempotency_key="two")
    with receiver(FINE, hangs_up) as server:
        deliver(server)

    with told.write() as session:
        assert forget_deliveries(session, START + KEPT) == 0
        assert forget_deliveries(session, START + KEPT + timedelta(seconds=1)) == 1
        assert forget_deliveries(session, START + UNDELIVERED_KEPT) == 0
        assert forget_deliveries(session, START + UNDELIVERED_KEPT + timedelta(seconds=1)) == 1


def test_deleted_case_takes_its_deliveries_along(told):
    opened(told, START)
    with told.write() as session:
        session.delete(session.scalars(select(Case)).one())

    with told.read() as session:
        assert list(session.scalars(select(CaseDelivery))) == []
