"""In which order cases want the support team's attention, computed by the database itself.

The order must come from an index, or a queue of a hundred thousand cases is sorted for every look at it. It depends on
no clock: among promises that run, the one that broke longest ago is simply the nearest. Generated columns, because they
cannot disagree with what they are made of, whichever release wrote the row.
"""

from enum import IntEnum

from portal.cases.rules import ACTIVE, CaseState, Due, Status


class Urgency(IntEnum):
    """The groups of the queue, the most urgent first."""

    ESCALATED = 0
    """A promise was not kept."""
    ESCALATED_WAITING = 1
    """The same, but the team can do nothing before the customer answers."""
    RUNNING = 2
    """A promise runs; one that has just been broken comes first here, until the worker escalates it."""
    WAITING = 3
    """The customer has to answer."""
    NO_TARGET = 4
    """It was answered, and nobody promised a resolution."""
    ENDED = 9


URGENCY_SQL = """CASE
WHEN status <> 'open' AND status <> 'waiting_on_customer' THEN 9
WHEN escalated_at IS NOT NULL AND status = 'open' THEN 0
WHEN escalated_at IS NOT NULL THEN 1
WHEN status = 'waiting_on_customer' THEN 3
WHEN first_response_at IS NULL OR resolution_due IS NOT NULL THEN 2
ELSE 4 END"""
NEXT_DUE_SQL = """CASE
WHEN first_response_at IS NULL THEN first_response_due
WHEN resolution_due IS NOT NULL THEN resolution_due
ELSE opened_at END"""
"""The moment that orders a group: the promise that comes next, or the opening where there is none."""


def judge_urgency(due: Due, state: CaseState) -> Urgency:
    """`URGENCY_SQL` as a function, for those who have a case at hand."""
    waits = state.status is Status.WAITING_ON_CUSTOMER
    if state.status not in ACTIVE:
        return Urgency.ENDED
    if state.escalated_at is not None:
        return Urgency.ESCALATED_WAITING if waits else Urgency.ESCALATED
    if waits:
        return Urgency.WAITING
    runs = state.first_response_at is None or due.resolution is not None
    return Urgency.RUNNING if runs else Urgency.NO_TARGET
