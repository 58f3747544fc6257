"""What time does to cases: promises break, customers do not answer, resolved cases come to rest.

Each function does a batch and gives the references it changed; the worker calls again until there are none. Rows
that another worker holds are skipped, so any number of workers may run.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, selectinload

from portal.cases.events import Actor, CaseClosed, CustomerReminded, Event
from portal.cases.history import record
from portal.cases.model import Case
from portal.cases.outgoing import case_payload
from portal.cases.rules import (
    ACTIVE,
    REOPEN_WITHIN,
    CaseState,
    Status,
    closes_at,
    judge_breach,
    judge_ended,
    judge_waiting,
    reopen_until,
)
from portal.db.outbox import enqueue

BATCH = 100
_SYSTEM = (Actor.SYSTEM, "")


def escalate_breached(session: Session, now: datetime) -> tuple[str, ...]:
    """Mark cases whose promised first response or resolution is overdue; each case once."""
    overdue = select(Case).where(
        Case.status.in_(ACTIVE),
        Case.escalated_at.is_(None),
        or_(
            (Case.first_response_due < now) & Case.first_response_at.is_(None),
            Case.first_response_due < Case.first_response_at,
            Case.resolution_due < now,
        ),
    )
    return tuple(
        case.reference
        for case in _lock(session, overdue)
        if _apply(session, case, lambda case, state: judge_breach(case.due, state, now), now)
    )


def close_waiting(session: Session, close_after: timedelta, now: datetime) -> tuple[str, ...]:
    """Remind customers whose answer is missing, and close the cases of those who were reminded long enough ago.

    ``close_after`` is the policy's waiting time. The customer is told of both by mail.
    """
    half = close_after / 2
    waiting = select(Case).where(
        Case.status == Status.WAITING_ON_CUSTOMER,
        or_(
            Case.reminded_at.is_(None) & (Case.waiting_since <= now - half),
            (Case.reminded_at <= now - half) & (Case.waiting_since <= now - close_after),
        ),
    )
    changed: list[str] = []
    for case in _lock(session, waiting):
        event = _apply(session, case, lambda _, state: judge_waiting(state, close_after, now), now)
        if isinstance(event, CustomerReminded):
            payload = case_payload(case, closes_at=closes_at(case.state, close_after).isoformat())
            enqueue(session, "case_reminder", payload, now)
        elif isinstance(event, CaseClosed):
            payload = case_payload(case, reopen_until=reopen_until(case.state).isoformat())
            enqueue(session, "case_closed", payload, now)
        changed += [case.reference] if event else []
    return tuple(changed)


def close_resolved(session: Session, now: datetime) -> tuple[str, ...]:
    """Close resolved cases that a reply can no longer reopen; nobody is told, since nothing changes for anybody."""
    resolved = select(Case).where(Case.status == Status.RESOLVED, Case.ended_at < now - REOPEN_WITHIN)
    return tuple(
        case.reference
        for case in _lock(session, resolved)
        if _apply(session, case, lambda _, state: judge_ended(state, now), now)
    )


def _lock(session: Session, cases: Select[Case]) -> list[Case]:
    """The first of these cases that no other worker holds, with their events."""
    batch = cases.order_by(Case.id).limit(BATCH).with_for_update(skip_locked=True)
    fresh = batch.options(selectinload(Case.event_rows)).execution_options(populate_existing=True)
    return list(session.scalars(fresh))


def _apply(
    session: Session, case: Case, judge: Callable[[Case, CaseState], Event | None], now: datetime
) -> Event | None:
    """Record what the rule says is due for a case, and give it."""
    event = judge(case, case.state)
    if event is not None:
        record(session, case, [event], _SYSTEM, now)
    return event
