"""Decisions about deletions."""

from datetime import datetime, timedelta

from portal.cases.rules import Status

PROVEN_WITHIN = timedelta(minutes=15)
"""How fresh a proof of the address must be for a deletion: a code lives for 10 minutes, and the page wants reading. A
browser that somebody left signed in is not enough."""
AUDIT_KEPT = timedelta(days=3 * 365)
"""How long it can be shown that a deletion was done: claims end after three years in German law (BGB, section 195)."""


def is_fresh(proven_at: datetime, now: datetime) -> bool:
    """Whether an address was proven so lately that its data may be deleted."""
    return now < proven_at + PROVEN_WITHIN


def may_delete(status: Status, ended_at: datetime | None, asked_at: datetime) -> bool:
    """Whether a case goes now.

    One that was resolved after the deletion was asked for waits until it is closed: its customer may still find that
    the issue is not over.
    """
    if status is Status.CLOSED:
        return True
    return status is Status.RESOLVED and ended_at is not None and ended_at <= asked_at
