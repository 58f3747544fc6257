"""Each request becomes one ticket over real sockets, in both helpdesks, whatever breaks."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.cases.events import (
    Details,
)
from portal.cases.model import Case
from portal.connect.tickets.model import CaseTicket
from portal.connect.tickets.rounds import helpdesk_state
from tests.building import START
from tests.web.cases.builders import ANA, opened
from tests.web.connect.helpdesk_server import does_and_hangs_up, does_and_says, hangs_up, refuses, says
from tests.web.connect.ticket_acts import first_body, reply, rows, ticket_of


def test_new_request_becomes_a_ticket_with_what_the_desk_sees(desk):
    case = opened(desk.database, START)

    assert desk.send() == 1

    (ticket,) = desk.twin.tickets.values()
    assert ticket.get("title", ticket.get("subject")) == f"[{case.reference}] Messages fail with 131047"
    body = first_body(desk.twin)
    assert body.startswith(f"{ANA}:\n\nSince this morning every message fails.\n\n-- \n")
    for line in (
        f"Customer: Ana Silva, {ANA}",
        "Severity: Severity 2 – major",
        "Plan: Premium",
        "First response: November 23, 2026, 12:30 (UTC)",
        "Language: English",
        f"At the desk: http://127.0.0.1:8000/desk/{case.reference}",
    ):
        assert line in body
    kept = ticket_of(desk.database)
    assert (kept.ticket, kept.number) == (str(ticket["id"]), ticket.get("number", str(ticket["id"])))


def test_zammad_gets_the_group_and_an_article_of_the_customers(zammad):
    opened(zammad.database, START)
    zammad.send()

    (sent,) = zammad.twin.posts("/api/v1/tickets")
    assert (sent["group"], sent["customer_id"]) == ("Users", f"guess:{ANA}")
    article = sent["article"]
    assert (article["type"], article["sender"], article["from"]) == ("web", "Customer", f"Ana Silva <{ANA}>")
    assert article["internal"] is False


def test_zendesk_gets_key_reference_and_priority(zendesk):
    case = opened(zendesk.database, START)
    zendesk.send()

    (sent,) = zendesk.twin.posts("/api/v2/tickets")
    ticket = sent["ticket"]
    assert (ticket["external_id"], ticket["priority"]) == (case.reference, "high")
    assert ticket["requester"] == {"name": "Ana Silva", "email": ANA}
    assert zendesk.twin.headers[0]["Idempotency-Key"] == f"portal-{case.reference}"


@pytest.mark.parametrize("manner", [does_and_hangs_up, does_and_says(b"<html>"), does_and_says(b"[]")])
def test_answer_that_got_lost_makes_no_second_ticket(desk, manner):
    opened(desk.database, START)
    desk.twin.manners = [manner]

    assert desk.send() == 0
    desk.clock.advance(seconds=5)
    assert desk.send() == 1

    assert len(desk.twin.tickets) == 1
    assert ticket_of(desk.database).ticket == str(next(iter(desk.twin.tickets)))


def test_worker_that_is_killed_after_sending_makes_no_second_ticket(desk, monkeypatch):
    opened(desk.database, START)
    # The process dies between the helpdesk's answer and the row that says so.
    monkeypatch.setattr("portal.connect.tickets.sending.keep", _die)
    with pytest.raises(SystemExit):
        desk.send()
    monkeypatch.undo()

    assert desk.send() == 0, "the dead one's lease still holds"
    desk.clock.advance(minutes=2)
    assert desk.send() == 1
    assert len(desk.twin.tickets) == 1


def test_search_that_lags_is_waited_for(zammad):
    opened(zammad.database, START)
    zammad.twin.manners, zammad.twin.lags = [does_and_hangs_up], True

    zammad.send()
    zammad.clock.advance(seconds=5)
    assert zammad.send() == 0
    assert rows(zammad.database)[0].last_answer == "it is not known yet whether a ticket was made"
    zammad.twin.lags = False
    zammad.clock.advance(seconds=15)
    assert zammad.send() == 1

    assert len(zammad.twin.tickets) == 1


def test_ticket_that_was_not_made_is_made_in_the_end(desk):
    opened(desk.database, START)
    desk.twin.manners = [hangs_up]

    desk.send()
    for _ in range(4):
        desk.clock.advance(minutes=2)
        desk.send()

    assert len(desk.twin.tickets) == 1


def test_what_is_refused_for_sure_is_not_looked_for(zammad):
    opened(zammad.database, START)
    zammad.twin.manners = [refuses(422)]

    zammad.send()
    zammad.clock.advance(seconds=5)
    assert zammad.send() == 1
    assert [path for _, path, _ in zammad.twin.asked] == ["/api/v1/tickets", "/api/v1/tickets"]


def test_failure_is_looked_into_but_not_waited_for(desk):
    opened(desk.database, START)
    desk.twin.manners = [refuses(500)]

    desk.send()
    desk.clock.advance(seconds=5)
    assert desk.send() == 1
    assert [method for method, _, _ in desk.twin.asked] == ["POST", "GET", "POST"]


@pytest.mark.parametrize(
    ("manner", "answer"),
    [
        (refuses(401), "HTTP 401"),
        (refuses(500), "HTTP 500"),
        (
            refuses(302, Location="http://127.0.0.1:1/"),
            "HTTP 302; it leads elsewhere, set the address that it leads to",
        ),
        (hangs_up, "no answer (RemoteDisconnected)"),
        (says(b'"text"', 201), "the answer has another form than the interface's"),
    ],
)
def test_helpdesk_that_fails_is_told_of_and_tried_again(desk, manner, answer):
    opened(desk.database, START)
    desk.twin.manners = [manner]

    assert desk.send() == 0

    (row,) = rows(desk.database)
    assert (row.attempts, row.last_answer, row.delivered_at) == (1, answer, None)


def test_busy_helpdesk_is_left_alone_as_long_as_it_asks(desk):
    opened(desk.database, START)
    opened(desk.database, START, idempotency_key="two")
    desk.twin.manners = [refuses(429, Retry_After="600")]

    desk.send()

    assert len(desk.twin.asked) == 1
    assert {row.due_at for row in rows(desk.database)} == {desk.clock() + timedelta(minutes=10)}


def test_request_from_before_the_helpdesk_gets_its_ticket_with_what_was_said(stored, desk):
    reference = opened(stored, START).reference
    reply(stored, reference, "Earlier")
    reply(desk.database, reference, "Now")

    assert desk.send() == 1

    assert "Since this morning every message fails." in first_body(desk.twin)
    assert f"{ANA}:\n\nEarlier" in first_body(desk.twin)
    assert [each[-1] for each in desk.said()[1:]] == ["Now"]


def test_long_text_is_cut_and_says_so(desk):
    opened(desk.database, START, details=Details("x" * 100_000))
    desk.send()

    assert len(first_body(desk.twin)) < 65_000
    assert "The rest can be read at the desk." in first_body(desk.twin)


def test_operators_see_that_the_helpdesk_is_away(desk):
    opened(desk.database, START)
    assert helpdesk_state(desk.database, desk.name).fine
    desk.twin.manners = [refuses(403)] * 3
    for _ in range(3):
        desk.send()
        desk.clock.advance(minutes=5)

    state = helpdesk_state(desk.database, desk.name)
    assert (state.fine, state.vital) == (False, False)
    assert state.detail == f"{desk.name}: 1 events wait; HTTP 403; see /desk/deliveries/"


def test_deleted_request_takes_its_ticket_along(desk):
    opened(desk.database, START)
    desk.send()
    with desk.database.write() as session:
        session.delete(session.scalars(select(Case)).one())

    with desk.database.read() as session:
        assert list(session.scalars(select(CaseTicket))) == []


def _die(*_):
    raise SystemExit(9)
