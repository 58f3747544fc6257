"""The way a walk took: how long each step kept the customer, how it ended, and what is read from many of them."""

from datetime import timedelta
from itertools import pairwise

import pytest

from portal.intake.flow import LAST, Outcome
from portal.intake.pace import CLASSES, CLASSES_S, LONGER, Walk, class_of, count_walk, name_class, read_quantile
from tests.building import START


def after(seconds: float):
    return START + timedelta(seconds=seconds)


def walked(*moves: tuple[str, str, float]) -> Walk:
    """A walk of moves: the step answered, where it led, and when."""
    walk = Walk.begin(START)
    for step, at, seconds in moves:
        walk.go_past(step, at, after(seconds))
    return walk


TWO_STEPS = (("access", "problem", 8), ("problem", "answers", 50))


def test_walk_that_nobody_answered_is_left_at_the_first_step():
    assert count_walk(Walk.begin(START), "", START) == {
        "walk/started": 1,
        "walk/left": 1,
        "access/reached": 1,
        "access/left": 1,
    }


def test_each_step_takes_the_time_since_the_one_before():
    assert walked(*TWO_STEPS).steps == {"access": 8, "problem": 42}


def test_walk_that_ended_is_counted_with_its_outcome_and_the_time_of_the_whole():
    walk = walked(*TWO_STEPS, ("answers", LAST, 100))

    assert count_walk(walk, Outcome.SOLVED, START) == {
        "walk/started": 1,
        "walk/solved": 1,
        "walk/within-120": 1,
        **{f"access/{each}": 1 for each in ("reached", "answered", "within-10")},
        **{f"problem/{each}": 1 for each in ("reached", "answered", "within-45")},
        **{f"answers/{each}": 1 for each in ("reached", "answered", "within-60")},
    }


def test_answer_that_is_sent_again_counts_once_and_does_not_stop_the_clock():
    once = walked(*TWO_STEPS, ("answers", "details", 60))
    twice = walked(*TWO_STEPS, ("problem", "answers", 55), ("answers", "details", 60))

    assert once == twice


def test_going_back_starts_the_clock_of_the_step_that_is_asked_next():
    walk = walked(*TWO_STEPS, ("answers", "details", 60), ("problem", "incidents", 200), ("incidents", "details", 230))

    assert walk.steps == {"access": 8, "problem": 42, "answers": 10, "incidents": 30}
    walk.go_past("details", "impact", after(260))
    assert walk.steps["details"] == 30


@pytest.mark.parametrize("end", ["", *Outcome])
def test_every_step_that_was_reached_was_answered_or_left(end):
    walk = walked(*TWO_STEPS, ("answers", "details", 60), ("problem", "answers", 90))
    if end:
        walk.go_past("answers", LAST, after(99))

    counts = count_walk(walk, end, START)

    for step in ("access", "problem", "answers", "details"):
        answered, left = counts.get(f"{step}/answered", 0), counts.get(f"{step}/left", 0)
        assert counts.get(f"{step}/reached", 0) == answered + left
    assert counts.get("walk/left", 0) == (0 if end else 1)


def test_step_that_was_asked_anew_and_not_answered_again_is_left():
    counts = count_walk(walked(*TWO_STEPS, ("answers", "details", 60), ("problem", "answers", 90)), "", START)

    assert counts["answers/left"] == 1
    assert "answers/answered" not in counts


def test_solved_that_was_taken_back_is_neither_solved_nor_left():
    walk = walked(*TWO_STEPS, ("answers", LAST, 100))
    walk.taken_back = True

    counts = count_walk(walk, Outcome.SOLVED, START)

    assert {name for name in counts if name.startswith("walk/")} == {"walk/started", "walk/taken-back"}


def test_walk_that_was_solved_and_goes_on_to_a_case_counts_as_sent():
    walk = walked(*TWO_STEPS, ("answers", LAST, 100))
    walk.taken_back = True

    assert "walk/sent" in count_walk(walk, Outcome.SENT, START)


def test_walk_is_kept_and_read_again():
    walk = walked(*TWO_STEPS)

    assert Walk.read(walk.as_stored(), START) == walk
    assert Walk.read(None, START) == Walk.begin(START)


@pytest.mark.parametrize(("seconds", "name"), [(0, "within-5"), (5, "within-5"), (6, "within-10"), (9_999, LONGER)])
def test_durations_fall_into_classes(seconds, name):
    assert class_of(seconds) == name


def test_classes_are_no_wider_than_told():
    assert all(upper <= 2 * lower for lower, upper in pairwise(CLASSES_S))
    assert len(set(CLASSES)) == len(CLASSES)
    assert max(map(len, CLASSES)) <= 20


class TestQuantiles:
    def test_nothing_counted_has_none(self):
        assert read_quantile({}, 0.5) is None

    def test_it_lies_within_the_class_of_the_true_one(self):
        durations = [(n * 37) % 400 for n in range(300)]
        counts: dict[str, int] = {}
        for each in durations:
            counts[class_of(each)] = counts.get(class_of(each), 0) + 1

        for share in (0.1, 0.5, 0.9):
            true = sorted(durations)[round(share * len(durations)) - 1]
            assert class_of(round(read_quantile(counts, share))) == class_of(true)

    def test_it_is_read_between_the_bounds(self):
        assert read_quantile({name_class(60): 4}, 0.5) == 52.5
        assert read_quantile({name_class(60): 2, name_class(90): 2}, 0.5) == 60
        assert read_quantile({name_class(5): 1}, 0.9) == 4.5

    def test_what_took_longer_than_the_last_bound_has_no_number(self):
        assert read_quantile({LONGER: 3, name_class(5): 1}, 0.5) == float("inf")
        assert read_quantile({LONGER: 1, name_class(5): 9}, 0.9) == 5
