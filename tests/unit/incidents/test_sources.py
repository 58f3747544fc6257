"""Status pages of other kinds than Statuspage's: what they say, and what nobody knows."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from portal.incidents.model import Health, Impact, Phase
from portal.incidents.sources.cachet import PATHS_2, PATHS_3
from portal.incidents.sources.kind import SourceError
from portal.incidents.sources.kinds import BY_NAME
from portal.incidents.sources.words import read_moment
from portal.kernel.status_source import KINDS
from portal.policy.model import Component, Components, Side

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
COMPONENTS = Components(
    (
        Component("api", {"en": "API"}, {"en": ""}, Side.PROVIDER, ("Messages",)),
        Component("delivery", {"en": "Delivery"}, {"en": ""}, Side.META, ("Cloud API",)),
    )
)


def read(name, *answers):
    """The reading of a kind, from its answers in the order of its addresses."""
    kind = BY_NAME[name]
    bodies = [each if isinstance(each, bytes) else json.dumps(each).encode() for each in answers]
    documents = {path: kind.parse(path, body) for path, body in zip(kind.paths, bodies, strict=True)}
    # What is stored is stored as JSON.
    return kind.read(json.loads(json.dumps(documents)), COMPONENTS, NOW)


def test_every_kind_of_the_setting_can_be_read():
    assert set(BY_NAME) == set(KINDS)


def test_instatus_that_is_fine_has_no_lists():
    reading = read("instatus", {"page": {"name": "P", "url": "https://p.example", "status": "UP"}})

    assert (reading.events, reading.reported) == ((), Impact.NONE)


def test_instatus_tells_incidents_and_planned_work():
    reading = read(
        "instatus",
        {
            "page": {"status": "HASISSUES"},
            "activeIncidents": [
                {
                    "name": "Messages are late",
                    "started": "Mon Nov 23 2026 12:30:00 GMT+0100 (Central European Standard Time)",
                    "status": "MONITORING",
                    "impact": "PARTIALOUTAGE",
                    "url": "https://p.example/1",
                }
            ],
            "activeMaintenances": [
                {
                    "name": "Move",
                    "start": "2026-11-24T02:00:00.000Z",
                    "status": "NOTSTARTEDYET",
                    "duration": "90",
                    "url": "https://p.example/2",
                }
            ],
        },
    )

    (incident,), (planned,) = reading.incidents, reading.maintenances
    assert (incident.phase, incident.impact, incident.components) == (Phase.MONITORING, Impact.MAJOR, ("api",))
    assert incident.started_at == datetime(2026, 11, 23, 11, 30, tzinfo=UTC)
    assert planned.phase is Phase.SCHEDULED
    assert planned.scheduled_until == datetime(2026, 11, 24, 3, 30, tzinfo=UTC)
    assert reading.reported is Impact.MINOR


@pytest.mark.parametrize(
    ("word", "impact"),
    [
        ("UP", Impact.NONE),
        ("UNDERMAINTENANCE", Impact.MAINTENANCE),
        ("SOMEMAJOROUTAGE", Impact.MAJOR),
        ("ALLMAJOROUTAGE", Impact.CRITICAL),
        ("ONEDEGRADEDPERFORMANCE", Impact.MINOR),
        ("ONFIRE", Impact.UNKNOWN),
        (None, Impact.UNKNOWN),
    ],
)
def test_word_of_instatus_that_nobody_knows_is_never_fine(word, impact):
    assert read("instatus", {"page": {"status": word}}).reported is impact


def component_3(number, name, status):
    return {"id": str(number), "type": "components", "attributes": {"name": name, "status": status}}


def test_cachet_3_tells_what_its_numbers_mean():
    attributes = {
        "name": "Webhooks stop",
        "message": "We look.",
        "status": {"human": "Identified", "value": 2},
        "created": {"string": "2026-11-23 11:00:00"},
    }
    relations = {
        "components": {"data": [{"type": "components", "id": "1"}]},
        "updates": {"data": [{"type": "updates", "id": "7"}]},
    }
    update = {"message": "Found it.", "status": {"value": 2}, "created": {"string": "2026-11-23 11:20:00"}}
    reading = read(
        "cachet3",
        {"data": [component_3(1, "Messages", 4), component_3(2, "Cloud API", 9)]},
        {
            "data": [{"id": "5", "type": "incidents", "attributes": attributes, "relationships": relations}],
            "included": [component_3(1, "Messages", 4), {"id": "7", "type": "updates", "attributes": update}],
        },
        {"data": []},
        {"data": {"attributes": {"status": "partial_outage", "message": ""}}},
    )

    (incident,) = reading.incidents
    assert (incident.phase, incident.impact, incident.components) == (Phase.IDENTIFIED, Impact.MAJOR, ("api",))
    assert [each.text for each in incident.words["en"].updates] == ["Found it.", "We look."]
    assert incident.started_at == datetime(2026, 11, 23, 11, tzinfo=UTC)
    assert reading.health == {"api": Health.MAJOR_OUTAGE, "delivery": Health.UNKNOWN}
    assert reading.reported is Impact.MAJOR


@pytest.mark.parametrize(
    ("value", "phase"),
    [(0, Phase.UNKNOWN), (1, Phase.INVESTIGATING), (3, Phase.MONITORING), (4, Phase.RESOLVED), (9, Phase.UNKNOWN)],
)
def test_incident_of_cachet_is_over_only_when_it_says_fixed(value, phase):
    entry = {"id": "5", "type": "incidents", "attributes": {"name": "N", "status": {"value": value}}}
    whole = {"data": {"status": "operational"}}

    (event,) = read("cachet3", {"data": []}, {"data": [entry]}, {"data": []}, whole).events

    assert event.phase is phase


def test_cachet_2_tells_what_its_numbers_mean():
    incidents = [
        {
            "id": 5,
            "component_id": 1,
            "name": "Messages fail",
            "status": "1",
            "latest_status": 3,
            "message": "We look.",
            "visible": 1,
            "created_at": "2026-11-23 11:00:00",
            "updates": [{"id": 1, "status": 3, "message": "Better.", "created_at": "2026-11-23 11:30:00"}],
        },
        {"id": 6, "component_id": 0, "name": "Hidden", "status": 1, "visible": 0},
    ]
    planned = [
        {
            "id": 5,
            "name": "Move",
            "status": 1,
            "scheduled_at": "2026-11-23 11:30:00",
            "completed_at": "2026-11-23 13:00:00",
            "components": [{"component_id": 2}],
        }
    ]
    components = [{"id": 1, "name": "Messages", "status": 2}, {"id": 2, "name": "Cloud API", "status": 0}]

    reading = read("cachet2", {"data": components}, {"data": incidents}, {"data": planned})

    (incident,), (work,) = reading.incidents, reading.maintenances
    assert (incident.phase, incident.impact, incident.components) == (Phase.MONITORING, Impact.MINOR, ("api",))
    assert (work.phase, work.components) == (Phase.IN_PROGRESS, ("delivery",))
    assert work.scheduled_until == datetime(2026, 11, 23, 13, tzinfo=UTC)
    assert reading.health == {"api": Health.DEGRADED, "delivery": Health.UNKNOWN}
    assert incident.slug != work.slug


def feed(*items):
    return f'<rss version="2.0"><channel><title>Status</title>{"".join(items)}</channel></rss>'.encode()


def item(title, text="", at="Mon, 23 Nov 2026 11:00:00 +0000", link="https://meta.example/1"):
    return (
        f"<item><title>{title}</title><description>{text}</description>"
        f"<pubDate>{at}</pubDate><link>{link}</link></item>"
    )


def test_empty_feed_means_fine():
    reading = read("feed", feed())

    assert (reading.events, reading.reported) == ((), Impact.NONE)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!DOCTYPE html><html><body>Status</body></html>",
        b"<html><body>Status</body></html>",
        b'{"status": "fine"}',
        b"<rss><channel><item>",
        b"<rss></rss>",
        b'<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><channel><title>&b;</title></channel></rss>',
        b'<?xml version="1.0" encoding="klingon"?><rss><channel></channel></rss>',
    ],
)
def test_what_is_no_feed_is_never_taken_for_an_empty_one(body):
    with pytest.raises(SourceError, match="not a feed"):
        read("feed", body)


def test_entry_that_says_nothing_of_its_end_is_open():
    (incident,) = read("feed", feed(item("Increased errors for the Cloud API"))).incidents

    assert (incident.phase, incident.impact, incident.components) == (Phase.UNKNOWN, Impact.UNKNOWN, ("delivery",))


def test_entry_that_says_nothing_for_weeks_is_history():
    assert read("feed", feed(item("Once upon a time", at="Mon, 02 Nov 2026 11:00:00 +0000"))).events == ()


def test_updates_of_one_event_are_told_together_and_the_newest_counts():
    first = item("[Investigating] Late", "We look.", link="https://p.example/9#1")
    last = item("[Resolved] Late", "All well.", at="Mon, 23 Nov 2026 11:40:00 GMT", link="https://p.example/9#2")

    (event,) = read("feed", feed(first, last)).events

    assert (event.phase, event.words["en"].title) == (Phase.RESOLVED, "Late")
    assert [update.text for update in event.words["en"].updates] == ["All well.", "We look."]
    assert event.ended_at == datetime(2026, 11, 23, 11, 40, tzinfo=UTC)


def test_atom_feed_of_a_statuspage_is_read_as_the_history_that_it_is():
    body = """<feed xmlns="http://www.w3.org/2005/Atom"><entry>
      <id>tag:p.example,2005:Incident/1</id><published>2026-11-23T10:00:00Z</published>
      <updated>2026-11-23T11:00:00Z</updated><link rel="alternate" href="https://p.example/incidents/1"/>
      <title>Messages fail</title>
      <content type="html">&lt;p&gt;&lt;small&gt;Nov 23, 11:00 UTC&lt;/small&gt;&lt;br&gt;&lt;strong&gt;Resolved
      &lt;/strong&gt; - It was resolved.&lt;/p&gt;&lt;p&gt;&lt;small&gt;Nov 23, 10:00 UTC&lt;/small&gt;&lt;br&gt;
      &lt;strong&gt;Investigating&lt;/strong&gt; - We look.&lt;/p&gt;</content></entry></feed>"""

    (event,) = read("feed", body.encode()).events

    assert (event.phase, event.components) == (Phase.RESOLVED, ("api",))
    assert event.started_at == datetime(2026, 11, 23, 10, tzinfo=UTC)


def test_word_within_a_sentence_ends_nothing():
    (incident,) = read("feed", feed(item("Late", "It is not resolved. We have not fixed - or found - it."))).incidents

    assert incident.phase is Phase.UNKNOWN


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("instatus", {"page": "UP"}),
        ("instatus", ["page"]),
        ("cachet2", {"data": {}}),
        ("cachet3", {"errors": []}),
        ("statuspage", {"incidents": {}}),
    ],
)
def test_answer_of_another_shape_is_refused(name, answer):
    kind = BY_NAME[name]

    with pytest.raises(SourceError):
        kind.parse(kind.paths[0], json.dumps(answer).encode())


def test_paths_ask_for_as_many_as_there_may_be():
    assert all("per_page=100" in path for path in (*PATHS_2, *PATHS_3[:3]))


@pytest.mark.parametrize("text", ["", None, "soon", "99999-01-01", "Mon Foo 99 2026 10:00:00 GMT+0000", {}, "0"])
def test_what_is_no_moment_is_none(text):
    assert read_moment(text) is None


def test_moments_are_in_utc():
    told = {read_moment("2026-11-23T13:00:00+01:00"), read_moment("Mon, 23 Nov 2026 12:00:00 GMT")}

    assert told == {NOW}
    assert read_moment("2026-11-23 12:00:00") - NOW == timedelta()
