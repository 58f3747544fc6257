"""The shapes of the policy's JSON, as the description of the interface tells of them."""

from typing import NotRequired

from pydantic import with_config
from typing_extensions import TypedDict

from portal.policy.model import Channel, Fact, RouteReason, Scope, Side
from portal.policy.rules import PromiseReason
from portal.web.interface.describing import Moment


@with_config(use_attribute_docstrings=True)
class PromiseDocument(TypedDict):
    """What would be promised for a case."""

    first_response_due: Moment
    resolution_due: Moment | None
    """Null where no resolution is promised: the cause lies with Meta."""
    because: list[PromiseReason]
    """First the reason of the first response, then that of the resolution."""
    policy_version: str


class SupportDocument(TypedDict):
    """Who helps, when and in which languages."""

    email: str
    hours: str
    languages: list[str]
    primary: str


class PlanDocument(TypedDict):
    """A support plan."""

    name: str
    first_response_seconds: int


@with_config(use_attribute_docstrings=True)
class ChannelDocument(TypedDict):
    """What a channel needs and promises."""

    requires: Fact | None
    """What an account must have for it."""
    first_response_seconds: int | None
    """Null where the plan decides."""


class ResolutionDocument(TypedDict):
    """By when issues shall be resolved."""

    target_seconds: int
    no_target_for: list[Side]


class WaitingDocument(TypedDict):
    """How long a case waits for its customer."""

    close_after_seconds: int


class ConditionDocument(TypedDict):
    """What an impact must be like; what is missing does not matter."""

    scope: NotRequired[Scope]
    workaround: NotRequired[bool]
    production: NotRequired[bool]


class SeverityDocument(TypedDict):
    """When a severity holds: one condition is enough."""

    when: list[ConditionDocument]


class RouteDocument(TypedDict):
    """The channel of a case whose facts are these."""

    when: dict[str, bool]
    channel: Channel
    because: RouteReason


class AttachmentsDocument(TypedDict):
    """How much may be sent along."""

    max_files: int
    max_mb: int


class RetentionDocument(TypedDict):
    """For how long things are kept."""

    closed_cases_seconds: int
    drafts_seconds: int
    uploads_seconds: int


@with_config(use_attribute_docstrings=True)
class PolicyDocument(TypedDict):
    """The support policy in force."""

    version: str
    support: SupportDocument
    plans: dict[str, PlanDocument]
    channels: dict[str, ChannelDocument]
    resolution: ResolutionDocument
    waiting: WaitingDocument
    severities: dict[str, SeverityDocument]
    """By level, the most severe first; the first that matches holds."""
    routes: list[RouteDocument]
    """The first that matches holds."""
    attachments: AttachmentsDocument
    retention: RetentionDocument
