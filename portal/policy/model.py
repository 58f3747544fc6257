"""The support policy as frozen, typed values; ``source`` reads them, ``rules`` decides with them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from portal.kernel.language import DEFAULT_LANGUAGE, Language


class Channel(StrEnum):
    """How a case reaches the support team."""

    CHAT = "chat"
    EMAIL = "email"


class Side(StrEnum):
    """Whose part of the platform a component is; Meta makes no resolution promise."""

    PROVIDER = "provider"
    META = "meta"


class Scope(StrEnum):
    """How much is affected."""

    ALL = "all"
    SOME = "some"
    ONE = "one"


class Fact(StrEnum):
    """What is known about a customer when a channel is chosen."""

    ACCESS = "access"
    CHAT_ENABLED = "chat_enabled"


class RouteReason(StrEnum):
    """Why a channel was chosen; `wording` has the sentence that is shown to the customer."""

    LOST_ACCESS = "lost_access"
    CHAT_NOT_ENABLED = "chat_not_enabled"
    CHAT_AVAILABLE = "chat_available"


@dataclass(frozen=True)
class Impact:
    """What the customer said about the impact of an issue."""

    scope: Scope
    workaround: bool
    """Whether there is a way to go on working."""
    production: bool
    """Whether a live system is affected, not a test."""


@dataclass(frozen=True)
class ImpactCondition:
    """One alternative of a severity rule; what is None does not matter."""

    scope: Scope | None = None
    workaround: bool | None = None
    production: bool | None = None

    def matches(self, impact: Impact) -> bool:
        """Whether every fact that is named here is as the customer said."""
        return (
            self.scope in {None, impact.scope}
            and self.workaround in {None, impact.workaround}
            and self.production in {None, impact.production}
        )


@dataclass(frozen=True)
class SeverityRule:
    """A level and when it applies: one alternative is enough."""

    level: int
    """1 is the most severe."""
    when: tuple[ImpactCondition, ...]


@dataclass(frozen=True)
class RouteRule:
    """A channel, when it is chosen and why; the rule applies when every fact is as ``when`` says."""

    when: Mapping[Fact, bool]
    channel: Channel
    because: RouteReason

    def matches(self, facts: Mapping[Fact, bool]) -> bool:
        """Whether the rule applies to a customer."""
        return all(facts[fact] is wanted for fact, wanted in self.when.items())


@dataclass(frozen=True)
class Plan:
    """A support plan as customers buy it."""

    id: str
    name: str
    first_response: timedelta
    """The upper limit for the first response in chat."""


@dataclass(frozen=True)
class ChannelTerms:
    """What a channel promises and needs."""

    channel: Channel
    requires: Fact | None
    first_response: timedelta | None
    """The upper limit for the first response whatever the plan; None when the plan decides."""


@dataclass(frozen=True)
class Support:
    """Where and when the support team is reached."""

    email: str
    hours: str
    languages: tuple[Language, ...]
    primary: Language


@dataclass(frozen=True)
class ResolutionTerms:
    """How soon an issue shall be resolved, and on whose side no such target exists."""

    target: timedelta
    no_target_for: tuple[Side, ...]


@dataclass(frozen=True)
class Waiting:
    """How long a case waits for the customer before it is closed."""

    close_after: timedelta


@dataclass(frozen=True)
class Attachments:
    """What customers may attach to a case."""

    max_files: int
    max_mb: int
    """The size limit in megabytes (1 MB = 1,000,000 bytes)."""

    @property
    def max_total_mb(self) -> int:
        """What all files of one form together may have, in megabytes."""
        return self.max_files * self.max_mb


@dataclass(frozen=True)
class Retention:
    """How long what customers entrusted to the portal is kept."""

    closed_cases: timedelta
    drafts: timedelta
    uploads: timedelta


@dataclass(frozen=True)
class Policy:
    """The whole of ``policy.yml``."""

    version: str
    """Recorded on every case: which promise was made."""
    support: Support
    plans: tuple[Plan, ...]
    channels: Mapping[Channel, ChannelTerms]
    resolution: ResolutionTerms
    waiting: Waiting
    severities: tuple[SeverityRule, ...]
    routes: tuple[RouteRule, ...]
    attachments: Attachments
    retention: Retention

    def find_plan(self, plan: str | None) -> Plan | None:
        """The plan with this id, or None."""
        return next((candidate for candidate in self.plans if candidate.id == plan), None)


@dataclass(frozen=True)
class Component:
    """Something that can break."""

    id: str
    names: Mapping[str, str]
    descriptions: Mapping[str, str]
    side: Side
    status_components: tuple[str, ...]
    """What the status page calls it; empty when the status page does not watch it."""
    lost_access: bool = False
    """Whether it is what somebody means who cannot sign in."""
    signs: tuple[str, ...] = ()
    """How customers speak of it: English words, or several joined by ``+`` that must all be said."""
    faint_signs: tuple[str, ...] = ()
    """The same, for what is said of other parts as well: they count where no sign is found."""
    needs: Mapping[str, str] = field(default_factory=dict)
    """What the support team has to know of it at once; empty where editors name nothing."""

    def name(self, language: Language) -> str:
        """The component's name in a language."""
        return self.names.get(language.tag) or self.names[DEFAULT_LANGUAGE.tag]

    def asks_for(self, language: Language) -> str:
        """What a description of a problem with it should hold; may be empty."""
        return self.needs.get(language.tag) or self.needs.get(DEFAULT_LANGUAGE.tag, "")

    def description(self, language: Language) -> str:
        """One line on what goes wrong with it."""
        return self.descriptions.get(language.tag) or self.descriptions[DEFAULT_LANGUAGE.tag]


@dataclass(frozen=True)
class Components:
    """The whole of ``components.yml``, in the editors' order."""

    items: tuple[Component, ...] = ()

    def __iter__(self) -> Iterator[Component]:
        return iter(self.items)

    @property
    def for_lost_access(self) -> Component | None:
        """The component of those who cannot sign in; None when the editors name none."""
        return next((component for component in self.items if component.lost_access), None)

    def find(self, identifier: str | None) -> Component | None:
        """The component with this id, or None."""
        return next((component for component in self.items if component.id == identifier), None)
