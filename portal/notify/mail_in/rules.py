"""What becomes of a message: which case it belongs to, and what follows. Pure decisions, without a clock of their own.

The order in which cases are looked for is the contract's: the signed address, then the messages it answers, then the
reference in the subject. Whatever names a case, only the address it was opened from and its account's may write in it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from portal.kernel.ids import normalise_reference
from portal.notify.mail_in.addresses import read_reply_address
from portal.notify.mail_in.model import IncomingMail, Nature, Obstacle
from portal.policy.model import Attachments

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MAILS_AN_HOUR = 60
"""From one sender; more is a loop that no header told of."""
CASES_A_DAY = 20
"""Cases that one sender can open by mail."""
STRANGERS_CASES_AN_HOUR = 60
"""Cases that all senders together can open who are not known to be customers."""
ANSWERS_AN_HOUR = 10
"""Automatic answers to one sender."""
ALL_ANSWERS_AN_HOUR = 600
"""Automatic answers to everybody: a forged flood must not make the portal write to the world."""

NO_SENDER = "no_sender"
"""Why a message is set aside that names nobody it could be from."""
TOO_MANY_MAILS = "too_many_mails"
TOO_MANY_CASES = "too_many_cases"
MEGABYTE = 1_000_000
_LETTERS = "0-9A-HJKMNP-TV-Za-hjkmnp-tv-z"
_IN_SUBJECT = re.compile(rf"\[([{_LETTERS}]{{4}}-[{_LETTERS}]{{4}})\]")
_PREFIX = re.compile(r"^(?:re|aw|antw|wg|fwd?|tr|rv|res|enc|ref|на|ha|отв|пер)(?:\[\d+\])?\s*:\s*", re.IGNORECASE)
_ROOT = re.compile(rf"^<case-([{_LETTERS}]{{4}}-[{_LETTERS}]{{4}})@([^@>]+)>$")


@dataclass(frozen=True)
class NamedCase:
    """A case that a message names, as it stands for the message's sender."""

    reference: str
    may_reply: bool
    """Whether it exists and the sender may write in it; nobody else learns which of the two it is."""
    takes_replies: bool = True
    """False when it ended too long ago to be reopened."""


@dataclass(frozen=True)
class Reply:
    """The message belongs to this case."""

    reference: str


@dataclass(frozen=True)
class Apart:
    """The message belongs to no case."""

    elsewhere: str = ""
    """The reference it names although its sender may not write there."""
    ended: str = ""
    """The reference of the sender's own case that ended too long ago."""


Match = Reply | Apart


@dataclass(frozen=True)
class Traffic:
    """What came from a sender, and what went out, lately."""

    mails: int = 0
    """From this sender within an hour."""
    cases: int = 0
    """Opened by this sender within a day."""
    strangers_cases: int = 0
    """Opened by all strangers within an hour."""
    answers: int = 0
    """To this sender within an hour."""
    all_answers: int = 0


@dataclass(frozen=True)
class Sender:
    """What is known of whoever wrote a message."""

    is_customer: bool
    """Whether an account lists the address, or it was proven when a case was opened."""
    traffic: Traffic = Traffic()


STRANGER = Sender(is_customer=False)


@dataclass(frozen=True)
class AddReply:
    """Write the message into the case."""

    reference: str


@dataclass(frozen=True)
class OpenCase:
    """Open a case with it."""

    apart: Apart
    answer: bool
    """Whether the sender gets the acknowledgement."""


@dataclass(frozen=True)
class WriteNote:
    """Leave a note in the case, for the support team alone."""

    reference: str
    because: Nature | Obstacle
    answer: bool = False
    """Whether the sender is told that the message could not be read."""


@dataclass(frozen=True)
class Refuse:
    """Nothing can be made of it; with ``answer`` the sender is told why."""

    because: Obstacle
    answer: bool


@dataclass(frozen=True)
class Ignore:
    """Nothing follows from it."""

    because: Nature


@dataclass(frozen=True)
class SetAside:
    """A person has to look at it."""

    because: str


Decision = AddReply | OpenCase | WriteNote | Refuse | Ignore | SetAside


def mail_limit(limits: Attachments) -> int:
    """The most bytes a message may have: one file of the largest size as mail packs it (4 bytes for 3), and a text."""
    return limits.max_mb * MEGABYTE * 4 // 3 + 2 * MEGABYTE


def named_references(mail: IncomingMail, own_domain: str, secret: str) -> tuple[str, ...]:
    """The references of the cases a message names, the surest sign first, each once."""
    found = [read_reply_address(address, secret) for address in mail.recipients]
    found += [_of_identifier(identifier, own_domain) for identifier in mail.identifiers]
    found += [normalise_reference(match) for match in _IN_SUBJECT.findall(mail.subject)]
    return tuple(dict.fromkeys(reference for reference in found if reference))[:10]


def bounced_references(mail: IncomingMail, secret: str) -> tuple[str, ...]:
    """The cases that a returned mail of ours was about, proven by its signed address."""
    if mail.bounced is None:
        return ()
    found = [read_reply_address(address, secret) for address in (*mail.bounced.reply_to, *mail.recipients)]
    return tuple(dict.fromkeys(reference for reference in found if reference))[:10]


def named_in_bounce(mail: IncomingMail, own_domain: str) -> tuple[str, ...]:
    """The cases that a returned mail of ours says it is about; anybody could have written that."""
    found = [
        _of_identifier(identifier, own_domain) for identifier in (mail.bounced.identifiers if mail.bounced else ())
    ]
    return tuple(dict.fromkeys(reference for reference in found if reference))[:10]


def match(named: Sequence[NamedCase]) -> Match:
    """Which of the cases that a message names it belongs to: the first in which its sender may write."""
    own = [case for case in named if case.may_reply]
    for case in own:
        if case.takes_replies:
            return Reply(case.reference)
    if own:
        return Apart(ended=own[0].reference)
    return Apart(elsewhere=named[0].reference if named else "")


def decide(mail: IncomingMail, found: Match, sender: Sender) -> Decision:
    """What follows from a message."""
    match mail.nature:
        case Nature.OWN | Nature.RECEIPT:
            return Ignore(mail.nature)
        case Nature.BOUNCE:
            # All servers of the world share a few names, so their mails are not counted by sender.
            return _decide_machine(mail.nature, found)
    if not mail.sender:
        return SetAside(NO_SENDER)
    if sender.traffic.mails >= MAILS_AN_HOUR:
        return SetAside(TOO_MANY_MAILS)
    if mail.nature is Nature.AUTOMATIC:
        return _decide_machine(mail.nature, found)
    return _decide_letter(mail, found, sender)


def may_answer(traffic: Traffic) -> bool:
    """Whether one more automatic answer may leave."""
    return traffic.answers < ANSWERS_AN_HOUR and traffic.all_answers < ALL_ANSWERS_AN_HOUR


def _decide_machine(nature: Nature, found: Match) -> Decision:
    return WriteNote(found.reference, nature) if isinstance(found, Reply) else Ignore(nature)


def _decide_letter(mail: IncomingMail, found: Match, sender: Sender) -> Decision:
    answer = mail.answerable and may_answer(sender.traffic)
    if mail.obstacle:
        if isinstance(found, Reply):
            return WriteNote(found.reference, mail.obstacle, answer=answer)
        return Refuse(mail.obstacle, answer=answer)
    if isinstance(found, Reply):
        return AddReply(found.reference)
    return _decide_new(mail, found, sender, answer=answer)


def _decide_new(mail: IncomingMail, found: Apart, sender: Sender, *, answer: bool) -> Decision:
    if mail.nature is Nature.BULK and not sender.is_customer:
        return Ignore(mail.nature)
    too_many = sender.traffic.cases >= CASES_A_DAY
    if too_many or (not sender.is_customer and sender.traffic.strangers_cases >= STRANGERS_CASES_AN_HOUR):
        return SetAside(TOO_MANY_CASES)
    return OpenCase(found, answer=answer)


def _of_identifier(identifier: str, own_domain: str) -> str | None:
    found = _ROOT.match(identifier)
    return normalise_reference(found[1]) if found and found[2].lower() == own_domain else None


def clean_subject(subject: str, references: Iterable[str]) -> str:
    """A subject without what replying and forwarding put before it, and without references of cases."""
    for reference in references:
        subject = subject.replace(f"[{reference}]", "")
    previous = None
    while previous != subject:
        previous, subject = subject, _PREFIX.sub("", subject.strip())
    return " ".join(subject.split())
