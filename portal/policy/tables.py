"""The policy's tables as escaped HTML with a caption and headed rows and columns, in the current language."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from portal.policy.model import Channel, ChannelTerms, Policy, SeverityRule, Side
from portal.policy.wording import (
    channel_name,
    describe_route,
    explain_condition,
    severity_description,
    severity_name,
    side_name,
)
from portal.web.formatting import format_duration
from portal.web.i18n import gettext as _


def plans(policy: Policy) -> Markup:
    """Each plan and its first response in chat."""
    headings = (_("Plan"), _("First response, at the latest"))
    rows = [(plan.name, format_duration(plan.first_response)) for plan in policy.plans]
    return _table(_("First response in chat, by support plan"), headings, rows)


def channels(policy: Policy) -> Markup:
    """Each channel, when it is the right one, and its first response."""
    headings = (_("Channel"), _("When"), _("First response, at the latest"))
    rows = [
        (_channel(policy, terms.channel), _when(policy, terms.channel), _first_response(terms))
        for terms in policy.channels.values()
    ]
    return _table(_("Support channels"), headings, rows)


def severities(policy: Policy) -> Markup:
    """Each severity, what it means and when it applies."""
    headings = (_("Severity"), _("Meaning"), _("When"))
    rows = [
        (severity_name(rule.level), severity_description(rule.level), _alternatives(rule)) for rule in policy.severities
    ]
    return _table(_("Severity of an issue"), headings, rows)


def resolution(policy: Policy) -> Markup:
    """The resolution target for each side; the first side without one says so."""
    headings = (_("Where the cause lies"), _("Resolution target"))
    rows = [(side_name(side), _target(policy, side)) for side in Side]
    return _table(_("Resolution times"), headings, rows)


def _channel(policy: Policy, channel: Channel) -> str:
    name = channel_name(channel)
    return f"{name} ({policy.support.email})" if channel is Channel.EMAIL else name


def _when(policy: Policy, channel: Channel) -> Markup:
    return _list(describe_route(route.because) for route in policy.routes if route.channel is channel)


def _first_response(terms: ChannelTerms) -> str:
    return format_duration(terms.first_response) if terms.first_response else _("The time of your plan")


def _alternatives(rule: SeverityRule) -> Markup:
    return _list(explain_condition(condition) or _("In all other cases.") for condition in rule.when)


def _target(policy: Policy, side: Side) -> str:
    if side in policy.resolution.no_target_for:
        return _("No target, since Meta provides no SLA")
    return format_duration(policy.resolution.target)


def _list(sentences: Iterable[str]) -> Markup:
    """One sentence stands alone; several become a list, since any one of them is enough."""
    items = [escape(sentence) for sentence in sentences]
    if len(items) == 1:
        return items[0]
    return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(item) for item in items))


def _table(caption: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Markup:
    """A table whose first column names the row."""
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(heading) for heading in headings)
    body = Markup("").join(_row(row) for row in rows)
    return Markup("<table><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(
        caption, head, body
    )


def _row(cells: Sequence[str]) -> Markup:
    first, *others = cells
    rest = Markup("").join(Markup("<td>{}</td>").format(cell) for cell in others)
    return Markup('<tr><th scope="row">{}</th>{}</tr>').format(first, rest)
