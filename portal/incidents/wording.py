"""Phases, impacts and states in the reader's language."""

from portal.incidents.model import Health, Impact, Phase
from portal.web.i18n import gettext as _


def phase_name(phase: Phase) -> str:
    """How far an incident or a maintenance is."""
    return {
        Phase.INVESTIGATING: _("Investigating"),
        Phase.IDENTIFIED: _("Cause identified"),
        Phase.MONITORING: _("Monitoring"),
        Phase.RESOLVED: _("Resolved"),
        Phase.SCHEDULED: _("Scheduled"),
        Phase.IN_PROGRESS: _("In progress"),
        Phase.COMPLETED: _("Completed"),
        Phase.UNKNOWN: _("State not known"),
    }[phase]


def impact_name(impact: Impact) -> str:
    """How bad it is."""
    return {
        Impact.NONE: _("No impact"),
        Impact.MINOR: _("Minor impact"),
        Impact.MAJOR: _("Major impact"),
        Impact.CRITICAL: _("Critical impact"),
        Impact.MAINTENANCE: _("Planned maintenance"),
        Impact.UNKNOWN: _("Impact not known"),
    }[impact]


def health_name(health: Health) -> str:
    """The state of a component."""
    return {
        Health.OPERATIONAL: _("Operational"),
        Health.DEGRADED: _("Degraded performance"),
        Health.PARTIAL_OUTAGE: _("Partial outage"),
        Health.MAJOR_OUTAGE: _("Major outage"),
        Health.MAINTENANCE: _("Under maintenance"),
        Health.UNKNOWN: _("Not known"),
    }[health]


TONES = {
    Impact.CRITICAL: "danger",
    Impact.MAJOR: "danger",
    Impact.MINOR: "warning",
    Impact.NONE: "neutral",
    Impact.MAINTENANCE: "info",
    Health.OPERATIONAL: "success",
    Health.DEGRADED: "warning",
    Health.PARTIAL_OUTAGE: "danger",
    Health.MAJOR_OUTAGE: "danger",
    Health.MAINTENANCE: "info",
    Health.UNKNOWN: "warning",
}
"""The colour each state is shown in; the word stands beside it always."""
