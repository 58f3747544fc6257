"""Decisions about addresses and codes; every figure stands in section 6 of the contract unless noted."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from email_validator import EmailNotValidError, validate_email

from portal.kernel.refusal import Refusal, RefusalKind

CODE_LIFETIME = timedelta(minutes=10)
MAX_TRIES = 5
MAX_CODES_AN_HOUR = 5
"""Codes nobody gave back: enough for a customer whose mail is slow, too few to flood a stranger's mailbox."""
HOUR = timedelta(hours=1)
VISIT_LIFETIME = timedelta(days=30)
"""How long an address counts as proven on one browser."""

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


@dataclass(frozen=True)
class InvalidAddress(Refusal):
    """What was typed is not an address that mail can be sent to."""


@dataclass(frozen=True)
class TooManyCodes(Refusal):
    """This address was sent as many codes as it may get in an hour."""

    kind: ClassVar[RefusalKind] = RefusalKind.TOO_MANY
    wait: timedelta
    """Until the next code may be asked for."""


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


def company_domain(address: str) -> str | None:
    """The domain by which an address may be matched to an account; None for free mail services."""
    domain = domain_of(address)
    return None if domain in FREE_MAIL_DOMAINS else domain


def check_code_limit(created: Sequence[datetime], now: datetime) -> TooManyCodes | None:
    """Whether one more code may be sent to an address that got codes at these moments and used none of them.

    The moments come newest first.
    """
    recent = [moment for moment in created if moment > now - HOUR]
    if len(recent) < MAX_CODES_AN_HOUR:
        return None
    return TooManyCodes(wait=recent[MAX_CODES_AN_HOUR - 1] + HOUR - now)


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


def visit_is_over(proven_at: datetime, now: datetime) -> bool:
    """Whether an address that was proven at this moment has to be proven again."""
    return now >= proven_at + VISIT_LIFETIME
