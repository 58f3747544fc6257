"""The customer's own cases that look like the one they are about to open, with the reasons in words.

Looked at are cases that go on and those that ended so lately that adding to them reopens them. Nobody else's case is
ever compared.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.cases.access import Reader, list_answerable_cases
from portal.cases.events import CaseOpened, CustomerReplied, Details, Event, IssueAdded
from portal.cases.model import Case
from portal.cases.resemblance import THRESHOLD, Likeness, Shared, compare, find_shared
from portal.cases.rules import ACTIVE
from portal.cases.sketches import Sketch, make_sketch
from portal.web.formatting import format_moment, join_words
from portal.web.i18n import gettext as _

MAX_SHOWN = 3
MAX_VALUES = 3
"""Values of one kind that are named."""
MAX_WORDS = 6
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

    component: str
    shared: Shared

    def explain(self, component: str, zone: ZoneInfo) -> str:
        """What the two have in common, and since when the case is there, in the reader's language.

        ``component`` is the name of the part they share; identifiers and numbers are masked.
        """
        shared = self.shared
        # Words tell little beside a sign that leads to one cause.
        telling = bool(shared.ids or shared.codes or shared.names or shared.numbers)
        worded = Likeness.SIMILAR_WORDS in self.reasons and not telling
        signs = (
            (_("Same message or trace ID:"), map(mask_id, shared.ids[:MAX_VALUES])),
            (_("Same error code:"), shared.codes[:MAX_VALUES]),
            (_("Same template or file:"), shared.names[:MAX_VALUES]),
            (_("Same number:"), map(mask_number, shared.numbers[:MAX_VALUES])),
            (_("Same words:"), shared.words[:MAX_WORDS] if worded else ()),
            (_("Same part:"), (component,) if Likeness.SAME_COMPONENT in self.reasons else ()),
        )
        said = [f"{label} {join_words(values)}." for label, given in signs if (values := list(given))]
        opened = _("Opened: %(moment)s.", moment=format_moment(self.opened_at, zone))
        ended = [_("It has ended; adding to it opens it again.")] if self.has_ended else []
        return " ".join((*said, opened, *ended))


def mask_id(identifier: str) -> str:
    """An identifier by its ends, enough to recognise it beside one's own log."""
    return f"{identifier[:4]}…{identifier[-4:]}"


def mask_number(number: str) -> str:
    """A phone number or numeric ID by its last digits."""
    return f"…{number[-4:]}"


def find_like_cases(
    session: Session, reader: Reader, *, component: str, text: str, now: datetime
) -> tuple[LikeCase, ...]:
    """The cases of an address and its account that resemble a new one, the most alike first.

    ``text`` is everything the customer wrote so far, the error included.
    """
    new = make_sketch(component, text)
    found = []
    for case in list_answerable_cases(session, reader, now, MAX_COMPARED):
        old = sketch_case(case)
        score, reasons = compare(new, old, now - case.changed_at)
        if score >= THRESHOLD:
            like = LikeCase(
                reference=case.reference,
                subject=case.subject,
                opened_at=case.opened_at,
                score=score,
                reasons=reasons,
                has_ended=case.status not in ACTIVE,
                component=case.component,
                shared=find_shared(new, old, text),
            )
            found.append(like)
    return tuple(sorted(found, key=lambda like: -like.score)[:MAX_SHOWN])


def sketch_case(case: Case) -> Sketch:
    """What of a stored case is compared."""
    return make_sketch(case.component, read_case(case))


def read_case(case: Case) -> str:
    """Everything the customer wrote in a stored case."""
    written = [text for row in case.history for text in _texts(row.event)]
    return "\n".join((case.subject, f"error {case.error}" if case.error else "", *written))


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
