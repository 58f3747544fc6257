"""What the desk decides about who writes: their name, and what they have not seen yet."""

import re
from collections.abc import Iterable

from portal.cases.events import (
    Actor,
    CaseResolved,
    CustomerReplied,
    FeedbackGiven,
    IssueAdded,
    NoteAdded,
    Recorded,
    StaffReplied,
)

_WRITTEN = (CaseResolved, CustomerReplied, FeedbackGiven, IssueAdded, NoteAdded, StaffReplied)
_PARTS = re.compile(r"[._-]+")


def name_member(email: str) -> str:
    """The name under which customers see somebody of the team: what the address says before its at sign."""
    local = email.partition("@")[0].partition("+")[0]
    name = " ".join(part.capitalize() for part in _PARTS.split(local) if part)
    return name or email


def find_unseen(history: Iterable[Recorded], seen: int, author: str) -> tuple[Recorded, ...]:
    """What the customer or a colleague wrote after event number ``seen``, which ``author`` has seen last."""
    return tuple(
        recorded
        for recorded in history
        if recorded.seq > seen
        and isinstance(recorded.event, _WRITTEN)
        and not (recorded.actor is Actor.STAFF and recorded.author == author)
    )
