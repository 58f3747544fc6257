"""What other pages show of the state: a banner while an incident is open, one line on the front page."""

from flask import render_template
from markupsafe import Markup

from portal.incidents.current import current_reading
from portal.incidents.rules import indicate
from portal.web.current import current_clock


def status_banner() -> Markup:
    """The most severe open incident, linked to the status page; nothing while none is open."""
    incidents = current_reading.get()().incidents
    if not incidents:
        return Markup("")
    return Markup(render_template("incidents/_banner.html", incident=incidents[0], more=len(incidents) - 1))  # noqa: S704


def status_line() -> Markup:
    """The state of the whole in one sentence; a reading that is too old is never called fine."""
    indicator = indicate(current_reading.get()(), current_clock.get()())
    return Markup(render_template("incidents/_line.html", indicator=indicator))  # noqa: S704 - rendered with escaping
