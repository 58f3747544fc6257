"""When a status page is asked again: every minute, later after failures, sooner when it says that something is new."""

from datetime import datetime, timedelta

FETCH_EVERY = timedelta(minutes=1)
LONGEST_BACK_OFF = timedelta(minutes=10)
"""After failures in a row the pause doubles up to this; a reading is told as old by then anyway."""
NUDGED_EVERY = timedelta(seconds=15)
"""How soon a page is asked again for being nudged, however often that happens."""


def choose_next(now: datetime, failures: int, wanted: timedelta, luck: float) -> datetime:
    """When to ask next.

    Args:
        now: when it was asked.
        failures: how often in a row it has failed, this time included; 0 after a success.
        wanted: how long the page itself wants to be left alone.
        luck: between 0 and 1. After a failure it takes up to a quarter off the pause, so that those who failed together
            do not come back together.
    """
    if not failures:
        return now + FETCH_EVERY
    pause = min(FETCH_EVERY * (1 << min(failures - 1, 10)), LONGEST_BACK_OFF)
    return now + max(pause * (1 - luck / 4), wanted)


def is_due(now: datetime, tried_at: datetime, next_at: datetime, nudged_at: datetime | None, failures: int) -> bool:
    """Whether a page is asked now. A nudge shortens the usual pause, never one that follows a failure.

    A clock that was put back must not keep it waiting.
    """
    if next_at <= now or tried_at > now:
        return True
    return not failures and nudged_at is not None and nudged_at > tried_at and now - tried_at >= NUDGED_EVERY
