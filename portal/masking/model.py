"""What a secret is found by, and what is told about one that was found."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What was found, as far as the customer is told; `wording` has the names."""

    API_KEY = "api_key"
    ACCESS_TOKEN = "access_token"  # noqa: S105 - the name of a kind
    APP_SECRET = "app_secret"  # noqa: S105 - the name of a kind
    AUTHORIZATION = "authorization"
    COOKIE = "cookie"
    HEADER = "header"
    LINK = "link"
    PASSWORD = "password"  # noqa: S105 - the name of a kind
    PIN = "pin"
    PRIVATE_KEY = "private_key"
    VERIFY_TOKEN = "verify_token"  # noqa: S105 - the name of a kind


REMOVED = "removed"
"""In the place of a kind: words that the customer had removed themselves."""
UNSEARCHABLE = "unsearchable"
"""In the place of a kind: something that nobody can look through for secrets, such as a picture in a recording."""


@dataclass(frozen=True)
class Detector:
    """One way to recognise a secret.

    The secret is the last group that takes part in a match. Patterns must be bounded: on any input the work of all
    matches and failed attempts together stays proportional to the length of the text.
    """

    name: str
    kind: Kind
    pattern: re.Pattern[str]
    hints: tuple[str, ...]
    """Small letters; a text that holds none of them is not searched."""
    keeps_ends: bool = False
    """Whether up to four characters at each end stay readable; of passwords and the like nothing does."""
    folded: bool = True
    """Whether the pattern reads the text in small letters, as contexts do, or as it stands, as shapes do."""
    accepts: Callable[[str], bool] = lambda _: True
    """A last look at the secret as it stands in the text: a placeholder or an ordinary word is none."""
    accepts_loose: Callable[[str], bool] | None = None
    """The last look at a secret in a group named ``loose``, where fewer values can be one."""
    within: re.Pattern[str] | None = None
    """Where to search, when not everywhere: inside the last group of this pattern's matches."""


@dataclass(frozen=True)
class Replacement:
    """What has to go from a text, and what comes in its place; its places are those of the original text."""

    start: int
    end: int
    kind: str
    """A `Kind`, `REMOVED` or `UNSEARCHABLE`."""
    shown: str
    quote: str = ""
    """What stands around it there, where the text needs quotes that it did not have."""


@dataclass(frozen=True)
class Finding:
    """A secret that was masked; it does not hold the secret."""

    kind: str
    """A `Kind`, `REMOVED` or `UNSEARCHABLE`."""
    start: int
    """Where the mask begins in the masked text."""
    end: int
    shown: str
    """What stands in the secret's place."""


@dataclass(frozen=True)
class Masked:
    """A text without its secrets, and what was found in it, in the order of the text."""

    text: str
    findings: tuple[Finding, ...]
