"""Keeps the last reading at hand, so that no page waits for a status page."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any, Protocol

from portal.incidents.model import Reading
from portal.incidents.sources.files import read_folder
from portal.incidents.sources.statuspage import StatusPageError, fetch_summary, read_summary
from portal.kernel.clock import Clock
from portal.policy.model import Components

LOOK_AGAIN_S = 2.0
"""How long a web process trusts the reading it holds before it looks at the files again."""
FETCH_EVERY = timedelta(minutes=1)


class Monitor(Protocol):
    """Gives the current reading; one implementation for the content folder, one for a status page."""

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
                known = frozenset(component.id for component in self._components())
                self._reading = read_folder(self._folder, known, self._clock(), self._reading.events)
                self._read_at = monotonic()
            finally:
                self._lock.release()
        return self._reading

    def refresh(self, now: datetime) -> None:
        """Nothing to fetch: files are read where they are needed."""


class PageMonitor:
    """Reads what the worker fetched from a status page and wrote beside the database."""

    def __init__(self, base_url: str, store: Path, components: Callable[[], Components]) -> None:
        self._base_url, self._store, self._components = base_url, store, components
        self._looked_at = float("-inf")
        self._seen: tuple[int, int] | None = None
        self._reading = Reading(None, problem="the status page was not read yet")

    def reading(self) -> Reading:
        """The last reading the worker stored; one whose last attempt failed says so."""
        if monotonic() - self._looked_at > LOOK_AGAIN_S:
            self._looked_at = monotonic()
            try:
                found = self._store.stat()
                if (found.st_mtime_ns, found.st_size) != self._seen:
                    self._reading = self._interpret(json.loads(self._store.read_bytes()))
                    self._seen = (found.st_mtime_ns, found.st_size)
            except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
                self._reading = replace(self._reading, problem=type(error).__name__)
        return self._reading

    def refresh(self, now: datetime) -> None:
        """Fetch the page when the stored reading is older than a minute; a failure keeps it and says so."""
        stored = self._stored()
        if stored and timedelta(0) <= now - datetime.fromisoformat(stored["tried_at"]) < FETCH_EVERY:
            # One from the future was noted by a clock that has been set back since.
            return
        try:
            stored = {"read_at": now.isoformat(), "summary": self._fetch(now), "problem": ""}
        except StatusPageError as error:
            stored = {"read_at": None, "summary": {"incidents": []}, **(stored or {}), "problem": str(error)}
        partial = self._store.with_suffix(f".{os.getpid()}")
        self._store.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(json.dumps({**stored, "tried_at": now.isoformat()}), encoding="utf-8")
        partial.replace(self._store)

    def _fetch(self, now: datetime) -> dict[str, Any]:
        """The page's summary, proven to give a reading: one that does not must not take the place of the last good one.

        Raises:
            StatusPageError: when it cannot be fetched, or not be understood.
        """
        summary = fetch_summary(self._base_url)
        try:
            read_summary(summary, self._components(), now)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise StatusPageError(f"not a summary ({type(error).__name__})") from error
        return summary

    def _stored(self) -> dict[str, Any] | None:
        try:
            stored: dict[str, Any] = json.loads(self._store.read_bytes())
        except (OSError, ValueError):
            return None
        return stored if {"read_at", "tried_at", "summary"} <= set(stored) else None

    def _interpret(self, stored: dict[str, Any]) -> Reading:
        read_at = datetime.fromisoformat(stored["read_at"]) if stored["read_at"] else None
        at = read_at or datetime.fromisoformat(stored["tried_at"])
        reading = read_summary(stored["summary"], self._components(), at)
        return replace(reading, as_of=read_at, problem=stored["problem"])


def fingerprint(reading: Reading) -> str:
    """Changes when anything that pages show of a reading changes, but not with its mere age."""
    shown = repr((reading.events, sorted(reading.health.items()), reading.reported, reading.problem))
    return blake2b(shown.encode(), digest_size=8).hexdigest()
