"""``policy.yml`` and ``components.yml`` become values, or every reason why they cannot.

Checked beyond form: each answer a customer can give leads to a severity and a route, no rule stands where an
earlier one always wins, and nobody is sent to a channel that needs what they do not have.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path

from portal.kernel.language import DEFAULT_LANGUAGE, Language, find_language
from portal.kernel.problem import Problem
from portal.policy.checked_yaml import Document, Entry, Fields
from portal.policy.model import (
    Attachments,
    Channel,
    ChannelTerms,
    Component,
    Components,
    Fact,
    Impact,
    ImpactCondition,
    Plan,
    Policy,
    ResolutionTerms,
    Retention,
    RouteReason,
    RouteRule,
    Scope,
    SeverityRule,
    Side,
    Support,
    Waiting,
)

LEVELS = (1, 2, 3)
"""The severities that the source text describes; pages have words for these and no others."""

_TOP = (
    "version",
    "support",
    "plans",
    "channels",
    "resolution",
    "waiting",
    "severities",
    "routes",
    "attachments",
    "retention",
)
_IDENTIFIER = re.compile(r"[a-z][a-z0-9-]{0,39}")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


def read_policy(path: Path) -> Policy | tuple[Problem, ...]:
    """The policy of a content folder, or everything that is wrong with the file."""
    document = _open(path)
    if isinstance(document, Problem):
        return (document,)
    policy = _policy(document.root.fields(_TOP))
    return tuple(sorted(document.problems)) or policy


def read_components(path: Path) -> Components | tuple[Problem, ...]:
    """The components of a content folder, or everything that is wrong with the file."""
    document = _open(path)
    if isinstance(document, Problem):
        return (document,)
    components = Components(tuple(_component(identifier, entry) for identifier, entry in document.root.items()))
    if document.readable and not components.items:
        document.root.report("missing-key", "names no component")
    return tuple(sorted(document.problems)) or components


def _open(path: Path) -> Document | Problem:
    name = f"{path.parent.name}/{path.name}"
    try:
        return Document(name, path.read_text(encoding="utf-8"))
    except OSError as error:
        return Problem(name, 1, "missing-file", f"cannot be read: {error.strerror}")
    except UnicodeDecodeError:
        return Problem(name, 1, "bad-encoding", "must be UTF-8")


def _policy(top: Fields) -> Policy:
    channels = _channels(top)
    policy = Policy(
        version=top.text("version"),
        support=_support(top),
        plans=tuple(_plan(identifier, entry) for identifier, entry in top.items("plans")),
        channels=channels,
        resolution=_resolution(top),
        waiting=Waiting(_section(top, "waiting", "close_after").duration("close_after")),
        severities=_severities(top),
        routes=_routes(top, channels),
        attachments=_attachments(top),
        retention=_retention(top),
    )
    plans = top.find("plans")
    if plans and not policy.plans:
        plans.report("missing-key", "names no plan")
    return policy


def _section(top: Fields, key: str, *required: str, optional: tuple[str, ...] = ()) -> Fields:
    entry = top.find(key)
    return entry.fields(required, optional) if entry else Fields(top.owner, {})


def _support(top: Fields) -> Support:
    fields = _section(top, "support", "email", "hours", "languages", "primary")
    email = fields.find("email")
    if email and not _ADDRESS.fullmatch(email.text()):
        email.report("bad-email", "must be an email address")
    languages = tuple(_language(entry) for entry in fields.entries("languages"))
    entry = fields.find("primary")
    primary = _language(entry) if entry else DEFAULT_LANGUAGE
    if entry and languages and primary not in languages:
        entry.report("unknown-value", "must be one of support.languages")
    return Support(fields.text("email"), fields.text("hours"), languages, primary)


def _language(entry: Entry) -> Language:
    language = find_language(entry.text())
    if language is None:
        entry.report("unknown-language", "is not a language the portal speaks")
    return language or DEFAULT_LANGUAGE


def _plan(identifier: str, entry: Entry) -> Plan:
    _check_identifier(identifier, entry)
    fields = entry.fields(["name", "first_response"])
    return Plan(identifier, fields.text("name"), fields.duration("first_response"))


def _check_identifier(identifier: str, entry: Entry) -> None:
    if not _IDENTIFIER.fullmatch(identifier):
        entry.report("bad-id", "must be named with small letters, digits and hyphens")


def _channels(top: Fields) -> dict[Channel, ChannelTerms]:
    channels = _section(top, "channels", *Channel)
    terms: dict[Channel, ChannelTerms] = {}
    for channel in Channel:
        entry = channels.find(channel)
        fields = entry.fields([], ["requires", "first_response"]) if entry else channels
        requires = fields.find("requires")
        own = fields.find("first_response")
        terms[channel] = ChannelTerms(
            channel, requires.choice(Fact) if requires else None, own.duration() if own else None
        )
    return terms


def _resolution(top: Fields) -> ResolutionTerms:
    fields = _section(top, "resolution", "target", "no_target_for")
    sides = tuple(entry.choice(Side) for entry in fields.entries("no_target_for"))
    return ResolutionTerms(fields.duration("target"), sides)


def _attachments(top: Fields) -> Attachments:
    fields = _section(top, "attachments", "max_files", "max_mb")
    return Attachments(fields.integer("max_files"), fields.integer("max_mb"))


def _retention(top: Fields) -> Retention:
    names = ("closed_cases", "drafts", "uploads")
    fields = _section(top, "retention", *names)
    return Retention(*(fields.duration(name) for name in names))


def _severities(top: Fields) -> tuple[SeverityRule, ...]:
    rules: list[tuple[Entry, SeverityRule]] = []
    for key, entry in top.items("severities"):
        if key not in map(str, LEVELS):
            entry.report("unknown-value", f"must be one of {', '.join(map(str, LEVELS))}")
            continue
        when = entry.fields([], ["when"]).find("when")
        alternatives = tuple(_condition(each) for each in when.entries()) if when else (ImpactCondition(),)
        rules.append((entry, SeverityRule(int(key), alternatives)))
    left = {Impact(*facts) for facts in product(Scope, (True, False), (True, False))}
    for entry, rule in rules:
        matched = {impact for impact in left if any(condition.matches(impact) for condition in rule.when)}
        if not matched:
            entry.report("never-reached", "can never apply, since earlier ones always do")
        left -= matched
    severities = top.find("severities")
    if severities and left:
        severities.report("no-match", "leave some impact without a level; end with a level without conditions")
    return tuple(rule for _, rule in rules)


def _condition(entry: Entry) -> ImpactCondition:
    fields = entry.fields([], ["scope", "workaround", "production"])
    scope, workaround, production = map(fields.find, ("scope", "workaround", "production"))
    return ImpactCondition(
        scope.choice(Scope) if scope else None,
        workaround.flag() if workaround else None,
        production.flag() if production else None,
    )


def _routes(top: Fields, channels: Mapping[Channel, ChannelTerms]) -> tuple[RouteRule, ...]:
    rules = [(entry, _route(entry)) for entry in top.entries("routes")]
    left = list(_customers())
    for entry, rule in rules:
        matched = [facts for facts in left if rule.matches(facts)]
        if not matched:
            entry.report("never-reached", "can never match, since earlier routes always do")
        needed = channels[rule.channel].requires
        if needed and any(not facts[needed] for facts in matched):
            entry.report("channel-not-open", f"leads to {rule.channel}, which requires {needed}")
        left = [facts for facts in left if facts not in matched]
    routes = top.find("routes")
    if routes and left:
        routes.report("no-match", "leave some customers without a channel; end with a route without condition")
    return tuple(rule for _, rule in rules)


def _customers() -> Iterator[dict[Fact, bool]]:
    """Every kind of customer the routes have to tell apart."""
    for values in product((True, False), repeat=len(Fact)):
        yield dict(zip(Fact, values, strict=True))


def _route(entry: Entry) -> RouteRule:
    fields = entry.fields(["channel", "because"], ["when"])
    when = fields.find("when")
    facts = when.fields([], list(Fact)) if when else Fields(entry, {})
    wanted = {fact: value.flag() for fact in Fact if (value := facts.find(fact))}
    channel, because = fields.find("channel"), fields.find("because")
    return RouteRule(
        wanted,
        channel.choice(Channel) if channel else Channel.EMAIL,
        because.choice(RouteReason) if because else RouteReason.LOST_ACCESS,
    )


_OPTIONAL = ["lost_access", "signs", "faint_signs", "needs"]


def _component(identifier: str, entry: Entry) -> Component:
    _check_identifier(identifier, entry)
    fields = entry.fields(["side", "name", "description", "status_components"], _OPTIONAL)
    names, descriptions, side, lost, needs = map(fields.find, ("name", "description", "side", "lost_access", "needs"))
    return Component(
        identifier,
        names.localized() if names else {},
        descriptions.localized() if descriptions else {},
        side.choice(Side) if side else Side.PROVIDER,
        tuple(each.text() for each in fields.entries("status_components")),
        lost.flag() if lost else False,
        signs=tuple(each.text() for each in fields.entries("signs")),
        faint_signs=tuple(each.text() for each in fields.entries("faint_signs")),
        needs=needs.localized() if needs else {},
    )
