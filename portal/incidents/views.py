"""The status page and the same as JSON."""

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from portal.incidents.current import current_reading
from portal.incidents.documents import status_document
from portal.incidents.rules import health_of, indicate, is_stale
from portal.incidents.shapes import StatusDocument
from portal.incidents.wording import TONES, health_name, impact_name, phase_name
from portal.kernel.language import DEFAULT_LANGUAGE, find_language
from portal.policy.current import current_components
from portal.web.current import current_clock
from portal.web.interface.describing import LOCALE, described
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
            sources=[(part, is_stale(part, now)) for part in reading.parts],
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
@described("State of the platform", StatusDocument, parameters=(LOCALE,))
def as_json() -> ResponseReturnValue:
    """Incidents, maintenance and components as they were last read; an unknown ``locale`` gives English."""
    language = find_language(request.args.get("locale", "")) or DEFAULT_LANGUAGE
    reading, now = current_reading.get()(), current_clock.get()()
    states = [(component, health_of(reading, component.id, now)) for component in current_components.get()()]
    response = json_response(status_document(reading, states, language, now))
    response.headers["Cache-Control"] = BRIEFLY
    return response
