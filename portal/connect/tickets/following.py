"""From a ticket as it stands to its case: by the same rules and actions as what a helpdesk reports by itself."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from portal.cases import handling
from portal.cases.conversation import make_staff_conversation
from portal.cases.deliveries import RECEIVERS
from portal.cases.events import Actor, CustomerReplied, IssueAdded
from portal.cases.forms import MAX_MESSAGE
from portal.cases.handling import By
from portal.cases.model import Case
from portal.cases.rules import ACTIVE
from portal.cases.team import name_member
from portal.connect.helpdesk.actions import MAX_NAME, Report, find_customer, take_report
from portal.connect.helpdesk.rules import ReportType, fit_moment
from portal.connect.tickets.composing import own_host, own_words
from portal.connect.tickets.model import CaseTicket
from portal.connect.tickets.protocol import Article, Reading, Role, Ticket
from portal.connect.tickets.rules import Known, News, belongs_together, find_news, next_look
from portal.kernel.language import DEFAULT_LANGUAGE, find_language
from portal.masking.mask import mask_text
from portal.policy.current import current_policy
from portal.web import logs
from portal.web.current import current_settings
from portal.web.formatting import join_words
from portal.web.forms import clean_text
from portal.web.i18n import gettext as _
from portal.web.i18n import speaking

_GOES_ON = frozenset({ReportType.REOPENED, ReportType.WAITING_ON_CUSTOMER})
_KEYS = "ticket-"
"""How the keys of events begin that came from a ticket."""


def take_reading(session: Session, case: Case, row: CaseTicket, reading: Reading, now: datetime) -> int:
    """Let a case follow its ticket; gives how much of that was new. The caller has locked the case.

    Nothing of it is told to the helpdesk again, where it came from.
    """
    session.info[RECEIVERS] = tuple(name for name in session.info.get(RECEIVERS, ()) if name != row.helpdesk)
    news = find_news(reading, _what_is_known(case, row))
    taken = _take_news(session, case, row, reading, news, now)
    if reading.ticket.state != row.state and not reading.ticket.known:
        facts = {"helpdesk": row.helpdesk, "ticket": row.ticket, "state": reading.ticket.state[:40]}
        logs.log.warning("ticket_state_unknown", **facts)
    row.state, row.taken = reading.ticket.state[:80], list(news.seen)
    row.looked_at, row.failures, row.problem, row.leased_until = now, 0, "", None
    row.look_at = next_look(case.state.changed_at, case.state.ended_at, now)
    return taken


def _take_news(session: Session, case: Case, row: CaseTicket, reading: Reading, news: News, now: datetime) -> int:
    """Do what is new in the order in which it makes sense; gives how much that was."""
    articles, change, taken = list(news.articles), news.change, 0
    if change in _GOES_ON and case.state.status not in ACTIVE:
        # Else what was written when the ticket was opened again would come too late for the customer.
        taken += _take_change(session, case, row, reading.ticket, ReportType.REOPENED, now)
        change = None if change is ReportType.REOPENED else change
    last = articles.pop() if articles and belongs_together(articles[-1], reading.ticket, change) else None
    taken += sum(_take_article(session, case, row, article, now) for article in articles)
    if last and change is not None:
        # Its words go with the new state, unless that is refused: then they are an answer like any other.
        report = _report(case, row, last, change, now)
        if isinstance(take_report(session, case, report, now, current_policy.get()(), shared=_shared()), bool):
            return taken + 1
        taken += _take_article(session, case, row, last, now)
    return taken + (_take_change(session, case, row, reading.ticket, change, now) if change else 0)


def _what_is_known(case: Case, row: CaseTicket) -> Known:
    told_here = (each for each in case.event_rows if not (each.idempotency_key or "").startswith(_KEYS))
    words = tuple(
        own_words(make_staff_conversation((each.recorded,))[0])
        for each in told_here
        if each.actor is Actor.CUSTOMER and each.kind in {CustomerReplied.kind, IssueAdded.kind}
    )
    return Known(row.state, frozenset(row.taken), words, own_host())


def _take_article(session: Session, case: Case, row: CaseTicket, article: Article, now: datetime) -> int:
    """Let the customer have an agent's answer, or the case a customer's; whatever else it is becomes a note."""
    report = _report(case, row, article, ReportType.MESSAGE, now)
    if article.role is Role.CUSTOMER and not find_customer(session, case, article.email, shared=_shared()):
        _note(session, case, report, _("Somebody who may not write in this request wrote in the ticket:"))
        return 1
    outcome = take_report(session, case, report, now, current_policy.get()(), shared=_shared())
    if isinstance(outcome, bool):
        return int(outcome)
    logs.log.info("ticket_answer_noted", reference=case.reference, because=type(outcome).__name__)
    _note(session, case, report, _("Written in the ticket after this request had ended; the customer did not get it:"))
    return 1


def _take_change(
    session: Session, case: Case, row: CaseTicket, ticket: Ticket, change: ReportType, now: datetime
) -> int:
    at = fit_moment(ticket.changed_at, case.opened_at, now)
    report = Report(change, at, "", "", _key(row, f"{change} {ticket.state} {ticket.changed_at.isoformat()}"))
    outcome = take_report(session, case, report, now, current_policy.get()(), shared=_shared())
    if isinstance(outcome, bool):
        return int(outcome)
    # The customer wrote meanwhile, or it ended too long ago: that is on its way to the ticket, or its people decide.
    logs.log.info("ticket_state_not_taken", reference=case.reference, because=type(outcome).__name__)
    return 0


def _report(case: Case, row: CaseTicket, article: Article, kind: ReportType, now: datetime) -> Report:
    text = mask_text(clean_text(article.text)).text
    text = text if len(text) <= MAX_MESSAGE else f"{text[: MAX_MESSAGE - 2]} …"
    if article.files and article.role is Role.AGENT:
        text = f"{text}\n\n{_tell_of_files(case, article.files)}".strip()
    name = name_member(article.name) if "@" in article.name else article.name
    author = article.email if article.role is Role.CUSTOMER else mask_text(clean_text(name)).text[:MAX_NAME]
    return Report(kind, fit_moment(article.at, case.opened_at, now), text, author, _key(row, article.id))


def _tell_of_files(case: Case, files: tuple[str, ...]) -> str:
    """What the customer reads in the place of files, which stay in the helpdesk."""
    names = [mask_text(clean_text(name)).text[:MAX_NAME] for name in files]
    with speaking(find_language(case.language) or DEFAULT_LANGUAGE):
        return _("With files that are not shown here: %(files)s. Ask us to send them.", files=join_words(names))


def _note(session: Session, case: Case, report: Report, heading: str) -> None:
    """Keep what the customer does not get where the desk sees it."""
    author = "" if "@" in report.author else report.author
    handling.add_note(session, case, By(Actor.STAFF, author, report.at, report.key), f"{heading}\n\n{report.text}")


def _key(row: CaseTicket, what: str) -> str:
    """Under what something of a ticket is known, so that it is taken once whatever is forgotten."""
    return f"{_KEYS}{sha256(f'{row.helpdesk} {row.ticket} {what}'.encode()).hexdigest()[:48]}"


def _shared() -> bool:
    return current_settings.get().shares_cases
