"""From a refusal to a page, once for all rooms."""

from portal.kernel.refusal import Refusal


class Refused(Exception):
    """Raised by a view to show the page for a refusal's kind; `errors` maps it."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(type(refusal).__name__)
        self.refusal = refusal
