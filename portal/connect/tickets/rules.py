"""What a reading of a ticket means for its case.

Webhooks come late, twice or never, so only what stands in the ticket counts.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.cases.rules import REOPEN_WITHIN
from portal.connect.helpdesk.rules import ReportType
from portal.connect.tickets.protocol import Article, Reading, Role, Standing, Ticket

TOGETHER = timedelta(minutes=1)
"""An answer and a change of state that lie so near were one click of whoever did both."""
SHORTEST_PAUSE, LONGEST_PAUSE = timedelta(minutes=2), timedelta(hours=1)
"""Between two readings that no webhook asked for."""
NEVER = timedelta(days=3650)
_REPORTS = {
    Standing.OPEN: ReportType.REOPENED,
    Standing.PAUSED: ReportType.REOPENED,
    Standing.WAITING: ReportType.WAITING_ON_CUSTOMER,
    Standing.SOLVED: ReportType.RESOLVED,
    Standing.CLOSED: ReportType.CLOSED,
}


@dataclass(frozen=True)
class Known:
    """What the case has of its ticket already."""

    state: str
    taken: frozenset[str]
    own_words: tuple[str, ...]
    """What customers wrote in the portal."""
    host: str
    """The portal's, which its marks bear."""


@dataclass(frozen=True)
class News:
    """What is new in a ticket."""

    articles: tuple[Article, ...]
    """Public ones, by people, that the portal did not write itself; the oldest first."""
    seen: tuple[str, ...]
    """Ids of all articles that need not be looked at again."""
    change: ReportType | None
    """What the ticket's new state means; None when it is the one that was followed last."""


def find_news(reading: Reading, known: Known) -> News:
    """What the case does not have yet.

    An internal article is looked at again each time: somebody may make it public.
    """
    echoes = _find_echoes(reading.articles, known)
    public = [each for each in reading.articles if each.public and each.role is not Role.MACHINE]
    fresh = tuple(each for each in public if each.id not in known.taken | echoes and (each.text.strip() or each.files))
    seen = tuple(sorted(known.taken | echoes | {each.id for each in fresh}, key=int))
    ticket = reading.ticket
    return News(fresh, seen, _REPORTS.get(ticket.standing) if ticket.state != known.state else None)


def belongs_together(article: Article, ticket: Ticket, change: ReportType | None) -> bool:
    """Whether an agent's answer is the reason of the ticket's new state: how it was solved, or what is asked for."""
    wanted = change in {ReportType.RESOLVED, ReportType.WAITING_ON_CUSTOMER}
    return wanted and article.role is Role.AGENT and abs(ticket.changed_at - article.at) <= TOGETHER


def next_look(changed_at: datetime, ended_at: datetime | None, now: datetime) -> datetime:
    """When a ticket is read next if no webhook asks for it: the longer nothing happens, the later.

    A case that nothing can reopen any more is left alone.
    """
    if ended_at is not None and now > ended_at + REOPEN_WITHIN:
        return now + NEVER
    return now + min(max((now - changed_at) / 10, SHORTEST_PAUSE), LONGEST_PAUSE)


def make_mark(name: str, host: str) -> str:
    """By which an article of the portal's is known again, in the form of a Message-ID (RFC 5322, section 3.6.4)."""
    return f"<portal-{name}@{host}>"


def is_mark(text: str, host: str) -> bool:
    """Whether an article bears a mark of the portal's."""
    return text.startswith("<portal-") and text.endswith(f"@{host}>")


def _find_echoes(articles: Sequence[Article], known: Known) -> frozenset[str]:
    """The ids of what the portal wrote: the opening, what bears a mark, and words that a customer wrote here.

    The last is for helpdesks that do not give marks back; each text of the case explains one article.
    """
    echoes = {articles[0].id} if articles else set()
    unexplained = Counter(map(_bare, known.own_words))
    for article in articles[1:]:
        is_own = is_mark(article.mark, known.host)
        if article.role is Role.CUSTOMER and unexplained[_bare(article.text)]:
            unexplained[_bare(article.text)] -= 1
            is_own = True
        if is_own:
            echoes.add(article.id)
    return frozenset(echoes)


def _bare(text: str) -> str:
    return "".join(text.split())
