"""Who stands before a request's page: its readers, whoever holds its signed link, and strangers."""

from flask import abort, request
from sqlalchemy.orm import Session

from portal.cases.access import Reader, Right, find_case_by_reference, get_reader, opens, right_to
from portal.cases.actions import lock_case
from portal.cases.model import Case
from portal.identity.visitor import Visitor, current_visitor
from portal.kernel.ids import normalise_reference
from portal.web.current import current_secret, current_settings


def current_reader(session: Session, visitor: Visitor) -> Reader:
    """Whose cases a visitor may see."""
    return get_reader(session, visitor.email, shared=current_settings.get().shares_cases)


def may_ask(reference: str) -> bool:
    """Whether there is anybody to judge: a signed-in visitor, or the holder of this request's link."""
    return current_visitor() is not None or holds_link(reference)


def holds_link(reference: str) -> bool:
    """Whether the address asked for carries the signed link's key of this request and no other."""
    key = request.args.get("key", "")
    return bool(key) and opens(current_secret.get(), key, normalise_reference(reference))


def admit(session: Session, reference: str, *, lock: bool = False) -> tuple[Case, Right]:
    """The request and what the visitor may do with it; the same 404 when it is missing and when it is not theirs."""
    visitor = current_visitor()
    reader = current_reader(session, visitor) if visitor else None
    find = lock_case if lock else find_case_by_reference
    case = find(session, normalise_reference(reference))
    right = right_to(case, reader, link=holds_link(reference)) if case else None
    if case is None or right is None:
        abort(404)
    return case, right


def admit_writer(session: Session, reference: str, *, lock: bool = False) -> Case:
    """The request, for whoever may do everything with it; its link is not enough and gets a stranger's 404."""
    case, right = admit(session, reference, lock=lock)
    if right is not Right.REPLY:
        abort(404)
    return case
