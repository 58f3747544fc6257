"""The customer's own open cases that look like the one they are about to open, with the reasons in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.cases.access import Reader, list_open_cases
from portal.cases.events import CaseOpened, CustomerReplied, Details, Event, IssueAdded
from portal.cases.model import Case
from portal.cases.resemblance import THRESHOLD, Likeness, Sketch, compare, make_sketch
from portal.web.formatting import join_words
from portal.web.i18n import gettext as _

MAX_SHOWN = 3
MAX_COMPARED = 50
"""Open cases of one customer that are looked at, newest first."""


@dataclass(frozen=True)
class LikeCase:
    """An open case that looks like the new one."""

    reference: str
    subject: str
    opened_at: datetime
    score: float
    """From 0 to 1."""
    reasons: tuple[Likeness, ...]

    @property
    def explanation(self) -> str:
        """What the two have in common, in the reader's language."""
        words = {
            Likeness.SAME_ID: _("the same message or trace ID"),
            Likeness.SAME_ERROR: _("the same error code"),
            Likeness.SAME_NUMBER: _("the same number"),
            Likeness.SAME_COMPONENT: _("the same part of the product"),
            Likeness.SIMILAR_WORDS: _("a similar description"),
        }
        # TRANSLATORS: %(signs)s is a list such as "the same error code and a similar description".
        return _("It has %(signs)s.", signs=join_words([words[reason] for reason in self.reasons]))


def find_like_cases(
    session: Session, *, email: str, account_id: str | None, component: str, text: str
) -> tuple[LikeCase, ...]:
    """The open cases of an address and its account that resemble a new one, the most alike first.

    ``text`` is everything the customer wrote so far, the error included.
    """
    new = make_sketch(component, text)
    found = []
    for case in list_open_cases(session, Reader(email, account_id), MAX_COMPARED):
        score, reasons = compare(new, sketch_case(case))
        if score >= THRESHOLD:
            found.append(LikeCase(case.reference, case.subject, case.opened_at, score, reasons))
    return tuple(sorted(found, key=lambda like: -like.score)[:MAX_SHOWN])


def sketch_case(case: Case) -> Sketch:
    """What of a stored case is compared: everything the customer wrote."""
    written = [text for row in case.history for text in _texts(row.event)]
    return make_sketch(case.component, "\n".join((case.subject, f"error {case.error}" if case.error else "", *written)))


def _texts(event: Event) -> Iterable[str]:
    match event:
        case CaseOpened(details=details):
            return _parts(details)
        case IssueAdded(subject=subject, details=details):
            return (subject, *_parts(details))
        case CustomerReplied(text=text):
            return (text,)
    return ()


def _parts(details: Details) -> tuple[str, ...]:
    return (details.description, details.steps, details.api_request, details.api_response)
