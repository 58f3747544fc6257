"""How well the support team keeps its promises, for team leads: a page, and the same as a file."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from flask import Blueprint, make_response, request
from flask.typing import ResponseReturnValue

from portal.identity.guards import staff_only
from portal.insights import wording
from portal.insights.deflection import Deflected, Deflection, sum_deflection
from portal.insights.service_levels import Facet, Figures, Kept, Value, group
from portal.insights.service_report import (
    PERIODS,
    UNKNOWN,
    ServiceWish,
    list_handled,
    list_late,
    read_wish,
    write_file,
)
from portal.insights.views import keep_language
from portal.insights.week_plot import Plot, draw, list_weeks
from portal.kernel.language import find_language
from portal.policy.current import current_policy
from portal.policy.model import Channel
from portal.policy.wording import channel_name, severity_name
from portal.web.current import current_clock, current_database
from portal.web.i18n import gettext as _
from portal.web.pages import page

blueprint = Blueprint("service", __name__, template_folder="templates")
blueprint.after_request(keep_language)


@blueprint.get("/insights/service")
@staff_only
def show() -> ResponseReturnValue:
    """First response and resolution against promise, what was broken, how customers judged, who needed no request."""
    wish, now = read_wish(request.args), current_clock.get()()
    with current_database.get().read() as session:
        cases = list_handled(session, wish, now)
        deflection = sum_deflection(session, wish.since(now.date()), now.date(), wish.language)
    groups = {facet: group(cases, facet) for facet in Facet}
    return page(
        "insights/service.html",
        wish=wish,
        total=Figures(cases),
        tables={facet: _rows(facet, groups[facet], wish, deflection) for facet in Facet},
        plots=_draw_plots(wish, now, groups[Facet.WEEK], deflection),
        late=list_late(cases),
        deflection=deflection,
        periods=PERIODS,
        plans=[("", _("Any plan")), *((plan.id, plan.name) for plan in current_policy.get()().plans), _unknown()],
        channels=[(channel.value, channel_name(channel)) for channel in Channel],
        severities=[(level, severity_name(level)) for level in (1, 2, 3)],
        words=wording,
    )


@blueprint.get("/insights/service.csv")
@staff_only
def download() -> ResponseReturnValue:
    """The figures of the page for a spreadsheet."""
    wish, now = read_wish(request.args), current_clock.get()()
    with current_database.get().read() as session:
        response = make_response(write_file(list_handled(session, wish, now)))
    response.headers["Content-Type"] = "text/csv; charset=utf-8; header=present"
    name = f"service-{wish.since(now.date()):%Y%m%d}-{now:%Y%m%d}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


Row = tuple[str, Mapping[str, object] | None, Figures, float | None]
"""What the row is about, the address that narrows the page to it, its figures, and its share without a request."""


def _rows(facet: Facet, groups: Mapping[Value, Figures], wish: ServiceWish, deflection: Deflection) -> Sequence[Row]:
    walks: Mapping[Facet, Mapping[Any, Deflected]] = {
        Facet.LANGUAGE: deflection.by_language,
        Facet.WEEK: deflection.by_week,
    }
    shares = {value: each.share for value, each in walks.get(facet, {}).items()}
    return [
        (_name(facet, value), _narrow(facet, value, wish), figures, shares.get(value))
        for value, figures in groups.items()
    ]


def _name(facet: Facet, value: Value) -> str:
    match facet, value:
        case Facet.PLAN, None:
            return _unknown()[1]
        case Facet.PLAN, str(tag):
            plan = current_policy.get()().find_plan(tag)
            return plan.name if plan else tag
        case Facet.CHANNEL, Channel() as channel:
            return channel_name(channel)
        case Facet.SEVERITY, int(level):
            return severity_name(level)
        case Facet.LANGUAGE, str(tag):
            language = find_language(tag)
            return language.name if language else tag
        case Facet.WEEK, date() as week:
            return wording.short_day(week)
    raise ValueError(f"{value!r} is no {facet.value}")


def _narrow(facet: Facet, value: Value, wish: ServiceWish) -> Mapping[str, object] | None:
    match facet, value:
        case Facet.PLAN, plan:
            return wish.as_query(plan=plan or UNKNOWN)
        case Facet.CHANNEL, channel:
            return wish.as_query(channel=channel)
        case Facet.SEVERITY, level:
            return wish.as_query(severity=level)
        case Facet.LANGUAGE, str(tag):
            return wish.as_query(language=find_language(tag))
    return None


def _draw_plots(
    wish: ServiceWish, now: datetime, weeks: Mapping[Value, Figures], deflection: Deflection
) -> Mapping[str, Plot]:
    shown, nothing = list_weeks(wish.since(now.date()), now.date()), Figures(())
    ends = deflection.by_week
    walks = {week: (("without", each.without), ("requests", each.requests)) for week, each in ends.items()}
    return {
        "first_response": draw((week, _parts(weeks.get(week, nothing).first_response)) for week in shown),
        "resolution": draw((week, _parts(weeks.get(week, nothing).resolution)) for week in shown),
        "deflection": draw((week, walks.get(week, ())) for week in shown),
    }


def _parts(kept: Kept) -> Sequence[tuple[str, int]]:
    return ("kept", kept.kept), ("late", kept.late), ("running", kept.running)


def _unknown() -> tuple[str, str]:
    return UNKNOWN, _("Without account")
