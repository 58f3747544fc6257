"""A status page that speaks Atlassian Statuspage's public JSON, version 2 (``/api/v2/summary.json``)."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.incidents.model import Health, Impact, Incident, Phase, Reading, Update, Words
from portal.incidents.rules import worst_of
from portal.incidents.sources.kind import Documents, Kind, SourceError
from portal.incidents.sources.words import distinct, find_moment, known, names_of, read_moment
from portal.kernel.language import DEFAULT_LANGUAGE
from portal.policy.model import Components

SUMMARY = "/api/v2/summary.json"
_PHASES = {"verifying": Phase.IN_PROGRESS, "postmortem": Phase.RESOLVED}


def read_summary(document: Mapping[str, Any], components: Components, now: datetime) -> Reading:
    """The reading that a summary gives; a value nobody knows becomes ``unknown`` and never "fine"."""
    ours = names_of(components)
    health: dict[str, Health] = {}
    for entry in document.get("components") or ():
        component = ours.get(str(entry.get("name")))
        if component:
            told = known(Health, entry.get("status"))
            health[component] = worst_of([health.get(component, told), told])
    events = [_event(entry, ours) for entry in document["incidents"]]
    events += [_event(entry, ours, planned=True) for entry in document.get("scheduled_maintenances") or ()]
    reported = (document.get("status") or {}).get("indicator", Impact.NONE.value)
    return Reading(now, tuple(events), health, known(Impact, reported))


def _event(entry: Mapping[str, Any], ours: Mapping[str, str], *, planned: bool = False) -> Incident:
    names = [str(component.get("name")) for component in entry.get("components") or ()]
    updates = tuple(
        Update(find_moment(update.get("display_at"), update.get("created_at")), _phase(update.get("status")), text)
        for update in entry.get("incident_updates") or ()
        if (text := str(update.get("body") or "").strip())
    )
    return Incident(
        slug=str(entry.get("id")),
        phase=_phase(entry.get("status")),
        impact=Impact.MAINTENANCE if planned else known(Impact, entry.get("impact")),
        components=distinct(ours.get(name) for name in names),
        started_at=find_moment(entry.get("scheduled_for"), entry.get("created_at")),
        words={DEFAULT_LANGUAGE.tag: Words(str(entry.get("name") or entry.get("id")), updates)},
        ended_at=read_moment(entry.get("resolved_at")),
        scheduled_until=read_moment(entry.get("scheduled_until")),
    )


def _phase(value: object) -> Phase:
    return _PHASES.get(str(value)) or known(Phase, value)


def _parse(_: str, body: bytes) -> dict[str, Any]:
    document = json.loads(body)
    if not isinstance(document, dict) or not isinstance(document.get("incidents"), list):
        raise SourceError("not a summary")
    return document


def _read(documents: Documents, components: Components, now: datetime) -> Reading:
    return read_summary(documents[SUMMARY], components, now)


STATUSPAGE = Kind("statuspage", (SUMMARY,), "application/json", _parse, _read)
