"""What every helpdesk can do for the portal, in words that belong to none of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from portal.kernel.language import Language


class Standing(StrEnum):
    """Where a ticket stands, as far as its customer is concerned."""

    OPEN = "open"
    PAUSED = "paused"
    """For a reminder or for a third party: the customer owes nothing, and for them it is open."""
    WAITING = "waiting"
    """For the customer."""
    SOLVED = "solved"
    CLOSED = "closed"
    """For good: nothing can be added to it."""
    ELSEWHERE = "elsewhere"
    """It goes on in another ticket, which is not followed."""


class Role(StrEnum):
    """Who wrote an article."""

    AGENT = "agent"
    CUSTOMER = "customer"
    MACHINE = "machine"
    """An automatic answer, or somebody of whom it is not known."""


@dataclass(frozen=True)
class Opening:
    """What a ticket is opened with."""

    reference: str
    title: str
    body: str
    name: str
    email: str
    severity: int
    mark: str
    """By which its first article is known again."""


@dataclass(frozen=True)
class Ticket:
    """A ticket as it stands."""

    id: str
    number: str
    state: str
    """The helpdesk's own word."""
    standing: Standing
    changed_at: datetime
    customer: str = ""
    """The customer's id there."""
    known: bool = True
    """Whether the word is one that the portal knows; any other one counts as open."""


@dataclass(frozen=True)
class Article:
    """Something written in a ticket."""

    id: str
    at: datetime
    role: Role
    public: bool
    text: str
    name: str = ""
    email: str = ""
    mark: str = ""
    """What the portal had given along, when it was the portal that wrote it."""
    files: tuple[str, ...] = ()
    """Names of what is attached to it."""


@dataclass(frozen=True)
class Reading:
    """A ticket with everything written in it, the oldest first."""

    ticket: Ticket
    articles: tuple[Article, ...]


@dataclass(frozen=True)
class Saying:
    """Something to be written into a ticket."""

    text: str
    mark: str
    by_customer: bool
    """The customer's own words, which are public; else a note for the team."""
    name: str = ""
    email: str = ""
    """The author's, when it is the customer."""


class HelpdeskFailed(Exception):
    """A call came to nothing; the message is in our words and quotes nothing."""

    def __init__(self, told: str, *, status: int = 0, wait: timedelta | None = None, reached: bool = True) -> None:
        """What happened; ``wait`` is how long the helpdesk wants to be left alone, ``reached`` whether it is there."""
        super().__init__(told)
        self.status, self.wait, self.reached = status, wait, reached

    @property
    def is_refusal(self) -> bool:
        """Whether it is certain that nothing was done."""
        return 400 <= self.status < 500


class TicketClosed(HelpdeskFailed):
    """Nothing can be written into the ticket any more."""


class Helpdesk(Protocol):
    """A helpdesk; each method raises `HelpdeskFailed`."""

    name: str
    """Of its kind, under which receivers and tickets are known."""
    language: Language
    """In which its people are told of requests."""
    settles: timedelta
    """How long a ticket may not be found after it was made."""

    def find(self, reference: str) -> Ticket | None:
        """The ticket that was opened for a reference, whoever remembers it."""

    def open(self, opening: Opening) -> Ticket:
        """Open a ticket."""

    def follow_up(self, closed: Ticket, opening: Opening) -> Ticket:
        """Open the ticket in which one that is closed for good goes on."""

    def read(self, ticket: str) -> Reading:
        """A ticket with its articles."""

    def say(self, ticket: Ticket, saying: Saying) -> None:
        """Write into a ticket; raises `TicketClosed` when that is over."""

    def move(self, ticket: Ticket, standing: Standing) -> Ticket:
        """Let a ticket be open or solved; gives it as it is then."""

    def rank(self, ticket: Ticket, severity: int) -> None:
        """Tell the helpdesk that the impact is judged anew, where it has a place for that."""

    def address(self, ticket: str) -> str:
        """Where the team sees it."""
