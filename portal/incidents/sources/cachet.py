"""Cachet, an open status page: version 2.4 (``/api/v1/…``) and version 3 (``/api/…``, JSON:API).

Both number their states, and not alike. The newest 100 incidents and planned works are read, and as many components.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from portal.incidents.model import Health, Impact, Incident, Phase, Reading, Update, Words
from portal.incidents.rules import worst_of
from portal.incidents.sources.kind import Documents, Kind, SourceError
from portal.incidents.sources.words import as_list, distinct, find_moment, names_of, read_moment
from portal.kernel.language import DEFAULT_LANGUAGE
from portal.policy.model import Components

_PAGE = "per_page=100"
PATHS_2 = (
    f"/api/v1/components?{_PAGE}",
    f"/api/v1/incidents?{_PAGE}&sort=id&order=desc",
    f"/api/v1/schedules?{_PAGE}&sort=id&order=desc",
)
PATHS_3 = (
    f"/api/components?{_PAGE}",
    f"/api/incidents?{_PAGE}&include=components,updates",
    f"/api/schedules?{_PAGE}&include=components,updates&sort=-scheduled_at",
    "/api/status",
)
_HEALTH = {1: Health.OPERATIONAL, 2: Health.DEGRADED, 3: Health.PARTIAL_OUTAGE, 4: Health.MAJOR_OUTAGE}
_HEALTH_3 = {**_HEALTH, 6: Health.MAINTENANCE}
_PHASES = {1: Phase.INVESTIGATING, 2: Phase.IDENTIFIED, 3: Phase.MONITORING, 4: Phase.RESOLVED}
_PLANNED = {0: Phase.SCHEDULED, 1: Phase.IN_PROGRESS, 2: Phase.COMPLETED}
_IMPACTS = {
    Health.MAJOR_OUTAGE: Impact.MAJOR,
    Health.PARTIAL_OUTAGE: Impact.MAJOR,
    Health.DEGRADED: Impact.MINOR,
    Health.OPERATIONAL: Impact.MINOR,
}
"""Cachet gives incidents no impact: it is that of the worst component. Whether all are affected it never says."""
_WHOLE = {
    "operational": Impact.NONE,
    "partial_outage": Impact.MAJOR,
    "major_outage": Impact.CRITICAL,
    "under_maintenance": Impact.MAINTENANCE,
}


@dataclass(frozen=True)
class _Entry:
    """An entry of either version: its fields, and the entries that belong to it by their kind."""

    id: str
    fields: Mapping[str, Any]
    related: Mapping[str, tuple["_Entry", ...]]

    def state(self, *names: str) -> int | None:
        """The number of the first of these states that is there; some versions wrap it, some write it as text."""
        for name in names:
            value = self.fields.get(name)
            value = value.get("value") if isinstance(value, dict) else value
            if value is not None:
                return int(value) if str(value).isdecimal() else None
        return None

    def moment(self, *names: str) -> object:
        """What is told of the first of these moments that is there."""
        values = (self.fields.get(name) or self.fields.get(f"{name}_at") for name in names)
        return next((each.get("string") if isinstance(each, dict) else each for each in values if each), None)


def read_2(documents: Documents, components: Components, now: datetime) -> Reading:
    """The reading of a Cachet 2.4."""
    parts, incidents, planned = (tuple(map(_entry_2, documents[path]["data"])) for path in PATHS_2)
    named = {part.id: part for part in parts}
    incidents = tuple(
        replace(each, related={**each.related, "components": _only(named.get(str(each.fields.get("component_id"))))})
        for each in incidents
    )
    planned = tuple(replace(each, related={"components": tuple(_scheduled(each, named))}) for each in planned)
    return _read(parts, incidents, planned, (components, _HEALTH, now))


def read_3(documents: Documents, components: Components, now: datetime) -> Reading:
    """The reading of a Cachet 3."""
    parts, incidents, planned = (_entries_3(documents[path]) for path in PATHS_3[:3])
    whole = documents[PATHS_3[3]]["data"]
    status = whole.get("attributes", whole).get("status")
    status = status.get("value") if isinstance(status, dict) else status
    reading = _read(parts, incidents, planned, (components, _HEALTH_3, now))
    return replace(reading, reported=_WHOLE.get(str(status), Impact.UNKNOWN))


def _read(
    parts: tuple[_Entry, ...],
    incidents: tuple[_Entry, ...],
    planned: tuple[_Entry, ...],
    around: tuple[Components, Mapping[int, Health], datetime],
) -> Reading:
    components, states, now = around
    ours = names_of(components)
    health: dict[str, Health] = {}
    for part in parts:
        component = ours.get(str(part.fields.get("name")))
        if component and part.fields.get("enabled") is not False:
            told = _health(part, states)
            health[component] = worst_of([health.get(component, told), told])
    events = [_incident(each, ours, states) for each in incidents if _is_public(each)]
    events += [_event(each, ours, _PLANNED, Impact.MAINTENANCE) for each in planned]
    return Reading(now, tuple(events), health)


def _is_public(entry: _Entry) -> bool:
    """Whether everybody may see it: 1, or a version that has no other kind."""
    return entry.fields.get("visible") is not False and entry.state("visible") in {None, 1}


def _incident(entry: _Entry, ours: Mapping[str, str], states: Mapping[int, Health]) -> Incident:
    affected = [_health(part, states) for part in entry.related.get("components", ())]
    impact = _IMPACTS.get(worst_of(affected), Impact.UNKNOWN) if affected else Impact.UNKNOWN
    return _event(entry, ours, _PHASES, impact)


def _event(entry: _Entry, ours: Mapping[str, str], phases: Mapping[int, Phase], impact: Impact) -> Incident:
    phase = phases.get(_or_none(entry.state("latest_status", "status")), Phase.UNKNOWN)
    title = str(entry.fields.get("name") or entry.id)
    updates = [_update(each, phases) for each in entry.related.get("updates", ())]
    if text := str(entry.fields.get("message") or "").strip():
        first = Phase.SCHEDULED if phases is _PLANNED else phases.get(_or_none(entry.state("status")), Phase.UNKNOWN)
        updates.append(Update(find_moment(entry.moment("created")), first, text))
    over = phase in {Phase.RESOLVED, Phase.COMPLETED}
    return Incident(
        slug=f"{'schedule' if phases is _PLANNED else 'incident'}-{entry.id}",
        phase=phase,
        impact=impact,
        components=distinct(ours.get(str(part.fields.get("name"))) for part in entry.related.get("components", ())),
        started_at=find_moment(entry.moment("scheduled", "occurred", "created")),
        words={DEFAULT_LANGUAGE.tag: Words(title, tuple(sorted(updates, key=lambda each: each.at, reverse=True)))},
        ended_at=read_moment(entry.moment("completed", "updated")) if over else None,
        scheduled_until=read_moment(entry.moment("completed")) if phases is _PLANNED else None,
    )


def _update(entry: _Entry, phases: Mapping[int, Phase]) -> Update:
    phase = phases.get(_or_none(entry.state("status")), Phase.UNKNOWN)
    return Update(find_moment(entry.moment("created")), phase, str(entry.fields.get("message") or "").strip())


def _health(part: _Entry, states: Mapping[int, Health]) -> Health:
    return states.get(_or_none(part.state("status")), Health.UNKNOWN)


def _or_none(state: int | None) -> int:
    return -1 if state is None else state


def _entry_2(entry: Mapping[str, Any]) -> _Entry:
    updates = tuple(_Entry(str(each.get("id")), each, {}) for each in as_list(entry.get("updates")))
    return _Entry(str(entry["id"]), entry, {"updates": updates})


def _scheduled(entry: _Entry, named: Mapping[str, _Entry]) -> Iterator[_Entry]:
    for each in as_list(entry.fields.get("components")):
        part = named.get(str(each.get("component_id", each.get("id"))))
        if part:
            yield part


def _only(entry: _Entry | None) -> tuple[_Entry, ...]:
    return (entry,) if entry else ()


def _entries_3(document: Mapping[str, Any]) -> tuple[_Entry, ...]:
    """The entries of a JSON:API document with what they include."""
    beside = {(str(each["type"]), str(each["id"])): each for each in as_list(document.get("included"))}
    return tuple(_entry_3(each, beside) for each in as_list(document["data"]))


def _entry_3(entry: Mapping[str, Any], beside: Mapping[tuple[str, str], Mapping[str, Any]]) -> _Entry:
    related: dict[str, tuple[_Entry, ...]] = {}
    for name, relation in (entry.get("relationships") or {}).items():
        named = relation.get("data")
        keys = [(str(each["type"]), str(each["id"])) for each in (named if isinstance(named, list) else ())]
        related[name] = tuple(_entry_3(beside[key], {}) for key in keys if key in beside)
    return _Entry(str(entry["id"]), entry["attributes"], related)


def _parse(path: str, body: bytes) -> dict[str, Any]:
    document = json.loads(body)
    wanted = dict if path == PATHS_3[3] else list
    if not isinstance(document, dict) or not isinstance(document.get("data"), wanted):
        raise SourceError("not an answer of Cachet's")
    return document


CACHET_2 = Kind("cachet2", PATHS_2, "application/json", _parse, read_2)
CACHET_3 = Kind("cachet3", PATHS_3, "application/json", _parse, read_3)
