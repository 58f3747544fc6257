from datetime import UTC, datetime, timedelta

import pytest

from portal.cases.events import (
    Actor,
    Breach,
    CaseClosed,
    CaseEscalated,
    CaseOpened,
    CaseReopened,
    CaseResolved,
    Closing,
    CustomerReminded,
    CustomerReplied,
    Details,
    IssueAdded,
    Recorded,
    StaffReplied,
    WaitingBegan,
)
from portal.cases.rules import (
    Clock,
    Due,
    NextMove,
    ReopeningOver,
    Status,
    answer_customer,
    closes_at,
    first_response_clock,
    fold,
    judge_breach,
    judge_ended,
    judge_waiting,
    next_move,
    reopen_until,
    resolution_clock,
)

OPENED = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
CLOSE_AFTER = timedelta(hours=48)
DUE = Due(first_response=OPENED + 4 * HOUR, resolution=OPENED + 48 * HOUR)

OPENING = CaseOpened(Details("It fails."))
ASKED = CustomerReplied("Any news?")
ANSWERED = StaffReplied("We found the cause.")
RESOLVED = CaseResolved("Fixed in release 12.")


def story(*steps):
    """The history of a case: events with the hours after its opening at which they happened."""
    events = [Recorded(1, OPENED, Actor.CUSTOMER, "ana@premium.example", OPENING)]
    for seq, (hours, event) in enumerate(steps, start=2):
        by_staff = isinstance(event, StaffReplied | WaitingBegan | CaseResolved)
        by_customer = isinstance(event, CustomerReplied | IssueAdded | CaseReopened)
        actor = Actor.STAFF if by_staff else Actor.CUSTOMER if by_customer else Actor.SYSTEM
        events.append(Recorded(seq, OPENED + hours * HOUR, actor, "", event))
    return fold(events)


def after(hours):
    return OPENED + hours * HOUR


@pytest.mark.parametrize(
    ("steps", "status"),
    [
        ([], Status.OPEN),
        ([(1, ASKED)], Status.OPEN),
        ([(1, ANSWERED)], Status.OPEN),
        ([(1, WaitingBegan())], Status.WAITING_ON_CUSTOMER),
        ([(1, WaitingBegan()), (2, ANSWERED)], Status.WAITING_ON_CUSTOMER),
        ([(1, WaitingBegan()), (2, CustomerReminded())], Status.WAITING_ON_CUSTOMER),
        ([(1, WaitingBegan()), (2, ASKED)], Status.OPEN),
        ([(1, WaitingBegan()), (2, IssueAdded("Also", Details("that")))], Status.OPEN),
        ([(1, WaitingBegan()), (49, CaseClosed(Closing.NO_REPLY))], Status.CLOSED),
        ([(1, RESOLVED)], Status.RESOLVED),
        ([(1, RESOLVED), (2, CaseReopened()), (2, ASKED)], Status.OPEN),
        ([(1, RESOLVED), (200, CaseClosed(Closing.RESOLVED))], Status.CLOSED),
        ([(5, CaseEscalated(Breach.FIRST_RESPONSE))], Status.OPEN),
        ([(1, WaitingBegan()), (5, CaseEscalated(Breach.FIRST_RESPONSE))], Status.WAITING_ON_CUSTOMER),
    ],
)
def test_events_add_up_to_a_status(steps, status):
    assert story(*steps).status is status


def test_first_response_is_a_humans_first_update():
    assert story((1, ASKED), (2, CustomerReminded())).first_response_at is None
    assert story((1, WaitingBegan())).first_response_at is None
    assert story((1, ANSWERED), (3, ANSWERED)).first_response_at == after(1)
    assert story((2, RESOLVED)).first_response_at == after(2)


def test_first_response_that_a_helpdesk_reports_after_a_later_message_is_still_the_first():
    assert story((3, ANSWERED), (1, ANSWERED)).first_response_at == after(1)


def test_automatic_answer_is_no_first_response():
    automatic = Recorded(2, after(1), Actor.SYSTEM, "", StaffReplied("We have received your request."))

    assert fold([Recorded(1, OPENED, Actor.CUSTOMER, "", OPENING), automatic]).first_response_at is None


def test_escalation_is_a_mark_that_stays():
    state = story((5, CaseEscalated(Breach.FIRST_RESPONSE)), (6, ANSWERED), (60, CaseEscalated(Breach.RESOLUTION)))

    assert state.escalated_at == after(5)
    assert state.status is Status.OPEN


def test_customers_answer_ends_the_waiting_and_its_reminder():
    state = story((1, WaitingBegan()), (25, CustomerReminded()), (30, ASKED))

    assert (state.waiting_since, state.reminded_at) == (None, None)


def test_second_waiting_has_a_reminder_of_its_own():
    state = story((1, WaitingBegan()), (25, CustomerReminded()), (30, ASKED), (31, WaitingBegan()))

    assert (state.waiting_since, state.reminded_at) == (after(31), None)


def test_case_begins_with_its_opening():
    with pytest.raises(ValueError, match="begins"):
        fold([Recorded(1, OPENED, Actor.CUSTOMER, "", ASKED)])
    with pytest.raises(ValueError, match="without events"):
        fold([])


@pytest.mark.parametrize(
    ("steps", "now", "move"),
    [
        ([], 1, NextMove.REPLY),
        ([(1, WaitingBegan())], 2, NextMove.REPLY_TO_GO_ON),
        ([(1, RESOLVED)], 2, NextMove.REPLY_TO_REOPEN),
        ([(1, RESOLVED)], 1 + 7 * 24, NextMove.REPLY_TO_REOPEN),
        ([(1, RESOLVED)], 2 + 7 * 24, NextMove.OPEN_NEW_CASE),
        ([(1, RESOLVED), (170, CaseClosed(Closing.RESOLVED))], 171, NextMove.OPEN_NEW_CASE),
        ([(1, WaitingBegan()), (49, CaseClosed(Closing.NO_REPLY))], 50, NextMove.REPLY_TO_REOPEN),
        ([(1, WaitingBegan()), (49, CaseClosed(Closing.NO_REPLY))], 50 + 7 * 24, NextMove.OPEN_NEW_CASE),
    ],
)
def test_what_the_customer_can_do(steps, now, move):
    assert next_move(story(*steps), after(now)) is move


def test_reply_to_a_case_that_ended_reopens_it_within_seven_days():
    state = story((1, RESOLVED))

    assert reopen_until(state) == after(1) + 7 * DAY
    assert answer_customer(state, ASKED, after(1) + 7 * DAY) == (CaseReopened(), ASKED)
    assert answer_customer(state, ASKED, after(2) + 7 * DAY) == ReopeningOver(after(1))


def test_reply_to_a_case_that_goes_on_is_just_added():
    assert answer_customer(story(), ASKED, after(1)) == (ASKED,)
    assert answer_customer(story((1, WaitingBegan())), ASKED, after(2)) == (ASKED,)


def test_closing_does_not_move_the_end_of_a_resolved_case():
    assert story((1, RESOLVED), (200, CaseClosed(Closing.RESOLVED))).ended_at == after(1)


@pytest.mark.parametrize(
    ("steps", "now", "first", "resolution"),
    [
        ([], 4, Clock.RUNNING, Clock.RUNNING),
        ([], 5, Clock.BREACHED, Clock.RUNNING),
        ([(3, ANSWERED)], 5, Clock.KEPT, Clock.RUNNING),
        ([(4, ANSWERED)], 5, Clock.KEPT, Clock.RUNNING),
        ([(5, ANSWERED)], 5, Clock.BREACHED, Clock.RUNNING),
        ([(1, ANSWERED), (47, RESOLVED)], 90, Clock.KEPT, Clock.KEPT),
        ([(1, ANSWERED), (49, RESOLVED)], 90, Clock.KEPT, Clock.BREACHED),
        ([(1, ANSWERED)], 49, Clock.KEPT, Clock.BREACHED),
        ([(1, ANSWERED), (2, WaitingBegan())], 49, Clock.KEPT, Clock.BREACHED),
        ([(1, RESOLVED), (2, CaseReopened())], 3, Clock.KEPT, Clock.RUNNING),
    ],
)
def test_clocks(steps, now, first, resolution):
    state = story(*steps)

    assert first_response_clock(DUE, state, after(now)) is first
    assert resolution_clock(DUE, state, after(now)) is resolution


def test_no_target_is_no_breach():
    due = Due(first_response=OPENED + DAY, resolution=None)
    state = story((1, ANSWERED))

    assert resolution_clock(due, state, after(10_000)) is Clock.NO_TARGET
    assert judge_breach(due, state, after(10_000)) is None


@pytest.mark.parametrize(
    ("steps", "now", "escalation"),
    [
        ([], 4, None),
        ([], 5, CaseEscalated(Breach.FIRST_RESPONSE)),
        ([], 100, CaseEscalated(Breach.FIRST_RESPONSE)),
        ([(1, ANSWERED)], 48, None),
        ([(1, ANSWERED)], 49, CaseEscalated(Breach.RESOLUTION)),
        ([(5, ANSWERED)], 6, CaseEscalated(Breach.FIRST_RESPONSE)),
        ([(5, CaseEscalated(Breach.FIRST_RESPONSE))], 100, None),
        ([(1, ANSWERED), (2, WaitingBegan())], 49, CaseEscalated(Breach.RESOLUTION)),
        ([(1, RESOLVED)], 100, None),
        ([(1, WaitingBegan()), (3, CaseClosed(Closing.NO_REPLY))], 100, None),
    ],
)
def test_broken_promise_escalates_once(steps, now, escalation):
    assert judge_breach(DUE, story(*steps), after(now)) == escalation


@pytest.mark.parametrize(
    ("steps", "now", "what"),
    [
        ([], 500, None),
        ([(1, WaitingBegan())], 24, None),
        ([(1, WaitingBegan())], 25, CustomerReminded()),
        ([(1, WaitingBegan())], 500, CustomerReminded()),
        ([(1, WaitingBegan()), (25, CustomerReminded())], 48, None),
        ([(1, WaitingBegan()), (25, CustomerReminded())], 49, CaseClosed(Closing.NO_REPLY)),
        ([(1, WaitingBegan()), (40, CustomerReminded())], 63, None),
        ([(1, WaitingBegan()), (40, CustomerReminded())], 64, CaseClosed(Closing.NO_REPLY)),
        ([(1, WaitingBegan()), (25, CustomerReminded()), (30, ASKED)], 500, None),
        ([(1, RESOLVED)], 500, None),
    ],
)
def test_waiting_is_reminded_then_closed(steps, now, what):
    assert judge_waiting(story(*steps), CLOSE_AFTER, after(now)) == what


def test_closing_time_is_known_while_waiting_only():
    assert closes_at(story((1, WaitingBegan())), CLOSE_AFTER) == after(49)
    with pytest.raises(ValueError, match="wait"):
        closes_at(story(), CLOSE_AFTER)


def test_resolved_case_comes_to_rest_when_it_can_no_longer_be_reopened():
    state = story((1, RESOLVED))

    assert judge_ended(state, reopen_until(state)) is None
    assert judge_ended(state, reopen_until(state) + HOUR) == CaseClosed(Closing.RESOLVED)
    assert judge_ended(story(), after(10_000)) is None
