import smtplib
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from portal.db.outbox import LEASE, MAX_ATTEMPTS, OutboxRow, enqueue, lease_some
from portal.notify.mail_out import BEGIN_WITHIN, Delivery, deliver_next, deliver_some
from portal.notify.messages import Mail
from tests.web.notify.builders import ANA, NOW


class MemoryTransport:
    """Keeps what it is given; ``fails`` is raised instead while it is set."""

    def __init__(self, fails=None):
        self.sent = []
        self.fails = fails

    def send(self, message):
        if self.fails:
            raise self.fails
        self.sent.append(message)


def compose(leased):
    return Mail(
        leased.payload["to"], leased.kind, "text", "<p>text</p>", {"Message-ID": f"<{leased.message_id}@x.example>"}
    )


def wait(database, *kinds, now=NOW):
    with database.write() as session:
        for kind in kinds:
            enqueue(session, kind, {"to": ANA}, now)


def deliver(database, transport, now=NOW, make=compose):
    return deliver_next(database, transport, make, lambda: now)


def rows(database):
    with database.read() as session:
        return list(session.scalars(select(OutboxRow).order_by(OutboxRow.id)))


def test_messages_leave_in_their_order_and_once(database):
    wait(database, "first", "second")
    transport = MemoryTransport()

    outcomes = [deliver(database, transport) for _ in range(3)]

    assert outcomes == [Delivery("first", sent=True), Delivery("second", sent=True), None]
    assert [mail["Subject"] for mail in transport.sent] == ["first", "second"]


def test_sent_message_is_emptied(database):
    wait(database, "first")
    deliver(database, MemoryTransport())

    (row,) = rows(database)
    assert (row.payload, row.sent_at, row.leased_until) == ({}, NOW, None)


def test_refused_message_waits_and_lets_the_others_pass(database):
    wait(database, "poison", "fine")
    poison = MemoryTransport(smtplib.SMTPRecipientsRefused({ANA: (550, b"no such user ana@premium.example")}))
    transport = MemoryTransport()

    assert deliver(database, poison) == Delivery("poison", sent=False, reachable=True)
    assert deliver(database, transport) == Delivery("fine", sent=True)
    assert deliver(database, transport) is None
    assert deliver(database, transport, NOW + timedelta(seconds=5)) == Delivery("poison", sent=True)


def test_message_that_cannot_be_worded_waits_like_any_other(database):
    wait(database, "broken", "fine")

    def make(leased):
        if leased.kind == "broken":
            raise KeyError(leased.payload["to"])
        return compose(leased)

    assert deliver(database, MemoryTransport(), make=make) == Delivery("broken", sent=False, reachable=True)
    assert deliver(database, MemoryTransport(), make=make) == Delivery("fine", sent=True)


@pytest.mark.parametrize(
    "error",
    [ConnectionRefusedError(), TimeoutError(), smtplib.SMTPAuthenticationError(535, b"no"), OSError("disk full")],
)
def test_nobody_there_is_told_apart_from_a_refusal(sqlite, error):
    wait(sqlite, "first")

    assert deliver(sqlite, MemoryTransport(error)) == Delivery("first", sent=False, reachable=False)


def test_message_is_set_aside_in_the_end(sqlite):
    wait(sqlite, "poison")
    now = NOW

    for _ in range(MAX_ATTEMPTS):
        assert deliver(sqlite, MemoryTransport(ConnectionRefusedError()), now).sent is False
        now += timedelta(hours=7)

    assert deliver(sqlite, MemoryTransport(), now) is None
    assert rows(sqlite)[0].set_aside_at is not None


def test_crash_between_sending_and_marking_repeats_the_same_message(database):
    wait(database, "first")
    transport = MemoryTransport()

    class PowerCut(BaseException):
        pass

    class Dying(MemoryTransport):
        def send(self, message):
            transport.send(message)
            raise PowerCut

    with pytest.raises(PowerCut):
        deliver(database, Dying())
    assert deliver(database, transport) is None
    assert deliver(database, transport, NOW + timedelta(minutes=2)) == Delivery("first", sent=True)

    assert len({mail["Message-ID"] for mail in transport.sent}) == 1
    assert len(transport.sent) == 2


def test_workers_side_by_side_send_each_message_once(database):
    wait(database, *[f"mail-{number}" for number in range(40)])
    transport = MemoryTransport()

    def drain(_):
        while deliver(database, transport):
            pass

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(drain, range(4)))
    drain(None)

    assert sorted(mail["Subject"] for mail in transport.sent) == sorted(f"mail-{number}" for number in range(40))


def test_log_has_one_line_a_message_and_no_address(sqlite):
    wait(sqlite, "first", "second", "third")
    refusal = smtplib.SMTPRecipientsRefused({ANA: (550, b"no such user ana@premium.example")})

    with capture_logs() as lines:
        deliver(sqlite, MemoryTransport(), NOW + timedelta(seconds=3))
        deliver(sqlite, MemoryTransport(refusal))
        deliver(sqlite, MemoryTransport(ValueError(f"broken for {ANA}")))

    assert [line["event"] for line in lines] == ["mail_sent", "mail_failed", "mail_failed"]
    assert (lines[0]["kind"], lines[0]["waited_s"]) == ("first", 3.0)
    assert lines[1]["reason"] == "SMTPRecipientsRefused 550"
    assert ANA not in str(lines)
    assert ANA not in str([row.last_error for row in rows(sqlite)])


def test_several_are_leased_at_once_and_marked_one_by_one(database):
    wait(database, "first", "second", "third")
    transport = MemoryTransport()

    with closing(deliver_some(database, transport, compose, lambda: NOW, 2)) as deliveries:
        assert next(deliveries) == Delivery("first", sent=True)
        assert [row.sent_at is not None for row in rows(database)] == [True, False, False]
        assert deliver(database, transport) == Delivery("third", sent=True), "the second belongs to somebody"

    assert deliver(database, transport) == Delivery("second", sent=True), "what was not begun is given back"
    assert len(transport.sent) == 3


def test_none_is_begun_when_its_lease_might_end_on_the_way(database):
    wait(database, "first", "second")
    moments = iter([NOW, NOW, NOW, NOW + BEGIN_WITHIN, NOW + BEGIN_WITHIN])

    sent = list(deliver_some(database, MemoryTransport(), compose, lambda: next(moments, NOW + BEGIN_WITHIN), 2))

    assert sent == [Delivery("first", sent=True)]
    assert [row.leased_until for row in rows(database)] == [None, None]


def test_worker_that_stood_still_takes_nothing_from_the_one_that_went_on(database):
    wait(database, "first", "second")
    later = NOW + LEASE

    class StandsStill:
        """Its machine is stopped in the middle of a message, and goes on when another worker has both."""

        def send(self, _):
            with database.write() as session:
                assert len(lease_some(session, 2, later)) == 2
            raise TimeoutError

    moments = iter([NOW, NOW, NOW])
    list(deliver_some(database, StandsStill(), compose, lambda: next(moments, later), 2))

    assert [(row.leased_until, row.attempts) for row in rows(database)] == [(later + LEASE, 0)] * 2
