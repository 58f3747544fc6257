"""What a reading means: whom an incident touches, how it looks overall, whether it can still be trusted."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from portal.incidents.model import Health, Impact, Incident, Phase, Reading

_WORST_FIRST = ("critical", "major", "minor", "unknown", "none")
_HEALTH_WORST_FIRST = (
    Health.MAJOR_OUTAGE,
    Health.PARTIAL_OUTAGE,
    Health.DEGRADED,
    Health.UNKNOWN,
    Health.MAINTENANCE,
    Health.OPERATIONAL,
)
_SIGNS = {
    Health.MAJOR_OUTAGE: "critical",
    Health.PARTIAL_OUTAGE: "major",
    Health.DEGRADED: "minor",
    Health.UNKNOWN: "unknown",
    Health.MAINTENANCE: "none",
    Health.OPERATIONAL: "none",
}
STALE_AFTER = timedelta(minutes=10)
"""A reading older than this is shown with its age and never as "all fine"; the worker reads every minute."""

SOON = timedelta(days=1)
"""How far ahead planned work is told to somebody with a problem: preparations begin about a day before."""


def touching(reading: Reading, component_id: str) -> tuple[Incident, ...]:
    """Open incidents that a customer with a problem in this component must hear of.

    These are the ones that name the component, and those that are critical for all. Planned work is none of them:
    it is told apart on the status page (contract, section 6).
    """
    return tuple(
        incident
        for incident in reading.incidents
        if component_id in incident.components or incident.impact is Impact.CRITICAL
    )


def planned_for(reading: Reading, component_id: str, now: datetime) -> tuple[Incident, ...]:
    """Planned work that a customer with a problem in this component should hear of: it runs, or begins within a day."""
    return tuple(
        event
        for event in reading.maintenances
        if (component_id in event.components or not event.components)
        and (event.phase is Phase.IN_PROGRESS or event.started_at <= now + SOON)
    )


def is_stale(reading: Reading, now: datetime) -> bool:
    """Whether a reading is too old, or the last attempt to read failed; of a merged one, whether any part is."""
    if reading.parts:
        return any(is_stale(part, now) for part in reading.parts)
    return reading.as_of is None or bool(reading.problem) or now - reading.as_of > STALE_AFTER


def covering(reading: Reading, component_id: str) -> tuple[Reading, ...]:
    """The readings that tell how a component is.

    Those that claim it; where none does, all that were not asked about something else. None is left when every page
    was asked about other components: nobody watches this one.
    """
    if not reading.parts:
        return (reading,) if reading.asked_about is None or component_id in reading.asked_about else ()
    claiming = tuple(part for part in reading.parts if component_id in part.claimed)
    return claiming or tuple(part for part in reading.parts if part.asked_about is None)


def is_unsure(reading: Reading, component_id: str, now: datetime) -> bool:
    """Whether an incident of a component may be missing: what would tell of it failed, is old, or is not there."""
    telling = covering(reading, component_id)
    return not telling or any(is_stale(part, now) for part in telling)


def indicate(reading: Reading, now: datetime) -> str:
    """The state of the whole in one word: none, minor, major, critical or unknown.

    The worst of what open incidents, components and the source itself say. ``unknown`` stands for a reading that is
    stale and knows of nothing, and for words nobody knows: neither may be shown as fine.
    """
    # An open incident "without impact" is still an incident.
    signs = ["minor" if event.impact is Impact.NONE else event.impact.value for event in reading.incidents]
    signs += [_SIGNS[health] for health in reading.health.values()]
    signs.append("none" if reading.reported is Impact.MAINTENANCE else reading.reported.value)
    worst = min(signs, key=_WORST_FIRST.index)
    return "unknown" if worst == "none" and is_stale(reading, now) else worst


def worst_of(states: Iterable[Health]) -> Health:
    """The worst of some states; one that nobody knows ranks after those that are known to be bad."""
    return min(states, key=_HEALTH_WORST_FIRST.index)


def health_of(reading: Reading, component_id: str, now: datetime) -> Health:
    """The state of a component: the worst of what each source says that tells of it, unknown when none does."""
    return worst_of([_told_by(part, component_id, now) for part in covering(reading, component_id)] or [Health.UNKNOWN])


def _told_by(reading: Reading, component_id: str, now: datetime) -> Health:
    """What one source says of a component, else what its open incidents and running work say."""
    told = reading.health.get(component_id)
    if told is not None and not is_stale(reading, now):
        return told
    own = [event for event in reading.incidents if component_id in event.components]
    if own:
        return {
            Impact.CRITICAL: Health.MAJOR_OUTAGE,
            Impact.MAJOR: Health.PARTIAL_OUTAGE,
            Impact.UNKNOWN: Health.UNKNOWN,
        }.get(own[0].impact, Health.DEGRADED)
    running = [event for event in reading.maintenances if event.phase is Phase.IN_PROGRESS]
    if any(component_id in event.components for event in running):
        return Health.MAINTENANCE
    return Health.UNKNOWN if is_stale(reading, now) else Health.OPERATIONAL
