"""Columns of the plots: where they stand, how high they are, and what the axis says."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.insights.deflection import Deflected, add_up
from portal.insights.week_plot import HEIGHT, draw, list_weeks
from portal.intake.flow import Outcome

MONDAY = date(2026, 11, 23)


class TestPlot:
    def test_weeks_reach_from_the_first_day_to_today(self):
        assert list_weeks(date(2026, 11, 12), date(2026, 11, 26)) == (date(2026, 11, 9), date(2026, 11, 16), MONDAY)
        assert list_weeks(MONDAY, MONDAY) == (MONDAY,)

    @pytest.mark.parametrize(("most", "top"), [(0, 1), (1, 1), (3, 5), (10, 10), (11, 20), (201, 500)])
    def test_axis_ends_at_a_number_that_reads_well(self, most, top):
        assert draw([(MONDAY, (("kept", most),))]).top == top

    @given(st.lists(st.integers(0, 10_000), min_size=1, max_size=4))
    def test_parts_stand_on_one_another_and_stay_inside(self, counts):
        plot = draw([(MONDAY, [("kept", count) for count in counts])])

        foot = HEIGHT
        for bar, count in zip(plot.columns[0].bars, counts, strict=True):
            assert bar.height == pytest.approx(HEIGHT * count / plot.top)
            assert bar.y + bar.height == pytest.approx(foot)
            foot = bar.y
        assert foot >= -1e-6

    def test_it_is_empty_when_nothing_was_counted(self):
        assert draw([(MONDAY, (("kept", 0), ("late", 0)))]).is_empty
        assert draw([]).is_empty
        assert not draw([(MONDAY, (("kept", 1),))]).is_empty


class TestDeflection:
    def test_walks_are_added_up_by_language_and_week(self):
        counts = [
            (date(2026, 11, 22), "en", Outcome.SENT, 1),
            (date(2026, 11, 23), "en", Outcome.SOLVED, 2),
            (date(2026, 11, 26), "de", Outcome.FOLLOWED, 3),
            (date(2026, 11, 26), "de", Outcome.ADDED, 4),
        ]

        found = add_up(counts)

        assert found.total == Deflected(5, 5)
        assert found.total.share == 0.5
        assert found.by_language == {"en": Deflected(2, 1), "de": Deflected(3, 4)}
        assert found.by_week == {date(2026, 11, 16): Deflected(0, 1), MONDAY: Deflected(5, 4)}

    def test_without_walks_there_is_no_share(self):
        assert add_up([]).total.share is None
