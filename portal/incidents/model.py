"""A reading of the platform's state, whoever gave it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from portal.kernel.language import DEFAULT_LANGUAGE, Language


class Phase(StrEnum):
    """How far an incident or a maintenance is; a word nobody knows is never taken for "over"."""

    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    MONITORING = "monitoring"
    RESOLVED = "resolved"
    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    UNKNOWN = "unknown"


class Impact(StrEnum):
    """How bad an event is."""

    NONE = "none"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"
    MAINTENANCE = "maintenance"
    UNKNOWN = "unknown"


class Health(StrEnum):
    """The state of one component."""

    OPERATIONAL = "operational"
    DEGRADED = "degraded_performance"
    PARTIAL_OUTAGE = "partial_outage"
    MAJOR_OUTAGE = "major_outage"
    MAINTENANCE = "under_maintenance"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Update:
    """One message about an event."""

    at: datetime
    phase: Phase
    text: str
    language: Language = DEFAULT_LANGUAGE
    """Of the text: a translation that lags behind shows the newer updates in English."""


@dataclass(frozen=True)
class Words:
    """What an event says in one language."""

    title: str
    updates: tuple[Update, ...] = ()
    """Newest first."""


@dataclass(frozen=True)
class Incident:
    """Something that is broken, was broken, or will be worked on."""

    slug: str
    phase: Phase
    impact: Impact
    components: tuple[str, ...]
    """Ids in ``components.yml``; empty when the source names none that the portal knows."""
    started_at: datetime
    words: Mapping[str, Words] = field(default_factory=dict)
    """By language tag; English is always there."""
    ended_at: datetime | None = None
    scheduled_until: datetime | None = None
    """For maintenance: until when it is planned."""
    source: str = ""
    """The name of the status page that tells of it; empty when editors do."""

    @property
    def is_maintenance(self) -> bool:
        """Whether this is planned work and no incident."""
        return self.impact is Impact.MAINTENANCE or self.phase in _PLANNED

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self.phase in {Phase.RESOLVED, Phase.COMPLETED}

    def says(self, language: Language) -> Words:
        """The words in a language, else in English."""
        return self.words.get(language.tag) or self.words[DEFAULT_LANGUAGE.tag]

    def speaks(self, language: Language) -> bool:
        """Whether the words exist in a language."""
        return language.tag in self.words


_PLANNED = {Phase.SCHEDULED, Phase.IN_PROGRESS, Phase.COMPLETED}


@dataclass(frozen=True)
class Reading:
    """The state of everything at one moment, as far as the source could tell."""

    as_of: datetime | None
    """When the source was last read with success; None when it never was."""
    events: tuple[Incident, ...] = ()
    """Incidents and maintenance, newest first, those that are over included."""
    health: Mapping[str, Health] = field(default_factory=dict)
    """By component id, as far as the source tells."""
    reported: Impact = Impact.NONE
    """What the source itself says about the whole."""
    problem: str = ""
    """Why the last attempt to read failed; empty when it did not."""
    name: str = ""
    """Of the status page it is from; empty for editors' files and for what was merged."""
    asked_about: frozenset[str] | None = None
    """The components that the operator watches by this page; None for those that the page names."""
    parts: tuple["Reading", ...] = ()
    """What this was merged from: one reading a status page, when there are several."""

    @property
    def sources(self) -> tuple["Reading", ...]:
        """The readings of the status pages, each with its own age; none when editors write the incidents."""
        return self.parts or ((self,) if self.name else ())

    @property
    def claimed(self) -> frozenset[str]:
        """The components that this page answers for: those it is asked about, else those it has named."""
        if self.asked_about is not None:
            return self.asked_about
        return frozenset(self.health) | {each for event in self.events for each in event.components}

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """Open incidents, the worst first."""
        found = [event for event in self.events if not event.is_maintenance and not event.is_over]
        return tuple(sorted(found, key=lambda event: _GRAVITY[event.impact]))

    @property
    def maintenances(self) -> tuple[Incident, ...]:
        """Planned work that is not over, the next one first."""
        found = [event for event in self.events if event.is_maintenance and not event.is_over]
        return tuple(sorted(found, key=lambda event: event.started_at))

    @property
    def past(self) -> tuple[Incident, ...]:
        """What is over, the latest first."""
        found = [event for event in self.events if event.is_over]
        return tuple(sorted(found, key=lambda event: event.started_at, reverse=True))


_GRAVITY = {
    impact: place
    for place, impact in enumerate(
        (Impact.CRITICAL, Impact.MAJOR, Impact.UNKNOWN, Impact.MINOR, Impact.NONE, Impact.MAINTENANCE)
    )
}
