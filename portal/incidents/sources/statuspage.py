"""A status page that speaks Atlassian Statuspage's public JSON, version 2 (``/api/v2/summary.json``)."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.error import URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from portal.incidents.model import Health, Impact, Incident, Phase, Reading, Update, Words
from portal.incidents.rules import worst_of
from portal.kernel.language import DEFAULT_LANGUAGE
from portal.policy.model import Components

TIMEOUT_S = 5
MAX_BYTES = 2_000_000
_PHASES = {"verifying": Phase.IN_PROGRESS, "postmortem": Phase.RESOLVED}


class StatusPageError(Exception):
    """The page did not answer, or not with what it should."""


class _NoRedirects(HTTPRedirectHandler):
    """Nobody but the operator says where we connect to: a redirect could lead into our own network."""

    def redirect_request(self, *_: object) -> None:
        """Take no redirect, so that its answer counts as a failure."""


_opener = build_opener(_NoRedirects)


def fetch_summary(base_url: str) -> dict[str, Any]:
    """The page's summary.

    Raises:
        StatusPageError: when it cannot be fetched or is no summary.
    """
    request = Request(f"{base_url}/api/v2/summary.json", headers={"Accept": "application/json"})  # noqa: S310
    try:
        with _opener.open(request, timeout=TIMEOUT_S) as answer:
            body = answer.read(MAX_BYTES + 1)
        document = json.loads(body) if len(body) <= MAX_BYTES else None
    except (URLError, OSError, ValueError) as error:
        raise StatusPageError(type(error).__name__) from error
    if not isinstance(document, dict) or not isinstance(document.get("incidents"), list):
        raise StatusPageError("not a summary")
    return document


def read_summary(document: Mapping[str, Any], components: Components, now: datetime) -> Reading:
    """The reading that a summary gives; a value nobody knows becomes ``unknown`` and never "fine"."""
    ours = {name: component.id for component in components for name in component.status_components}
    health: dict[str, Health] = {}
    for entry in document.get("components") or ():
        component = ours.get(str(entry.get("name")))
        if component:
            told = _word(Health, entry.get("status"))
            health[component] = worst_of([health.get(component, told), told])
    events = [_event(entry, ours) for entry in document["incidents"]]
    events += [_event(entry, ours, planned=True) for entry in document.get("scheduled_maintenances") or ()]
    reported = (document.get("status") or {}).get("indicator", Impact.NONE.value)
    return Reading(now, tuple(events), health, _word(Impact, reported))


def _event(entry: Mapping[str, Any], ours: Mapping[str, str], *, planned: bool = False) -> Incident:
    names = [str(component.get("name")) for component in entry.get("components") or ()]
    updates = tuple(
        Update(_moment(update.get("display_at") or update.get("created_at")), _phase(update.get("status")), text)
        for update in entry.get("incident_updates") or ()
        if (text := str(update.get("body") or "").strip())
    )
    return Incident(
        slug=str(entry.get("id")),
        phase=_phase(entry.get("status")),
        impact=Impact.MAINTENANCE if planned else _word(Impact, entry.get("impact")),
        components=tuple(dict.fromkeys(ours[name] for name in names if name in ours)),
        started_at=_moment(entry.get("scheduled_for") or entry.get("created_at")),
        words={DEFAULT_LANGUAGE.tag: Words(str(entry.get("name") or entry.get("id")), updates)},
        ended_at=_moment(entry["resolved_at"]) if entry.get("resolved_at") else None,
        scheduled_until=_moment(entry["scheduled_until"]) if entry.get("scheduled_until") else None,
    )


def _phase(value: object) -> Phase:
    return _PHASES.get(str(value)) or _word(Phase, value)


def _word(words: Any, value: object) -> Any:
    return words(value) if value in list(words) else words.UNKNOWN


def _moment(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return datetime.fromtimestamp(0, UTC)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
