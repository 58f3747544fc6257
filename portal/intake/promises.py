"""A promise in words and clock times, the same before sending and after."""

from dataclasses import dataclass
from datetime import datetime

from portal.cases.model import Case
from portal.intake.situation import Situation
from portal.policy.model import Channel
from portal.policy.rules import PromiseReason
from portal.policy.wording import (
    channel_name,
    explain_reason,
    explain_route,
    explain_severity,
    severity_name,
)
from portal.web.formatting import format_duration


@dataclass(frozen=True)
class PromiseInWords:
    """What the template shows: due times, and why they are what they are."""

    channel: str
    channel_reason: str
    first_response_due: datetime
    first_response_reason: str
    resolution_due: datetime | None
    resolution_reason: str
    severity: str
    severity_reason: str


def promise_before(situation: Situation) -> PromiseInWords:
    """The promise that would be made now."""
    promise = situation.promise
    first, resolution = (explain_reason(reason) for reason in promise.because)
    return PromiseInWords(
        channel=channel_name(situation.route.channel),
        channel_reason=explain_route(situation.route.because),
        first_response_due=promise.first_response_due,
        first_response_reason=f"{format_duration(promise.first_response)}. {first}",
        resolution_due=promise.resolution_due,
        resolution_reason=f"{format_duration(promise.resolution)}. {resolution}" if promise.resolution else resolution,
        severity=severity_name(situation.severity.level),
        severity_reason=explain_severity(situation.severity),
    )


def promise_after(case: Case) -> PromiseInWords:
    """The promise that was made: its times are the case's, whatever the policy says today."""
    first = PromiseReason.PLAN if case.channel is Channel.CHAT else PromiseReason.CHANNEL
    resolution = PromiseReason.RESOLUTION_TARGET if case.resolution_due else PromiseReason.NO_TARGET_FOR_SIDE
    allowed = case.first_response_due - case.opened_at
    aimed = case.resolution_due - case.opened_at if case.resolution_due else None
    return PromiseInWords(
        channel=channel_name(case.channel),
        channel_reason="",
        first_response_due=case.first_response_due,
        first_response_reason=f"{format_duration(allowed)}. {explain_reason(first)}",
        resolution_due=case.resolution_due,
        resolution_reason=(f"{format_duration(aimed)}. " if aimed else "") + explain_reason(resolution),
        severity=severity_name(case.severity),
        severity_reason="",
    )
