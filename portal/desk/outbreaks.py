"""When many customers report one component at once: an incident that nobody has announced yet, perhaps.

An episode begins when the rule first counts enough customers, lasts as long as it counts them at every look, and is
over when it no longer does. The team hears of an episode once, and one that somebody has dismissed stays quiet until it
is over; the next one is a new one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.cases.model import Case
from portal.db.outbox import enqueue
from portal.desk.model import PossibleIncident
from portal.identity.rules import company_domain
from portal.kernel.language import DEFAULT_LANGUAGE

WINDOW = timedelta(minutes=30)
LEAST_CUSTOMERS = 3
"""So many accounts that report one component within the window."""
KEPT = timedelta(days=90)
"""How long an episode that is over is kept."""
MAX_REPORTS = 2_000
"""Of one window; the rule would have fired long before."""


@dataclass(frozen=True)
class Report:
    """A case as the rule reads it."""

    reference: str
    component: str
    opened_by: str
    account_id: str | None
    opened_at: datetime


@dataclass(frozen=True)
class Outbreak:
    """What the rule found for a component."""

    component: str
    customers: int
    references: tuple[str, ...]
    """Oldest first."""
    first_at: datetime
    last_at: datetime


def find_outbreaks(reports: Iterable[Report], now: datetime) -> tuple[Outbreak, ...]:
    """The components that enough customers reported within the last half hour, by name.

    An account counts once however many cases it opens. A case without one counts by its company's domain or, with a
    free mail service, by its address. Mails that name no part report none.
    """
    by_component: dict[str, list[Report]] = {}
    for report in reports:
        if report.component and now - WINDOW < report.opened_at <= now:
            by_component.setdefault(report.component, []).append(report)
    found = []
    for component, own in sorted(by_component.items()):
        customers = {name_customer(report) for report in own}
        if len(customers) >= LEAST_CUSTOMERS:
            own.sort(key=lambda report: (report.opened_at, report.reference))
            references = tuple(report.reference for report in own)
            found.append(Outbreak(component, len(customers), references, own[0].opened_at, own[-1].opened_at))
    return tuple(found)


def name_customer(report: Report) -> str:
    """Whom a report counts for."""
    return report.account_id or company_domain(report.opened_by) or report.opened_by


def watch_outbreaks(session: Session, on_call: str, now: datetime) -> int:
    """Begin, continue and end episodes; gives how many changed. A new one is mailed to ``on_call``, if there is one."""
    outbreaks = {found.component: found for found in find_outbreaks(_list_reports(session, now), now)}
    running = select(PossibleIncident).where(PossibleIncident.ended_at.is_(None)).with_for_update()
    episodes = {episode.component: episode for episode in session.scalars(running)}
    changed = 0
    for component, episode in episodes.items():
        if component not in outbreaks:
            episode.ended_at, episode.lasting = now, None
            changed += 1
        else:
            episode.last_report_at = outbreaks[component].last_at
            episode.customers = max(episode.customers, outbreaks[component].customers)
    for component in outbreaks.keys() - episodes.keys():
        changed += _begin(session, outbreaks[component], on_call, now)
    return changed


def list_possible_incidents(session: Session) -> tuple[PossibleIncident, ...]:
    """The episodes that last and that nobody has dismissed, the newest first."""
    running = PossibleIncident.ended_at.is_(None) & PossibleIncident.dismissed_at.is_(None)
    return tuple(session.scalars(select(PossibleIncident).where(running).order_by(PossibleIncident.began_at.desc())))


def list_references(session: Session, episode: PossibleIncident) -> tuple[str, ...]:
    """The cases that an episode is made of, oldest first."""
    belongs = (
        Case.component == episode.component,
        Case.opened_at >= episode.began_at - WINDOW,
        Case.opened_at <= episode.last_report_at,
    )
    return tuple(session.scalars(select(Case.reference).where(*belongs).order_by(Case.opened_at).limit(50)))


def dismiss(session: Session, identifier: int, member: str, now: datetime) -> bool:
    """Let an episode rest until it is over; says whether there was one to dismiss."""
    episode = session.get(PossibleIncident, identifier)
    if episode is None or episode.dismissed_at is not None:
        return episode is not None
    episode.dismissed_at, episode.dismissed_by = now, member
    return True


def forget_episodes(session: Session, now: datetime) -> int:
    """Delete the episodes that were over long ago; gives their number."""
    old = delete(PossibleIncident).where(PossibleIncident.ended_at < now - KEPT)
    return session.connection().execute(old).rowcount


def _begin(session: Session, outbreak: Outbreak, on_call: str, now: datetime) -> bool:
    """Begin an episode and tell of it, unless another worker has done so in this very moment."""
    episode = PossibleIncident(
        component=outbreak.component,
        lasting=outbreak.component,
        began_at=now,
        last_report_at=outbreak.last_at,
        customers=outbreak.customers,
    )
    try:
        with session.begin_nested():
            session.add(episode)
    except IntegrityError:
        return False
    if on_call:
        payload = {
            "to": on_call,
            "language": DEFAULT_LANGUAGE.tag,
            "component": outbreak.component,
            "customers": outbreak.customers,
            "references": list(outbreak.references[:20]),
            "first_at": outbreak.first_at.isoformat(),
        }
        enqueue(session, "possible_incident", payload, now)
    return True


def _list_reports(session: Session, now: datetime) -> tuple[Report, ...]:
    columns = Case.reference, Case.component, Case.opened_by, Case.account_id, Case.opened_at
    lately = select(*columns).where(Case.opened_at > now - WINDOW).order_by(Case.opened_at).limit(MAX_REPORTS)
    return tuple(Report(*row) for row in session.execute(lately))
