"""Decisions about following: who is asked to confirm, when an incident counts as over, what is kept how long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.incidents.model import Incident, Reading
from portal.incidents.rules import is_stale

HOUR = timedelta(hours=1)
UNCONFIRMED_KEPT = timedelta(days=3)
"""How long a request waits to be confirmed: mail that went astray on a Friday is read on Monday. An incident is rarely
open for longer, and an address that nobody confirmed is no longer needed."""
CONFIRMED_KEPT = timedelta(days=90)
"""The longest that an address is kept for an incident that nobody ends: whoever still waits has asked elsewhere."""
ASK_AGAIN_AFTER = timedelta(minutes=10)
"""Before a second mail goes to the same address about the same incident, so that a double click sends one."""
MAX_ASKED = 3
"""Mails to confirm for one incident: the second may have been lost, too; a fourth would be pestering."""
MAX_ASKED_AN_HOUR = 5
"""Mails to confirm that an address gets for all incidents together; as many as are ever open at once."""


@dataclass(frozen=True)
class Asked:
    """An earlier request of an address that is not confirmed."""

    incident: str
    at: datetime
    times: int


def may_ask(earlier: Sequence[Asked], incident: str, now: datetime) -> bool:
    """Whether a mail to confirm may go to an address with these requests. The page says the same either way."""
    if sum(each.at > now - HOUR for each in earlier) >= MAX_ASKED_AN_HOUR:
        return False
    return all(
        each.times < MAX_ASKED and now - each.at >= ASK_AGAIN_AFTER for each in earlier if each.incident == incident
    )


def list_over(followed: Sequence[str], reading: Reading, now: datetime) -> dict[str, Incident | None]:
    """Which of these incidents are over, each with what the reading still says of it.

    An incident is over when its source says so, or no longer knows it. Only a fresh reading can tell: one that failed
    or is old ends nothing. Of several sources, any may have been the one that knew what none knows now.
    """
    fresh = {part.name for part in reading.parts or (reading,) if not is_stale(part, now)}
    known = {event.slug: event for event in reading.events}
    return {
        slug: known.get(slug)
        for slug in followed
        if (known[slug].is_over and known[slug].source in fresh if slug in known else not is_stale(reading, now))
    }


def is_out_of_time(asked_at: datetime, confirmed_at: datetime | None, now: datetime) -> bool:
    """Whether a follower is no longer kept, although the incident is not over."""
    return now - confirmed_at > CONFIRMED_KEPT if confirmed_at else now - asked_at > UNCONFIRMED_KEPT
