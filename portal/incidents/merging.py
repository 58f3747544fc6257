"""One reading of several: the worst state wins, events stay apart, and what failed makes unknown only its own part."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b

from portal.incidents.model import Health, Impact, Incident, Reading
from portal.incidents.monitor import Monitor
from portal.incidents.rules import worst_of

_WORST_FIRST = (Impact.CRITICAL, Impact.MAJOR, Impact.MINOR, Impact.UNKNOWN, Impact.MAINTENANCE, Impact.NONE)


def merge(parts: Sequence[Reading]) -> Reading:
    """The state that several status pages tell of together; as old as the oldest of them that was ever read."""
    health: dict[str, Health] = {}
    for part in parts:
        for component, told in part.health.items():
            health[component] = worst_of([health.get(component, told), told])
    ages = [part.as_of for part in parts if part.as_of]
    return Reading(
        min(ages) if ages else None,
        _keep_apart([event for part in parts for event in part.events]),
        health,
        min((part.reported for part in parts), key=_WORST_FIRST.index, default=Impact.UNKNOWN),
        "; ".join(f"{part.name}: {part.problem}" for part in parts if part.problem),
        parts=tuple(parts),
    )


def name_event(source: str, key: str) -> str:
    """A name for an event whose page gives it none of its own: the same for ever, and nobody else's."""
    return blake2b(f"{source}\n{key}".encode(), digest_size=8).hexdigest()


def _keep_apart(events: list[Incident]) -> tuple[Incident, ...]:
    """The events; where two pages chose one name, each is named after its page, too."""
    count = Counter(event.slug for event in events)
    return tuple(
        replace(event, slug=name_event(event.source, event.slug)) if count[event.slug] > 1 else event
        for event in events
    )


class MergedMonitor:
    """Reads several status pages, each by a monitor of its own."""

    def __init__(self, monitors: Sequence[Monitor]) -> None:
        self._monitors = tuple(monitors)
        self._merged: tuple[tuple[Reading, ...], Reading] = ((), merge(()))

    def reading(self) -> Reading:
        """What the last readings of all give together; the same object as long as none has changed."""
        parts = tuple(monitor.reading() for monitor in self._monitors)
        before, merged = self._merged
        if len(parts) != len(before) or any(new is not old for new, old in zip(parts, before, strict=True)):
            merged = merge(parts)
            self._merged = (parts, merged)
        return merged

    def refresh(self, now: datetime) -> None:
        """Fetch each page that is due; one that fails keeps none of the others waiting for longer than its limit."""
        for monitor in self._monitors:
            monitor.refresh(now)
