"""The customer's own cases that look like the one they are about to open, with the reasons in words.

Looked at are cases that go on and those that ended so lately that adding to them reopens them. Nobody else's case is
ever compared.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.cases.access import Reader, list_answerable_cases
from portal.cases.events import CaseOpened, CustomerReplied, Details, Event, IssueAdded
from portal.cases.model import Case
from portal.cases.resemblance import THRESHOLD, Likeness, Sketch, compare, make_sketch
from portal.cases.rules import ACTIVE
from portal.web.formatting import join_words
from portal.web.i18n import gettext as _

MAX_SHOWN = 3
MAX_COMPARED = 50
"""Cases of one customer that are looked at, newest first."""


@dataclass(frozen=True)
class LikeCase:
    """A case that looks like the new one."""

    reference: str
    subject: str
    opened_at: datetime
    score: float
    """From 0 to 1."""
    reasons: tuple[Likeness, ...]
    has_ended: bool
    """Whether it is resolved or closed, and adding to it opens it again."""

    @property
    def explanation(self) -> str:
        """What the two have in common, in the reader's language."""
        words = {
            Likeness.SAME_ID: _("the same message or trace ID"),
            Likeness.SAME_ERROR: _("the same error code"),
            Likeness.SAME_NUMBER: _("the same number"),
            Likeness.SAME_NAME: _("the same template or file"),
            Likeness.SAME_COMPONENT: _("the same part of the product"),
            Likeness.SIMILAR_WORDS: _("a similar description"),
        }
        # TRANSLATORS: %(signs)s is a list such as "the same error code and a similar description".
        signs = _("It has %(signs)s.", signs=join_words([words[reason] for reason in self.reasons]))
        return " ".join((signs, _("It has ended; adding to it opens it again."))) if self.has_ended else signs


def find_like_cases(
    session: Session, reader: Reader, *, component: str, text: str, now: datetime
) -> tuple[LikeCase, ...]:
    """The cases of an address and its account that resemble a new one, the most alike first.

    ``text`` is everything the customer wrote so far, the error included.
    """
    new = make_sketch(component, text)
    found = []
    for case in list_answerable_cases(session, reader, now, MAX_COMPARED):
        score, reasons = compare(new, sketch_case(case), now - case.changed_at)
        if score >= THRESHOLD:
            has_ended = case.status not in ACTIVE
            found.append(LikeCase(case.reference, case.subject, case.opened_at, score, reasons, has_ended))
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
