"""The parts that `/readyz` tells of. None but the content is needed to read, and that is always there once we run."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from portal.articles.snapshot import LibraryHolder
from portal.connect.delivering.rounds import delivery_state
from portal.connect.tickets.choosing import name_helpdesk
from portal.connect.tickets.rounds import helpdesk_state
from portal.db.engine import Database
from portal.db.rounds import last_seen, list_rounds
from portal.incidents.model import Reading
from portal.incidents.monitor import Monitor
from portal.incidents.rules import is_stale
from portal.kernel.clock import Clock
from portal.notify.mail_out import NAME as MAIL_OUT
from portal.notify.mail_out import outbox_state
from portal.notify.mailbox.address import MailboxAddress
from portal.notify.mailbox.health import mailbox_state
from portal.search.searcher import Searcher
from portal.settings import Settings
from portal.storage.current import current_uploads
from portal.storage.store import FileStore, UploadsUnavailable
from portal.web import limits
from portal.web.current import current_database
from portal.web.operations import PartState, database_state, disk_state, needing_database

WORKER_MISSED_AFTER = timedelta(minutes=3)
"""A worker gives a sign of life every ten seconds, but not while it receives the largest mail there is."""
CLOCKS_APART = timedelta(minutes=1)
"""Clocks that are kept by the network differ by milliseconds; promises are told in minutes."""
FAILING_AFTER = 3
"""A job that failed so often in a row will not mend itself."""
_SHOWN = 20
_NO_FILE = "nothing"
"""A name that no file has: whether there is one is asked with the rights that everything else needs."""


@dataclass(frozen=True)
class Watched:
    """What the state of the portal is read from."""

    settings: Settings
    holder: LibraryHolder
    monitor: Monitor
    searcher: Searcher
    mailbox: MailboxAddress | None
    clock: Callable[[], Clock]
    """The application's clock of the moment: tests put another one in its place."""


def list_parts(watched: Watched) -> Iterator[Callable[[], PartState]]:
    """What tells the state of each part, in the order in which they are shown."""
    clock, mailbox = watched.clock, watched.mailbox
    yield lambda: content_state(watched.holder)
    yield lambda: search_state(watched.searcher)
    # First of those that need it: when it is away, the others do not wait for it once more.
    yield database_state
    yield lambda: status_state(watched.monitor, clock())
    if watched.settings.database_url:
        # An embedded one has no clock of its own.
        yield needing_database("clock", lambda database: clock_state(database, clock()))
    if watched.settings.redis_url:
        yield limits_state
    yield needing_database("worker", lambda database: worker_state(database, clock()))
    yield needing_database(MAIL_OUT, lambda database: outbox_state(database, clock()))
    if watched.settings.delivers_events:
        yield needing_database("deliveries", delivery_state)
    yield from (
        needing_database("helpdesk", partial(helpdesk_state, name=name)) for name in name_helpdesk(watched.settings)
    )
    if mailbox:
        yield lambda: mailbox_state(current_database.get(), mailbox, clock())
    if watched.settings.uploads_url:
        yield lambda: files_state(current_uploads.get())
    yield lambda: disk_state(watched.settings.instance_dir)


def content_state(holder: LibraryHolder) -> PartState:
    """Whether the folder as it is now is in service; the last good state stays up, and editors read here why."""
    state = holder.state
    if state.problems:
        detail = "; ".join(map(str, state.problems[:_SHOWN]))
        return PartState("content", fine=False, vital=False, detail=detail)
    detail = f"{len(state.library.articles)} articles, live since {state.live_since:%Y-%m-%dT%H:%M:%SZ}"
    return PartState("content", fine=True, vital=False, detail=detail)


def search_state(searcher: Searcher) -> PartState:
    """Whether there is an index to ask."""
    if not searcher.has_index:
        return PartState("search", fine=False, vital=False, detail="there is no index yet; it is being built")
    behind = "; a newer one is being built" if searcher.is_behind else ""
    return PartState("search", fine=True, vital=False, detail=f"answers{behind}")


def status_state(monitor: Monitor, clock: Clock) -> PartState:
    """Whether the state of the platform that pages show is a fresh one."""
    reading = monitor.reading()
    told = [f"{part.name}: {_say_reading(part)}" for part in reading.parts] or [_say_reading(reading)]
    detail = " | ".join(told)
    return PartState("status", fine=not is_stale(reading, clock()), vital=False, detail=detail)


def files_state(store: FileStore) -> PartState:
    """Whether the bucket of customers' files answers; without it requests go on, without files."""
    try:
        store.has(_NO_FILE)
    except UploadsUnavailable as error:
        return PartState("files", fine=False, vital=False, detail=f"{store.place}: {error}")
    return PartState("files", fine=True, vital=False, detail=f"{store.place} answers")


def _say_reading(reading: Reading) -> str:
    read = f"read at {reading.as_of:%Y-%m-%dT%H:%M:%SZ}" if reading.as_of else "never read"
    return f"{read}; {reading.problem}" if reading.problem else read


def limits_state() -> PartState:
    """Whether the servers share their limits; while they do not, somebody may ask each of them as often as all."""
    if limits.are_shared():
        return PartState("limits", fine=True, vital=False, detail="counted together")
    return PartState("limits", fine=False, vital=False, detail="Redis does not answer; each process counts for itself")


def clock_state(database: Database, clock: Clock) -> PartState:
    """Whether this machine's clock agrees with that of the database's machine; promises are counted by ours.

    Raises:
        DatabaseUnavailable: when the database is away.
    """
    ahead = (clock() - database.now()).total_seconds()
    if abs(ahead) <= CLOCKS_APART.total_seconds():
        return PartState("clock", fine=True, vital=False, detail="agrees with the database's")
    detail = f"{abs(ahead):.0f} s {'ahead of' if ahead > 0 else 'behind'} the database's"
    return PartState("clock", fine=False, vital=False, detail=detail)


def worker_state(database: Database, clock: Clock) -> PartState:
    """Whether a worker was seen lately and none of its jobs fails again and again.

    Raises:
        DatabaseUnavailable: when the database is away, where workers leave their signs of life.
    """
    with database.read() as session:
        seen = last_seen(session)
        failing = [f"{row.job} ({row.failures} times)" for row in list_rounds(session) if row.failures >= FAILING_AFTER]
    if seen is None:
        return PartState("worker", fine=False, vital=False, detail="no worker was ever seen; start `portal worker`")
    since = clock() - seen
    fresh = -CLOCKS_APART <= since <= WORKER_MISSED_AFTER
    detail = f"last seen at {seen:%Y-%m-%dT%H:%M:%SZ}"
    if since < -CLOCKS_APART:
        detail += f", which is to come: its clock and this one are {-since.total_seconds():.0f} s apart"
    if failing:
        detail += f"; jobs that fail: {', '.join(failing)}"
    return PartState("worker", fine=fresh and not failing, vital=False, detail=detail)
