"""What was masked, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from portal.cases.opening_limit import TooManyCases
from portal.intake.forms import ContactForm, DetailsForm, ImpactForm, ProblemForm
from portal.intake.removal_words import (
    MOST_WORDS,
    SHORTEST,
    NothingToRemove,
    TooManyWords,
    WordsRefusal,
    WordTooShort,
)
from portal.masking.wording import finding_name
from portal.web.formatting import format_duration, whole_minutes
from portal.web.i18n import gettext as _
from portal.web.i18n import ngettext

_FORMS = (ProblemForm, DetailsForm, ImpactForm, ContactForm)


def name_finding(finding: Mapping[str, Any]) -> dict[str, Any]:
    """A masked secret with its kind and its place in words; what was kept before places were has none."""
    place, line = str(finding.get("place", "")), int(finding.get("line", 1))
    where = ""
    if place:
        name = place if finding.get("in_file") else field_name(place)
        # TRANSLATORS: Where something was found: name of a field or file, number of the line.
        where = _("%(place)s, line %(line)d", place=name, line=line)
    return {
        "label": finding_name(finding["kind"]),
        "shown": finding["shown"],
        "where": where,
        "before": finding.get("before", ""),
        "after": finding.get("after", ""),
    }


def explain_words(refusal: WordsRefusal) -> str:
    """Why nothing was removed."""
    match refusal:
        case NothingToRemove():
            return _("Enter what should be removed.")
        case WordTooShort():
            return ngettext(
                "Enter at least %(num)d character on each line; with fewer, too much would be removed.",
                "Enter at least %(num)d characters on each line; with fewer, too much would be removed.",
                SHORTEST,
            )
        case TooManyWords():
            return ngettext(
                "At most %(num)d line can be removed at once.",
                "At most %(num)d lines can be removed at once.",
                MOST_WORDS,
            )


def explain_too_many_cases(refusal: TooManyCases) -> str:
    """How long to wait, and how to reach us before that; the draft keeps everything meanwhile."""
    return _(
        "Very many requests were sent for your address or account. You can send this one in %(wait)s; it is kept here. "
        "If it is urgent, write to us by email.",
        wait=format_duration(whole_minutes(refusal.wait)),
    )


def field_name(name: str) -> str:
    """The label of a field that customers write texts into."""
    labels = (getattr(form, name).args[0] for form in _FORMS if hasattr(form, name))
    return str(next(labels, name))
