"""Several status pages as one: worst state, events apart, and what failed makes unknown only its own part."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.incidents.following.rules import list_over
from portal.incidents.merging import merge
from portal.incidents.model import Health, Impact, Incident, Phase, Reading, Words
from portal.incidents.monitor import describe_age, fingerprint
from portal.incidents.rhythm import LONGEST_BACK_OFF, choose_next, is_due
from portal.incidents.rules import health_of, indicate, is_stale, is_unsure, touching
from portal.kernel.status_source import read_sources

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def event(slug, source, **facts):
    usual = {"phase": Phase.IDENTIFIED, "impact": Impact.MINOR, "components": ("api",), "started_at": NOW}
    return Incident(**{"slug": slug, "source": source, "words": {"en": Words(slug)}, **usual, **facts})


def own(*events, **facts):
    return Reading(**{"as_of": NOW, "events": events, "name": "own", "health": {"api": Health.OPERATIONAL}, **facts})


def meta(*events, **facts):
    usual = {"as_of": NOW, "events": events, "name": "meta", "asked_about": frozenset({"delivery", "templates"})}
    return Reading(**{**usual, **facts})


def test_worst_state_wins():
    reading = merge([own(), own(name="other", health={"api": Health.PARTIAL_OUTAGE})])

    assert health_of(reading, "api", NOW) is Health.PARTIAL_OUTAGE
    assert indicate(reading, NOW) == "major"


def test_source_that_fails_makes_unknown_only_what_it_covers():
    reading = merge([own(), meta(problem="HTTP 503", as_of=NOW - MINUTE)])

    assert health_of(reading, "api", NOW) is Health.OPERATIONAL
    assert health_of(reading, "delivery", NOW) is Health.UNKNOWN
    assert not is_unsure(reading, "api", NOW)
    assert is_unsure(reading, "templates", NOW)
    assert indicate(reading, NOW) == "unknown", "the whole is not known to be fine"
    assert is_stale(reading, NOW)


def test_empty_feed_is_fine_and_one_never_read_is_not():
    assert health_of(merge([own(), meta()]), "delivery", NOW) is Health.OPERATIONAL
    assert health_of(merge([own(), meta(as_of=None, problem="x")]), "delivery", NOW) is Health.UNKNOWN


def test_what_nobody_watches_is_not_known():
    only = meta()

    assert health_of(only, "api", NOW) is Health.UNKNOWN
    assert health_of(merge([only, meta(name="other")]), "api", NOW) is Health.UNKNOWN
    assert health_of(merge([only, own()]), "hub", NOW) is Health.OPERATIONAL, "the page that names what it likes"


def test_bad_state_is_told_although_another_source_fails():
    failing = own(name="other", health={"api": Health.OPERATIONAL}, problem="HTTP 500")

    assert health_of(merge([own(health={"api": Health.MAJOR_OUTAGE}), failing]), "api", NOW) is Health.MAJOR_OUTAGE


def test_events_stay_apart_with_their_source():
    reading = merge([own(event("1", "own")), meta(event("1", "meta", components=("delivery",)))])

    assert len({each.slug for each in reading.incidents}) == 2
    assert [each.source for each in touching(reading, "delivery")] == ["meta"]


def test_age_is_that_of_the_oldest():
    reading = merge([own(), meta(as_of=NOW - 9 * MINUTE)])

    assert reading.as_of == NOW - 9 * MINUTE
    assert not is_stale(reading, NOW)
    assert describe_age(reading, NOW + 2 * MINUTE) == "01"


def test_source_that_failed_changes_the_page():
    assert fingerprint(merge([own(), meta()])) != fingerprint(merge([own(), meta(problem="HTTP 500")]))


def test_end_is_told_by_a_fresh_source_even_when_another_fails():
    over = event("a", "own", phase=Phase.RESOLVED)
    failing = meta(event("b", "meta", phase=Phase.RESOLVED), problem="HTTP 500")

    found = list_over(["a", "b", "gone"], merge([own(over), failing]), NOW)

    assert set(found) == {"a"}
    assert set(list_over(["a", "gone"], merge([own(over), meta()]), NOW)) == {"a", "gone"}


def test_address_says_kind_place_and_what_it_is_asked_about():
    own_page, feed = read_sources("https://status.example.org/  feed+https://meta.example/wa.rss#meta,api")

    assert (own_page.kind, own_page.url, own_page.covers, own_page.name) == (
        "statuspage",
        "https://status.example.org",
        (),
        "status.example.org",
    )
    assert (feed.kind, feed.url, feed.covers) == ("feed", "https://meta.example/wa.rss", ("meta", "api"))


def test_pages_of_one_host_have_names_of_their_own():
    named = [each.name for each in read_sources("feed+https://m.example/a.rss feed+https://m.example/b.rss")]

    assert named == ["m.example/a.rss", "m.example/b.rss"]


@pytest.mark.parametrize(("failures", "seconds"), [(0, 60), (1, 60), (2, 120), (3, 240), (5, 600), (50, 600)])
def test_pause_doubles_with_failures_up_to_a_limit(failures, seconds):
    assert choose_next(NOW, failures, timedelta(), 0) == NOW + timedelta(seconds=seconds)


def test_pause_is_shortened_by_luck_and_lengthened_by_what_the_page_wants():
    assert choose_next(NOW, 9, timedelta(), 1) == NOW + LONGEST_BACK_OFF * 0.75
    assert choose_next(NOW, 1, 30 * MINUTE, 1) == NOW + 30 * MINUTE


def test_nudge_shortens_the_pause_but_not_one_after_a_failure():
    soon, later = NOW + timedelta(seconds=20), NOW + MINUTE
    nudged = NOW + timedelta(seconds=3)

    assert is_due(soon, NOW, later, nudged, 0)
    assert not is_due(soon, NOW, later, None, 0)
    assert not is_due(soon, NOW, later, NOW - MINUTE, 0), "it was read since"
    assert not is_due(soon, NOW, later, nudged, 1)
    assert not is_due(NOW + timedelta(seconds=14), NOW, later, nudged, 0), "too soon"


def test_clock_that_was_put_back_does_not_stop_the_reading():
    assert is_due(NOW, NOW + 60 * MINUTE, NOW + 61 * MINUTE, None, 0)
