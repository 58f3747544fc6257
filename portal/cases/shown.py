"""A case in the words of this moment, for every page that shows one."""

from zoneinfo import ZoneInfo

from portal.cases.model import Case
from portal.cases.summary import CaseSummary, summarise
from portal.policy.current import current_components, current_policy
from portal.web.current import current_clock


def summarise_now(case: Case, zone: ZoneInfo | None = None) -> CaseSummary:
    """The case in the current language, by today's policy; in its own time zone where none is given."""
    close_after = current_policy.get()().waiting.close_after
    return summarise(case, current_components.get()(), close_after, current_clock.get()(), zone)
