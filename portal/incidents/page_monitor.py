"""A status page as the worker last fetched it; web processes read what it stored and never wait for the network."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import SystemRandom
from time import monotonic
from typing import Any

from portal.incidents.merging import name_event
from portal.incidents.model import Incident, Reading
from portal.incidents.monitor import LOOK_AGAIN_S
from portal.incidents.rhythm import choose_next, is_due
from portal.incidents.sources.fetching import fetch
from portal.incidents.sources.kind import SourceError
from portal.incidents.sources.kinds import BY_NAME
from portal.incidents.sources.statuspage import STATUSPAGE
from portal.kernel.status_source import StatusSource
from portal.policy.model import Components

NOT_READ = "the status page was not read yet"
_LONG_AGO = datetime.fromtimestamp(0, UTC).isoformat()


@dataclass(frozen=True)
class _Stored:
    """What is known of a page, as it lies beside the database."""

    tried_at: str = _LONG_AGO
    next_at: str = _LONG_AGO
    read_at: str | None = None
    failures: int = 0
    problem: str = NOT_READ
    documents: dict[str, Any] = field(default_factory=dict)
    """By path, of the last attempt that succeeded."""
    marks: dict[str, list[str]] = field(default_factory=dict)
    """By path, the ETag and the Last-Modified of these documents."""


class PageMonitor:
    """Reads one status page of any kind."""

    def __init__(
        self, source: StatusSource, store: Path, components: Callable[[], Components], nudges: Path | None = None
    ) -> None:
        """A page, the file that holds what was read of it, and the file whose time is that of the last nudge."""
        self._source, self._store, self._components, self._nudges = source, store, components, nudges
        self._kind = BY_NAME[source.kind]
        self._looked_at = float("-inf")
        self._seen: tuple[int, int] | None = None
        self._with: Components | None = None
        self._loaded: tuple[tuple[int, int], _Stored] | None = None
        self._reading = Reading(None, problem=NOT_READ, name=source.name)

    def reading(self) -> Reading:
        """The last reading the worker stored; one whose last attempt failed says so."""
        if monotonic() - self._looked_at > LOOK_AGAIN_S:
            self._looked_at = monotonic()
            try:
                found = self._store.stat()
                components = self._components()
                seen = (found.st_mtime_ns, found.st_size)
                if seen != self._seen or components is not self._with:
                    self._reading = self._interpret(_Stored(**json.loads(self._store.read_bytes())), components)
                    self._seen, self._with = seen, components
            except (OSError, ValueError, KeyError, TypeError, AttributeError, SourceError) as error:
                problem = NOT_READ if isinstance(error, FileNotFoundError) else type(error).__name__
                if problem != self._reading.problem:
                    self._reading = replace(self._reading, problem=problem)
        return self._reading

    def refresh(self, now: datetime) -> None:
        """Fetch the page when it is time to; a failure keeps the last good reading and says so."""
        stored = self._load()
        tried_at, next_at = datetime.fromisoformat(stored.tried_at), datetime.fromisoformat(stored.next_at)
        if not is_due(now, tried_at, next_at, self._nudged_at(), stored.failures):
            return
        try:
            stored = self._fetch(stored, now)
        except SourceError as error:
            failures, wanted = stored.failures + 1, timedelta(seconds=error.wait_s)
            next_at = choose_next(now, failures, wanted, SystemRandom().random())
            stored = replace(stored, failures=failures, problem=str(error), next_at=next_at.isoformat())
        partial = self._store.with_suffix(f".{os.getpid()}")
        self._store.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(json.dumps(vars(replace(stored, tried_at=now.isoformat()))), encoding="utf-8")
        partial.replace(self._store)
        self._looked_at = float("-inf")

    def _fetch(self, stored: _Stored, now: datetime) -> _Stored:
        """What the page says now, proven to give a reading: what gives none must not take the place of the last one.

        Raises:
            SourceError: when it cannot be fetched, or not be understood.
        """
        documents: dict[str, Any] = {}
        marks: dict[str, list[str]] = {}
        for path in self._kind.paths:
            etag, modified = stored.marks.get(path, ("", "")) if path in stored.documents else ("", "")
            answer = fetch(self._source.url + path, self._kind.accept, etag, modified, now)
            marks[path] = [answer.etag, answer.modified]
            documents[path] = stored.documents[path] if answer.body is None else self._parse(path, answer.body)
        try:
            self._kind.read(documents, self._components(), now)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise SourceError(f"not a {self._what} ({type(error).__name__})") from error
        next_at = choose_next(now, 0, timedelta(), 0).isoformat()
        return _Stored("", next_at, now.isoformat(), 0, "", documents, marks)

    def _parse(self, path: str, body: bytes) -> Any:
        try:
            return self._kind.parse(path, body)
        except (ValueError, RecursionError) as error:
            raise SourceError(f"not a {self._what} ({type(error).__name__})") from error

    @property
    def _what(self) -> str:
        return "feed" if self._kind.name == "feed" else "summary"

    def _load(self) -> _Stored:
        """What was stored last, by this worker or another one; read again only when it has changed."""
        try:
            found = self._store.stat()
            seen = (found.st_mtime_ns, found.st_size)
            if self._loaded is None or self._loaded[0] != seen:
                self._loaded = (seen, _Stored(**json.loads(self._store.read_bytes())))
        except (OSError, ValueError, TypeError):
            return _Stored()
        return self._loaded[1]

    def _nudged_at(self) -> datetime | None:
        try:
            return datetime.fromtimestamp(self._nudges.stat().st_mtime, UTC) if self._nudges else None
        except OSError:
            return None

    def _interpret(self, stored: _Stored, components: Components) -> Reading:
        asked_about = choose_components(self._source.covers, components)
        if stored.read_at is None:
            reading = Reading(None)
        else:
            at = datetime.fromisoformat(stored.read_at)
            reading = self._kind.read(stored.documents, components, at)
        events = tuple(self._own(event, asked_about, components) for event in reading.events)
        return replace(reading, events=events, problem=stored.problem, name=self._source.name, asked_about=asked_about)

    def _own(self, event: Incident, asked_about: frozenset[str] | None, components: Components) -> Incident:
        """An event under a name that no other page gives, about what the page is asked about when it names nothing."""
        # The names of a Statuspage are random, and followers wait for them under these.
        slug = event.slug if self._kind is STATUSPAGE else name_event(self._source.url, event.slug)
        usual = tuple(each.id for each in components if asked_about and each.id in asked_about)
        return replace(event, slug=slug, components=event.components or usual, source=self._source.name)


def choose_components(covers: tuple[str, ...], components: Components) -> frozenset[str] | None:
    """The ids that sides and ids of a setting stand for; None when it names nothing."""
    if not covers:
        return None
    return frozenset(each.id for each in components if each.id in covers or each.side.value in covers)
