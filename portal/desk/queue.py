"""The queue: a page of cases in the order in which they want attention. No case's history is read for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from portal.cases.model import Case
from portal.cases.rules import ACTIVE, Status
from portal.cases.urgency import Urgency
from portal.desk.filters import NO_PLAN, Filter, Shown
from portal.identity.model import Account
from portal.kernel.ids import normalise_reference
from portal.policy.model import Channel

PAGE_SIZE = 50
MAX_PAGES = 40
"""Nobody pages through thousands of cases; a filter is quicker, and a far page would be read from the first on."""
MAX_SEARCHED_WORDS = 6
_REFERENCE_LENGTH = 9


@dataclass(frozen=True)
class Row:
    """A case in the queue."""

    reference: str
    subject: str
    name: str
    opened_by: str
    account_id: str | None
    plan: str | None
    language: str
    severity: int
    channel: Channel
    component: str
    status: Status
    opened_at: datetime
    first_response_due: datetime
    resolution_due: datetime | None
    first_response_at: datetime | None
    escalated_at: datetime | None
    ended_at: datetime | None
    account: str = ""
    """The account's name."""

    @property
    def next_due(self) -> datetime | None:
        """The promise that comes next; None where nothing is promised any more."""
        if self.status not in ACTIVE:
            return None
        return self.first_response_due if self.first_response_at is None else self.resolution_due

    def is_overdue(self, now: datetime) -> bool:
        """Whether the promise that comes next is broken."""
        return self.next_due is not None and self.next_due < now


@dataclass(frozen=True)
class Page:
    """A page of the queue."""

    rows: tuple[Row, ...]
    number: int
    count: int
    """How many cases fit, as far as they were counted."""
    is_exact: bool
    """False when there are more than were counted."""

    @property
    def pages(self) -> int:
        """On how many pages they stand; at least one."""
        return min(MAX_PAGES, max(1, -(-self.count // PAGE_SIZE)))


_COLUMNS = tuple(getattr(Case, name) for name in Row.__dataclass_fields__ if name != "account")


def find_page(session: Session, wish: Filter, number: int, now: datetime) -> Page:
    """A page of the cases that fit, or the last one when there are not as many pages."""
    conditions = (*_conditions(wish, now), *_searched(session, wish.words))
    limit = MAX_PAGES * PAGE_SIZE
    some = select(Case.id).where(*conditions).limit(limit + 1).subquery()
    count = session.scalar(select(func.count()).select_from(some)) or 0
    page = Page((), 1, min(count, limit), count <= limit)
    number = min(max(1, number), page.pages)
    wanted = select(*_COLUMNS).where(*conditions).order_by(*_order(wish))
    found = session.execute(wanted.offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE)).mappings().all()
    names = _name_accounts(session, {row["account_id"] for row in found if row["account_id"]})
    rows = tuple(Row(**row, account=names.get(row["account_id"], "")) for row in found)
    return Page(rows, number, page.count, page.is_exact)


def _order(wish: Filter) -> Sequence[ColumnElement[object]]:
    if wish.shown in {Shown.RESOLVED, Shown.CLOSED, Shown.ALL}:
        return Case.changed_at.desc(), Case.id.desc()  # type: ignore[return-value]
    return Case.urgency, Case.next_due, Case.id  # type: ignore[return-value]


def _conditions(wish: Filter, now: datetime) -> Iterator[ColumnElement[bool]]:
    yield from _stands(wish.shown, now)
    if wish.severity:
        yield Case.severity == wish.severity
    if wish.component:
        yield Case.component == wish.component
    if wish.plan:
        yield Case.plan.is_(None) if wish.plan == NO_PLAN else Case.plan == wish.plan
    if wish.language:
        yield Case.language == wish.language.tag
    if wish.channel:
        yield Case.channel == wish.channel


def _stands(shown: Shown, now: datetime) -> Iterator[ColumnElement[bool]]:
    match shown:
        case Shown.GOING_ON:
            yield Case.urgency < Urgency.ENDED
        case Shown.OVERDUE:
            yield Case.urgency < Urgency.ENDED
            # What comes next is overdue, or something before it was.
            promised = Case.urgency < Urgency.NO_TARGET
            yield Case.escalated_at.is_not(None) | ((Case.next_due < now) & promised)
        case Shown.OPEN:
            yield Case.status == Status.OPEN
            yield Case.urgency < Urgency.ENDED
        case Shown.WAITING:
            yield Case.status == Status.WAITING_ON_CUSTOMER
            yield Case.urgency < Urgency.ENDED
        case Shown.RESOLVED:
            yield Case.status == Status.RESOLVED
        case Shown.CLOSED:
            yield Case.status == Status.CLOSED
        case Shown.ALL:
            pass


def _searched(session: Session, words: str) -> Iterator[ColumnElement[bool]]:
    """What a search asks for. Whoever gives a whole reference or address means it, and an index has it at once."""
    exact = Case.reference == normalise_reference(words), Case.opened_by == words.lower()
    for condition in exact:
        if words and session.scalar(select(Case.id).where(condition).limit(1)):
            yield condition
            return
    for word in words.split()[:MAX_SEARCHED_WORDS]:
        yield _mentions(word)


def _mentions(word: str) -> ColumnElement[bool]:
    """Whether a case says a word in its subject, its customer's name or address, its account or its reference."""
    columns = (Case.subject, Case.opened_by, Case.name)
    places = [column.icontains(each, autoescape=True) for column in columns for each in _spellings(word)]
    named = [Account.name.icontains(each, autoescape=True) for each in _spellings(word)]
    places.append(Case.account_id.in_(select(Account.account_id).where(or_(*named))))
    reference = normalise_reference(word)
    # A reference may be typed with a space or without anything in the middle; a shorter word is its beginning.
    if len(reference) == _REFERENCE_LENGTH:
        places.append(Case.reference == reference)
    else:
        places.append(Case.reference.startswith(word.upper(), autoescape=True))
    return or_(*places)


def _spellings(word: str) -> set[str]:
    """SQLite knows the small letters of the Latin alphabet only, so other words are looked for as people write them."""
    return {word} if word.isascii() else {word, word.lower(), word.capitalize(), word.upper()}


def _name_accounts(session: Session, identifiers: set[str]) -> dict[str, str]:
    if not identifiers:
        return {}
    found = select(Account.account_id, Account.name).where(Account.account_id.in_(identifiers))
    return {row.account_id: row.name for row in session.execute(found)}
