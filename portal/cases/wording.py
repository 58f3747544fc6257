"""Where a case stands, in the customer's words."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from portal.cases.handling_rules import FeedbackOver, FeedbackRefusal, HandlingRefusal, StillGoingOn
from portal.cases.rules import (
    CaseState,
    Clock,
    Due,
    GoesOnElsewhere,
    NextMove,
    ReplyRefusal,
    Status,
    closes_at,
    first_response_clock,
    is_taken_up,
    next_move,
    reopen_until,
    resolution_clock,
)
from portal.policy.rules import PromiseReason
from portal.policy.wording import explain_reason
from portal.web.formatting import format_ago, format_moment
from portal.web.i18n import gettext as _


def status_name(state: CaseState) -> str:
    """The status as a tag says it; nobody is said to work on a request that nobody has answered yet."""
    if state.status is Status.OPEN and not is_taken_up(state):
        # TRANSLATORS: The state of a request that nobody has answered yet.
        return _("Received")
    return {
        Status.OPEN: _("We are working on it"),
        Status.WAITING_ON_CUSTOMER: _("Waiting for your answer"),
        Status.RESOLVED: _("Resolved"),
        Status.CLOSED: _("Closed"),
    }[state.status]


def status_tone(status: Status) -> str:
    """The kind of the tag that shows the status."""
    return {
        Status.OPEN: "info",
        Status.WAITING_ON_CUSTOMER: "warning",
        Status.RESOLVED: "success",
        Status.CLOSED: "neutral",
    }[status]


def describe_first_response(due: Due, state: CaseState, zone: ZoneInfo, now: datetime) -> str:
    """How the promise of a first response stands: as a clock time, and as the time that is left."""
    moment, distance = format_moment(due.first_response, zone), format_ago(due.first_response, now)
    match first_response_clock(due, state, now):
        case Clock.RUNNING:
            # TRANSLATORS: %(distance)s is a distance in time such as "in 20 minutes".
            return _("A person answers by %(moment)s, %(distance)s.", moment=moment, distance=distance)
        case Clock.KEPT if state.first_response_at:
            return _("A person answered on %(moment)s.", moment=format_moment(state.first_response_at, zone))
        case Clock.BREACHED if state.first_response_at:
            answered = format_moment(state.first_response_at, zone)
            return _("A person answered on %(answered)s. We had promised %(moment)s.", answered=answered, moment=moment)
        case Clock.BREACHED if state.ended_at is None:
            return _("We promised an answer by %(moment)s and are late. Your request was escalated.", moment=moment)
    return _("This request ended before a person answered.")


def describe_resolution(due: Due, state: CaseState, zone: ZoneInfo, now: datetime) -> str:
    """How the target of a resolution stands."""
    clock = resolution_clock(due, state, now)
    if due.resolution is None or clock is Clock.NO_TARGET:
        return explain_reason(PromiseReason.NO_TARGET_FOR_SIDE)
    moment = format_moment(due.resolution, zone)
    if state.ended_at is not None:
        return _("It ended on %(moment)s.", moment=format_moment(state.ended_at, zone))
    if clock is Clock.RUNNING:
        return _("We aim for %(moment)s, %(distance)s.", moment=moment, distance=format_ago(due.resolution, now))
    return _("We aimed for %(moment)s and need longer. Your request was escalated.", moment=moment)


def describe_next(state: CaseState, close_after: timedelta, zone: ZoneInfo, now: datetime) -> str:
    """What happens next, and what the customer can do."""
    match next_move(state, now):
        case NextMove.REPLY if state.first_response_at is None:
            return _("A person reads your request and writes to you with a first finding.")
        case NextMove.REPLY:
            return _("We are working on it and tell you when there is something new.")
        case NextMove.REPLY_TO_GO_ON:
            closes = format_moment(closes_at(state, close_after), zone)
            return _("We need your answer to go on. Without one, this request is closed on %(moment)s.", moment=closes)
        case NextMove.REPLY_TO_REOPEN:
            until = format_moment(reopen_until(state), zone)
            return _("If the issue is not over, write here until %(moment)s: that reopens this request.", moment=until)
        case NextMove.OPEN_NEW_CASE:
            return _("This request can no longer be reopened. If the issue is back, open a new one.")
        case NextMove.REPLY_TO_OTHER:
            return _("This request goes on as %(reference)s. Please write there.", reference=state.merged_into)


def explain_reply_refusal(refusal: ReplyRefusal, zone: ZoneInfo) -> str:
    """Why a reply cannot be taken any more, and what to do instead."""
    if isinstance(refusal, GoesOnElsewhere):
        return _("This request goes on as %(reference)s. Please write there.", reference=refusal.reference)
    return _(
        "This request ended on %(moment)s, so your message was not added. Copy it and open a new request.",
        moment=format_moment(refusal.ended_at, zone),
    )


def score_name(score: int) -> str:
    """A judgement in words."""
    return {1: _("Very bad"), 2: _("Bad"), 3: _("Neither good nor bad"), 4: _("Good"), 5: _("Very good")}[score]


def explain_act_refusal(refusal: HandlingRefusal | FeedbackRefusal, zone: ZoneInfo) -> str:
    """Why something a customer wanted to do with a case was not done, and what to do instead."""
    match refusal:
        case FeedbackOver(until=until):
            moment = format_moment(until, zone)
            return _("Ratings of this request could be given and changed until %(moment)s.", moment=moment)
        case GoesOnElsewhere(reference=reference):
            return _("This request goes on as %(reference)s. Please tell us there how it went.", reference=reference)
        case StillGoingOn():
            return _("We are still working on this request. You can rate it once it has ended.")
    return _("This request has ended already, so nothing was changed. What you wrote is still here.")
