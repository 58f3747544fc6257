"""Time as an argument: decisions never ask the machine what time it is."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Returns the current moment as an aware datetime in UTC."""


def utc_now() -> datetime:
    """The clock of a running portal; tests hand in one of their own."""
    return datetime.now(UTC)
