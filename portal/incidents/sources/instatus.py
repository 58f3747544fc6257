"""A status page of Instatus: ``/summary.json``, which names neither ids nor, as a rule, components."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from portal.incidents.model import Health, Impact, Incident, Phase, Reading, Words
from portal.incidents.rules import worst_of
from portal.incidents.sources.kind import Documents, Kind, SourceError
from portal.incidents.sources.words import as_list, find_moment, find_named, names_of
from portal.kernel.language import DEFAULT_LANGUAGE
from portal.policy.model import Components

SUMMARY = "/summary.json"
_PHASES = {
    "INVESTIGATING": Phase.INVESTIGATING,
    "IDENTIFIED": Phase.IDENTIFIED,
    "MONITORING": Phase.MONITORING,
    "RESOLVED": Phase.RESOLVED,
    "NOTSTARTEDYET": Phase.SCHEDULED,
    "INPROGRESS": Phase.IN_PROGRESS,
    "COMPLETED": Phase.COMPLETED,
}
_HEALTH = {
    "OPERATIONAL": Health.OPERATIONAL,
    "UNDERMAINTENANCE": Health.MAINTENANCE,
    "DEGRADEDPERFORMANCE": Health.DEGRADED,
    "MINOROUTAGE": Health.DEGRADED,
    "PARTIALOUTAGE": Health.PARTIAL_OUTAGE,
    "MAJOROUTAGE": Health.MAJOR_OUTAGE,
}
_IMPACTS = {
    "OPERATIONAL": Impact.NONE,
    "DEGRADEDPERFORMANCE": Impact.MINOR,
    "MINOROUTAGE": Impact.MINOR,
    "PARTIALOUTAGE": Impact.MAJOR,
    "MAJOROUTAGE": Impact.MAJOR,
    "UNDERMAINTENANCE": Impact.MAINTENANCE,
}
_WHOLE = {"UP": Impact.NONE, "HASISSUES": Impact.MINOR, "ALLMAJOROUTAGE": Impact.CRITICAL}


def read_summary(document: Mapping[str, Any], components: Components, now: datetime) -> Reading:
    """The reading that a summary gives. Components of an event are those whose names stand in its title."""
    ours = names_of(components)
    health: dict[str, Health] = {}
    for entry in as_list(document.get("components")):
        component = ours.get(str(entry.get("name")))
        if component:
            told = _HEALTH.get(str(entry.get("status")), Health.UNKNOWN)
            health[component] = worst_of([health.get(component, told), told])
    events = [_event(entry, ours) for entry in as_list(document.get("activeIncidents"))]
    events += [_event(entry, ours, planned=True) for entry in as_list(document.get("activeMaintenances"))]
    return Reading(now, tuple(events), health, _whole(document["page"].get("status")))


def _event(entry: Mapping[str, Any], ours: Mapping[str, str], *, planned: bool = False) -> Incident:
    title = str(entry.get("name") or "")
    begin = find_moment(entry.get("start" if planned else "started"))
    return Incident(
        slug=str(entry.get("url") or title),
        phase=_PHASES.get(str(entry.get("status")), Phase.UNKNOWN),
        impact=Impact.MAINTENANCE if planned else _IMPACTS.get(str(entry.get("impact")), Impact.UNKNOWN),
        components=find_named(title, ours),
        started_at=begin,
        words={DEFAULT_LANGUAGE.tag: Words(title or str(entry.get("url")))},
        scheduled_until=_end(begin, entry.get("duration")) if planned else None,
    )


def _end(begin: datetime, minutes: object) -> datetime | None:
    text = str(minutes)
    return begin + timedelta(minutes=int(text)) if text.isascii() and text.isdecimal() and len(text) < 7 else None


def _whole(status: object) -> Impact:
    """What the page says of itself; the longer words say of how many components it holds (ALL, SOME, ONE)."""
    word = str(status)
    bare = word.removeprefix("ALL").removeprefix("SOME").removeprefix("ONE")
    return _WHOLE.get(word) or _IMPACTS.get(bare, Impact.UNKNOWN)


def _parse(_: str, body: bytes) -> dict[str, Any]:
    document = json.loads(body)
    if not isinstance(document, dict) or not isinstance(document.get("page"), dict):
        raise SourceError("not a summary")
    return document


def _read(documents: Documents, components: Components, now: datetime) -> Reading:
    return read_summary(documents[SUMMARY], components, now)


INSTATUS = Kind("instatus", (SUMMARY,), "application/json", _parse, _read)
