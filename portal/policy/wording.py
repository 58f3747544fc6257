"""The policy's sentences in the reader's language: severities, reasons, channels, sides."""

from portal.policy.model import Channel, Components, ImpactCondition, RouteReason, Scope, Side
from portal.policy.rules import PromiseReason, SeverityDecision
from portal.web.i18n import current_language
from portal.web.i18n import gettext as _


def channel_name(channel: Channel) -> str:
    """What a channel is called: "Live chat"."""
    return {Channel.CHAT: _("Live chat"), Channel.EMAIL: _("Email")}[channel]


def component_name(components: Components, identifier: str) -> str:
    """What a case is about; a component that the editors took away keeps its id."""
    component = components.find(identifier)
    if component:
        return component.name(current_language())
    # TRANSLATORS: Stands for the affected part of the platform, when a request came by email and names none.
    return identifier or _("Not known yet")


def side_name(side: Side) -> str:
    """Whose part of the platform it is, as a table says it."""
    return {Side.PROVIDER: _("Our side"), Side.META: _("Meta’s side")}[side]


def severity_name(level: int) -> str:
    """The short name of a level: "Severity 1 – critical"."""
    # TRANSLATORS: Names of the three severity levels of a support case.
    return {1: _("Severity 1 – critical"), 2: _("Severity 2 – major"), 3: _("Severity 3 – minor")}[level]


def severity_description(level: int) -> str:
    """What a level means, after the table "Issue Prioritization" of the support policy."""
    return {
        1: _("A critical incident with very high impact."),
        2: _("A major incident with significant impact."),
        3: _("A minor incident with moderate to low impact."),
    }[level]


def explain_condition(condition: ImpactCondition) -> str:
    """When an alternative of a severity rule applies, a sentence for each fact it names."""
    sentences: list[str] = []
    if condition.scope is not None:
        sentences.append(
            {
                Scope.ALL: _("Everything you run with us is affected."),
                Scope.SOME: _("Some numbers, people or functions are affected."),
                Scope.ONE: _("Only one number, message or function is affected."),
            }[condition.scope]
        )
    if condition.workaround is not None:
        sentences.append(_("There is a workaround.") if condition.workaround else _("There is no workaround."))
    if condition.production is not None:
        sentences.append(
            _("A live system is affected.") if condition.production else _("Only a test system is affected.")
        )
    return " ".join(sentences)


def explain_severity(decision: SeverityDecision) -> str:
    """Why an issue got its level, in the facts that decided."""
    return explain_condition(decision.because) or _("Nothing you told us points to a higher severity.")


def explain_route(because: RouteReason) -> str:
    """Why a case takes its channel."""
    return {
        RouteReason.LOST_ACCESS: _("You cannot sign in to your account, so we answer by email."),
        RouteReason.CHAT_NOT_ENABLED: _("Chat is not enabled for your account, so we answer by email."),
        RouteReason.CHAT_AVAILABLE: _("We answer on this site and by email."),
    }[because]


def describe_route(because: RouteReason) -> str:
    """When a channel is the right one, as a table says it."""
    return {
        RouteReason.LOST_ACCESS: _("You cannot sign in to your account."),
        RouteReason.CHAT_NOT_ENABLED: _("Chat is not enabled for your account."),
        RouteReason.CHAT_AVAILABLE: _("Chat is enabled for your account."),
    }[because]


def explain_reason(reason: PromiseReason, duration: str = "", plan: str = "") -> str:
    """The sentence for one reason; ``duration`` is the time it gives, ``plan`` the name of the customer's plan."""
    return {
        PromiseReason.PLAN: _("%(duration)s, as your %(plan)s plan promises.", duration=duration, plan=plan),
        PromiseReason.SLOWEST_PLAN: _("%(duration)s, as in every plan; we do not know yours.", duration=duration),
        PromiseReason.CHANNEL: _("%(duration)s, as for every email.", duration=duration),
        PromiseReason.RESOLUTION_TARGET: _("%(duration)s, as always on our side.", duration=duration),
        PromiseReason.NO_TARGET_FOR_SIDE: _("There is no resolution target: this is on Meta's side."),
    }[reason]
