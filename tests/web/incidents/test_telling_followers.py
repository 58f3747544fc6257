"""The end of an incident: one mail for each follower, whoever of the workers comes first."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from portal.db.outbox import OutboxRow
from portal.incidents.following.actions import Wish, follow, tell_followers
from portal.incidents.following.model import Follower
from portal.incidents.model import Phase, Reading
from portal.kernel.language import ENGLISH, GERMAN
from tests.web.incidents.state import SLUG, TITLE, incident

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
OVER = Reading(NOW, (incident(phase=Phase.RESOLVED, ended_at=NOW - timedelta(minutes=5)),))


def wish(database, email, *, proven=True, language=ENGLISH):
    with database.write() as session:
        follow(session, Wish(email, language, (incident(),)), "secret", NOW, proven=proven)


def tell(database, reading=OVER, now=NOW):
    with database.write() as session:
        return tell_followers(session, reading, now)


def told(database):
    with database.read() as session:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.kind == "incident_over").order_by(OutboxRow.id))
        return [row.payload for row in rows]


def count(database):
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(Follower))


def test_followers_are_told_once_in_their_language_and_forgotten(database):
    wish(database, "eve@stranger.example")
    wish(database, "uwe@stranger.example", language=GERMAN)

    assert tell(database) == 2
    assert tell(database) == 0

    assert [(mail["to"], mail["title"], mail["update"]) for mail in told(database)] == [
        ("eve@stranger.example", TITLE, "We look for the cause."),
        ("uwe@stranger.example", "Webhook-Ereignisse kommen spät", "Wir suchen die Ursache."),
    ]
    assert count(database) == 0


def test_incident_that_its_source_forgot_is_named_as_it_was(database):
    wish(database, "uwe@stranger.example", language=GERMAN)

    tell(database, Reading(NOW))

    (mail,) = told(database)
    assert (mail["title"], mail["incident"]) == ("Webhook-Ereignisse kommen spät", "")


def test_unconfirmed_address_gets_no_mail_at_the_end(database):
    wish(database, "eve@stranger.example", proven=False)

    tell(database)

    assert told(database) == []
    assert count(database) == 0


@pytest.mark.parametrize(
    "reading",
    [
        Reading(NOW, (incident(),)),
        Reading(None),
        Reading(NOW, problem="URLError"),
        Reading(NOW - timedelta(hours=1), OVER.events),
    ],
)
def test_nobody_is_told_while_it_is_open_or_unknown(sqlite, reading):
    wish(sqlite, "eve@stranger.example")

    assert tell(sqlite, reading) == 0
    assert (told(sqlite), count(sqlite)) == ([], 1)


def test_two_workers_tell_each_follower_once(database):
    for number in range(120):
        wish(database, f"number{number}@stranger.example")

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(lambda _: [tell(database) for _ in range(4)], range(4)))
    while tell(database):
        pass

    addresses = [mail["to"] for mail in told(database)]
    assert len(addresses) == len(set(addresses)) == 120
    assert count(database) == 0


def test_wish_sent_twice_at_once_is_one_wish(database):
    with ThreadPoolExecutor(8) as browsers:
        list(browsers.map(lambda _: wish(database, "eve@stranger.example", proven=False), range(8)))

    with database.read() as session:
        assert session.scalars(select(Follower.incident)).all() == [SLUG]
        assert session.scalar(select(func.count()).select_from(OutboxRow)) == 1
