"""From a refusal to a page, once for all rooms."""

from datetime import timedelta
from math import ceil

from portal.kernel.refusal import Refusal


class Refused(Exception):
    """Raised by a view to show the page for a refusal's kind; `errors` maps it."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(type(refusal).__name__)
        self.refusal = refusal


def retry_after(refusal: Refusal) -> dict[str, str]:
    """The header that says when to try again, for a refusal that knows it: nothing for the others."""
    wait = getattr(refusal, "wait", None)
    return {"Retry-After": str(whole_seconds(wait))} if isinstance(wait, timedelta) else {}


def whole_seconds(wait: timedelta) -> int:
    """Rounded up and at least 1, so that nobody comes back too early."""
    return max(1, ceil(wait.total_seconds()))
