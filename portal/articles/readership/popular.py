"""The articles that are read most, for the front page, which must never wait for the database."""

import threading
from collections.abc import Sequence
from hashlib import blake2b

from portal.articles.model import Found
from portal.articles.readership.actions import list_popular
from portal.db.engine import Database
from portal.kernel.clock import Clock
from portal.web.logs import describe, log

LOOK_EVERY_S = 600.0
"""The answer changes at midnight; this is how long after it a process may notice."""
CANDIDATES = 30
"""More than a page shows, since some may be gone or drafts by now."""


class Popular:
    """What was read most, as the last look into the database found it; nothing before the first one."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._articles: tuple[str, ...] = ()
        self.fingerprint = ""
        """Changes when the answer does; pages that show it are made of it."""
        self._reported = ""

    def current(self) -> tuple[str, ...]:
        """The articles as ``category/slug``, most read first."""
        return self._articles

    def watch(self) -> None:
        """Look now and every few minutes, in a thread that ends with the process."""
        threading.Thread(target=self._watch, name="popular-watch", daemon=True).start()

    def refresh(self) -> None:
        """Look into the database; while it is away, what was popular stays so."""
        try:
            with self._database.read() as session:
                found = list_popular(session, self._clock().date(), CANDIDATES)
        except Exception as error:  # noqa: BLE001 - whatever it was, the front page goes on without
            self._report(describe(error))
            return
        self._report("")
        if found != self._articles:
            self._articles = found
            self.fingerprint = blake2b(" ".join(found).encode(), digest_size=4).hexdigest()

    def _watch(self) -> None:
        pause = threading.Event()
        while True:
            self.refresh()
            pause.wait(LOOK_EVERY_S)

    def _report(self, problem: str) -> None:
        """Say once that it began to fail, not every few minutes while it does."""
        if problem and problem != self._reported:
            log.warning("popular_not_read", reason=problem)
        self._reported = problem


def fill_up(popular: Sequence[Found], featured: Sequence[Found], most: int) -> tuple[Found, ...]:
    """What is read most, then what the editors chose, each once, until there are enough."""
    chosen = {found.id: found for found in (*popular, *featured)}
    return tuple(chosen.values())[:most]
