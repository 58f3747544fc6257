from datetime import UTC, datetime

import pytest

from portal.incidents.model import Health, Impact, Reading
from portal.incidents.rules import indicate, worst_of

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("health", "reported", "indicator"),
    [
        ({}, Impact.NONE, "none"),
        ({"api": Health.OPERATIONAL}, Impact.NONE, "none"),
        ({"api": Health.MAINTENANCE}, Impact.MAINTENANCE, "none"),
        ({"api": Health.UNKNOWN}, Impact.NONE, "unknown"),
        ({"api": Health.MAJOR_OUTAGE}, Impact.NONE, "critical"),
        ({"api": Health.OPERATIONAL}, Impact.CRITICAL, "critical"),
        ({"api": Health.DEGRADED, "hub": Health.UNKNOWN}, Impact.NONE, "minor"),
        ({"api": Health.OPERATIONAL}, Impact.UNKNOWN, "unknown"),
    ],
)
def test_without_an_incident_components_and_the_source_still_count(health, reported, indicator):
    assert indicate(Reading(NOW, health=health, reported=reported), NOW) == indicator


def test_an_outage_is_not_hidden_by_maintenance_or_by_what_nobody_knows():
    assert worst_of([Health.MAINTENANCE, Health.PARTIAL_OUTAGE]) is Health.PARTIAL_OUTAGE
    assert worst_of([Health.UNKNOWN, Health.MAJOR_OUTAGE]) is Health.MAJOR_OUTAGE
    assert worst_of([Health.OPERATIONAL, Health.UNKNOWN]) is Health.UNKNOWN
