"""What the policy decides: how severe an issue is, which channel it takes, what is promised.

Every choice follows ``policy.yml``, where the first rule that matches wins; nothing here knows a figure.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.policy.model import Channel, Fact, Impact, ImpactCondition, Policy, RouteReason, Side


@dataclass(frozen=True)
class SeverityDecision:
    """A severity and the condition of the policy that led to it."""

    level: int
    because: ImpactCondition


@dataclass(frozen=True)
class Route:
    """The channel for a case and the reason that is shown to the customer."""

    channel: Channel
    because: RouteReason


class PromiseReason(StrEnum):
    """What a due time follows from; `wording` has the sentences."""

    PLAN = "plan"
    """The plan's first response, in chat."""
    SLOWEST_PLAN = "slowest_plan"
    """The plan is not known, so no more is promised than every plan holds."""
    CHANNEL = "channel"
    """The channel's own first response, whatever the plan."""
    RESOLUTION_TARGET = "resolution_target"
    NO_TARGET_FOR_SIDE = "no_target_for_side"
    """The cause lies on a side for which the policy names no target, which is Meta's."""


@dataclass(frozen=True)
class ResolutionTarget:
    """The moment by which an issue shall be resolved."""

    duration: timedelta
    due: datetime


@dataclass(frozen=True)
class NoTarget:
    """No resolution is promised; a value of its own, since a very late due time would be a false promise."""

    side: Side


@dataclass(frozen=True)
class Promise:
    """What the customer is told when a case is opened, and what the clocks count down."""

    first_response_due: datetime
    first_response: timedelta
    target: ResolutionTarget | NoTarget
    policy_version: str
    because: tuple[PromiseReason, ...]
    """First the reason of the first response, then that of the resolution."""

    @property
    def resolution_due(self) -> datetime | None:
        """The moment of the resolution target, None when there is no target."""
        return self.target.due if isinstance(self.target, ResolutionTarget) else None

    @property
    def resolution(self) -> timedelta | None:
        """The length of the resolution target, None when there is no target."""
        return self.target.duration if isinstance(self.target, ResolutionTarget) else None


def choose_severity(policy: Policy, impact: Impact) -> SeverityDecision:
    """The level of an issue by what the customer said about its impact.

    Raises:
        LookupError: when no rule matches, which ``source`` does not let through.
    """
    for rule in policy.severities:
        for condition in rule.when:
            if condition.matches(impact):
                return SeverityDecision(rule.level, condition)
    raise LookupError(f"policy {policy.version} has no severity for {impact}")


def choose_route(policy: Policy, *, access: bool, chat_enabled: bool) -> Route:
    """The channel for a customer who has access to the account or not, with chat enabled or not.

    Raises:
        LookupError: when no rule matches, which ``source`` does not let through.
    """
    facts = {Fact.ACCESS: access, Fact.CHAT_ENABLED: chat_enabled}
    for rule in policy.routes:
        if rule.matches(facts):
            return Route(rule.channel, rule.because)
    raise LookupError(f"policy {policy.version} has no route for {facts}")


def make_promise(
    policy: Policy, *, plan: str | None, channel: Channel, severity: int, side: Side, at: datetime
) -> Promise:
    """The promise for a case that is opened at a moment.

    In chat the plan decides about the first response, by email the channel. A plan that is unknown or not given
    gets what every plan gets. The severity changes no due time in today's policy ("All issues: 48 hrs"), but a
    promise for a severity that does not exist would be a fault.

    Raises:
        LookupError: when the policy has no such severity.
    """
    if all(rule.level != severity for rule in policy.severities):
        raise LookupError(f"policy {policy.version} has no severity {severity}")
    first_response, reason = _first_response(policy, plan, channel)
    target: ResolutionTarget | NoTarget
    if side in policy.resolution.no_target_for:
        target, target_reason = NoTarget(side), PromiseReason.NO_TARGET_FOR_SIDE
    else:
        duration = policy.resolution.target
        target, target_reason = ResolutionTarget(duration, at + duration), PromiseReason.RESOLUTION_TARGET
    return Promise(
        first_response_due=at + first_response,
        first_response=first_response,
        target=target,
        policy_version=policy.version,
        because=(reason, target_reason),
    )


def _first_response(policy: Policy, plan: str | None, channel: Channel) -> tuple[timedelta, PromiseReason]:
    own = policy.channels[channel].first_response
    if own is not None:
        return own, PromiseReason.CHANNEL
    known = policy.find_plan(plan)
    if known is not None:
        return known.first_response, PromiseReason.PLAN
    return max(candidate.first_response for candidate in policy.plans), PromiseReason.SLOWEST_PLAN
