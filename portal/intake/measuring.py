"""Counting walks through the wizard without who took them, within the caller's transaction.

A draft notes its own way; the worker adds it to the figures when the walk has ended, or has stood still for a day, and
remembers in the draft what it added. When the walk goes on after all, the new state takes the place of the old one. So
a retry, a second worker or a crash counts nothing twice, no customer waits for a counter that others write, and every
step that was reached has been answered or left.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, null, or_, select
from sqlalchemy.orm import Session

from portal.db.counting import add_up
from portal.intake.flow import Outcome
from portal.intake.model import Draft, WalkCount
from portal.intake.pace import Walk, count_walk
from portal.search.learning.actions import KEPT

STILL_FOR = timedelta(hours=24)
"""After this long without an answer a walk counts as left at the step where it stands."""
WALKS_A_TURN = 200

Row = tuple[date, str, str, str]
"""Day, language, step, measure."""


def note_step(draft: Draft, step: str, at: str, now: datetime) -> None:
    """A step of a draft was answered; it stands ``at`` another one now."""
    walk = Walk.read(draft.walk, draft.created_at)
    walk.go_past(step, at, now)
    draft.walk, draft.updated_at = walk.as_stored(), now


def take_solved_back(draft: Draft, now: datetime) -> bool:
    """An article had solved it, but the same customer opens a case on it after all: it is no longer counted as solved.

    Gives whether there was anything to take back; done twice it is taken back once.
    """
    walk = Walk.read(draft.walk, draft.created_at)
    if draft.outcome != Outcome.SOLVED or walk.taken_back:
        return False
    walk.taken_back = True
    draft.walk, draft.updated_at = walk.as_stored(), now
    return True


def count_walks(session: Session, now: datetime) -> int:
    """Count the walks that have ended or stand still and are not counted as they stand now; gives their number."""
    changed = or_(Draft.counted_at.is_(None), Draft.counted_at != Draft.updated_at)
    over = or_(Draft.outcome != "", Draft.updated_at < now - STILL_FOR)
    due = select(Draft).where(Draft.walk.is_not(null()), changed, over).limit(WALKS_A_TURN)
    drafts = session.scalars(due.with_for_update(skip_locked=True)).all()
    add_walks(session, drafts)
    return len(drafts)


def add_walks(session: Session, drafts: Sequence[Draft]) -> None:
    """Count drafts as they stand now, whether they stand still or not: those that are about to be deleted, too."""
    added: Counter[Row] = Counter()
    for draft in drafts:
        if draft.walk is not None:
            counts = count_walk(Walk.read(draft.walk, draft.created_at), draft.outcome, draft.created_at)
            for name, count in _changes(draft.counted or {}, counts).items():
                step, _, measure = name.partition("/")
                added[draft.created_at.date(), draft.language, step, measure] += count
            draft.counted, draft.counted_at = counts, draft.updated_at
    _add(session, added)


def forget_old_walks(session: Session, now: datetime) -> int:
    """Delete the oldest day's figures when it is older than they are kept; gives the number of rows."""
    oldest = session.scalar(select(func.min(WalkCount.day)))
    if oldest is None or oldest >= (now - KEPT).date():
        return 0
    return session.connection().execute(delete(WalkCount).where(WalkCount.day == oldest)).rowcount


def _changes(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    differences = {name: after.get(name, 0) - before.get(name, 0) for name in {*before, *after}}
    return {name: count for name, count in differences.items() if count}


def _add(session: Session, added: Mapping[Row, int]) -> None:
    rows = [dict(zip(_KEY, row, strict=True), count=added[row]) for row in sorted(added) if added[row]]
    add_up(session, WalkCount, rows, _KEY, ["count"])


_KEY = ("day", "language", "step", "measure")
