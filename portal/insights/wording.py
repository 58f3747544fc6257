"""The states of articles, the figures of questions and the steps of the wizard in the reader's language."""

from math import isinf

from babel.units import format_unit

from portal.articles.translations import State
from portal.insights.questions import Order
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


def _unit(count: float, unit: str) -> str:
    return format_unit(count, unit, "short", locale=current_language().locale)


_MINUTES_FROM_S = 100
_WHOLE_MINUTES_FROM = 10

TONES = {
    State.SOURCE: "neutral",
    State.CURRENT: "success",
    State.STALE: "warning",
    State.UNSTAMPED: "info",
    State.MISSING: "danger",
    State.DRAFT: "draft",
}
"""The colour that repeats what the word for a state says."""
