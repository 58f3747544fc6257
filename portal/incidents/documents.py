"""The platform's state as JSON (contract, section 7)."""

from collections.abc import Iterable
from datetime import datetime

from portal.incidents.model import Health, Incident, Reading
from portal.incidents.rules import indicate, is_stale
from portal.incidents.shapes import StatusDocument, StatusEvent, StatusSourceDocument
from portal.kernel.language import Language
from portal.policy.model import Component


def status_document(
    reading: Reading, states: Iterable[tuple[Component, Health]], language: Language, now: datetime
) -> StatusDocument:
    """The whole state; ``states`` are the components with how each of them is."""
    return {
        "as_of": reading.as_of.isoformat() if reading.as_of else None,
        "stale": is_stale(reading, now),
        "indicator": indicate(reading, now),
        "sources": [source_document(part, now) for part in reading.sources],
        "components": [
            {"id": component.id, "name": component.name(language), "side": component.side, "status": health}
            for component, health in states
        ],
        "incidents": [event_document(event, language) for event in reading.incidents],
        "maintenances": [event_document(event, language) for event in reading.maintenances],
    }


def source_document(source: Reading, now: datetime) -> StatusSourceDocument:
    """A status page, and how old what it said is."""
    read_at = source.as_of.isoformat() if source.as_of else None
    return {"name": source.name, "as_of": read_at, "stale": is_stale(source, now), "problem": source.problem}


def event_document(event: Incident, language: Language) -> StatusEvent:
    """An incident or a maintenance."""
    words = event.says(language)
    return {
        "id": event.slug,
        "title": words.title,
        "status": event.phase,
        "impact": event.impact,
        "components": list(event.components),
        "source": event.source,
        "started_at": event.started_at.isoformat(),
        "scheduled_until": event.scheduled_until.isoformat() if event.scheduled_until else None,
        "updates": [
            {"at": update.at.isoformat(), "status": update.phase, "text": update.text} for update in words.updates
        ],
    }
