"""The states of articles and the figures of questions in the reader's language."""

from portal.articles.translations import State
from portal.insights.questions import Order
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


TONES = {
    State.SOURCE: "neutral",
    State.CURRENT: "success",
    State.STALE: "warning",
    State.UNSTAMPED: "info",
    State.MISSING: "danger",
    State.DRAFT: "draft",
}
"""The colour that repeats what the word for a state says."""
