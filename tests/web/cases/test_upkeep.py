from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from portal.cases.events import CaseResolved, CustomerReplied, StaffReplied, WaitingBegan
from portal.cases.model import Case
from portal.cases.rules import Status
from portal.cases.upkeep import BATCH, close_resolved, close_waiting, escalate_breached
from portal.db.outbox import OutboxRow
from tests.web.cases.builders import DAY, HOUR, NO_TARGET, NOW, happened, opened

CLOSE_AFTER = 2 * DAY


def escalate(database, now):
    with database.write() as session:
        return escalate_breached(session, now)


def tend_waiting(database, now):
    with database.write() as session:
        return close_waiting(session, CLOSE_AFTER, now)


def kinds(database, reference):
    with database.read() as session:
        return [
            event.event.kind for event in session.scalars(select(Case).where(Case.reference == reference)).one().history
        ]


def mails(database):
    with database.read() as session:
        return [row for row in session.scalars(select(OutboxRow).order_by(OutboxRow.id)) if row.kind != "case_opened"]


def test_breached_first_response_escalates_once(database):
    reference = opened(database).reference

    assert escalate(database, NOW + HOUR / 2) == ()
    assert escalate(database, NOW + HOUR) == (reference,)
    assert escalate(database, NOW + 100 * DAY) == ()
    assert kinds(database, reference) == ["opened", "escalated"]


def test_breached_resolution_escalates_an_answered_case(database):
    reference = opened(database).reference
    happened(database, reference, StaffReplied("We look into it."))

    assert escalate(database, NOW + 2 * DAY) == ()
    assert escalate(database, NOW + 2 * DAY + HOUR) == (reference,)


def test_kept_promises_and_missing_targets_escalate_nothing(database):
    answered = opened(database, promise=NO_TARGET).reference
    happened(database, answered, StaffReplied("Meta is on it."))
    resolved = opened(database, idempotency_key="key-2").reference
    happened(database, resolved, CaseResolved("Fixed."))

    assert escalate(database, NOW + 100 * DAY) == ()


def test_workers_side_by_side_escalate_each_case_once(database):
    references = {opened(database, idempotency_key=f"key-{n}").reference for n in range(12)}

    with ThreadPoolExecutor(4) as threads:
        done = list(threads.map(lambda _: escalate(database, NOW + HOUR), range(4)))

    done.append(escalate(database, NOW + HOUR))
    assert sorted(sum(done, ())) == sorted(references)


def test_workers_side_by_side_remind_and_close_each_case_once(database):
    references = [opened(database, idempotency_key=f"key-{n}").reference for n in range(12)]
    for reference in references:
        happened(database, reference, WaitingBegan())

    for now in (NOW + DAY, NOW + 2 * DAY):
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(lambda _, now=now: tend_waiting(database, now), range(4)))
        tend_waiting(database, now)

    for reference in references:
        assert kinds(database, reference)[1:] == ["waiting_began", "customer_reminded", "closed"]
    assert sorted(mail.kind for mail in mails(database)) == ["case_closed"] * 12 + ["case_reminder"] * 12


def test_waiting_is_reminded_closed_and_told(database):
    reference = opened(database).reference
    happened(database, reference, StaffReplied("Which number?"), WaitingBegan())

    assert tend_waiting(database, NOW + 23 * HOUR) == ()
    assert tend_waiting(database, NOW + 24 * HOUR) == (reference,)
    assert tend_waiting(database, NOW + 47 * HOUR) == ()
    assert tend_waiting(database, NOW + 48 * HOUR) == (reference,)
    assert tend_waiting(database, NOW + 100 * HOUR) == ()

    assert kinds(database, reference)[-2:] == ["customer_reminded", "closed"]
    reminder, closing = mails(database)
    assert (reminder.kind, reminder.payload["closes_at"]) == ("case_reminder", "2026-11-25T12:00:00+00:00")
    assert (closing.kind, closing.payload["reopen_until"]) == ("case_closed", "2026-12-02T12:00:00+00:00")


def test_worker_that_was_down_reminds_before_it_closes(database):
    reference = opened(database).reference
    happened(database, reference, WaitingBegan())

    assert tend_waiting(database, NOW + 10 * DAY) == (reference,)
    assert tend_waiting(database, NOW + 10 * DAY + 23 * HOUR) == ()
    assert tend_waiting(database, NOW + 11 * DAY) == (reference,)
    assert [mail.kind for mail in mails(database)] == ["case_reminder", "case_closed"]


def test_answered_case_is_neither_reminded_nor_closed(database):
    reference = opened(database).reference
    happened(database, reference, WaitingBegan())
    happened(database, reference, CustomerReplied("It is the first one."), at=NOW + HOUR)

    assert tend_waiting(database, NOW + 10 * DAY) == ()


def test_cases_that_are_not_due_do_not_stand_in_the_way(sqlite):
    for number in range(BATCH):
        early = opened(sqlite, idempotency_key=f"key-{number}").reference
        happened(sqlite, early, WaitingBegan(), at=NOW)
    assert len(tend_waiting(sqlite, NOW + DAY)) == BATCH
    late = opened(sqlite, idempotency_key="late").reference
    happened(sqlite, late, WaitingBegan(), at=NOW)

    assert tend_waiting(sqlite, NOW + DAY) == (late,)


def test_resolved_case_is_closed_after_seven_days_without_a_mail(database):
    reference = opened(database).reference
    happened(database, reference, CaseResolved("Fixed."))

    with database.write() as session:
        assert close_resolved(session, NOW + 7 * DAY) == ()
        assert close_resolved(session, NOW + 7 * DAY + HOUR) == (reference,)
        assert close_resolved(session, NOW + 9 * DAY) == ()
    assert mails(database) == []


@pytest.mark.parametrize("size", [BATCH + 5])
def test_batches_leave_nothing_behind(sqlite, size):
    for number in range(size):
        opened(sqlite, idempotency_key=f"key-{number}")

    assert [len(escalate(sqlite, NOW + HOUR)) for _ in range(3)] == [BATCH, 5, 0]
    with sqlite.read() as session:
        assert {case.status for case in session.scalars(select(Case))} == {Status.OPEN}
