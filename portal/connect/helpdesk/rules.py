"""When a helpdesk's report is taken: nothing from the future, nothing that a customer's later words have overtaken."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from portal.cases.events import Actor, CustomerReplied, IssueAdded, Recorded
from portal.cases.rules import ACTIVE, CaseState, Status, reopen_until
from portal.kernel.refusal import Refusal, RefusalKind

SKEW = timedelta(minutes=1)
"""How far a helpdesk's clock may be ahead of ours; what is dated so counts as happening now."""


class ReportType(StrEnum):
    """What happened in the helpdesk (contract, section 7)."""

    FIRST_RESPONSE = "first_response"
    MESSAGE = "message"
    WAITING_ON_CUSTOMER = "waiting_on_customer"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    CLOSED = "closed"


WORDS_NEEDED = frozenset({ReportType.FIRST_RESPONSE, ReportType.MESSAGE})
_JUDGED = frozenset({ReportType.WAITING_ON_CUSTOMER, ReportType.RESOLVED, ReportType.CLOSED})
"""What somebody decided after reading what the customer wrote."""
_LEADS_TO = {
    ReportType.RESOLVED: frozenset({Status.RESOLVED, Status.CLOSED}),
    ReportType.CLOSED: frozenset({Status.CLOSED}),
    ReportType.REOPENED: ACTIVE,
}


@dataclass(frozen=True)
class NotYet(Refusal):
    """It is said to have happened in the future."""


@dataclass(frozen=True)
class BeforeOpening(Refusal):
    """It is said to have happened before there was a case."""

    opened_at: datetime


@dataclass(frozen=True)
class Overtaken(Refusal):
    """The customer wrote after it was decided: it was decided without knowing that."""

    kind: ClassVar[RefusalKind] = RefusalKind.CONFLICT
    wrote_at: datetime


@dataclass(frozen=True)
class TooLateToReopen(Refusal):
    """The case ended longer ago than a case may be reopened by a program."""

    kind: ClassVar[RefusalKind] = RefusalKind.CONFLICT
    until: datetime


def judge_moment(at: datetime, opened_at: datetime, now: datetime) -> datetime | NotYet | BeforeOpening:
    """The moment under which a report is written down. Many helpdesks tell whole seconds only."""
    if at > now + SKEW:
        return NotYet()
    if at < opened_at.replace(microsecond=0):
        return BeforeOpening(opened_at)
    return fit_moment(at, opened_at, now)


def fit_moment(at: datetime, opened_at: datetime, now: datetime) -> datetime:
    """A moment of a helpdesk's clock as one that the case can have: neither ahead of it nor to come."""
    return max(opened_at, min(at, now))


def find_obstacle(
    kind: ReportType, history: Iterable[Recorded], state: CaseState, at: datetime
) -> Overtaken | TooLateToReopen | None:
    """What speaks against a report beside the rules for what the team may do."""
    if kind is ReportType.REOPENED and at > reopen_until(state):
        return TooLateToReopen(reopen_until(state))
    written = [
        recorded.at
        for recorded in history
        if recorded.actor is Actor.CUSTOMER and isinstance(recorded.event, CustomerReplied | IssueAdded)
    ]
    if kind in _JUDGED and written and max(written) > at:
        return Overtaken(max(written))
    return None


def changes_nothing(kind: ReportType, state: CaseState, text: str) -> bool:
    """Whether the case is already what a report without words would make of it; merged cases stay a conflict."""
    if kind is ReportType.WAITING_ON_CUSTOMER:
        return not text and state.status is Status.WAITING_ON_CUSTOMER
    return not state.merged_into and state.status in _LEADS_TO.get(kind, frozenset())
