"""What of the queue somebody wants to see, as it stands in an address."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl, urlencode

from portal.kernel.language import Language, find_language
from portal.policy.model import Channel

MAX_WORDS = 200
"""Characters of a search that are looked at."""
NO_PLAN = "none"
"""In an address: cases of customers whom the directory does not know."""


class Shown(StrEnum):
    """Which cases, by where they stand."""

    GOING_ON = "going-on"
    OVERDUE = "overdue"
    """A promise was not kept."""
    OPEN = "open"
    WAITING = "waiting"
    RESOLVED = "resolved"
    CLOSED = "closed"
    ALL = "all"


@dataclass(frozen=True)
class Filter:
    """A wish; what is empty or None stands for any."""

    shown: Shown = Shown.GOING_ON
    severity: int | None = None
    component: str = ""
    plan: str = ""
    language: Language | None = None
    channel: Channel | None = None
    words: str = ""

    def as_query(self) -> dict[str, Any]:
        """The wish as the parameters of an address, without those that stand for any."""
        pairs = {
            "show": "" if self.shown is _usual(self.words) else self.shown.value,
            "severity": str(self.severity or ""),
            "component": self.component,
            "plan": self.plan,
            "locale": self.language.tag if self.language else "",
            "channel": self.channel.value if self.channel else "",
            "q": self.words,
        }
        return {name: value for name, value in pairs.items() if value}

    def as_address(self) -> str:
        """The same as one text."""
        return urlencode(self.as_query())


def read_filter(asked: Mapping[str, str]) -> Filter:
    """The wish of an address; what cannot be meant is left out.

    Whoever searches looks among all cases, since the one they have in mind may have ended.
    """
    severity, channel, shown = asked.get("severity", ""), asked.get("channel", ""), asked.get("show", "")
    words = " ".join(asked.get("q", "").replace("\0", "").split())[:MAX_WORDS]
    return Filter(
        shown=Shown(shown) if shown in set(Shown) else _usual(words),
        severity=int(severity) if severity in {"1", "2", "3"} else None,
        component=asked.get("component", "")[:64].replace("\0", ""),
        plan=asked.get("plan", "")[:40].replace("\0", ""),
        language=find_language(asked.get("locale", "")),
        channel=Channel(channel) if channel in set(Channel) else None,
        words=words,
    )


def parse_filter(query: str) -> Filter:
    """The wish that `Filter.as_address` gave."""
    return read_filter(dict(parse_qsl(query)))


def _usual(words: str) -> Shown:
    return Shown.ALL if words else Shown.GOING_ON
