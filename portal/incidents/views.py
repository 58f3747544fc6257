"""The status page and the same as JSON."""

from typing import Any

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from portal.incidents.current import current_reading
from portal.incidents.model import Incident
from portal.incidents.rules import health_of, indicate, is_stale
from portal.incidents.wording import TONES, health_name, impact_name, phase_name
from portal.kernel.language import DEFAULT_LANGUAGE, Language, find_language
from portal.policy.current import current_components
from portal.web.current import current_clock
from portal.web.pages import page, public
from portal.web.problems import json_response

blueprint = Blueprint("incidents", __name__, template_folder="templates")

MAX_PAST = 10
# The age of the reading stands on the page, so it may not be kept for long.
BRIEFLY = "public, max-age=15, stale-while-revalidate=60"


@blueprint.get("/<language:language>/status")
@public
def show() -> ResponseReturnValue:
    """Open incidents, planned work, each component, and how old the reading is."""
    reading, now = current_reading.get()(), current_clock.get()()
    response = Response(
        page(
            "incidents/show.html",
            reading=reading,
            now=now,
            indicator=indicate(reading, now),
            stale=is_stale(reading, now),
            states=[(component, health_of(reading, component.id, now)) for component in current_components.get()()],
            past=reading.past[:MAX_PAST],
            names={"phase": phase_name, "impact": impact_name, "health": health_name},
            tones=TONES,
            components=current_components.get()(),
        ),
        mimetype="text/html",
    )
    response.headers["Cache-Control"] = BRIEFLY
    return response


@blueprint.get("/api/v1/status")
@public
def as_json() -> ResponseReturnValue:
    """The reading as programs want it (contract, section 7); ``locale`` chooses the words, English without it."""
    language = find_language(request.args.get("locale", "")) or DEFAULT_LANGUAGE
    reading, now = current_reading.get()(), current_clock.get()()
    states = [(component, health_of(reading, component.id, now)) for component in current_components.get()()]
    response = json_response(
        {
            "as_of": reading.as_of.isoformat() if reading.as_of else None,
            "stale": is_stale(reading, now),
            "indicator": indicate(reading, now),
            "components": [
                {
                    "id": component.id,
                    "name": component.name(language),
                    "side": component.side.value,
                    "status": health.value,
                }
                for component, health in states
            ],
            "incidents": [_document(event, language) for event in reading.incidents],
            "maintenances": [_document(event, language) for event in reading.maintenances],
        }
    )
    response.headers["Cache-Control"] = BRIEFLY
    return response


def _document(event: Incident, language: Language) -> dict[str, Any]:
    words = event.says(language)
    return {
        "id": event.slug,
        "title": words.title,
        "status": event.phase.value,
        "impact": event.impact.value,
        "components": list(event.components),
        "started_at": event.started_at.isoformat(),
        "scheduled_until": event.scheduled_until.isoformat() if event.scheduled_until else None,
        "updates": [
            {"at": update.at.isoformat(), "status": update.phase.value, "text": update.text} for update in words.updates
        ],
    }
