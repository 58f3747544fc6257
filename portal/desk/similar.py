"""Cases of any customer that look like the one at hand: what helped there may help here.

Only the support team ever sees them. Compared are the newest cases on the same component and those with the same
error, since comparing all would take longer than the page may.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from portal.cases.likeness import read_case
from portal.cases.model import Case
from portal.cases.resemblance import THRESHOLD, compare
from portal.cases.rules import Status
from portal.cases.sketches import MAX_TEXT, Sketch, make_sketch

MAX_SHOWN = 5
MAX_COMPARED = 20
"""Cases on the same component; half as many with the same error."""


@dataclass(frozen=True)
class Similar:
    """A case that looks like the one at hand."""

    reference: str
    subject: str
    opened_at: datetime
    status: Status
    opened_by: str
    is_same_customer: bool
    """Whether the two may be merged."""
    score: float


def find_similar(session: Session, case: Case, *, shared: bool) -> tuple[Similar, ...]:
    """The most alike first; ``shared`` says whether an account is one customer, or each of its addresses."""
    one, found = _sketch(case), []
    for other in _list_candidates(session, case):
        score, _ = compare(one, _sketch(other), abs(case.opened_at - other.opened_at))
        if score >= THRESHOLD:
            found.append(_describe(case, other, score, shared=shared))
    return tuple(sorted(found, key=lambda each: -each.score)[:MAX_SHOWN])


def _sketch(case: Case) -> Sketch:
    return _remembered_sketch(case.component, read_case(case)[:MAX_TEXT])


_remembered_sketch = lru_cache(500)(make_sketch)
"""The newest cases on a component are compared with each one that is looked at; reading them is most of the work."""


def _describe(case: Case, other: Case, score: float, *, shared: bool) -> Similar:
    same_account = shared and case.account_id is not None and case.account_id == other.account_id
    return Similar(
        reference=other.reference,
        subject=other.subject,
        opened_at=other.opened_at,
        status=other.status,
        opened_by=other.opened_by,
        is_same_customer=same_account or case.opened_by == other.opened_by,
        score=score,
    )


def _list_candidates(session: Session, case: Case) -> list[Case]:
    wanted = [*session.scalars(_newest(case).where(Case.component == case.component).limit(MAX_COMPARED))]
    if case.error:
        # A case that names several codes keeps them as one text; each alone is looked for as well.
        same = Case.error.in_({case.error, *case.error.split(", ")})
        wanted += session.scalars(_newest(case).where(same).limit(MAX_COMPARED // 2))
    chosen = select(Case).where(Case.id.in_(wanted)).options(selectinload(Case.event_rows))
    return list(session.scalars(chosen)) if wanted else []


def _newest(case: Case) -> Select[int]:
    return select(Case.id).where(Case.id != case.id).order_by(Case.opened_at.desc())
