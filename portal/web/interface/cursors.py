"""Parts of long lists: a cursor names the last entry of a part, so that what is added meanwhile shifts nothing."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

from flask import Response, request, url_for
from pydantic import Field

from portal.web.interface.describing import Parameter
from portal.web.problems import problem_response
from portal.web.shell import absolute

T = TypeVar("T")


@dataclass(frozen=True)
class Part(Generic[T]):
    """Some entries of a list, and the cursor that goes on after them; None with the last part."""

    entries: tuple[T, ...]
    next: str | None


MOST = 100
"""Entries of one part at most."""
CURSOR = Parameter("cursor", "Where to go on: `next` of the part before.")


def limit_parameter(most: int = MOST) -> Parameter:
    """How a list's description tells of its ``limit``."""
    return Parameter("limit", f"Entries a part, {most} at most.", Annotated[int, Field(ge=1, le=most)])


def read_limit(default: int, most: int = MOST) -> int | Response:
    """How many entries a request wants; a problem document for a number that is none."""
    text = request.args.get("limit", "") or str(default)
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
    if 1 <= number <= most:
        return number
    return problem_response(400, "Bad limit", f"limit must be a number from 1 to {most}.")


def read_cursor() -> str | Response | None:
    """The name of the entry after which to go on, None for the beginning; a problem document for what is no cursor."""
    text = request.args.get("cursor", "")
    if not text:
        return None
    try:
        return urlsafe_b64decode(text.encode("ascii") + b"==").decode()
    except (Error, ValueError):
        return refuse_cursor()


def refuse_cursor() -> Response:
    """The answer to a cursor that nobody gave out, or whose entry is gone."""
    return problem_response(400, "Unknown cursor", "Begin again without one.")


def make_cursor(name: str) -> str:
    """The cursor that goes on after the entry with this name."""
    return urlsafe_b64encode(name.encode()).decode().rstrip("=")


def take_part(entries: Sequence[T], name: Callable[[T], str], most: int) -> Part[T] | Response:
    """The part of a list at hand that a request asks for; the whole, or its first ``most``, when it names no limit."""
    limit, after = read_limit(most, most), read_cursor()
    if isinstance(limit, Response):
        return limit
    if isinstance(after, Response):
        return after
    names = [name(entry) for entry in entries] if after else []
    if after and after not in names:
        return refuse_cursor()
    start = names.index(after) + 1 if after else 0
    part = tuple(entries[start : start + limit])
    is_last = start + limit >= len(entries)
    return Part(part, None if is_last else make_cursor(name(part[-1])))


def link_next(response: Response, cursor: str | None) -> Response:
    """Say in a header, too, where the next part is (RFC 8288)."""
    if cursor:
        asked = {**request.args.to_dict(), **(request.view_args or {}), "cursor": cursor}
        address = absolute(url_for(request.endpoint or "", **asked))
        response.headers["Link"] = f'<{address}>; rel="next"'
    return response
