"""The one place where a case's history grows, and where its copy in the columns is brought up to date."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from portal.cases.deliveries import announce
from portal.cases.events import (
    Actor,
    CaseMerged,
    CaseReopened,
    Event,
    FeedbackGiven,
    IncidentLinked,
    SeverityChanged,
)
from portal.cases.model import Case, CaseEvent
from portal.cases.rules import CaseState
from portal.cases.stored_events import to_data


def record(
    session: Session, case: Case, events: Iterable[Event], by: tuple[Actor, str], now: datetime, key: str | None = None
) -> CaseState:
    """Add events to a case and give the state they lead to; ``by`` is who caused them: the actor and its name.

    The caller holds the case's row (`lock_case`), so numbers have no gaps and no event is written twice. ``key``
    goes to the last event, which is the one a form was sent for.
    """
    actor, author = by
    added = [
        CaseEvent(
            seq=len(case.event_rows) + offset,
            at=now,
            kind=event.kind,
            actor=actor,
            author=author,
            data=to_data(event),
        )
        for offset, event in enumerate(events, start=1)
    ]
    added[-1].idempotency_key = key
    case.event_rows.extend(added)
    for entry in added:
        _copy(case, entry.recorded.event)
    state = case.state
    case.status = state.status
    case.changed_at = state.changed_at
    case.first_response_at = state.first_response_at
    case.escalated_at = state.escalated_at
    case.waiting_since = state.waiting_since
    case.reminded_at = state.reminded_at
    case.ended_at = state.ended_at
    session.add(case)
    announce(session, case, added, now)
    return state


def _copy(case: Case, event: Event) -> None:
    """Keep what an event says of the case itself in the columns that say it."""
    match event:
        case SeverityChanged(after=after):
            case.severity = after
        case IncidentLinked(incident=incident):
            case.incident = incident or None
        case FeedbackGiven(score=score):
            case.feedback = score
        case CaseMerged(into=into):
            case.merged_into = into
        case CaseReopened():
            case.merged_into = None
