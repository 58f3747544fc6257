"""What the desk decides about who writes: what they have not seen yet."""

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


def find_unseen(history: Iterable[Recorded], seen: int, author: str) -> tuple[Recorded, ...]:
    """What the customer or a colleague wrote after event number ``seen``, which ``author`` has seen last."""
    return tuple(
        recorded
        for recorded in history
        if recorded.seq > seen
        and isinstance(recorded.event, _WRITTEN)
        and not (recorded.actor is Actor.STAFF and recorded.author == author)
    )
