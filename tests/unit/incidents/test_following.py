from datetime import UTC, datetime, timedelta

import pytest

from portal.incidents.following.rules import Asked, list_over, may_ask
from portal.incidents.model import Impact, Incident, Phase, Reading, Words
from portal.incidents.rules import planned_for

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def event(slug, phase=Phase.INVESTIGATING, impact=Impact.MAJOR, components=("webhooks",), started_at=NOW):
    return Incident(slug, phase, impact, components, started_at, {"en": Words(slug)})


def read(*events, as_of=NOW, problem=""):
    return Reading(as_of, tuple(events), problem=problem)


def test_incident_is_over_when_it_says_so_or_is_gone():
    over = event("over", Phase.RESOLVED)

    assert list_over(["open", "over", "gone"], read(event("open"), over), NOW) == {"over": over, "gone": None}


@pytest.mark.parametrize(
    "reading",
    [
        read(as_of=None),
        read(problem="URLError"),
        read(as_of=NOW - 11 * MINUTE),
        read(event("over", Phase.RESOLVED), problem="a file has a mistake"),
    ],
)
def test_reading_that_failed_or_is_old_ends_nothing(reading):
    assert list_over(["over", "gone"], reading, NOW) == {}


def test_word_nobody_knows_ends_nothing():
    assert list_over(["strange"], read(event("strange", Phase.UNKNOWN)), NOW) == {}


@pytest.mark.parametrize(
    ("earlier", "asked"),
    [
        ([], True),
        ([Asked("webhooks", NOW - 9 * MINUTE, 1)], False),
        ([Asked("webhooks", NOW - 10 * MINUTE, 1)], True),
        ([Asked("webhooks", NOW - 600 * MINUTE, 3)], False),
        ([Asked("another", NOW, 1)], True),
        ([Asked(f"another {number}", NOW - 59 * MINUTE, 1) for number in range(5)], False),
        ([Asked(f"another {number}", NOW - 60 * MINUTE, 1) for number in range(5)], True),
    ],
)
def test_address_is_asked_to_confirm_only_so_often(earlier, asked):
    assert may_ask(earlier, "webhooks", NOW) is asked


@pytest.mark.parametrize(
    ("planned", "told"),
    [
        (event("w", Phase.SCHEDULED, Impact.MAINTENANCE, started_at=NOW + timedelta(hours=23)), True),
        (event("w", Phase.SCHEDULED, Impact.MAINTENANCE, started_at=NOW + timedelta(hours=25)), False),
        (event("w", Phase.IN_PROGRESS, Impact.MAINTENANCE), True),
        (event("w", Phase.IN_PROGRESS, Impact.MAINTENANCE, components=()), True),
        (event("w", Phase.IN_PROGRESS, Impact.MAINTENANCE, components=("api",)), False),
        (event("w", Phase.COMPLETED, Impact.MAINTENANCE), False),
        (event("w"), False),
    ],
)
def test_planned_work_is_told_to_whom_it_concerns(planned, told):
    assert bool(planned_for(read(planned), "webhooks", NOW)) is told
