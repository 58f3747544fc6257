"""Decisions about addresses and codes; every figure stands in section 6 of the contract unless noted."""

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import get_close_matches
from typing import ClassVar

from portal.kernel.refusal import Refusal, RefusalKind

CODE_LIFETIME = timedelta(minutes=10)
MAX_TRIES = 5
CODE_DIGITS = 6
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
CLOCKS_APART = timedelta(minutes=1)
"""How far the clocks of several servers may be apart without anybody noticing."""
VISIT_LIFETIME = timedelta(days=30)
"""How long an address counts as proven on one browser."""
STAFF_CLAIM_LIFETIME = timedelta(hours=12)
"""How long the provider's word that somebody is staff is believed: a working day, then it is asked again."""


@dataclass(frozen=True)
class CodeAllowance:
    """How many codes may be asked for that nobody gives back."""

    an_hour: int
    a_day: int
    waits: tuple[timedelta, ...] = ()
    """How long to wait after the newest code, by the number of codes in the last hour; the last one also for more."""


_WAITS = (timedelta(0), timedelta(0), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=10))
OF_ONE_ASKER = CodeAllowance(an_hour=5, a_day=12, waits=_WAITS)
"""For a browser that has proven the address before, else for a network: enough for a customer whose mail is slow."""
OF_ALL_STRANGERS = CodeAllowance(an_hour=8, a_day=24)
"""For an address, from all browsers that have never proven it: too few to flood a mailbox. More than one network may
take, so that one stranger cannot use it up. With 5 tries each it gives a guesser 120 tries a day: one in 8,000."""

_FREE_MAIL = """
126.com 163.com aol.com bk.ru bol.com.br duck.com fastmail.com free.fr freenet.de gmail.com gmx.at gmx.ch
gmx.com gmx.de gmx.net googlemail.com hey.com hotmail.co.uk hotmail.com hotmail.com.br hotmail.de hotmail.es
hotmail.fr hotmail.it hushmail.com icloud.com ig.com.br inbox.ru laposte.net libero.it list.ru live.com
live.com.br live.de mac.com mail.com mail.de mail.ru mailbox.org me.com msn.com naver.com orange.fr
outlook.com outlook.com.br outlook.de outlook.es pm.me posteo.de proton.me protonmail.com qq.com r7.com
rambler.ru rediffmail.com rocketmail.com t-online.de terra.com.br tuta.com tutanota.com uol.com.br web.de
wp.pl ya.ru yahoo.co.in yahoo.co.uk yahoo.com yahoo.com.br yahoo.de yahoo.es yahoo.fr yandex.com yandex.ru
ymail.com zoho.com zohomail.com
"""
FREE_MAIL_DOMAINS = frozenset(_FREE_MAIL.split())
"""Mail services that anybody can open a mailbox with: sharing one of these domains makes nobody a colleague."""

_OFTEN_MISTYPED = ("gmail.com", "googlemail.com", "hotmail.com", "outlook.com", "yahoo.com", "icloud.com")
_NEARLY = 0.85
"""How alike two domains are that differ by one or two letters, of 1: "gmial.com" and "gmail.com" are 0.89."""


@dataclass(frozen=True)
class InvalidAddress(Refusal):
    """What was typed is not an address that mail can be sent to."""


@dataclass(frozen=True)
class TooManyCodes(Refusal):
    """This address was sent as many codes as it may get for now."""

    kind: ClassVar[RefusalKind] = RefusalKind.TOO_MANY
    wait: timedelta
    """Until the next code may be asked for."""


@dataclass(frozen=True)
class TooManyFromHere(Refusal):
    """From this network, codes were asked for or mistyped more often than people do."""

    kind: ClassVar[RefusalKind] = RefusalKind.TOO_MANY
    wait: timedelta


@dataclass(frozen=True)
class WrongCode(Refusal):
    """The code is not the one in the newest mail."""

    tries_left: int


@dataclass(frozen=True)
class CodeExpired(Refusal):
    """There is no code that could still be used: it is too old, was used, or was never asked for."""


@dataclass(frozen=True)
class TooManyTries(Refusal):
    """The newest code was guessed at too often and is dead now."""


@dataclass(frozen=True)
class Asker:
    """Who asks for a code, as far as counting needs to know."""

    browser: str
    network: str
    is_known: bool = False
    """Whether this browser has proven the address before."""


@dataclass(frozen=True)
class SentCode:
    """A code that was mailed to an address and that nobody gave back."""

    at: datetime
    browser: str
    network: str


@dataclass(frozen=True)
class CodeFacts:
    """What the decision needs to know about the newest code of an address."""

    matches: bool
    expires_at: datetime
    tries: int
    used: bool


def normalise_address(typed: str) -> str | InvalidAddress:
    """The one spelling under which an address is stored and compared: lower case, the domain in IDNA's ASCII.

    Mail servers may tell local parts apart by case, but none in use does, and customers do not.
    """
    # Its patterns take longer to make than anything else that a start makes of this room.
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(typed.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return InvalidAddress()
    return f"{found.local_part}@{found.ascii_domain}".lower()


def normalise_domain(typed: str) -> str | None:
    """The one spelling of a mail domain, or None when it cannot be one."""
    address = normalise_address(f"postmaster@{typed.strip().lstrip('@')}")
    return None if isinstance(address, InvalidAddress) else domain_of(address)


def domain_of(address: str) -> str:
    """The part of a normalised address behind the at sign."""
    return address.rpartition("@")[2]


def suggest_address(address: str) -> str | None:
    """The address that was probably meant when the domain is nearly that of a common mail service; else None.

    Only a guess to be offered: there are companies whose domain looks like one of these.
    """
    name, _, domain = address.rpartition("@")
    if domain in FREE_MAIL_DOMAINS:
        return None
    near = get_close_matches(domain, _OFTEN_MISTYPED, n=1, cutoff=_NEARLY)
    return f"{name}@{near[0]}" if near else None


def company_domain(address: str) -> str | None:
    """The domain by which an address may be matched to an account; None for free mail services."""
    domain = domain_of(address)
    return None if domain in FREE_MAIL_DOMAINS else domain


def check_code_limit(sent: Sequence[SentCode], asker: Asker, now: datetime) -> TooManyCodes | None:
    """Whether one more code may be sent to an address that was sent these, newest first, none of them given back.

    A browser that has proven the address before is counted by itself: whatever strangers ask for, its owner gets in.
    Everybody else shares what the address may get, and of that one network has a part.
    """
    if asker.is_known:
        waits = [_wait([code.at for code in sent if code.browser == asker.browser], OF_ONE_ASKER, now)]
    else:
        near = [code.at for code in sent if code.network == asker.network]
        waits = [_wait(near, OF_ONE_ASKER, now), _wait([code.at for code in sent], OF_ALL_STRANGERS, now)]
    longest = max(waits)
    return TooManyCodes(longest) if longest > timedelta(0) else None


def _wait(sent: Sequence[datetime], allowance: CodeAllowance, now: datetime) -> timedelta:
    """How long until an allowance has one more; zero or less when it has.

    What was sent in the future was sent by a clock that has been set back since: nobody has to wait for that moment.
    """
    waits = [timedelta(0)]
    for most, span in ((allowance.an_hour, HOUR), (allowance.a_day, DAY)):
        recent = [moment for moment in sent if now - span < moment <= now + CLOCKS_APART]
        if len(recent) >= most:
            waits.append(recent[most - 1] + span - now)
        if span == HOUR and recent and allowance.waits:
            waits.append(recent[0] + allowance.waits[min(len(recent), len(allowance.waits) - 1)] - now)
    return max(waits)


def judge_code(code: CodeFacts | None, now: datetime) -> WrongCode | CodeExpired | TooManyTries | None:
    """Why a code that was just typed is not accepted, or None when it is."""
    if code is None or code.used or now >= code.expires_at:
        return CodeExpired()
    if code.tries >= MAX_TRIES:
        return TooManyTries()
    if code.matches:
        return None
    left = MAX_TRIES - code.tries - 1
    return WrongCode(left) if left else TooManyTries()


def hash_code(code: str, salt: bytes) -> bytes:
    """A slow hash, so that a stolen table does not give the code away within its ten minutes; about 20 ms."""
    return hashlib.scrypt(code.encode(), salt=salt, n=2**13, r=8, p=1, dklen=32)


def same_code(code: str, salt: bytes, expected: bytes) -> bool:
    """Whether the code belongs to the hash, told in constant time."""
    return hmac.compare_digest(hash_code(code, salt), expected)


def clean_code(typed: str) -> str:
    """The digits of a code as mail programs and people give it: "123 456", "123-456"."""
    return "".join(letter for letter in typed if letter.isascii() and letter.isdigit())[:12]


def safe_next(target: str | None) -> str | None:
    """The target when it is an address on this site, else None: a sign-in link must not lead elsewhere.

    Browsers read a backslash as a slash and drop control characters, so neither may occur.
    """
    if not target or not target.startswith("/") or target.startswith("//"):
        return None
    if "\\" in target or any(ord(letter) < 33 for letter in target):
        return None
    return target


def leads_to_request(target: str) -> bool:
    """Whether an address on this site is that of one request, or of something that belongs to it."""
    return bool(re.match(r"/[^/]+/requests/\w{4}-\w{4}(?![\w-])", target))


def claim_is_over(proven_at: datetime, now: datetime) -> bool:
    """Whether the provider has to be asked again whether somebody is staff."""
    return now >= proven_at + STAFF_CLAIM_LIFETIME


def visit_is_over(proven_at: datetime, now: datetime) -> bool:
    """Whether an address that was proven at this moment has to be proven again."""
    return now >= proven_at + VISIT_LIFETIME
