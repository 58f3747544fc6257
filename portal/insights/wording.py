"""What the figures are about, in the reader's language: articles, questions, steps of the wizard, promises."""

from datetime import date, timedelta
from math import isinf

from babel.dates import format_date
from babel.units import format_unit

from portal.articles.translations import State
from portal.insights.questions import Order
from portal.insights.service_levels import Facet
from portal.intake.flow import Outcome
from portal.intake.pace import CLASSES_S, LEFT
from portal.web.i18n import current_language
from portal.web.i18n import gettext as _


def state_name(state: State) -> str:
    """How an article stands in a language."""
    return {
        State.SOURCE: _("Source text"),
        State.CURRENT: _("Up to date"),
        State.STALE: _("Out of date"),
        State.UNSTAMPED: _("Origin unknown"),
        State.MISSING: _("Missing"),
        State.DRAFT: _("Draft"),
    }[state]


def column_name(order: Order) -> str:
    """What is counted in the column that an order goes by."""
    return {
        Order.NEXT: _("What to write next"),
        Order.ASKED: _("Asked"),
        Order.WITHOUT_RESULT: _("Without result"),
        Order.ONLY_ENGLISH: _("Only in English"),
        Order.OPENED: _("Result opened"),
        Order.CASES: _("Request anyway"),
    }[order]


def step_name(step: str) -> str:
    """What a step of the wizard asks for."""
    return {
        "access": _("Account"),
        "problem": _("Problem"),
        "incidents": _("Running incident"),
        "answers": _("Suggested answers"),
        "details": _("Details"),
        "impact": _("Impact"),
        "contact": _("Contact and code"),
        "duplicates": _("Similar request"),
        "review": _("Check and send"),
    }[step]


def end_name(end: str) -> str:
    """How a walk through the wizard ended."""
    return {
        Outcome.FOLLOWED: _("Incident followed"),
        Outcome.SOLVED: _("Solved by an article"),
        Outcome.ADDED: _("Added to a request"),
        Outcome.SENT: _("New request"),
        LEFT: _("Left"),
    }[end]


def time_taken(seconds: float | None) -> str:
    """A duration read from classes, so no more exact than they are; a dash when there is none."""
    if seconds is None:
        return "–"
    if isinf(seconds):
        return _("over %(duration)s", duration=time_taken(CLASSES_S[-1]))
    if seconds < _MINUTES_FROM_S:
        return _unit(round(seconds), "duration-second")
    minutes = seconds / 60
    return _unit(round(minutes, 1 if minutes < _WHOLE_MINUTES_FROM else None), "duration-minute")


def span(time: timedelta | None) -> str:
    """How long cases took, no more exact than somebody compares: "35 min", "4.5 hrs", "3 days"; a dash for none."""
    if time is None:
        return "–"
    minutes = time.total_seconds() / 60
    if minutes < _HOURS_FROM_MIN:
        return _unit(round(minutes), "duration-minute")
    if minutes < _DAYS_FROM_MIN:
        return _unit(round(minutes / 60, 1), "duration-hour")
    return _unit(round(minutes / 60 / 24, 1), "duration-day")


def short_day(day: date) -> str:
    """A day as tables have room for it: "Nov 23, 2026"."""
    return format_date(day, "medium", locale=current_language().locale)


def facet_name(facet: Facet) -> str:
    """What the rows of a table of cases stand for."""
    return {
        Facet.PLAN: _("Plan"),
        Facet.CHANNEL: _("Channel"),
        Facet.SEVERITY: _("Severity"),
        Facet.LANGUAGE: _("Language"),
        Facet.WEEK: _("Week"),
    }[facet]


def promise_name(promise: str) -> str:
    """What was promised."""
    return {"first_response": _("First response"), "resolution": _("Resolution")}[promise]


def series_name(series: str) -> str:
    """What a part of a column counts."""
    return {
        "kept": _("Kept"),
        "late": _("Late"),
        "running": _("Still running"),
        "without": _("Without a request"),
        "requests": _("Request"),
    }[series]


def score_name(score: int) -> str:
    """How satisfied a customer was."""
    return {
        1: _("Very dissatisfied"),
        2: _("Dissatisfied"),
        3: _("Neither"),
        4: _("Satisfied"),
        5: _("Very satisfied"),
    }[score]


def _unit(count: float, unit: str) -> str:
    return format_unit(count, unit, "short", locale=current_language().locale)


_MINUTES_FROM_S = 100
_WHOLE_MINUTES_FROM = 10
_HOURS_FROM_MIN = 90
_DAYS_FROM_MIN = 48 * 60

TONES = {
    State.SOURCE: "neutral",
    State.CURRENT: "success",
    State.STALE: "warning",
    State.UNSTAMPED: "info",
    State.MISSING: "danger",
    State.DRAFT: "draft",
}
"""The colour that repeats what the word for a state says."""
