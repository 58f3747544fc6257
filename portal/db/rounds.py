"""When each of the worker's jobs was last done, so that every process can tell whether the worker lives.

Workers may run on other machines than those that answer, so their signs of life lie in the database: one row a job,
written over every few seconds, with nothing in it but times and counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import String, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.db.base import Base, UtcDateTime

FORGET_AFTER = timedelta(days=30)
"""Rows of jobs that nobody does any more, after an update of ours."""


class JobRounds(Base):
    """One job of the worker: when it was done, when it failed, how much it has done since the beginning."""

    __tablename__ = "job_rounds"

    job: Mapped[str] = mapped_column(String(40), primary_key=True)
    tried_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it last came to its end without a fault."""
    failures: Mapped[int]
    """How often in a row it has failed."""
    items: Mapped[int]
    """How much it has done altogether: mails sent, promises found broken."""


@dataclass
class Rounds:
    """What one job did since the last report."""

    tried_at: datetime
    done_at: datetime | None = None
    failures: int = 0
    items: int = 0


@dataclass
class RoundLog:
    """Collects what the jobs of one worker did, to be written down now and then."""

    since: dict[str, Rounds] = field(default_factory=dict)

    def note(self, job: str, done: int | None, now: datetime) -> None:
        """Note the end of a round: how much was done, or None for one that failed."""
        rounds = self.since.setdefault(job, Rounds(now))
        rounds.tried_at = now
        if done is None:
            rounds.failures += 1
        else:
            rounds.done_at, rounds.failures = now, 0
            rounds.items += done

    def write(self, session: Session, now: datetime) -> int:
        """Write down what was noted, and forget jobs that nobody does any more; call `clear` once it is committed.

        Gives the number of jobs.
        """
        rows = {row.job: row for row in session.scalars(select(JobRounds).order_by(JobRounds.job).with_for_update())}
        for job, rounds in self.since.items():
            row = rows.get(job) or JobRounds(job=job, failures=0, items=0)
            session.add(row)
            row.tried_at, row.items = rounds.tried_at, row.items + rounds.items
            row.failures = rounds.failures if rounds.done_at else row.failures + rounds.failures
            row.done_at = rounds.done_at or row.done_at
        session.execute(delete(JobRounds).where(JobRounds.tried_at < now - FORGET_AFTER))
        return len(self.since)

    def clear(self) -> None:
        """Begin anew."""
        self.since.clear()


def last_seen(session: Session) -> datetime | None:
    """When any worker last tried any job; None when none ever did."""
    return session.scalar(select(func.max(JobRounds.tried_at)))


def list_rounds(session: Session) -> Iterable[JobRounds]:
    """All jobs, by name."""
    return session.scalars(select(JobRounds).order_by(JobRounds.job)).all()
