"""Counts of this process that are not in the database yet.

Readers must never wait for the database, nor meet an error because of it. So what they do is counted in memory, and a
thread carries the counts over every few seconds, in one transaction. While the database is away they wait; what does
not fit is left out and the log says how much. Each process carries over its own counts, and adding commutes, so any
number may run. The price: a process that is killed loses the counts of its last seconds.
"""

import os
import threading
import weakref
from collections.abc import Callable, Hashable, Mapping
from multiprocessing.util import Finalize
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy.orm import Session

from portal.db.engine import Database
from portal.web.logs import describe, log

CARRY_EVERY_S = 5.0
MOST_WAITING = 2_000
"""Different things that wait at most: about 1 MB, and one write of some 50 ms."""


class Addable(Protocol):
    """What is counted: a number, or several of them in one value."""

    def __add__(self, other: Any, /) -> Any:
        """Both together."""


K = TypeVar("K", bound=Hashable)
V = TypeVar("V", bound=Addable)
Write = Callable[[Session, Mapping[K, V]], int]
"""Adds to what is stored; gives how many counts were left out because there is no room for them."""


class CountLog(Generic[K, V]):
    """Counts what happens; safe to use from several threads, and each process that is forked begins with none.

    Until `begin` was called nothing leaves but by `carry`, so commands and tests decide when that is.
    """

    def __init__(self, name: str, database: Database, write: Write[K, V], most: int = MOST_WAITING) -> None:
        """``name`` says in the log what is counted."""
        self._name = name
        self._database = database
        self._write = write
        self._most = most
        self._begun = False
        self._reported = ""
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._waiting: dict[K, V] = {}
        self._left_out = 0
        _LOGS.add(self)

    def add(self, what: K, counts: V) -> None:
        """Count something; with no room for another thing it is left out."""
        with self._lock:
            self._take_in(what, counts)
            must_start = self._begun and self._thread is None
            if must_start:
                self._thread = threading.Thread(target=self._run, name=f"{self._name}-log", daemon=True)
        if must_start and self._thread:
            self._thread.start()

    def begin(self) -> None:
        """Carry the counts over every few seconds from the first one on, and once more when the process ends."""
        self._begun = True
        # The server's processes are of this kind, and those leave without what `atexit` was told.
        Finalize(None, self.end, exitpriority=0)

    def end(self) -> None:
        """Stop and carry over what waits; what the database does not take now is lost."""
        self._stop.set()
        self.carry()

    def carry(self) -> bool:
        """Write what waits into the database; when that fails, all of it waits on. Says whether nothing waits."""
        counts, left_out = self.take()
        if not counts and not left_out:
            return True
        try:
            with self._database.write() as session:
                left_out += self._write(session, counts)
        except Exception as error:  # noqa: BLE001 - whatever it was, nobody asked for this and nobody may notice
            self._put_back(counts, left_out)
            self._report(describe(error))
            return False
        self._report("")
        if left_out:
            log.warning(f"{self._name}_not_counted", count=left_out)
        return True

    def take(self) -> tuple[Mapping[K, V], int]:
        """Hand over what waits, and how many counts were left out for lack of room; nothing waits after that."""
        with self._lock:
            taken = self._waiting, self._left_out
            self._waiting, self._left_out = {}, 0
        return taken

    def _put_back(self, counts: Mapping[K, V], left_out: int) -> None:
        with self._lock:
            self._left_out += left_out
            for what, earlier in counts.items():
                self._take_in(what, earlier)

    def _take_in(self, what: K, counts: V) -> None:
        """The caller holds the lock."""
        before = self._waiting.get(what)
        if before is None and len(self._waiting) >= self._most:
            self._left_out += 1
        else:
            self._waiting[what] = counts if before is None else before + counts

    def _run(self) -> None:
        # The event of this thread's own process: a fork replaces it in the child, where this thread is not.
        stop = self._stop
        while not stop.wait(CARRY_EVERY_S):
            self.carry()

    def _report(self, problem: str) -> None:
        """Say once that it began to fail, not every few seconds while it does."""
        if problem and problem != self._reported:
            log.warning(f"{self._name}_wait", reason=problem)
        self._reported = problem

    def _forget(self) -> None:
        """Begin with nothing: what waits after a fork is the parent's, and so is the thread."""
        self._lock, self._stop = threading.Lock(), threading.Event()
        self._thread, self._waiting, self._left_out = None, {}, 0


_LOGS: "weakref.WeakSet[CountLog[Any, Any]]" = weakref.WeakSet()


def _forget_all() -> None:
    for each in _LOGS:
        each._forget()  # noqa: SLF001 - the class's own business, which Python lets only a function do


os.register_at_fork(after_in_child=_forget_all)
