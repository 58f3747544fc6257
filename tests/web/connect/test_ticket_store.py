"""Tickets in each kind of database: who reads which when, and what operators learn of trouble."""

from datetime import timedelta

import pytest

from portal.cases.deliveries import RECEIVERS, Attempt, lease_next, note_attempt
from portal.connect.tickets.protocol import Standing, Ticket
from portal.connect.tickets.store import (
    ask_for,
    begin,
    find_ticket,
    find_trouble,
    keep,
    last_answer,
    lease_due,
    leave_alone,
    note_failure,
)
from tests.web.cases.builders import NOW, opened

MINUTE = timedelta(minutes=1)
ME = "zammad"


@pytest.fixture
def told(database):
    """The database, whose events go to a helpdesk."""
    database._info[RECEIVERS] = (ME,)
    return database


def kept(database, number, *, state="new", standing=Standing.OPEN):
    case = opened(database, idempotency_key=f"key-{number}")
    with database.write() as session:
        ticket = Ticket(str(number), f"480{number}", state, standing, NOW)
        keep(session, begin(session, case.id, ME, NOW), ticket, NOW)
    return case


def leased(database, at):
    with database.write() as session:
        row = lease_due(session, ME, at)
    return row.ticket if row else None


def test_each_ticket_is_read_by_one_worker_when_it_is_due(told):
    kept(told, 1)
    kept(told, 2)

    assert leased(told, NOW + MINUTE) is None
    assert {leased(told, NOW + 2 * MINUTE), leased(told, NOW + 2 * MINUTE)} == {"1", "2"}
    assert leased(told, NOW + 3 * MINUTE) is None
    assert leased(told, NOW + 4 * MINUTE) in {"1", "2"}, "whoever leased it is dead"


def test_ticket_that_is_asked_for_is_due_at_once(told):
    kept(told, 1)
    with told.write() as session:
        assert ask_for(session, ME, "1", NOW)
        assert not ask_for(session, ME, "2", NOW)
        assert not ask_for(session, "zendesk", "1", NOW)

    assert leased(told, NOW) == "1"


def test_helpdesk_that_is_left_alone_is_neither_read_nor_told(told):
    kept(told, 1)
    with told.write() as session:
        leave_alone(session, ME, NOW + 9 * MINUTE)

    assert leased(told, NOW + 8 * MINUTE) is None
    with told.write() as session:
        assert lease_next(session, [ME], NOW + 8 * MINUTE) is None
        assert lease_next(session, [ME], NOW + 9 * MINUTE) is not None


def test_another_helpdesk_begins_anew(told):
    case = kept(told, 1)
    with told.write() as session:
        assert begin(session, case.id, "zendesk", NOW).ticket == ""
    with told.read() as session:
        assert find_ticket(session, case.id, ME) is None
        assert find_ticket(session, case.id, "zendesk") is not None


def test_state_of_a_ticket_that_was_found_again_is_news(told):
    case = kept(told, 1, state="closed", standing=Standing.SOLVED)

    with told.read() as session:
        assert find_ticket(session, case.id, ME).state == ""


def test_trouble_is_told_from_the_third_failure_on(told):
    case = kept(told, 1)
    for number in range(3):
        with told.read() as session:
            assert find_trouble(session, ME) is None
        at = NOW + number * 10 * MINUTE
        with told.write() as session:
            row = lease_next(session, [ME], at)
            note_attempt(session, row, Attempt(delivered=False, answer="HTTP 403"), at)
            note_failure(session, case.id, "HTTP 500", at)

    with told.read() as session:
        trouble = find_trouble(session, ME)
        assert (trouble.waiting, trouble.unread, trouble.told) == (1, 1, "HTTP 403")
        assert last_answer(session, case.id, ME) == "HTTP 403"
        assert find_trouble(session, "zendesk") is None
