"""Keeps the last reading at hand, so that no page waits for anything."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Protocol

from portal.incidents.model import Reading
from portal.incidents.rules import is_stale
from portal.incidents.sources.files import read_folder
from portal.kernel.clock import Clock
from portal.policy.model import Components
from portal.web import logs

LOOK_AGAIN_S = 2.0
"""How long a web process trusts the reading it holds before it looks at the files again."""


class Monitor(Protocol):
    """Gives the current reading; one implementation for the content folder, one for a status page, one for several."""

    def reading(self) -> Reading:
        """The last known reading; never waits for the network."""

    def refresh(self, now: datetime) -> None:
        """Fetch what has to be fetched; the worker's job."""


class FolderMonitor:
    """Reads ``content/incidents``; a file with a mistake leaves the others in force."""

    def __init__(
        self, folder: Path, components: Callable[[], Components], clock: Clock, look_again_s: float = LOOK_AGAIN_S
    ) -> None:
        self._folder, self._components, self._clock, self._look_again_s = folder, components, clock, look_again_s
        self._lock = Lock()
        self._read_at = float("-inf")
        self._reading = Reading(None)

    def reading(self) -> Reading:
        """The state that the files describe, at most a moment ago."""
        if monotonic() - self._read_at > self._look_again_s and self._lock.acquire(blocking=False):
            try:
                self._reading = self._look()
                self._read_at = monotonic()
            finally:
                self._lock.release()
        return self._reading

    def _look(self) -> Reading:
        """What the files say now; a file that nobody thought of leaves everything as it was, and says so.

        The page cache asks for the reading before every page, so a fault here would be one of the whole site.
        """
        try:
            known = frozenset(component.id for component in self._components())
            found = read_folder(self._folder, known, self._clock(), self._reading.events)
        except Exception as error:  # noqa: BLE001 - whatever it is, no page may fail of it
            logs.log.error("incidents_not_read", exception=logs.describe(error))
            return replace(self._reading, problem=f"{self._folder.name} cannot be read: {type(error).__name__}")
        if found.problem and found.problem != self._reading.problem:
            # Once, as for all other content: the files are looked at every few seconds.
            logs.log.error("content_problem", problem=found.problem)
        return found

    def refresh(self, now: datetime) -> None:
        """Nothing to fetch: files are read where they are needed."""


def fingerprint(reading: Reading) -> str:
    """Changes when anything that pages show of a reading changes, but not with its mere age."""
    told = [(part.name, part.asked_about, part.problem) for part in reading.parts]
    shown = repr((reading.events, sorted(reading.health.items()), reading.reported, reading.problem, told))
    return blake2b(shown.encode(), digest_size=8).hexdigest()


def describe_age(reading: Reading, now: datetime) -> str:
    """Which sources are too old to be relied on: a digit each."""
    return "".join(str(int(is_stale(part, now))) for part in reading.parts or (reading,))
