"""A customer who speaks HTTP to a real server: no page is looked at more than needed, and any number speak at once."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode, urlsplit

from tests.browser.mailbox import text_of
from tests.browser.running_portal import RunningPortal

PATIENCE_S = 20
LOG = b"line one\nline two"

_CODE = re.compile(r"^\s*(\d{6})\s*$", re.MULTILINE)
_BOUNDARY = "x-boundary-x"

Send = Callable[[], "Answer | None"]


@dataclass(frozen=True)
class Answer:
    """What the server said: the status, where it leads, the page."""

    status: int
    location: str
    body: str

    @property
    def step(self) -> str:
        """The step that a redirect leads to."""
        return urlsplit(self.location).path.rpartition("/")[2]

    def field(self, name: str) -> str:
        """The value of a hidden field of the page."""
        found = re.search(rf'name="{name}"[^>]* value="([^"]+)"', self.body)
        assert found, f"the page has no field {name}"
        return found[1]


@dataclass
class WireCustomer:
    """Cookies, an address of their own, and the draft in hand."""

    portal: RunningPortal
    email: str
    network: str
    """The network address they come from: limits are counted by it."""
    cookies: dict[str, str] = field(default_factory=dict)
    draft: str = ""
    token: str = ""
    log: bytes = LOG
    """The file that goes along."""

    def comes_to(self, wanted: str) -> None:
        """Begin a walk and answer everything up to a step; one file goes along."""
        here = self._asks("POST", "/en/help/", {})
        self.draft = urlsplit(here.location).path.split("/")[3]
        while here.step != wanted:
            here = self.answers(here.step, self._words(here.step))
            assert here.status == 303, here.body

    def answers(self, step: str, words: Mapping[str, str]) -> Answer:
        """Send a step's form."""
        path = f"/en/help/{self.draft}/{step}"
        if not self.token:
            self.token = self._asks("GET", path).field("csrf_token")
        return self._asks("POST", path, {"csrf_token": self.token, **words}, with_file=step == "details")

    def opens_review(self) -> Send:
        """Open the page before sending in a tab; gives what presses its button there.

        That gives None when the server was gone before it answered.
        """
        shown = {"token": self._asks("GET", f"/en/help/{self.draft}/review").field("token")}
        return lambda: self.tries("review", shown)

    def sends_and_hangs_up(self, times: int) -> None:
        """Press the button on the page before sending, and leave before an answer comes."""
        shown = {"token": self._asks("GET", f"/en/help/{self.draft}/review").field("token")}
        body, headers = self._form({"csrf_token": self.token, **shown})
        for _ in range(times):
            connection = self._connect()
            connection.request("POST", f"/en/help/{self.draft}/review", body, headers)
            connection.close()

    def tries(self, step: str, words: Mapping[str, str]) -> Answer | None:
        """Send a step's form to a server that may be gone."""
        try:
            return self.answers(step, words)
        except (OSError, HTTPException):
            return None

    def insists(self, send: Send) -> Answer:
        """Send until the server answers, as somebody does who sees that nothing came back."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            answer = send()
            if answer and answer.status < 500:
                return answer
            time.sleep(0.1)
        raise AssertionError(f"no answer within {PATIENCE_S} s")

    def reference(self) -> str:
        """What the last page of the draft calls the case."""
        page = self._asks("GET", f"/en/help/{self.draft}/done")
        found = re.search(r"data-reference[^>]*>\s*([A-Z0-9]{4}-[A-Z0-9]{4})", page.body)
        assert found, page.body
        return found[1]

    def _words(self, step: str) -> dict[str, str]:
        if step == "contact":
            self.answers("contact", {"name": "Kim", "email": self.email})
            mail = self.portal.mailbox.wait_for(self.email, lambda mail: _CODE.search(text_of(mail)) is not None)
            return {"code": _CODE.search(text_of(mail))[1]}
        return _WORDS[step]

    def _asks(
        self, method: str, path: str, fields: Mapping[str, str] | None = None, *, with_file: bool = False
    ) -> Answer:
        connection = self._connect()
        try:
            body, headers = self._form(fields or {}, with_file=with_file)
            connection.request(method, path, body if method == "POST" else None, headers)
            response = connection.getresponse()
            answer = Answer(response.status, response.headers.get("Location", ""), response.read().decode())
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def _connect(self) -> HTTPConnection:
        address = urlsplit(self.portal.address)
        return HTTPConnection(address.hostname or "", address.port, timeout=PATIENCE_S)

    def _form(self, fields: Mapping[str, str], *, with_file: bool = False) -> tuple[bytes, dict[str, str]]:
        kind, body = "application/x-www-form-urlencoded", urlencode(fields).encode()
        if with_file:
            kind, body = f"multipart/form-data; boundary={_BOUNDARY}", _in_parts(fields, self.log)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return body, {"Content-Type": kind, "Cookie": cookies, "X-Forwarded-For": self.network}


def _in_parts(fields: Mapping[str, str], log: bytes) -> bytes:
    parts = [f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in fields.items()]
    file = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="attachments"; filename="log.txt"\r\n\r\n'
    return "".join([*parts, file]).encode() + log + f"\r\n--{_BOUNDARY}--\r\n".encode()


# As a browser does, every field of a form is sent, empty ones too.
_WORDS = {
    "access": {"access": "yes"},
    "problem": {"component": "webhooks", "subject": "Webhook events do not reach our endpoint", "error": ""},
    "incidents": {"same_incident": "no"},
    "answers": {"solved": "no"},
    "details": {
        "description": "Since this morning our endpoint gets no calls.",
        "steps": "",
        "api_request": "",
        "api_response": "",
        "occurred_at": "",
        "timezone": "Europe/Berlin",
    },
    "impact": {"scope": "one", "workaround": "yes", "production": "no", "impact_note": ""},
    "duplicates": {"duplicate_of": "none"},
}
