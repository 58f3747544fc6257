from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.cases.actions import add_customer_message, add_to_case, lock_case, open_case
from portal.cases.events import (
    Actor,
    CaseClosed,
    CaseOpened,
    CaseResolved,
    Closing,
    CustomerReplied,
    Details,
    IssueAdded,
    StaffReplied,
    WaitingBegan,
)
from portal.cases.model import Attachment, Case, CaseEvent
from portal.cases.new_case import Addition, CustomerMessage
from portal.cases.rules import ReopeningOver, Status
from portal.db.outbox import OutboxRow
from tests.web.cases.builders import ANA, BO, DAY, HOUR, NEW, NOW, happened, opened


def mails(database):
    with database.read() as session:
        return list(session.scalars(select(OutboxRow).order_by(OutboxRow.id)))


def history(database, reference):
    with database.read() as session:
        return session.scalars(select(Case).where(Case.reference == reference)).one().history


def say(database, reference, text="Any news?", key="reply-1", now=NOW, author=ANA):
    with database.write() as session:
        return add_customer_message(session, lock_case(session, reference), CustomerMessage(key, author, text), now)


def add(database, reference, key="draft-2", now=NOW, author=ANA, draft_id=None):
    addition = Addition(key, author, "Also templates", Details("Templates fail as well."), draft_id)
    with database.write() as session:
        return add_to_case(session, lock_case(session, reference), addition, now)


def upload(database, draft_id, name="log.txt"):
    with database.write() as session:
        session.add(
            Attachment(draft_id=draft_id, name=name, media_type="text/plain", size=3, stored_name=name, created_at=NOW)
        )


def test_case_is_opened_with_its_first_event_and_its_acknowledgement(database):
    reference = opened(database).reference

    (event,) = history(database, reference)
    assert (event.seq, event.actor, event.author, event.event) == (1, Actor.CUSTOMER, ANA, CaseOpened(NEW.details))
    (mail,) = mails(database)
    assert (mail.kind, mail.payload["to"], mail.payload["reference"]) == ("case_opened", ANA, reference)
    assert mail.payload["first_response_due"] == "2026-11-23T12:30:00+00:00"


def test_case_remembers_what_was_promised(database):
    reference = opened(database).reference

    with database.read() as session:
        case = session.scalars(select(Case)).one()
    assert case.reference == reference
    assert (case.due.first_response, case.due.resolution) == (NOW + HOUR / 2, NOW + 2 * DAY)
    assert case.policy_version == "2026-11-23"
    assert case.zone_info.key == "Europe/Berlin"


def test_unknown_zone_is_read_as_utc(sqlite):
    assert opened(sqlite, zone="Mars/Olympus").zone_info.key == "UTC"
    assert opened(sqlite, zone="../etc/passwd", idempotency_key="2").zone_info.key == "UTC"


def test_same_form_sent_twice_makes_one_case(database):
    first, second = opened(database), opened(database, subject="Changed meanwhile", now=NOW + HOUR)

    assert first.reference == second.reference
    assert second.subject == NEW.subject
    assert len(mails(database)) == 1


def test_fifty_submits_at_once_make_one_case_and_one_acknowledgement(database):
    with ThreadPoolExecutor(50) as threads:
        references = list(threads.map(lambda _: opened(database).reference, range(50)))

    assert len(set(references)) == 1
    assert len(mails(database)) == 1
    assert len(history(database, references[0])) == 1


def test_fifty_different_cases_at_once_are_fifty(database):
    with ThreadPoolExecutor(20) as threads:
        references = list(threads.map(lambda n: opened(database, idempotency_key=f"key-{n}").reference, range(50)))

    assert len(set(references)) == 50
    assert len(mails(database)) == 50


def test_nothing_is_mailed_when_the_case_is_rolled_back(database):
    def open_and_crash():
        with database.write() as session:
            open_case(session, NEW, NOW)
            return 1 / 0

    with pytest.raises(ZeroDivisionError):
        open_and_crash()

    assert mails(database) == []
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(CaseEvent)) == 0


def test_files_of_the_draft_become_the_cases(database):
    upload(database, "draft-1")
    upload(database, "draft-9", "other.txt")

    reference = opened(database, draft_id="draft-1").reference

    with database.read() as session:
        case = session.scalars(select(Case).where(Case.reference == reference)).one()
        assert [file.name for file in case.attachments] == ["log.txt"]


def test_customers_message_is_added_once(database):
    reference = opened(database).reference

    for _ in range(2):
        assert say(database, reference).status is Status.OPEN

    assert [event.event for event in history(database, reference)][1:] == [CustomerReplied("Any news?")]
    assert len(mails(database)) == 1


def test_messages_sent_at_once_keep_their_order_without_gaps(database):
    reference = opened(database).reference

    with ThreadPoolExecutor(10) as threads:
        list(threads.map(lambda n: say(database, reference, key=f"reply-{n % 10}"), range(30)))

    assert [event.seq for event in history(database, reference)] == list(range(1, 12))


def test_message_ends_the_waiting(database):
    reference = opened(database).reference
    happened(database, reference, StaffReplied("Which number?"), WaitingBegan())

    assert say(database, reference, now=NOW + HOUR).status is Status.OPEN


def test_message_reopens_a_resolved_case_within_seven_days(database):
    reference = opened(database).reference
    happened(database, reference, CaseResolved("Fixed."))

    state = say(database, reference, now=NOW + 7 * DAY)

    assert state.status is Status.OPEN
    assert [event.event.kind for event in history(database, reference)] == [
        "opened",
        "resolved",
        "reopened",
        "customer_replied",
    ]


def test_message_to_a_case_that_ended_long_ago_is_refused_and_not_kept(database):
    reference = opened(database).reference
    happened(database, reference, CaseResolved("Fixed."))
    happened(database, reference, CaseClosed(Closing.RESOLVED), actor=Actor.SYSTEM, at=NOW + 8 * DAY)

    assert say(database, reference, now=NOW + 8 * DAY) == ReopeningOver(NOW)
    assert len(history(database, reference)) == 3


def test_second_issue_is_added_once_with_its_files_and_one_mail(database):
    reference = opened(database).reference
    upload(database, "draft-2")

    with ThreadPoolExecutor(8) as threads:
        states = list(threads.map(lambda _: add(database, reference, author=BO, draft_id="draft-2"), range(8)))

    assert {state.status for state in states} == {Status.OPEN}
    assert [event.event for event in history(database, reference)][1:] == [
        IssueAdded("Also templates", Details("Templates fail as well."))
    ]
    assert [(mail.kind, mail.payload["to"], mail.payload["name"]) for mail in mails(database)] == [
        ("case_opened", ANA, "Ana Silva"),
        ("case_added", BO, ""),
    ]
    with database.read() as session:
        assert [file.name for file in session.scalars(select(Case)).one().attachments] == ["log.txt"]


def test_nothing_can_be_added_to_a_case_that_ended_long_ago(database):
    reference = opened(database).reference
    happened(database, reference, CaseResolved("Fixed."))

    assert isinstance(add(database, reference, now=NOW + 8 * DAY), ReopeningOver)
    assert [mail.kind for mail in mails(database)] == ["case_opened"]


def test_columns_repeat_what_the_events_add_up_to(database):
    reference = opened(database).reference
    happened(database, reference, StaffReplied("Which number?"), WaitingBegan(), at=NOW + HOUR)

    with database.read() as session:
        case = session.scalars(select(Case).where(Case.reference == reference)).one()
        state = case.state
    assert (case.status, case.changed_at, case.first_response_at) == (state.status, state.changed_at, NOW + HOUR)
    assert (case.waiting_since, case.reminded_at, case.ended_at, case.escalated_at) == (NOW + HOUR, None, None, None)
    assert case.changed_at - case.opened_at == timedelta(hours=1)


def test_reference_that_is_taken_is_drawn_again(sqlite, monkeypatch):
    drawn = iter(["AAAA-AAAA", "AAAA-AAAA", "BBBB-BBBB"])
    monkeypatch.setattr("portal.cases.actions.new_reference", lambda: next(drawn))

    assert opened(sqlite).reference == "AAAA-AAAA"
    assert opened(sqlite, idempotency_key="2").reference == "BBBB-BBBB"


def test_no_free_reference_is_a_fault(sqlite, monkeypatch):
    monkeypatch.setattr("portal.cases.actions.new_reference", lambda: "AAAA-AAAA")
    opened(sqlite)

    with pytest.raises(RuntimeError, match="reference"):
        opened(sqlite, idempotency_key="2")
