"""What cases add to the figures of team leads, and what groups of them add up to."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.cases.rules import CaseState, Clock, Due, Status
from portal.insights.service_levels import Facet, Figures, Handled, Measured, group, judge
from portal.policy.model import Channel

OPENED = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DUE = Due(OPENED + 4 * HOUR, OPENED + 48 * HOUR)
NO_TARGET = Measured(Clock.NO_TARGET, None)


def state(answered: float | None = None, ended: float | None = None) -> CaseState:
    """A case that was answered and ended after so many hours."""
    return CaseState(
        status=Status.OPEN if ended is None else Status.RESOLVED,
        opened_at=OPENED,
        changed_at=OPENED,
        first_response_at=None if answered is None else OPENED + answered * HOUR,
        ended_at=None if ended is None else OPENED + ended * HOUR,
    )


def handled(first: Measured = NO_TARGET, resolution: Measured = NO_TARGET, **changes) -> Handled:
    usual = {
        "reference": "K7QM-4P2X",
        "opened_at": OPENED,
        "plan": "basic",
        "channel": Channel.EMAIL,
        "severity": 3,
        "language": "en",
        "feedback": None,
    }
    return Handled(first_response=first, resolution=resolution, **usual | changes)


def kept(hours: float) -> Measured:
    return Measured(Clock.KEPT, hours * HOUR)


class TestOneCase:
    def test_promise_that_was_kept_has_a_time_and_is_not_late(self):
        first, resolution = judge(DUE, state(answered=1, ended=20), OPENED + 30 * HOUR)

        assert first == Measured(Clock.KEPT, HOUR)
        assert resolution == Measured(Clock.KEPT, 20 * HOUR)

    def test_promise_that_was_met_late_tells_by_how_much(self):
        first, resolution = judge(DUE, state(answered=6, ended=50), OPENED + 60 * HOUR)

        assert first == Measured(Clock.BREACHED, 6 * HOUR, 2 * HOUR)
        assert resolution == Measured(Clock.BREACHED, 50 * HOUR, 2 * HOUR)

    def test_overdue_promise_is_late_until_now_and_took_no_time_yet(self):
        first, resolution = judge(DUE, state(), OPENED + 5 * HOUR)

        assert first == Measured(Clock.BREACHED, None, HOUR)
        assert resolution == Measured(Clock.RUNNING, None)

    def test_case_that_ended_without_an_answer_has_no_time_of_a_first_response(self):
        first, _ = judge(DUE, state(ended=2), OPENED + 5 * HOUR)

        assert first == Measured(Clock.KEPT, None)

    def test_resolution_that_nobody_promised_is_never_late(self):
        _, resolution = judge(Due(DUE.first_response, None), state(answered=1), OPENED + 5000 * HOUR)

        assert resolution == NO_TARGET

    @pytest.mark.parametrize(("day", "monday"), [(23, 23), (29, 23), (30, 30)])
    def test_week_is_the_one_of_its_monday(self, day, monday):
        assert handled(opened_at=OPENED.replace(day=day)).week == date(2026, 11, monday)


class TestGroup:
    def test_share_is_of_the_promises_whose_moment_has_come(self):
        late, running = Measured(Clock.BREACHED, None, HOUR), Measured(Clock.RUNNING, None)
        figures = Figures(tuple(handled(each) for each in (kept(1), kept(2), kept(3), late, running, NO_TARGET)))

        assert (figures.first_response.kept, figures.first_response.late, figures.first_response.running) == (3, 1, 1)
        assert figures.first_response.share == 0.75

    def test_nothing_has_no_share_and_no_time(self):
        nothing = Figures(()).resolution

        assert (nothing.share, nothing.median, nothing.ninth, Figures(()).mean_score) == (None, None, None, None)

    def test_median_and_nine_of_ten_are_times_that_cases_took(self):
        figures = Figures(tuple(handled(kept(hours)) for hours in (10, 1, 2, 3, 4, 5, 6, 7, 8, 9)))

        assert figures.first_response.median == 5 * HOUR
        assert figures.first_response.ninth == 9 * HOUR
        assert Figures((handled(kept(7)),)).first_response.ninth == 7 * HOUR

    def test_judgements_are_counted_and_averaged(self):
        figures = Figures(tuple(handled(feedback=score) for score in (5, 5, 2, None)))

        assert figures.scores == {1: 0, 2: 1, 3: 0, 4: 0, 5: 2}
        assert (figures.judged, figures.mean_score) == (3, 4)

    def test_every_case_is_in_one_group_of_each_facet(self):
        cases = [handled(plan=plan, severity=level) for plan in ("basic", None, "premium") for level in (3, 1, 2)]

        for facet in Facet:
            assert sum(figures.requests for figures in group(cases, facet).values()) == len(cases)

    def test_levels_and_weeks_have_their_order_and_the_rest_goes_by_frequency(self):
        cases = [handled(severity=level, plan=plan) for level, plan in ((3, "premium"), (1, None), (2, None))]

        assert list(group(cases, Facet.SEVERITY)) == [1, 2, 3]
        assert list(group(cases, Facet.PLAN)) == [None, "premium"]
