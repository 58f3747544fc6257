"""What a customer can cause is a value, never a traceback.

A rule or an action that can say no returns a refusal of its own beside its result; the shell maps the
kind of a refusal to a page once, so that it never has to know the room the refusal came from.
"""

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar


class RefusalKind(Enum):
    """Why something was refused, as far as the shell needs to know; the value is the HTTP status."""

    INVALID = 422
    FORBIDDEN = 403
    MISSING = 404
    CONFLICT = 409
    TOO_MANY = 429


@dataclass(frozen=True)
class Refusal:
    """The base of every refusal; subclasses are frozen dataclasses with a sentence that says when they occur."""

    kind: ClassVar[RefusalKind] = RefusalKind.INVALID
