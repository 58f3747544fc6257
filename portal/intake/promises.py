"""A promise in words and clock times, the same before sending and after."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.cases.model import Case
from portal.intake.situation import Situation
from portal.policy.model import Channel, Policy, RouteReason
from portal.policy.rules import PromiseReason
from portal.policy.wording import (
    channel_name,
    describe_route,
    explain_reason,
    explain_route,
    explain_severity,
    severity_name,
)
from portal.web.formatting import format_duration
from portal.web.i18n import gettext as _


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
    promise, policy = situation.promise, situation.policy
    first, resolution = promise.because
    plan = situation.entitlement.plan if situation.entitlement else None
    return PromiseInWords(
        channel=channel_name(situation.route.channel),
        channel_reason=_explain_channel(situation),
        first_response_due=promise.first_response_due,
        first_response_reason=_explain_first(first, promise.first_response, policy, plan),
        resolution_due=promise.resolution_due,
        resolution_reason=_explain_resolution(resolution, promise.resolution),
        severity=severity_name(situation.severity.level),
        severity_reason=explain_severity(situation.severity),
    )


def promise_after(case: Case, policy: Policy) -> PromiseInWords:
    """The promise that was made: its times are the case's, whatever the policy says today."""
    in_chat = PromiseReason.PLAN if policy.find_plan(case.plan) else PromiseReason.SLOWEST_PLAN
    first = in_chat if case.channel is Channel.CHAT else PromiseReason.CHANNEL
    resolution = PromiseReason.RESOLUTION_TARGET if case.resolution_due else PromiseReason.NO_TARGET_FOR_SIDE
    aimed = case.resolution_due - case.opened_at if case.resolution_due else None
    return PromiseInWords(
        channel=channel_name(case.channel),
        channel_reason="",
        first_response_due=case.first_response_due,
        first_response_reason=_explain_first(first, case.first_response_due - case.opened_at, policy, case.plan),
        resolution_due=case.resolution_due,
        resolution_reason=_explain_resolution(resolution, aimed),
        severity=severity_name(case.severity),
        severity_reason="",
    )


def _explain_channel(situation: Situation) -> str:
    because = situation.route.because
    if because is RouteReason.CHAT_NOT_ENABLED and situation.entitlement is None:
        return _("We found no account with this address.")
    return explain_route(because) if because is RouteReason.CHAT_AVAILABLE else describe_route(because)


def _explain_first(reason: PromiseReason, within: timedelta, policy: Policy, plan: str | None) -> str:
    known = policy.find_plan(plan)
    return explain_reason(reason, format_duration(within), known.name if known else "")


def _explain_resolution(reason: PromiseReason, within: timedelta | None) -> str:
    return explain_reason(reason, format_duration(within) if within else "")
