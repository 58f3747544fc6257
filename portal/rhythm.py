"""The worker's loop: which job is due, what becomes of one that fails, and how others learn that a worker lives.

What the jobs are stands in `portal.worker`.
"""

import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy.orm import Session

from portal.db.engine import Database, DatabaseUnavailable
from portal.db.rounds import RoundLog
from portal.incidents.model import Reading
from portal.kernel.clock import Clock
from portal.notify.mailbox.address import MailboxAddress
from portal.notify.transports import MailTransport
from portal.policy.model import Policy
from portal.storage.store import FileStore
from portal.web import logs

TICK_S = 1.0
"""How long the loop rests; a mail leaves at most this long after it was caused."""
PAUSE = timedelta(seconds=10)
"""How long a job that failed rests at least, however often it is due."""
REPORT_EVERY = timedelta(seconds=10)
"""How often a worker notes that it lives and what it has done."""


@dataclass(frozen=True)
class Work:
    """What the jobs work with; `portal.services` puts it together."""

    app: Flask
    database: Database
    transport: MailTransport
    policy: Callable[[], Policy]
    refresh_status: Callable[[], object]
    """Reads the status page anew when it is time to."""
    reading: Callable[[], Reading]
    """The last reading of the platform's state."""
    uploads: FileStore
    """Where customers' files lie."""
    clock: Clock
    on_call: str = ""
    """Who is told of an incident that may be; empty for nobody beside the desk."""
    mailbox: MailboxAddress | None = None
    """Where customers' replies come; None where a mail server hands them over itself."""
    deliver: Callable[[Callable[[], bool]], int] = lambda _: 0
    """Hands events of cases to other systems until there is none, or it is told to stop."""
    read_tickets: Callable[[Callable[[], bool]], int] = lambda _: 0
    """Lets cases follow their tickets in a helpdesk, as far as that is due, or until it is told to stop."""
    stop: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True)
class Job:
    """Something to do now and then. ``run`` does one batch and says how much that was; 0 means nothing is left."""

    name: str
    every: timedelta
    run: Callable[[Work], int]
    logs_itself: bool = False
    """Whether it writes a line about each thing it does."""


def run_once(work: Work, jobs: tuple[Job, ...]) -> dict[str, int | None]:
    """Do everything that is due; gives how much each job did, None for those that failed."""
    rounds = RoundLog()
    done = {job.name: _run(work, job, rounds) for job in jobs}
    _report(work, rounds)
    return done


def run_forever(work: Work, jobs: tuple[Job, ...], tick_s: float = TICK_S) -> None:
    """Do everything in its rhythm until ``work.stop`` is set, which SIGTERM and SIGINT do."""
    if threading.current_thread() is threading.main_thread():
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: work.stop.set())
    logs.log.info("worker_started", jobs=len(jobs))
    rounds, due, reported_at = RoundLog(), {job.name: work.clock() for job in jobs}, None
    while not work.stop.is_set():
        for job in jobs:
            if is_time(work.clock(), due[job.name], max(job.every, PAUSE)) and not work.stop.is_set():
                failed = _run(work, job, rounds) is None
                due[job.name] = work.clock() + (max(job.every, PAUSE) if failed else job.every)
        if reported_at is None or is_time(work.clock(), reported_at + REPORT_EVERY, REPORT_EVERY):
            _report(work, rounds)
            reported_at = work.clock()
        work.stop.wait(tick_s)
    logs.log.info("worker_stopped")


def is_time(now: datetime, due: datetime, longest: timedelta) -> bool:
    """Whether something is due that never rests for longer than ``longest``.

    What lies further ahead was planned by a clock that has been set back since; to wait for it would leave everything
    undone for as long as that clock was wrong.
    """
    return now >= due or due - now > longest


def _run(work: Work, job: Job, rounds: RoundLog) -> int | None:
    """All batches of a job; None when it failed. It has done what it has done, and goes on at its next turn."""
    done = _run_batches(work, job)
    rounds.note(job.name, done, work.clock())
    return done


def _run_batches(work: Work, job: Job) -> int | None:
    done = 0
    try:
        while not work.stop.is_set() and (batch := job.run(work)):
            done += batch
    except DatabaseUnavailable as error:
        logs.log.warning("database_unavailable", job=job.name, reason=str(error))
        return None
    except Exception as error:  # noqa: BLE001 - one job's fault must not stop the others
        logs.log.error("job_failed", job=job.name, exception=logs.describe(error))
        return None
    if done and not job.logs_itself:
        logs.log.info("job_done", job=job.name, count=done)
    return done


def _report(work: Work, rounds: RoundLog) -> None:
    """Write down what was done; what the database does not take now is in the next report."""
    try:
        in_one_unit(work, rounds.write)
    except Exception as error:  # noqa: BLE001 - a sign of life that cannot be given must not end a life
        logs.log.warning("rounds_not_reported", reason=logs.describe(error))
    else:
        rounds.clear()


def in_one_unit(work: Work, action: Callable[[Session, datetime], int]) -> int:
    """An action in a transaction of its own."""
    with work.database.write() as session:
        return action(session, work.clock())
