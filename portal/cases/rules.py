"""What a case's events add up to, and what may happen next; section 9 of the contract in code.

``closed`` follows ``resolved`` after the seven days in which a reply reopens, and ``waiting_on_customer`` after the
policy's waiting time. A reply within seven days of either end reopens: the contract says so of resolved cases, and
a customer who comes back from a long weekend should not have to tell everything again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from portal.cases.events import (
    Actor,
    Breach,
    CaseClosed,
    CaseEscalated,
    CaseMerged,
    CaseOpened,
    CaseReopened,
    CaseResolved,
    Closing,
    CustomerReminded,
    CustomerReplied,
    Event,
    FeedbackGiven,
    IssueAdded,
    NoteAdded,
    Recorded,
    StaffReplied,
    WaitingBegan,
)
from portal.kernel.refusal import Refusal, RefusalKind

REOPEN_WITHIN = timedelta(days=7)


class Status(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    WAITING_ON_CUSTOMER = "waiting_on_customer"
    RESOLVED = "resolved"
    CLOSED = "closed"


ACTIVE = frozenset({Status.OPEN, Status.WAITING_ON_CUSTOMER})


@dataclass(frozen=True)
class CaseState:
    """What the events of a case add up to."""

    status: Status
    opened_at: datetime
    changed_at: datetime
    """When the last event happened that the customer knows of."""
    first_response_at: datetime | None = None
    """The first meaningful update of a human; an automatic mail never counts."""
    escalated_at: datetime | None = None
    waiting_since: datetime | None = None
    reminded_at: datetime | None = None
    ended_at: datetime | None = None
    """When it was resolved, or closed without having been resolved."""
    closed_because: Closing | None = None
    merged_into: str | None = None
    """The reference of the case in which it goes on."""
    feedback: int | None = None
    """How the customer judged it last, from 1 to 5."""


@dataclass(frozen=True)
class Due:
    """The moments that were promised when the case was opened."""

    first_response: datetime
    resolution: datetime | None
    """None when the cause lies where nobody promises a resolution."""


class Clock(StrEnum):
    """How a promise stands."""

    RUNNING = "running"
    KEPT = "kept"
    BREACHED = "breached"
    """It was kept too late, or is overdue."""
    NO_TARGET = "no_target"


class NextMove(StrEnum):
    """What the customer can do with the case now."""

    REPLY = "reply"
    REPLY_TO_GO_ON = "reply_to_go_on"
    """The support team is waiting for it."""
    REPLY_TO_REOPEN = "reply_to_reopen"
    OPEN_NEW_CASE = "open_new_case"
    REPLY_TO_OTHER = "reply_to_other"
    """It goes on in another case."""


@dataclass(frozen=True)
class ReopeningOver(Refusal):
    """The case ended too long ago for a reply to reopen it; a new case may refer to it."""

    kind: ClassVar[RefusalKind] = RefusalKind.CONFLICT
    ended_at: datetime


@dataclass(frozen=True)
class GoesOnElsewhere(Refusal):
    """The case was merged with another one of the same customer; a reply belongs there."""

    kind: ClassVar[RefusalKind] = RefusalKind.CONFLICT
    reference: str


ReplyRefusal = ReopeningOver | GoesOnElsewhere


def fold(events: Iterable[Recorded]) -> CaseState:
    """What the events add up to, in their order.

    Raises:
        ValueError: when the first event is not the opening.
    """
    state: CaseState | None = None
    for recorded in events:
        if state is None:
            if not isinstance(recorded.event, CaseOpened):
                raise ValueError("a case begins with its opening")
            state = CaseState(Status.OPEN, opened_at=recorded.at, changed_at=recorded.at)
        else:
            state = _after(state, recorded)
            if not isinstance(recorded.event, NoteAdded):
                # A helpdesk may report late what happened before something that is known already.
                state = replace(state, changed_at=max(state.changed_at, recorded.at))
    if state is None:
        raise ValueError("a case without events")
    return state


def _after(state: CaseState, recorded: Recorded) -> CaseState:
    at, event = recorded.at, recorded.event
    if isinstance(event, StaffReplied | CaseResolved) and recorded.actor is Actor.STAFF:
        # A helpdesk's reports may arrive in another order than that in which its people wrote.
        state = replace(state, first_response_at=min(state.first_response_at or at, at))
    match event:
        case CustomerReplied() | IssueAdded() if state.status is Status.WAITING_ON_CUSTOMER:
            state = replace(state, status=Status.OPEN, waiting_since=None, reminded_at=None)
        case WaitingBegan():
            state = replace(state, status=Status.WAITING_ON_CUSTOMER, waiting_since=at, reminded_at=None)
            state = replace(state, ended_at=None, closed_because=None)
        case CaseResolved():
            state = replace(state, status=Status.RESOLVED, waiting_since=None, reminded_at=None)
            state = replace(state, ended_at=at, closed_because=None)
        case CaseReopened():
            state = replace(state, status=Status.OPEN, waiting_since=None, reminded_at=None, ended_at=None)
            state = replace(state, closed_because=None, merged_into=None)
        case CaseClosed(because=because):
            state = replace(state, status=Status.CLOSED, waiting_since=None, reminded_at=None)
            state = replace(state, ended_at=state.ended_at or at, closed_because=because)
        case _:
            state = _marked(state, recorded)
    return state


def _marked(state: CaseState, recorded: Recorded) -> CaseState:
    """What events leave on a case that do not move it."""
    match recorded.event:
        case CustomerReminded() if state.status is Status.WAITING_ON_CUSTOMER:
            return replace(state, reminded_at=recorded.at)
        case CaseEscalated():
            return replace(state, escalated_at=state.escalated_at or recorded.at)
        case CaseMerged(into=into):
            return replace(state, merged_into=into)
        case FeedbackGiven(score=score):
            return replace(state, feedback=score)
    return state


def is_taken_up(state: CaseState) -> bool:
    """Whether customers can be told that somebody works on their case: not before a human has answered.

    Nothing else says so for sure: that somebody of the team has a case open is forgotten after a minute, and neither
    an acknowledgement nor an escalation is work.
    """
    return state.first_response_at is not None


def next_move(state: CaseState, now: datetime) -> NextMove:
    """What the customer can do with the case now."""
    if state.status is Status.OPEN:
        return NextMove.REPLY
    if state.status is Status.WAITING_ON_CUSTOMER:
        return NextMove.REPLY_TO_GO_ON
    if state.merged_into:
        return NextMove.REPLY_TO_OTHER
    return NextMove.REPLY_TO_REOPEN if now <= reopen_until(state) else NextMove.OPEN_NEW_CASE


def reopen_until(state: CaseState) -> datetime:
    """Until when a reply to a case that has ended reopens it."""
    return (state.ended_at or state.changed_at) + REOPEN_WITHIN


def answer_customer(state: CaseState, message: Event, now: datetime) -> tuple[Event, ...] | ReplyRefusal:
    """The events that follow from a customer's message, the message itself among them."""
    if state.merged_into:
        return GoesOnElsewhere(state.merged_into)
    match next_move(state, now):
        case NextMove.OPEN_NEW_CASE:
            return ReopeningOver(state.ended_at or state.changed_at)
        case NextMove.REPLY_TO_REOPEN:
            return (CaseReopened(), message)
        case _:
            return (message,)


def first_response_clock(due: Due, state: CaseState, now: datetime) -> Clock:
    """How the promise of a first response stands; a case that ended without one counts as answered by its end."""
    return _clock(due.first_response, state.first_response_at or state.ended_at, now)


def resolution_clock(due: Due, state: CaseState, now: datetime) -> Clock:
    """How the promise of a resolution stands. Waiting for the customer does not move the promised moment."""
    if due.resolution is None:
        return Clock.NO_TARGET
    return _clock(due.resolution, state.ended_at, now)


def _clock(due: datetime, met_at: datetime | None, now: datetime) -> Clock:
    if met_at is not None:
        return Clock.KEPT if met_at <= due else Clock.BREACHED
    return Clock.RUNNING if now <= due else Clock.BREACHED


def judge_breach(due: Due, state: CaseState, now: datetime) -> CaseEscalated | None:
    """The escalation that is due, or None. A case is escalated once; the mark stays when a second promise breaks."""
    if state.status not in ACTIVE or state.escalated_at is not None:
        return None
    if first_response_clock(due, state, now) is Clock.BREACHED:
        return CaseEscalated(Breach.FIRST_RESPONSE)
    if resolution_clock(due, state, now) is Clock.BREACHED:
        return CaseEscalated(Breach.RESOLUTION)
    return None


def judge_waiting(state: CaseState, close_after: timedelta, now: datetime) -> CustomerReminded | CaseClosed | None:
    """The reminder or the closing that is due for a case that waits on the customer, or None.

    The reminder comes after half of ``close_after``. No case is closed without one, nor before the other half has
    passed since: a worker that was down for days reminds first.
    """
    if state.status is not Status.WAITING_ON_CUSTOMER or state.waiting_since is None:
        return None
    half = close_after / 2
    if state.reminded_at is None:
        return CustomerReminded() if now >= state.waiting_since + half else None
    return CaseClosed(Closing.NO_REPLY) if now >= closes_at(state, close_after) else None


def closes_at(state: CaseState, close_after: timedelta) -> datetime:
    """When a case that waits on the customer since ``state.waiting_since`` will be closed.

    Raises:
        ValueError: when the case waits on nobody.
    """
    if state.waiting_since is None:
        raise ValueError("this case does not wait on the customer")
    planned = state.waiting_since + close_after
    return max(planned, state.reminded_at + close_after / 2) if state.reminded_at else planned


def judge_ended(state: CaseState, now: datetime) -> CaseClosed | None:
    """The closing of a resolved case once a reply can no longer reopen it, or None."""
    over = state.status is Status.RESOLVED and now > reopen_until(state)
    return CaseClosed(Closing.RESOLVED) if over else None
