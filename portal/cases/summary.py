"""A case as the customer's pages show it: everything in words, nothing left to decide."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from portal.cases import wording
from portal.cases.handling_rules import feedback_until
from portal.cases.model import Case
from portal.cases.rules import ACTIVE, NextMove, next_move
from portal.policy.model import Components
from portal.policy.wording import channel_name, component_name, severity_name


@dataclass(frozen=True)
class CaseSummary:
    """One request in the reader's language."""

    reference: str
    subject: str
    component: str
    component_id: str
    channel: str
    severity: str
    error: str
    status: str
    tone: str
    """The kind of the status's tag."""
    going_on: bool
    escalated: bool
    can_reply: bool
    can_reopen: bool
    """Whether it has ended, and a reply reopens it."""
    can_rate: bool
    """Whether it can be said now how it went."""
    rating: int | None
    """What was said last, from 1 to 5."""
    needs_answer: bool
    """Whether the support team is waiting for this customer."""
    first_response: str
    resolution: str
    next: str
    headline: str
    """The one sentence of these that matters most while the request goes on."""
    answered_at: datetime | None
    """When a person answered first."""
    opened_at: datetime
    changed_at: datetime
    opened_by: str
    related_to: str | None
    zone: ZoneInfo


def summarise(
    case: Case, components: Components, close_after: timedelta, now: datetime, zone: ZoneInfo | None = None
) -> CaseSummary:
    """The case in the current language, with times in ``zone`` or its own; ``close_after`` is the policy's waiting."""
    state, zone = case.standing, zone or case.zone_info
    move = next_move(state, now)
    first_response = wording.describe_first_response(case.due, state, zone, now)
    resolution = wording.describe_resolution(case.due, state, zone, now)
    following = wording.describe_next(state, close_after, zone, now)
    headline = resolution if state.first_response_at else first_response
    return CaseSummary(
        reference=case.reference,
        subject=case.subject,
        component=component_name(components, case.component),
        component_id=case.component,
        channel=channel_name(case.channel),
        severity=severity_name(case.severity),
        error=case.error,
        status=wording.status_name(state),
        tone=wording.status_tone(state.status),
        going_on=state.status in ACTIVE,
        escalated=state.escalated_at is not None and state.status in ACTIVE,
        can_reply=move not in {NextMove.OPEN_NEW_CASE, NextMove.REPLY_TO_OTHER},
        can_reopen=move is NextMove.REPLY_TO_REOPEN,
        can_rate=state.status not in ACTIVE and not state.merged_into and now <= feedback_until(state),
        rating=state.feedback,
        needs_answer=move is NextMove.REPLY_TO_GO_ON,
        first_response=first_response,
        resolution=resolution,
        next=following,
        headline=following if move is NextMove.REPLY_TO_GO_ON else headline,
        answered_at=state.first_response_at,
        opened_at=case.opened_at,
        changed_at=case.changed_at,
        opened_by=case.opened_by,
        related_to=case.related_to,
        zone=zone,
    )
