"""A clock that was wrong, and was put right, holds nothing up; nor do clocks that differ a little."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from itsdangerous import SignatureExpired
from sqlalchemy import select

from portal.db.outbox import LEASE, OutboxRow, enqueue, lease_some, mark_failed
from portal.operating.parts import clock_state, worker_state
from portal.rhythm import is_time
from portal.web.sessions import PatientSessions
from tests.building import START

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("due", "expected"),
    [(START - MINUTE, True), (START, True), (START + MINUTE, False), (START + 2 * HOUR, True)],
)
def test_job_that_is_planned_too_far_ahead_is_due(due, expected):
    assert is_time(START, due, longest=HOUR) is expected


def test_mail_that_was_written_by_a_clock_ahead_leaves_at_once(database):
    with database.write() as session:
        enqueue(session, "case_opened", {"to": "kim@here.example"}, START + 2 * HOUR)

    with database.write() as session:
        assert [message.kind for message in lease_some(session, 8, START)] == ["case_opened"]


@pytest.mark.parametrize(("ahead", "due"), [(timedelta(0), False), (5 * MINUTE, False), (2 * HOUR, True)])
def test_mail_that_a_clock_far_ahead_has_put_off_is_tried_again(database, ahead, due):
    with database.write() as session:
        enqueue(session, "case_opened", {}, START)
    with database.write() as session:
        (message,) = lease_some(session, 1, START)
        mark_failed(session, message, "away", START + ahead)

    with database.write() as session:
        assert bool(lease_some(session, 1, START)) is due


@pytest.mark.parametrize(("ahead", "free"), [(timedelta(0), False), (5 * MINUTE, False), (HOUR, True)])
def test_lease_of_a_clock_far_ahead_holds_nobody_up(database, ahead, free):
    with database.write() as session:
        enqueue(session, "case_opened", {}, START)
    with database.write() as session:
        lease_some(session, 1, START + ahead)

    with database.write() as session:
        assert bool(lease_some(session, 1, START)) is free
        until = session.scalars(select(OutboxRow.leased_until)).one()
    assert until == START + LEASE + (timedelta(0) if free else ahead)


class TestSession:
    @pytest.fixture
    def read(self, shared_app, monkeypatch):
        """Read a session that was signed at another time."""

        def read(seconds_ahead, max_age=60):
            serializer = PatientSessions().get_signing_serializer(shared_app)
            now = time.time()
            monkeypatch.setattr(time, "time", lambda: now + seconds_ahead)
            cookie = serializer.dumps({"email": "kim@here.example"})
            monkeypatch.setattr(time, "time", lambda: now)
            return serializer.loads(cookie, max_age=max_age)

        return read

    @pytest.mark.parametrize("ahead", [1, 7200])
    def test_visitor_of_a_clock_ahead_stays_signed_in(self, read, ahead):
        assert read(ahead) == {"email": "kim@here.example"}

    def test_session_ends_all_the_same(self, read):
        assert read(-60)
        with pytest.raises(SignatureExpired):
            read(-61)

    def test_it_is_what_the_portal_uses(self, shared_app):
        assert isinstance(shared_app.session_interface, PatientSessions)


def test_operators_are_told_of_a_worker_whose_clock_is_ahead(sqlite):
    from portal.db.rounds import RoundLog

    rounds = RoundLog()
    rounds.note("mail", 0, START + 2 * HOUR)
    with sqlite.write() as session:
        rounds.write(session, START)

    state = worker_state(sqlite, lambda: START)

    assert not state.fine
    assert state.detail.endswith("which is to come: its clock and this one are 7200 s apart")


@pytest.mark.parametrize(
    ("ahead", "fine", "detail"),
    [(0, True, "agrees with the database's"), (3600, False, "ahead of the database's"), (-3600, False, "behind the")],
)
def test_operators_are_told_of_a_clock_that_differs_from_the_databases(postgres, ahead, fine, detail):
    state = clock_state(postgres, lambda: datetime.now(UTC) + timedelta(seconds=ahead))

    assert state.fine is fine
    assert detail in state.detail
