"""What a view for programs says about itself; the description of the whole interface is made of nothing else.

A shape is a type that pydantic knows: a ``TypedDict`` with a docstring a field. The function that makes an answer is
annotated with its shape, so mypy proves that they agree, and making an answer costs nothing more.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, NotRequired, ParamSpec, TypeVar

from pydantic import WithJsonSchema
from typing_extensions import TypedDict

P = ParamSpec("P")
R = TypeVar("R")

Moment = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]
"""A moment as text, with its offset from UTC (RFC 3339)."""
Day = Annotated[str, WithJsonSchema({"type": "string", "format": "date"})]
"""A day as text."""


class Proof(StrEnum):
    """How a caller proves who they are."""

    NONE = "none"
    TOKEN = "token"  # noqa: S105 - a word, no secret
    """A token of ``portal tokens``, as a bearer."""
    TOKEN_OR_SIGNATURE = "token_or_signature"  # noqa: S105 - a word, no secret
    """The same, or a signature made with the helpdesk's secret."""
    WEBHOOK = "webhook"
    """The signature that a helpdesk's own webhooks bear."""
    CHATWOOT = "chatwoot"
    """A signature as Chatwoot makes it."""
    ADDRESS = "address"
    """The address itself: a part of it is secret."""


@dataclass(frozen=True)
class Parameter:
    """Something a request may say beside its body."""

    name: str
    meaning: str
    type: Any = str
    """What pydantic makes a schema of."""
    place: str = "query"
    """``query`` or ``header``."""
    required: bool = False


@dataclass(frozen=True)
class Description:
    """What a program's author has to know of one view, beside its address and its docstring."""

    title: str
    answer: Any
    """The shape of what is given; None when nothing is."""
    body: Any = None
    """The shape of what is sent; None when nothing is."""
    parameters: tuple[Parameter, ...] = ()
    problems: Mapping[int, str] | None = None
    """Statuses of problem documents that this view gives, with when."""
    proof: Proof = Proof.NONE
    scope: str = ""
    """What a token must be allowed to do."""
    status: int = 200


class FieldMistake(TypedDict):
    """A wrong field of what was sent."""

    field: str
    message: str


class Problem(TypedDict):
    """Why a request was not carried out (RFC 9457); members beside these belong to the kind of problem."""

    type: str
    title: str
    status: int
    detail: NotRequired[str]
    errors: NotRequired[list[FieldMistake]]
    retry_after: NotRequired[int]


_ATTRIBUTE = "portal_description"

LOCALE = Parameter("locale", "Tag of a language: en, de, es, pt-br or ru. English without it.")


def described(title: str, answer: Any, **more: Any) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Say what a view takes and gives; ``more`` are the other fields of `Description`."""

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        setattr(view, _ATTRIBUTE, Description(title, answer, **more))
        return view

    return mark


def find_description(view: Callable[..., Any]) -> Description | None:
    """What a view says about itself, or None."""
    found: Description | None = getattr(view, _ATTRIBUTE, None)
    return found
