"""The policy as JSON: what programs are answered and what they may ask."""

from datetime import UTC, datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationInfo, field_validator

from portal.policy.model import Channel, ImpactCondition, Policy, Side
from portal.policy.rules import Promise
from portal.policy.shapes import (
    ChannelDocument,
    ConditionDocument,
    PlanDocument,
    PolicyDocument,
    PromiseDocument,
)

# Far enough for any case, near enough for every due time to be a date that calendars know.
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)


class PromiseQuestion(BaseModel):
    """What a program asks: the body of ``POST /api/v1/policy/promise``.

    ``plan`` may be missing or unknown: then the slowest plan's times hold. ``at`` defaults to now. The levels that
    the policy knows come in as the validation's context.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    plan: str | None = None
    channel: Channel
    severity: int
    side: Side
    at: AwareDatetime | None = None

    @field_validator("severity")
    @classmethod
    def _known_level(cls, value: int, info: ValidationInfo) -> int:
        levels: list[int] = (info.context or {}).get("levels", [])
        if value not in levels:
            raise ValueError(f"must be one of {', '.join(map(str, levels))}")
        return value

    @field_validator("at")
    @classmethod
    def _reasonable(cls, value: datetime | None) -> datetime | None:
        if value is not None and not EARLIEST <= value <= LATEST:
            raise ValueError(f"must lie between {EARLIEST.year} and {LATEST.year}")
        return value


def promise_document(promise: Promise) -> PromiseDocument:
    """A promise; ``because`` names the reasons, first that of the first response, then that of the resolution."""
    due = promise.resolution_due
    return {
        "first_response_due": promise.first_response_due.astimezone(UTC).isoformat(),
        "resolution_due": due.astimezone(UTC).isoformat() if due else None,
        "because": list(promise.because),
        "policy_version": promise.policy_version,
    }


def policy_document(policy: Policy) -> PolicyDocument:
    """The policy with the names of ``policy.yml``; every duration is a number of seconds and says so."""
    return {
        "version": policy.version,
        "support": {
            "email": policy.support.email,
            "hours": policy.support.hours,
            "languages": [language.tag for language in policy.support.languages],
            "primary": policy.support.primary.tag,
        },
        "plans": _plans(policy),
        "channels": _channels(policy),
        "resolution": {
            "target_seconds": int(policy.resolution.target.total_seconds()),
            "no_target_for": list(policy.resolution.no_target_for),
        },
        "waiting": {"close_after_seconds": int(policy.waiting.close_after.total_seconds())},
        "severities": {
            str(rule.level): {"when": [_condition(condition) for condition in rule.when]} for rule in policy.severities
        },
        "routes": [
            {
                "when": {str(fact): wanted for fact, wanted in route.when.items()},
                "channel": route.channel,
                "because": route.because,
            }
            for route in policy.routes
        ],
        "attachments": {"max_files": policy.attachments.max_files, "max_mb": policy.attachments.max_mb},
        "retention": {
            "closed_cases_seconds": int(policy.retention.closed_cases.total_seconds()),
            "drafts_seconds": int(policy.retention.drafts.total_seconds()),
            "uploads_seconds": int(policy.retention.uploads.total_seconds()),
        },
    }


def _condition(condition: ImpactCondition) -> ConditionDocument:
    document: ConditionDocument = {}
    if condition.scope is not None:
        document["scope"] = condition.scope
    if condition.workaround is not None:
        document["workaround"] = condition.workaround
    if condition.production is not None:
        document["production"] = condition.production
    return document


def _plans(policy: Policy) -> dict[str, PlanDocument]:
    return {
        plan.id: {"name": plan.name, "first_response_seconds": int(plan.first_response.total_seconds())}
        for plan in policy.plans
    }


def _channels(policy: Policy) -> dict[str, ChannelDocument]:
    return {
        terms.channel: {
            "requires": terms.requires,
            "first_response_seconds": int(terms.first_response.total_seconds()) if terms.first_response else None,
        }
        for terms in policy.channels.values()
    }
