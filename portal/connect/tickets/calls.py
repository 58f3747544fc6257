"""Calls of a helpdesk's interface: JSON both ways, within limits of time and size, and never somewhere else."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from portal.connect.delivering.receivers import read_wait
from portal.connect.tickets.protocol import HelpdeskFailed
from portal.kernel.clock import Clock
from portal.web.calling import Answer, Call, Forbidden, Unreachable, call

MAX_BYTES = 4_000_000
"""Of an answer: a ticket of hundreds of articles, as long as they come."""
BUSY, UNAVAILABLE = 429, 503
SHORTEST_PAUSE = timedelta(seconds=30)
"""When a helpdesk is busy and does not say for how long."""
Json = dict[str, Any]


@dataclass(frozen=True)
class Interface:
    """A helpdesk's interface: where it is, and how the portal proves itself."""

    base: str
    headers: dict[str, str]
    clock: Clock

    def get(self, path: str, **query: str) -> Any:
        """What stands at a path; raises `HelpdeskFailed`."""
        return self._ask("GET", f"{path}?{urlencode(query)}" if query else path, None, {})

    def post(self, path: str, document: Json, **headers: str) -> Any:
        """Make something new; raises the same."""
        return self._ask("POST", path, document, {name.replace("_", "-"): value for name, value in headers.items()})

    def put(self, path: str, document: Json) -> Any:
        """Change something; raises the same."""
        return self._ask("PUT", path, document, {})

    def _ask(self, method: str, path: str, document: Json | None, more: dict[str, str]) -> Any:
        headers = {"Accept": "application/json", "User-Agent": "portal-tickets/1", **self.headers, **more}
        body = None
        if document is not None:
            headers["Content-Type"], body = "application/json", json.dumps(document).encode()
        try:
            # Only the operator names a helpdesk, so it may be in a private network, as status pages may.
            answer = call(Call(method, f"{self.base}{path}", body, headers, MAX_BYTES), private=True)
        except (Forbidden, Unreachable) as error:
            raise HelpdeskFailed(str(error), reached=False) from None
        return _read(answer, self.clock())


def _read(answer: Answer, now: datetime) -> Any:
    if not 200 <= answer.status < 300:
        moved = "; it leads elsewhere, set the address that it leads to" if 300 <= answer.status < 400 else ""
        wait = read_wait(answer.retry_after, now)
        if answer.status in {BUSY, UNAVAILABLE}:
            wait = wait or SHORTEST_PAUSE
        raise HelpdeskFailed(f"HTTP {answer.status}{moved}", status=answer.status, wait=wait)
    try:
        return json.loads(answer.body)
    except ValueError:
        # It may have done what was asked, so this is no refusal.
        raise HelpdeskFailed("no JSON came back") from None


def need(found: Any, kind: type) -> Any:
    """A part of an answer that must be there, of this kind.

    Raises:
        HelpdeskFailed: when it is another one.
    """
    if not isinstance(found, kind) or (kind is int and isinstance(found, bool)):
        raise HelpdeskFailed("the answer has another form than the interface's")
    return found


def read_number(found: Any) -> str:
    """An id, which is a whole number in every helpdesk; so it can be a part of an address.

    Raises:
        HelpdeskFailed: when it is none.
    """
    number = need(found, int)
    return str(number)


def read_moment(found: Any) -> datetime:
    """A moment of an answer.

    Raises:
        HelpdeskFailed: when it is none.
    """
    try:
        moment = datetime.fromisoformat(need(found, str))
    except ValueError:
        raise HelpdeskFailed("the answer has another form than the interface's") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def read_names(found: Any, name: str) -> tuple[str, ...]:
    """The names in a list of attachments, as far as it is one."""
    listed = found if isinstance(found, list) else []
    return tuple(filter(None, (read_text(each.get(name)) for each in listed if isinstance(each, dict))))


def read_text(found: Any) -> str:
    """A text of an answer; whatever is none is empty."""
    return found if isinstance(found, str) else ""
