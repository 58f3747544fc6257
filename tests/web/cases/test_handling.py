from functools import partial

import pytest
from sqlalchemy import select

from portal.cases import handling
from portal.cases.actions import add_customer_message, lock_case
from portal.cases.events import Actor, FeedbackGiven
from portal.cases.handling import By
from portal.cases.handling_rules import NotGoingOn, NotTheSameCustomer
from portal.cases.new_case import CustomerMessage
from portal.cases.rules import GoesOnElsewhere, Status
from portal.db.outbox import OutboxRow
from portal.policy.current import current_policy
from tests.web.cases.builders import BEA, BO, HOUR, NOW, opened

SAM = By(Actor.STAFF, "Sam", NOW + HOUR, "form-1")


@pytest.fixture
def do(portal_database, case):
    """Something done to the case, in a transaction of its own."""

    def act(action, *given, reference=case.reference, by=SAM, **named):
        with portal_database.write() as session:
            return action(session, lock_case(session, reference), *given, by=by, **named)

    return act


@pytest.fixture
def mails(portal_database):
    """The outbox without the acknowledgements."""

    def read():
        with portal_database.read() as session:
            rows = session.scalars(select(OutboxRow).where(OutboxRow.kind != "case_opened").order_by(OutboxRow.id))
            return [(row.kind, row.payload) for row in rows]

    return read


def test_reply_is_the_first_response_and_is_mailed_once_however_often_it_is_sent(do, mails):
    for _ in range(2):
        state = do(handling.reply_to_customer, text="We found it.")

    assert state.first_response_at == NOW + HOUR
    assert [(kind, payload["text"], payload["author"]) for kind, payload in mails()] == [
        ("case_answered", "We found it.", "Sam")
    ]


def test_question_waits_for_as_long_as_the_policy_says_and_the_mail_tells_until_when(app, do, mails):
    with app.app_context():
        policy = current_policy.get()()
    state = do(handling.reply_to_customer, text="Which key?", policy=policy)

    assert state.status is Status.WAITING_ON_CUSTOMER
    ((_, payload),) = mails()
    assert payload["closes_at"] == (NOW + HOUR + policy.waiting.close_after).isoformat()


def test_note_is_mailed_to_nobody(do, mails):
    do(handling.add_note, text="Same as last week.")

    assert mails() == []


def test_resolving_mails_the_summary_and_ends_the_case(do, mails):
    assert do(handling.resolve, summary="A new key helped.").status is Status.RESOLVED
    assert do(handling.resolve, summary="Again", by=By(Actor.STAFF, "Sam", NOW + HOUR, "form-2")) == NotGoingOn(
        Status.RESOLVED
    )
    assert [kind for kind, _ in mails()] == ["case_resolved"]


def test_changes_are_seen_in_the_columns_that_lists_read(portal_database, do, case):
    do(handling.change_severity, severity=1, because="All messages fail.")
    do(handling.link_incident, incident="webhooks-slow", by=By(Actor.STAFF, "Sam", NOW + HOUR, "form-2"))
    do(handling.close_by_customer, by=By(Actor.CUSTOMER, BO, NOW + HOUR, "form-3"))
    feedback = FeedbackGiven(4, "Quick")
    do(handling.give_feedback, feedback=feedback, by=By(Actor.CUSTOMER, BO, NOW + HOUR, "form-4"))

    with portal_database.write() as session:
        found = lock_case(session, case.reference)
        assert (found.severity, found.incident, found.status, found.feedback) == (1, "webhooks-slow", Status.CLOSED, 4)
        assert found.first_response_due == case.first_response_due


@pytest.fixture
def merge(portal_database, case):
    def act(into, **changes):
        with portal_database.write() as session:
            first, second = lock_case(session, case.reference), lock_case(session, into.reference)
            return handling.merge(session, first, second, by=SAM, shared=True)

    return act


def test_merged_case_goes_on_in_the_other_and_replies_belong_there(portal_database, case, merge, mails):
    other = opened(portal_database, idempotency_key="key-2", opened_by=BO, subject="Also templates")
    for _ in range(2):
        assert merge(other).status is Status.CLOSED

    assert [(kind, payload["other"]) for kind, payload in mails()] == [("case_merged", other.reference)]
    with portal_database.write() as session:
        message = CustomerMessage("reply-1", BO, "Still there?")
        answered = partial(add_customer_message, session, lock_case(session, case.reference), message)
        assert answered(NOW + 2 * HOUR) == GoesOnElsewhere(other.reference)
        kinds = [row.kind for row in lock_case(session, other.reference).event_rows]
        assert kinds == ["opened", "taken_in"]


def test_cases_of_two_customers_are_never_merged(portal_database, merge, mails):
    stranger = opened(portal_database, idempotency_key="key-2", opened_by=BEA, account_id="demo-basic")

    assert merge(stranger) == NotTheSameCustomer()
    assert mails() == []
