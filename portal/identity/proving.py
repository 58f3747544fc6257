"""Asking for a code and giving it back, with what the client's network may do; for the sign-in page and the wizard."""

from limits import RateLimitItemPerHour
from sqlalchemy.orm import Session
from werkzeug import Response

from portal.identity.actions import CodeSent, ProvenAddress, request_code, verify_code
from portal.identity.browser import current_asker, current_browser, is_known
from portal.identity.rules import (
    CodeExpired,
    InvalidAddress,
    TooManyCodes,
    TooManyFromHere,
    TooManyTries,
    WrongCode,
    normalise_address,
)
from portal.web.current import current_clock
from portal.web.defence.gate import MAIL_GATE
from portal.web.i18n import current_language
from portal.web.limits import Allowance, client_network
from portal.web.logs import log

MAILS = Allowance("mails", RateLimitItemPerHour(300))
"""Mails that one network may cause to addresses its browsers have not proven: a large office on its first day."""
MISTAKES = Allowance("mistakes", RateLimitItemPerHour(100))
"""Wrong codes from one network, over all addresses: a guesser has one chance in 10,000 an hour."""

CodeAnswer = CodeSent | InvalidAddress | TooManyCodes | TooManyFromHere
ProofAnswer = ProvenAddress | InvalidAddress | WrongCode | CodeExpired | TooManyTries | TooManyFromHere


def stop_mail_to(typed: str) -> Response | None:
    """The page that stands before a mail to this address while the portal is under attack; None at other times.

    Nobody is stopped on a browser that has proven the address before.
    """
    address = normalise_address(typed)
    if isinstance(address, InvalidAddress) or is_known(address):
        return None
    return MAIL_GATE.stop()


def send_code(session: Session, typed: str) -> CodeAnswer:
    """Mail a code for this browser, in the language of the page; the log tells what came of it, not for whom."""
    outcome = _send_code(session, typed)
    log.info("code_asked_for", outcome=type(outcome).__name__)
    return outcome


def take_code(session: Session, email: str, code: str) -> ProofAnswer:
    """Take a code back; the log tells what came of it. Whoever mistypes too many is asked to wait."""
    outcome = _take_code(session, email, code)
    log.info("code_given_back", outcome=type(outcome).__name__)
    return outcome


def _send_code(session: Session, typed: str) -> CodeAnswer:
    address = normalise_address(typed)
    if isinstance(address, InvalidAddress):
        return address
    asker = current_asker(address)
    wait = None if asker.is_known else MAILS.spend(client_network())
    if wait:
        return TooManyFromHere(wait)
    return request_code(session, address, current_language(), asker, current_clock.get()())


def _take_code(session: Session, email: str, code: str) -> ProofAnswer:
    # Mistakes are counted over all addresses, whichever they belong to.
    wait = MISTAKES.check(client_network())
    if wait:
        return TooManyFromHere(wait)
    outcome = verify_code(session, email, code, current_browser(), current_clock.get()())
    if isinstance(outcome, WrongCode | TooManyTries):
        MISTAKES.spend(client_network())
    return outcome
