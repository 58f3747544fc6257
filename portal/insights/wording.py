"""The states of articles in the reader's language, and the colour that repeats what the word says."""

from portal.articles.translations import State
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


TONES = {
    State.SOURCE: "neutral",
    State.CURRENT: "success",
    State.STALE: "warning",
    State.UNSTAMPED: "info",
    State.MISSING: "danger",
    State.DRAFT: "draft",
}
