"""The library in service, and the watch over the folder it came from.

A thread looks at names and dates twice a second (about 20 ms for five thousand files; on slower disks it looks
less often, so that it never takes more than a tenth of its time). When something changed, it reads the
folder beside the library in service and swaps the two by one assignment. A folder with errors changes nothing:
the last good library stays, the errors are logged and told to `/readyz`. Requests only read one attribute.
"""

import time
from collections.abc import Iterable
from pathlib import Path
from threading import Event, Lock, Thread

from portal.articles.folder import list_files
from portal.articles.model import Library
from portal.articles.source import ContentFolder
from portal.kernel.problem import ContentError, Problem
from portal.web import logs

INTERVAL = 0.5
"""Seconds between two looks."""
LONGEST_SHARE = 1 / 10
"""How much of its time the watch may spend looking."""
PAUSE_AFTER_FAULT = 30.0
"""Seconds until the next look when a look failed for reasons that are not the editors'."""


class LibraryHolder:
    """Holds today's library; `current` is what views look up."""

    def __init__(self, path: Path) -> None:
        """Read the folder for the first time.

        Raises:
            ContentError: with every fatal problem; there is no earlier library to serve.
        """
        self._folder = ContentFolder(path)
        self._lock = Lock()
        self._stopped = Event()
        reading = self._folder.read()
        if reading.library is None:
            raise ContentError(_fatal(reading.problems))
        self._library = reading.library
        self._files = reading.files
        self.problems: tuple[Problem, ...] = ()
        """Why the folder as it is now cannot go live; empty while the library is that of the folder."""

    def current(self) -> Library:
        """The library in service."""
        return self._library

    def refresh(self) -> bool:
        """Serve the folder as it is now, if it changed and has no errors; whether another library is in service now."""
        with self._lock:
            if list_files(self._folder.path) == self._files:
                return False
            reading = self._folder.read()
            if reading.library is None and list_files(self._folder.path) != reading.files:
                # Somebody is still writing; what looks like an error may be half a change.
                return False
            self._files = reading.files
            self.problems = _fatal(reading.problems)
            if reading.library is None:
                for problem in self.problems:
                    logs.log.error("content_problem", problem=str(problem))
                return False
            before, self._library = self._library, reading.library
            logs.log.info("content_live", fingerprint=reading.library.fingerprint)
            return before.fingerprint != reading.library.fingerprint

    def watch(self) -> None:
        """Begin to watch the folder, in a thread that ends with the process or with `stop`."""
        Thread(target=self._watch, name="content-watch", daemon=True).start()

    def stop(self) -> None:
        """End the watch; the library stays in service."""
        self._stopped.set()

    def _watch(self) -> None:
        rest = INTERVAL
        while not self._stopped.wait(rest):
            began = time.monotonic()
            try:
                self.refresh()
            except Exception as error:  # noqa: BLE001 - a watch that dies would leave the site old for ever
                logs.log.error("content_watch_failed", exception=logs.describe(error))
                rest = PAUSE_AFTER_FAULT
            else:
                rest = max(INTERVAL, (time.monotonic() - began) / LONGEST_SHARE)


def _fatal(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(problem for problem in problems if problem.fatal)
