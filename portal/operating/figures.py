"""The figures that are looked up when Prometheus asks: what waits, what is late, how old what we show is.

They come from the database, the content and the disk, which all web processes share, so it does not matter which of
them is asked. Ages are seconds at the moment of asking. While the database is away its figures are left out, and
``portal_database_up`` says so: a figure that is not there is better than one that is made up.
"""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.cases.model import Case
from portal.cases.rules import ACTIVE, Status
from portal.db.engine import Database, DatabaseUnavailable
from portal.db.outbox import count_set_aside, measure_waiting
from portal.db.rounds import JobRounds, list_rounds
from portal.incidents.rules import is_stale
from portal.notify.mailbox.failed import count_failed
from portal.notify.mailbox.model import Mailbox
from portal.operating.parts import Watched
from portal.web.current import current_database
from portal.web.metrics import Figure, single
from portal.web.operations import ask_parts

BREACHES = "escalation"
"""The worker's job that finds broken promises, each once."""


def list_figures(watched: Watched) -> Iterator[Figure]:
    """Everything that is looked up."""
    now = watched.clock()()
    states = ask_parts()
    up = tuple(((state.name,), float(state.fine)) for state in states)
    yield Figure("portal_part_up", "Whether a part of /readyz is as it should be", up, ("part",))
    yield from _of_content(watched, now)
    yield from _of_status(watched, now)
    yield from _of_disk(watched)
    database_up = next(state.fine for state in states if state.name == "database")
    found: tuple[Figure, ...] = ()
    if database_up:
        with suppress(DatabaseUnavailable):
            found = tuple(_of_database(current_database.get(), watched, now))
    yield single("portal_database_up", "Whether the database answers", float(bool(found)))
    yield from found


def _of_content(watched: Watched, now: datetime) -> Iterator[Figure]:
    state = watched.holder.state
    age = (now - state.written_at).total_seconds()
    yield single("portal_content_age_seconds", "Since the newest file of the content in service was written", age)
    told = "Mistakes that keep the newest state of the content from going live"
    yield single("portal_content_problems", told, len(state.problems))
    told = "Whether results of a search come from an index of the content in service"
    yield single("portal_search_index_current", told, float(not watched.searcher.is_behind))


def _of_status(watched: Watched, now: datetime) -> Iterator[Figure]:
    reading = watched.monitor.reading()
    if reading.as_of:
        age = (now - reading.as_of).total_seconds()
        yield single("portal_status_age_seconds", "Since the status source was last read with success", age)
    told = "Whether the last reading of the status source is too old, or failed"
    yield single("portal_status_stale", told, float(is_stale(reading, now)))
    ages = tuple(((part.name,), (now - part.as_of).total_seconds()) for part in reading.sources if part.as_of)
    yield Figure(
        "portal_status_source_age_seconds", "Since a status page was last read with success", ages, ("source",)
    )
    stale = tuple(((part.name,), float(is_stale(part, now))) for part in reading.sources)
    yield Figure("portal_status_source_stale", "Whether its reading is too old, or failed", stale, ("source",))


def _of_disk(watched: Watched) -> Iterator[Figure]:
    with suppress(OSError):
        disk = shutil.disk_usage(watched.settings.instance_dir)
        yield single("portal_disk_free_bytes", "Room on the disk of the instance folder", disk.free)
        yield single("portal_disk_size_bytes", "Size of the disk of the instance folder", disk.total)


def _of_database(database: Database, watched: Watched, now: datetime) -> Iterator[Figure]:
    with database.read() as session:
        yield from _of_cases(session, now)
        yield from _of_mail(session, now)
        yield from _of_jobs(session, now)
        box = session.get(Mailbox, watched.mailbox.key) if watched.mailbox else None
        if box and box.looked_at:
            age = (now - box.looked_at).total_seconds()
            yield single("portal_mailbox_age_seconds", "Since the mailbox was last looked into with success", age)


def _of_cases(session: Session, now: datetime) -> Iterator[Figure]:
    counted = dict(session.execute(select(Case.status, func.count()).group_by(Case.status)).all())
    by_state = tuple(((status.value,), float(counted.get(status, 0))) for status in Status)
    yield Figure("portal_cases", "Requests by where they stand", by_state, ("state",))
    overdue = {
        "first_response": (Case.first_response_due < now) & Case.first_response_at.is_(None),
        "resolution": Case.resolution_due < now,
    }
    active = select(func.count()).select_from(Case).where(Case.status.in_(ACTIVE))
    late = tuple(((name,), float(session.scalar(active.where(late)) or 0)) for name, late in overdue.items())
    yield Figure("portal_cases_overdue", "Open requests whose promised moment has passed", late, ("promise",))
    escalated = session.scalar(active.where(Case.escalated_at.is_not(None))) or 0
    yield single("portal_cases_escalated", "Open requests that are escalated", escalated)


def _of_mail(session: Session, now: datetime) -> Iterator[Figure]:
    waiting = measure_waiting(session)
    age = (now - waiting.since).total_seconds() if waiting.since else 0.0
    yield single("portal_outbox_waiting", "Mails that have not left yet", waiting.count)
    yield single("portal_outbox_age_seconds", "Age of the oldest mail that has not left yet; 0 when none waits", age)
    told = "Mails that were given up and wait for somebody to look"
    yield single("portal_outbox_given_up", told, count_set_aside(session))
    told = "Mails that arrived and could not be taken; somebody has to look"
    yield single("portal_mailbox_failed", told, count_failed(session))


def _of_jobs(session: Session, now: datetime) -> Iterator[Figure]:
    rows = tuple(list_rounds(session))
    ages = tuple(((row.job,), (now - row.done_at).total_seconds()) for row in rows if row.done_at)
    yield Figure("portal_job_age_seconds", "Since a job of the worker was last done", ages, ("job",))
    failures = tuple(((row.job,), float(row.failures)) for row in rows)
    yield Figure("portal_job_failures", "How often in a row a job of the worker has failed", failures, ("job",))
    done = tuple(((row.job,), float(row.items)) for row in rows)
    yield Figure("portal_job_items_total", "How much a job of the worker has done", done, ("job",), counts=True)
    yield single("portal_worker_age_seconds", "Since any worker was last seen", _age_of_worker(rows, now))
    broken = next((row.items for row in rows if row.job == BREACHES), 0)
    yield single("portal_promises_broken_total", "Requests whose promise was broken", broken, counts=True)


def _age_of_worker(rows: Iterable[JobRounds], now: datetime) -> float:
    tried = [row.tried_at for row in rows]
    return (now - max(tried)).total_seconds() if tried else float("inf")
