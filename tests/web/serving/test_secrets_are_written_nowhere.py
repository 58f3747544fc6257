"""A journey full of secrets through a real server; then everything it has written is searched for them.

Wizard, file, reply, chat, mail and search are fed with a secret each. Log, database with its journal, mails, index,
kept pages and uploads may hold none of them; the log may also hold nothing of who was there and what they said.
"""

import gzip
import json
import subprocess
import time
from urllib.parse import quote, urlsplit

import pytest

from tests.browser.running_portal import COMMAND, account_domain, import_accounts, run_portal
from tests.web.serving.on_the_wire import WireCustomer

SECRETS = {
    "request": "D360-API-KEY: hT4kQ9wZr2Lx7VbN8mYc3PdS",
    "response": '{"access_token": "EAAGm0PX4ZCpsBAKZBZCq7wK3vTn9RjL2xYhQ8sUdFgA5oEiWbNcMzVtHyJlKpGfDsRqXe"}',
    "description": "my password is Sommerregen-2026!",
    "subject": "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MjQyNDIifQ.Vq3xT8kLmN2pRsWyZ5bCdFgHjKtQwErUiOaSxVnMzLk",
    "file": "api_key=sk-live-9fKd83LmQx72VbNzR5tYw1Pc",
    "reply": "password: Winterabend-4711",
    "chat": "D360-API-KEY: mQ7wXr2TzL9kVbN4hYc8PdS3",
    "mail": "my password is Fruehlingswind_88",
    "search": "Authorization: Bearer kZ8vQx2Lr7TmN4wYbC9PdS3hF6gJ1aEo",
}
# Of each the part that opens something.
NEEDLES = (
    "hT4kQ9wZr2Lx7VbN8mYc3PdS",
    "EAAGm0PX4ZCpsBAKZBZCq7wK3vTn9RjL2xYhQ8sUdFgA5oEiWbNcMzVtHyJlKpGfDsRqXe",
    "Sommerregen-2026",
    "eyJzdWIiOiI0MjQyNDIifQ.Vq3xT8kLmN2pRsWyZ5bCdFgHjKtQwErUiOaSxVnMzLk",
    "sk-live-9fKd83LmQx72VbNzR5tYw1Pc",
    "Winterabend-4711",
    "mQ7wXr2TzL9kVbN4hYc8PdS3",
    "Fruehlingswind_88",
    "kZ8vQx2Lr7TmN4wYbC9PdS3hF6gJ1aEo",
)
NETWORK = "198.51.100.77"
EMAIL = f"kim@{account_domain('premium', 0)}"
WORDS = ("zebrafish", "quokka", "axolotl")
"""What was searched for, described and said: no secret, and still nobody else's business."""


class Talkative(WireCustomer):
    """Somebody who pastes their secrets everywhere."""

    def walks(self) -> str:
        """Through the wizard; gives the reference of the request."""
        here = self._asks("POST", "/en/help/", {})
        self.draft = urlsplit(here.location).path.split("/")[3]
        while here.step != "done":
            here = self._answers_with_secrets(here.step)
            assert here.status == 303, here.body
        return self.reference()

    def _answers_with_secrets(self, step):
        if step == "problem":
            return self.answers(step, {"component": "webhooks", "subject": SECRETS["subject"], "error": ""})
        if step == "details":
            details = {"description": f"A {WORDS[1]} cannot sign in, {SECRETS['description']}"}
            return self.answers(
                step,
                {
                    **self._words(step),
                    **details,
                    "api_request": f"POST /v1/messages\n{SECRETS['request']}",
                    "api_response": SECRETS["response"],
                },
            )
        if step == "review":
            page = self._asks("GET", f"/en/help/{self.draft}/review")
            return self.answers("review", {"token": page.field("token")})
        return self.answers(step, self._words(step))

    def says(self, path: str, where: str, message: str) -> None:
        """Send the form of a page that takes a message."""
        page = self._asks("GET", path)
        fields = {"csrf_token": page.field("csrf_token"), "token": page.field("token"), "message": message}
        assert self._asks("POST", where, fields).status == 303

    def looks_for(self, words: str) -> None:
        """Search as the page does, as programs do, and by an address somebody made."""
        for path in ("/en/search?q=", "/api/v1/search?q=", "/en/search/suggest?q="):
            assert self._asks("GET", path + quote(words)).status in {200, 303}
        assert self._asks("POST", "/en/search", {"q": words}).status in {200, 303}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Everything that a portal and its worker wrote, by path; what is compressed also unpacked."""
    folder = tmp_path_factory.mktemp("portal")
    with run_portal(folder) as portal:
        import_accounts(portal)
        customer = Talkative(portal, EMAIL, NETWORK, log=f"first line\n{SECRETS['file']}\n".encode())
        reference = customer.walks()
        path = f"/en/requests/{reference}"
        customer.says(path, path, f"Once more: {SECRETS['reply']}")
        customer.says("/en/chat", f"/en/chat/{reference}", f"The {WORDS[2]} says {SECRETS['chat']}")
        customer.looks_for(f"{WORDS[0]} {SECRETS['search']}")
        customer._asks("GET", f"/en/help/{customer.draft}/{quote(SECRETS['reply'])}")
        mail = f"From: {EMAIL}\nTo: support@360dialog.com\nSubject: [{reference}] again\nMessage-ID: <1@x.example>\n\n"
        command = [COMMAND, "mail", "receive"]
        letter = f"{mail}Hello, {SECRETS['mail']}\n".encode()
        told = subprocess.run(
            command, input=letter, cwd=folder, env=portal.environment(), check=True, capture_output=True
        )
        (folder / "told.txt").write_bytes(told.stdout + told.stderr)
        # Counts of questions are carried into the database every five seconds, mails leave every second.
        time.sleep(6.5)
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def unpacked(content: bytes) -> bytes:
    return content + gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content


def test_everything_was_written_that_should_have_been(written):
    assert any(path.parent.name == "mail" for path in written), "mails have left"
    assert any(path.parent.name == "uploads" for path in written), "a file is kept"
    assert any("index" in path.parts for path in written)
    database = b"".join(content for path, content in written.items() if path.name.startswith("portal.sqlite3"))
    for shown in (WORDS[1], WORDS[2], "Hello,", "Once more:", "log.txt"):
        assert shown.encode() in database


@pytest.mark.parametrize("secret", NEEDLES)
def test_no_secret_is_written_anywhere(written, secret):
    forms = (secret.encode(), quote(secret, safe="").encode(), secret.encode("utf-16-le"))

    assert [path.name for path, content in written.items() if any(form in unpacked(content) for form in forms)] == []


def test_log_names_nobody_and_repeats_nothing(written):
    log = next(content.decode() for path, content in written.items() if path.name == "printed.txt")
    told = next(content.decode() for path, content in written.items() if path.name == "told.txt")

    for private in (NETWORK, "kim@", account_domain("premium", 0), *WORDS, "Hello,", "127.0.0.1:0"):
        assert private not in log
        assert private not in told


def test_log_is_one_json_line_an_event_with_the_name_of_its_request(written):
    log = next(content.decode() for path, content in written.items() if path.name == "printed.txt")
    lines = [json.loads(line) for line in log.splitlines() if not line.startswith("Ready: http://")]

    requests = [line for line in lines if line["event"] == "request"]
    assert {"level", "timestamp", "request_id", "route", "method", "status", "ms"} == set(requests[0]) - {"event"}
    assert len({line["request_id"] for line in requests}) == len(requests)
    assert {line["route"] for line in requests} >= {"/{language}/help/{draft}/{step}", "/{language}/search"}
    assert "/readyz" not in {line["route"] for line in requests}
