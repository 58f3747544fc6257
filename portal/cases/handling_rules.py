"""What the support team may do with a case as it stands, and what the customer may do beside writing.

Each function gives the events that follow, or a refusal that says why there are none.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from portal.cases.events import (
    CaseClosed,
    CaseMerged,
    CaseReopened,
    CaseResolved,
    CaseTakenIn,
    Closing,
    CustomerReplied,
    Event,
    FeedbackGiven,
    IncidentLinked,
    SeverityChanged,
    StaffReplied,
    WaitingBegan,
)
from portal.cases.rules import ACTIVE, CaseState, GoesOnElsewhere, Status
from portal.kernel.refusal import Refusal, RefusalKind

FEEDBACK_WITHIN = timedelta(days=30)
"""After a case has ended. Our own figure, since the policy promises none: long enough to see whether a solution lasts
through a month's end, when invoices and limits are made anew, and short enough that a month's figures come to rest."""
LOW_SCORE = 2
"""At this score and below, somebody is asked what would help instead of being thanked only."""


@dataclass(frozen=True)
class NotGoingOn(Refusal):
    """The case has ended; whoever wants to go on with it reopens it first."""

    kind: ClassVar[RefusalKind] = RefusalKind.CONFLICT
    status: Status


@dataclass(frozen=True)
class StillGoingOn(Refusal):
    """The case has not ended yet."""

    kind: ClassVar[RefusalKind] = RefusalKind.CONFLICT


@dataclass(frozen=True)
class NothingChanges(Refusal):
    """The case is already what it was to become."""

    kind: ClassVar[RefusalKind] = RefusalKind.CONFLICT


@dataclass(frozen=True)
class NotTheSameCustomer(Refusal):
    """Two cases of different customers: neither may learn of the other."""

    kind: ClassVar[RefusalKind] = RefusalKind.CONFLICT


@dataclass(frozen=True)
class FeedbackOver(Refusal):
    """The case ended so long ago that what customers thought of it stands still."""

    kind: ClassVar[RefusalKind] = RefusalKind.CONFLICT
    until: datetime


FeedbackRefusal = StillGoingOn | GoesOnElsewhere | FeedbackOver
HandlingRefusal = NotGoingOn | StillGoingOn | NothingChanges | NotTheSameCustomer
Outcome = tuple[Event, ...] | HandlingRefusal


@dataclass(frozen=True)
class Owner:
    """Whose case it is."""

    email: str
    account_id: str | None

    def shares_with(self, other: "Owner") -> bool:
        """Whether both may know of each other's cases."""
        return self.email == other.email or (self.account_id is not None and self.account_id == other.account_id)


def reply_to_customer(state: CaseState, text: str, *, wait: bool) -> Outcome:
    """A meaningful update; with ``wait`` it asks for something without which the team cannot go on."""
    if state.status not in ACTIVE:
        return NotGoingOn(state.status)
    return (StaffReplied(text), WaitingBegan()) if wait else (StaffReplied(text),)


def resolve(state: CaseState, summary: str) -> Outcome:
    """The issue is solved, and this is how."""
    return (CaseResolved(summary),) if state.status in ACTIVE else NotGoingOn(state.status)


def begin_waiting(state: CaseState) -> Outcome:
    """The team cannot go on without the customer."""
    if state.status not in ACTIVE:
        return NotGoingOn(state.status)
    return (WaitingBegan(),) if state.status is not Status.WAITING_ON_CUSTOMER else NothingChanges()


def close_by_team(state: CaseState) -> Outcome:
    """The end of a case that is resolved, or whose customer does not answer."""
    match state.status:
        case Status.RESOLVED:
            return (CaseClosed(Closing.RESOLVED),)
        case Status.WAITING_ON_CUSTOMER:
            return (CaseClosed(Closing.NO_REPLY),)
        case Status.CLOSED:
            return NotGoingOn(state.status)
    return StillGoingOn()


def reopen(state: CaseState) -> Outcome:
    """The team goes on with a case that has ended. One that was merged goes on elsewhere and stays as it is."""
    if state.status in ACTIVE:
        return StillGoingOn()
    return NotGoingOn(state.status) if state.merged_into else (CaseReopened(),)


def change_severity(state: CaseState, before: int, after: int, because: str) -> Outcome:
    """The impact is judged anew."""
    if state.status not in ACTIVE:
        return NotGoingOn(state.status)
    return (SeverityChanged(before, after, because),) if before != after else NothingChanges()


def link_incident(before: str | None, after: str, title: str = "") -> Outcome:
    """The issue is part of an incident; an empty name takes that back."""
    return (IncidentLinked(after, title),) if (before or "") != after else NothingChanges()


def merge(state: CaseState, into: CaseState, references: tuple[str, str], owners: tuple[Owner, Owner]) -> Outcome:
    """The events of the first case, whose ``references`` and ``owners`` come first; `take_in` gives the other's."""
    if references[0] == references[1]:
        return NothingChanges()
    if not owners[0].shares_with(owners[1]):
        return NotTheSameCustomer()
    for each in (state, into):
        if each.status not in ACTIVE:
            return NotGoingOn(each.status)
    return (CaseMerged(references[1]), CaseClosed(Closing.MERGED))


def take_in(reference: str, subject: str) -> tuple[Event, ...]:
    """The events of the case in which another one goes on."""
    return (CaseTakenIn(reference, subject),)


def close_by_customer(state: CaseState, words: CustomerReplied | None) -> Outcome:
    """The customer needs nothing more; their last words come before the end."""
    if state.status not in ACTIVE:
        return NotGoingOn(state.status)
    closing = CaseClosed(Closing.BY_CUSTOMER)
    return (words, closing) if words else (closing,)


def give_feedback(state: CaseState, feedback: FeedbackGiven, now: datetime) -> tuple[Event, ...] | FeedbackRefusal:
    """How it went can be said once a case has ended, and changed for `FEEDBACK_WITHIN` after its end."""
    if state.status in ACTIVE:
        return StillGoingOn()
    if state.merged_into:
        return GoesOnElsewhere(state.merged_into)
    until = feedback_until(state)
    return (feedback,) if now <= until else FeedbackOver(until)


def feedback_until(state: CaseState) -> datetime:
    """Until when it can be said how a case that has ended went."""
    return (state.ended_at or state.changed_at) + FEEDBACK_WITHIN
