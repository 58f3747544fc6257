"""When the portal is under attack, and what a browser has to show then; every figure stands here with its reason."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

WINDOW = timedelta(minutes=10)
"""The time over which requests are counted; an attack that ends is forgotten after it."""
BITS = 14
"""Leading zero bits of the hash: 16,000 tries on average, a few tenths of a second for a browser, and for somebody who
sends a thousand forms some minutes of a core that earn nothing."""
WITHOUT_SCRIPT = timedelta(seconds=15)
"""How long a browser without scripts waits instead: short for a person, long for a program that holds each form."""
LIFETIME = timedelta(minutes=30)
"""How long a challenge may lie about: somebody may have gone for a coffee."""


@dataclass(frozen=True)
class Load:
    """How often something was asked for in the last window."""

    everywhere: int
    network: int
    """By the client's own network."""


@dataclass(frozen=True)
class Usual:
    """The most that people do in a window; more than that is an attack."""

    everywhere: int
    network: int


MAIL = Usual(everywhere=300, network=100)
"""Mails to addresses that this browser has never proven. A portal with ten thousand visitors a day sends about 30 in
ten minutes; a hundred people behind one address who sign in within ten minutes are the largest training there is."""
DRAFTS = Usual(everywhere=2_000, network=500)
"""Begun drafts: they cost a row in the database and reach nobody, so there may be more."""


class Shown(Enum):
    """What became of a challenge that came back."""

    GOOD = "good"
    """Solved, or waited for."""
    EARLY = "early"
    """Neither solved nor waited for long enough."""
    WORTHLESS = "worthless"
    """Not ours, of another network, or too old."""


def is_attack(load: Load, usual: Usual) -> bool:
    """Whether more is asked for than people do, from everywhere or from the network that is asking."""
    return load.everywhere > usual.everywhere or load.network > usual.network


def is_solved(challenge: str, proof: str, bits: int = BITS) -> bool:
    """Whether SHA-256 of challenge and proof begins with that many zero bits."""
    if not proof.isascii() or not proof.isdigit() or len(proof) > 12:
        return False
    digest = hashlib.sha256(f"{challenge}.{proof}".encode()).digest()
    return int.from_bytes(digest[:4]) >> (32 - bits) == 0


def judge(issued_at: datetime, now: datetime, *, solved: bool) -> Shown:
    """What a challenge of ours is worth that comes back at this moment."""
    age = now - issued_at
    if age > LIFETIME or age < timedelta(0):
        return Shown.WORTHLESS
    return Shown.GOOD if solved or age >= WITHOUT_SCRIPT else Shown.EARLY
