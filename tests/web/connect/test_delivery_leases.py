"""A worker that stood still does not take back what another one holds by now, in each kind of database."""

import pytest

from portal.cases.deliveries import LEASE, RECEIVERS, Attempt, CaseDelivery, lease_next, note_attempt
from tests.web.cases.builders import NOW, opened

ME = "webhook-1"
LATE = NOW + 2 * LEASE


@pytest.fixture
def both(database):
    """The database, and an event as two workers hold it: one that stood still, then another one."""
    database._info[RECEIVERS] = (ME,)
    opened(database)
    held = []
    for at in (NOW, LATE):
        with database.write() as session:
            held.append(lease_next(session, [ME], at))
    return database, *held


def ends(database, held, *, delivered):
    with database.write() as session:
        note_attempt(session, held, Attempt(delivered=delivered, answer="HTTP 500"), LATE)
    with database.read() as session:
        return session.get(CaseDelivery, held.id)


def test_failure_of_the_one_that_stood_still_counts_for_nothing(both):
    database, slow, other = both

    row = ends(database, slow, delivered=False)

    assert (row.attempts, row.leased_until) == (0, other.leased_until)
    with database.write() as session:
        assert lease_next(session, [ME], LATE) is None, "the other one still holds it"


def test_what_it_delivered_is_there(both):
    database, slow, _ = both

    assert ends(database, slow, delivered=True).delivered_at == LATE


def test_the_other_one_notes_how_it_ended(both):
    database, _, other = both

    row = ends(database, other, delivered=False)

    assert (row.attempts, row.leased_until) == (1, None)
