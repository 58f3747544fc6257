"""The library in service, and the watch over the folder it came from.

A thread looks at names and dates four times a second (about 20 ms for five thousand files; on slower disks it looks
less often, so that it never takes more than a tenth of its time). When something changed and nobody is writing any
more, it reads the folder beside the library in service and swaps the two by one assignment. A folder with errors
changes nothing: the last good library stays, the errors are logged and told to `/readyz`. Requests only read one
attribute.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Lock, Thread

from portal.articles.checkout import is_being_changed
from portal.articles.folder import ARTICLES, FileStat, list_files
from portal.articles.kept_content import KeptContent
from portal.articles.model import ArticleId, Library, Picture
from portal.articles.pictures import take_digest
from portal.articles.remembered import RememberedTexts
from portal.articles.source import ContentFolder, Reading
from portal.kernel.clock import Clock, utc_now
from portal.kernel.problem import ContentError, Problem
from portal.web import logs

INTERVAL = 0.25
"""Seconds between two looks."""
PREVIEW_INTERVAL = 0.05
"""The same while an editor waits to see what was saved; so long must the folder rest then, too."""
SETTLING = 0.1
"""Seconds without a further change after which a change counts as whole."""
LONGEST_SETTLING = 2.0
"""Seconds after which a folder that never rests is read all the same, unless git is writing it."""
LONGEST_SHARE = 1 / 10
"""How much of its time the watch may spend looking."""
PAUSE_AFTER_FAULT = 30.0
"""Seconds until the next look when a look failed for reasons that are not the editors'."""
FIRST_TRIES = 5
"""How often a folder that is being written is read at the start, before what was read is taken as it is."""

_handed_on: dict[tuple[Path, bool], tuple[ContentFolder, Reading]] = {}
"""What this process has read for those that are forked from it; each of them takes its copy once. With the folder goes
what each file holds, so that the first change does not have all of them read again."""


@dataclass(frozen=True)
class ContentState:
    """What is in service, and what keeps the newest state of the folder from it."""

    library: Library
    live_since: datetime
    """When this process began to serve it."""
    problems: tuple[Problem, ...]
    """Why the folder as it is now cannot go live; empty while the library is that of the folder."""
    checked_at: datetime
    """When the folder was last found changed and read."""
    written_at: datetime
    """When the newest file of the library was written: its age, which a restart does not change."""


class LibraryHolder:
    """Holds today's library; `current` is what views look up."""

    def __init__(
        self,
        path: Path,
        *,
        kept: KeptContent | None = None,
        remembered: RememberedTexts | None = None,
        drafts: bool = False,
        clock: Clock = utc_now,
    ) -> None:
        """Read the folder for the first time; with errors in it, the copy that went live last takes its place.

        Raises:
            ContentError: with every fatal problem, when there is no earlier state to serve.
        """
        self._remembered = remembered
        handed_on = _handed_on.pop((path, drafts), None)
        self._folder, found = handed_on or (_open_folder(path, remembered, drafts=drafts), None)
        self._drafts = drafts
        self._interval = PREVIEW_INTERVAL if drafts else INTERVAL
        self._settling = min(PREVIEW_INTERVAL, SETTLING) if drafts else SETTLING
        self._kept = kept
        self._kept_fingerprint = ""
        self._keep_from = 0.0
        self._clock = clock
        self._lock = Lock()
        self._stopped = Event()
        reading = self._read_first(found)
        self._files = reading.files
        problems = _fatal(reading.problems)
        library, files = (reading.library, reading.files) if reading.library else self._find_kept(problems)
        self._state = ContentState(library, clock(), problems, clock(), _newest(files))

    @property
    def state(self) -> ContentState:
        """The library in service with what is known about it, as one value."""
        return self._state

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why the folder as it is now cannot go live."""
        return self._state.problems

    def current(self) -> Library:
        """The library in service."""
        return self._state.library

    def refresh(self) -> bool:
        """Serve the folder as it is now, if it changed and has no errors; whether another library is in service now."""
        with self._lock:
            if list_files(self._folder.path) == self._files:
                return False
            reading = self._folder.read()
            if self._is_unsettled(reading):
                # Somebody is still writing: this may be half a change, and the next look sees the whole.
                return False
            self._files = reading.files
            return self._take(reading)

    def catch_up(self) -> bool:
        """Serve the folder as `refresh` does, waiting a moment for whoever still writes; whether it was read."""
        for _ in range(FIRST_TRIES):
            self.refresh()
            if list_files(self._folder.path) == self._files:
                return True
            self._stopped.wait(SETTLING)
        return False

    def hand_on(self) -> None:
        """Spare processes that are forked from this one the reading of a folder that has not changed by then."""
        if not self._state.problems:
            reading = Reading(self._state.library, (), self._files)
            _handed_on[self._folder.path, self._drafts] = (self._folder, reading)

    def remember(self) -> None:
        """Spare the next start what this one has found in the texts; see `RememberedTexts`."""
        if self._remembered:
            self._remembered.keep(self._folder.list_findings())

    def watch(self) -> None:
        """Begin to watch the folder, in a thread that ends with the process or with `stop`."""
        Thread(target=self._watch, name="content-watch", daemon=True).start()

    def stop(self) -> None:
        """End the watch; the library stays in service."""
        self._stopped.set()

    def keep(self) -> None:
        """Copy the folder that is in service, once for each state; see `KeptContent`."""
        with self._lock:
            state, files = self._state, self._files
        fingerprint = state.library.fingerprint
        if self._kept is None or state.problems or fingerprint == self._kept_fingerprint:
            return
        if time.monotonic() < self._keep_from:
            return
        if self._kept.keep(fingerprint, self._folder.path, files):
            self._kept_fingerprint = fingerprint
        elif list_files(self._folder.path) == files:
            # Nobody wrote meanwhile, so the disk is full or locked: it is not asked four times a second.
            self._keep_from = time.monotonic() + PAUSE_AFTER_FAULT
            logs.log.warning("content_not_kept", fingerprint=fingerprint)

    def read_picture(self, library: Library, article: ArticleId, picture: Picture) -> bytes | None:
        """The bytes of a picture as its library saw them, while the folder or the copy kept of it holds them.

        A folder with errors may lack the picture of a page that stays in service. Else what lies there today is given;
        None when that is nothing.
        """
        try:
            today = picture.file.read_bytes()
        except OSError:
            today = None
        if self._kept and (today is None or take_digest(today) != picture.digest):
            kept = self._kept.read_file(library.fingerprint, f"{ARTICLES}/{article}/{picture.name}")
            return today if kept is None else kept
        return today

    def _take(self, reading: Reading) -> bool:
        problems, now = _fatal(reading.problems), self._clock()
        before = self._state
        if reading.library is None:
            self._state = replace(before, problems=problems, checked_at=now)
            _log(problems)
            return False
        self._state = ContentState(reading.library, now, problems, now, _newest(reading.files))
        logs.log.info("content_live", fingerprint=reading.library.fingerprint)
        return before.library.fingerprint != reading.library.fingerprint

    def _is_unsettled(self, reading: Reading) -> bool:
        """Whether what was read may be half a change.

        The order matters: when git is found to be done, all it wrote since the reading began is seen by the last look.
        """
        return is_being_changed(self._folder.path) or list_files(self._folder.path) != reading.files

    def _read_first(self, found: Reading | None) -> Reading:
        reading = found or self._folder.read()
        for _ in range(FIRST_TRIES):
            if not self._is_unsettled(reading):
                break
            self._stopped.wait(SETTLING)
            reading = self._folder.read()
        return reading

    def _find_kept(self, problems: tuple[Problem, ...]) -> tuple[Library, tuple[FileStat, ...]]:
        """The library of the copy that went live last, and the copy's files.

        Raises:
            ContentError: with the problems given, when there is none or it has errors too, after an update of ours.
        """
        path = self._kept.find() if self._kept else None
        reading = ContentFolder(path, drafts=self._drafts).read() if path else None
        if reading is None or reading.library is None:
            raise ContentError(problems)
        _log(problems)
        logs.log.error("content_kept_in_service", fingerprint=reading.library.fingerprint)
        return reading.library, reading.files

    def _watch(self) -> None:
        rest = 0.0
        while not self._stopped.wait(rest):
            try:
                rest = max(self._interval, self._look() / LONGEST_SHARE)
                self.keep()
            except Exception as error:  # noqa: BLE001 - a watch that dies would leave the site old for ever
                logs.log.error("content_watch_failed", exception=logs.describe(error))
                rest = PAUSE_AFTER_FAULT

    def _look(self) -> float:
        """Serve a change once nobody is writing any more; gives the seconds that looking took."""
        began = time.monotonic()
        files = list_files(self._folder.path)
        took = time.monotonic() - began
        if files != self._files:
            self._settle(files)
            self.refresh()
        return took

    def _settle(self, files: tuple[FileStat, ...]) -> None:
        """Wait until the folder rests: files that belong together are rarely written in the same moment."""
        began = time.monotonic()
        while not self._stopped.wait(self._settling):
            before, files = files, list_files(self._folder.path)
            rests = files == before or time.monotonic() - began > LONGEST_SETTLING
            if rests and not is_being_changed(self._folder.path):
                return


def _open_folder(path: Path, remembered: RememberedTexts | None, *, drafts: bool) -> ContentFolder:
    return ContentFolder(path, drafts=drafts, remembered=remembered.read() if remembered else None)


def _newest(files: Iterable[FileStat]) -> datetime:
    return datetime.fromtimestamp(max((file.modified for file in files), default=0) / 1e9, UTC)


def _fatal(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(problem for problem in problems if problem.fatal)


def _log(problems: Iterable[Problem]) -> None:
    for problem in problems:
        logs.log.error("content_problem", problem=str(problem))
