"""What customers may do with a case beside writing, whatever has happened to it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.cases.events import CaseClosed, CaseMerged, CaseResolved, Closing, CustomerReplied, FeedbackGiven
from portal.cases.handling_rules import (
    FeedbackOver,
    NotGoingOn,
    StillGoingOn,
    close_by_customer,
    feedback_until,
    give_feedback,
)
from portal.cases.rules import ACTIVE, GoesOnElsewhere, NextMove, Status, fold, next_move, reopen_until
from tests.unit.cases.test_any_order import histories
from tests.unit.cases.test_life_of_a_case import RESOLVED, after, story

GOOD = FeedbackGiven(5, "Quick.")
WORDS = CustomerReplied("It works again.")


def test_last_words_come_before_the_end():
    assert close_by_customer(story(), WORDS) == (WORDS, CaseClosed(Closing.BY_CUSTOMER))
    assert close_by_customer(story(), None) == (CaseClosed(Closing.BY_CUSTOMER),)


def test_what_has_ended_is_not_closed_again():
    assert close_by_customer(story((1, RESOLVED)), WORDS) == NotGoingOn(Status.RESOLVED)


def test_judging_begins_with_the_end_and_lasts_thirty_days():
    state = story((1, RESOLVED))

    assert give_feedback(story(), GOOD, after(1)) == StillGoingOn()
    assert give_feedback(state, GOOD, after(1)) == (GOOD,)
    assert give_feedback(state, GOOD, after(1) + timedelta(days=30)) == (GOOD,)
    assert give_feedback(state, GOOD, after(2) + timedelta(days=30)) == FeedbackOver(after(1) + timedelta(days=30))


def test_merged_case_is_judged_where_it_goes_on():
    state = story((1, CaseMerged("M3RG-ED22")), (1, CaseClosed(Closing.MERGED)))

    assert give_feedback(state, GOOD, after(2)) == GoesOnElsewhere("M3RG-ED22")


@given(histories(), st.integers(0, 2000))
def test_a_case_can_be_closed_or_judged_but_never_both(history, now):
    state = fold(history)

    closes = isinstance(close_by_customer(state, None), tuple)
    judges = isinstance(give_feedback(state, GOOD, after(now)), tuple)

    assert closes is (state.status in ACTIVE)
    assert not (closes and judges)
    if next_move(state, after(now)) is NextMove.REPLY_TO_REOPEN:
        assert judges, "whoever may reopen may say how it went"
        assert reopen_until(state) <= feedback_until(state)


@pytest.mark.parametrize("ending", [CaseResolved("Fixed."), CaseClosed(Closing.NO_REPLY)])
def test_window_is_counted_from_the_end(ending):
    assert feedback_until(story((5, ending), (6, GOOD))) == after(5) + timedelta(days=30)
