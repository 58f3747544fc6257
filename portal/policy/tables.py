"""The policy's tables, in the current language: as escaped HTML with headed rows and columns, and as Markdown."""

from collections.abc import Iterable
from dataclasses import dataclass

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

Cell = str | tuple[str, ...]
"""One text, or several of which any one is enough."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column names the row."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def as_html(self) -> Markup:
        """For pages."""
        head = Markup("").join(Markup('<th scope="col">{}</th>').format(heading) for heading in self.headings)
        body = Markup("").join(_html_row(row) for row in self.rows)
        return Markup("<table><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(
            self.caption, head, body
        )

    def as_markdown(self) -> str:
        """For programs; a cell with several texts has them on one line."""
        lines = [f"**{self.caption}**", "", _markdown_row(self.headings), _markdown_row("---" for _ in self.headings)]
        return "\n".join([*lines, *(_markdown_row(row) for row in self.rows)])


def plans(policy: Policy) -> Table:
    """Each plan and its first response in chat."""
    headings = (_("Plan"), _("First response, at the latest"))
    rows = tuple((plan.name, format_duration(plan.first_response)) for plan in policy.plans)
    return Table(_("First response in chat, by support plan"), headings, rows)


def channels(policy: Policy) -> Table:
    """Each channel, when it is the right one, and its first response."""
    headings = (_("Channel"), _("When"), _("First response, at the latest"))
    rows = tuple(
        (_channel(policy, terms.channel), _when(policy, terms.channel), _first_response(terms))
        for terms in policy.channels.values()
    )
    return Table(_("Support channels"), headings, rows)


def severities(policy: Policy) -> Table:
    """Each severity, what it means and when it applies."""
    headings = (_("Severity"), _("Meaning"), _("When"))
    rows = tuple(
        (severity_name(rule.level), severity_description(rule.level), _alternatives(rule)) for rule in policy.severities
    )
    return Table(_("Severity of an issue"), headings, rows)


def resolution(policy: Policy) -> Table:
    """The resolution target for each side; the first side without one says so."""
    headings = (_("Where the cause lies"), _("Resolution target"))
    rows = tuple((side_name(side), _target(policy, side)) for side in Side)
    return Table(_("Resolution times"), headings, rows)


def _channel(policy: Policy, channel: Channel) -> str:
    name = channel_name(channel)
    return f"{name} ({policy.support.email})" if channel is Channel.EMAIL else name


def _when(policy: Policy, channel: Channel) -> Cell:
    return tuple(describe_route(route.because) for route in policy.routes if route.channel is channel)


def _first_response(terms: ChannelTerms) -> str:
    return format_duration(terms.first_response) if terms.first_response else _("The time of your plan")


def _alternatives(rule: SeverityRule) -> Cell:
    return tuple(explain_condition(condition) or _("In all other cases.") for condition in rule.when)


def _target(policy: Policy, side: Side) -> str:
    if side in policy.resolution.no_target_for:
        return _("No target, since Meta provides no SLA")
    return format_duration(policy.resolution.target)


def _texts(cell: Cell) -> tuple[str, ...]:
    return (cell,) if isinstance(cell, str) else cell


def _html_cell(cell: Cell) -> Markup:
    """One sentence stands alone; several become a list."""
    items = [escape(text) for text in _texts(cell)]
    if len(items) == 1:
        return items[0]
    return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(item) for item in items))


def _html_row(cells: tuple[Cell, ...]) -> Markup:
    first, *others = cells
    rest = Markup("").join(Markup("<td>{}</td>").format(_html_cell(cell)) for cell in others)
    return Markup('<tr><th scope="row">{}</th>{}</tr>').format(_html_cell(first), rest)


def _markdown_row(cells: Iterable[Cell]) -> str:
    texts = (" ".join(_texts(cell)).replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(texts)} |"
