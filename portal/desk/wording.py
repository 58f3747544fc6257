"""What the support team reads about cases: short, from its own side of the conversation."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from babel.dates import format_skeleton, format_timedelta

from portal.cases.handling_rules import (
    NotGoingOn,
    NothingChanges,
    NotTheSameCustomer,
    StillGoingOn,
)
from portal.cases.rules import Clock, Status
from portal.desk.acts import DeskRefusal, UnknownReference
from portal.desk.filters import Shown
from portal.web.formatting import join_words
from portal.web.i18n import current_language, ngettext
from portal.web.i18n import gettext as _


def status_name(status: Status) -> str:
    """Where a case stands."""
    return {
        Status.OPEN: _("With the team"),
        Status.WAITING_ON_CUSTOMER: _("Waiting for the customer"),
        Status.RESOLVED: _("Resolved"),
        Status.CLOSED: _("Closed"),
    }[status]


def shown_name(shown: Shown) -> str:
    """What a choice of the queue's first filter shows."""
    return {
        Shown.GOING_ON: _("Everything going on"),
        Shown.OVERDUE: _("Overdue or escalated"),
        Shown.OPEN: _("With the team"),
        Shown.WAITING: _("Waiting for the customer"),
        Shown.RESOLVED: _("Resolved"),
        Shown.CLOSED: _("Closed"),
        Shown.ALL: _("All requests"),
    }[shown]


def time_left(due: datetime, now: datetime) -> str:
    """How long until a promise breaks, or for how long it has been broken."""
    locale = current_language().locale
    distance: timedelta = abs(due - now)
    duration = format_timedelta(distance, locale=locale, threshold=1.2)
    if due < now:
        # TRANSLATORS: %(duration)s is a length of time such as "20 minutes", in the nominative.
        return _("%(duration)s overdue", duration=duration)
    # TRANSLATORS: %(duration)s is a length of time such as "20 minutes", in the nominative.
    return _("%(duration)s left", duration=duration)


def clock_time(moment: datetime) -> str:
    """A moment in UTC, shorter than customers get it: "Nov 23, 2026, 14:30 UTC"."""
    day = format_skeleton("yMMMd", moment, locale=current_language().locale)
    return f"{day}, {moment.astimezone(UTC):%H:%M} UTC"


def describe_promise(due: datetime | None, met_at: datetime | None, clock: Clock, now: datetime) -> str:
    """How a promise stands, with its moment."""
    if due is None or clock is Clock.NO_TARGET:
        return _("No target")
    if met_at is None:
        return f"{time_left(due, now)} ({clock_time(due)})"
    met, promised = clock_time(met_at), clock_time(due)
    if clock is Clock.KEPT:
        return _("Kept: %(met)s, promised was %(promised)s", met=met, promised=promised)
    return _("Late: %(met)s, promised was %(promised)s", met=met, promised=promised)


def explain_refusal(refusal: DeskRefusal) -> str:
    """Why something was not done with a case."""
    match refusal:
        case NotGoingOn():
            return _("The request has ended meanwhile. Reopen it first; what you wrote is still here.")
        case StillGoingOn():
            return _("The request is going on already.")
        case UnknownReference():
            return _("No request has this reference.")
        case NothingChanges():
            return _("Nothing would change.")
        case NotTheSameCustomer():
            return _("These are requests of two customers. Neither may learn of the other, so they are not merged.")


def tell_unseen(count: int) -> str:
    """Why an answer was held back."""
    return ngettext(
        "%(num)d new message came while you were writing. Read it below, then send your answer again.",
        "%(num)d new messages came while you were writing. Read them below, then send your answer again.",
        count,
    )


def tell_masked(names: Sequence[str]) -> str:
    """Which secrets a text of the team held."""
    found = join_words(names)
    return _("This looked like a secret and was masked: %(found)s. Check the text and send it again.", found=found)
