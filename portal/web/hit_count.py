"""How often the page cache answered, counted at a tenth of what the client library takes.

A counter that processes share takes a lock and writes through a mapping, which was a third of what a hit costs us. So
hits are noted in a list, which threads may do at the same time without a lock, and told to the counters every second.
"""

import threading
from collections.abc import Mapping
from multiprocessing.util import Finalize
from typing import Protocol

TELL_EVERY_S = 1.0


class Counts(Protocol):
    """A counter of the client library."""

    def inc(self, amount: float = 1) -> None:
        """Add this much."""


class HitCount:
    """Hits by their status, not all of which the counters know yet."""

    def __init__(self, counters: Mapping[str, Counts]) -> None:
        self._counters = counters
        self._noted: dict[str, list[None]] = {status: [] for status in counters}
        self._telling = threading.Lock()
        self._stop = threading.Event()

    def note(self, status: str) -> None:
        """Count one."""
        self._noted[status].append(None)

    def tell(self) -> None:
        """Let the counters know all that was noted so far."""
        with self._telling:
            for status, noted in self._noted.items():
                count = len(noted)
                # In one step of the interpreter, so that what is noted meanwhile stays.
                del noted[:count]
                if count:
                    self._counters[status].inc(count)

    def begin(self) -> None:
        """Tell every second, and once more when the process ends."""
        threading.Thread(target=self._run, name="hit-count", daemon=True).start()
        # The server's processes are of this kind, and those leave without what `atexit` was told.
        Finalize(None, self.end, exitpriority=0)

    def end(self) -> None:
        """Stop and tell what is left."""
        self._stop.set()
        self.tell()

    def _run(self) -> None:
        while not self._stop.wait(TELL_EVERY_S):
            self.tell()
