"""Customers who read, search and send requests while things break, and who try again as people do.

What they were shown is kept in a `Journal`, against which the portal is held in the end.
"""

import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import count
from urllib.parse import urlsplit

from tests.browser.running_portal import RunningPortal
from tests.faults.surroundings import MailServer
from tests.web.serving.on_the_wire import Answer, WireCustomer

PATIENCE_S = 180
"""How long somebody keeps trying to send what they have written, until they write a mail instead."""
TRIES = 3
"""How often a reader loads a page that did not come: a browser does it once by itself, then a person does."""
CASES_OF_ONE = 3
HANGS_UP = 0.3
"""The share of requests whose sender presses the button twice and leaves before an answer, then comes back."""
_CODE = re.compile(r"^\s*(\d{6})\s*$", re.MULTILINE)
NOT_KEPT = "Your files could not be kept at the moment."
"""What stands beside a form that may be sent again: the disk, or the store of files, is away."""
_WORDS = ("messages are late", "131047", "webhook", "zu spät", "número", "ошибка", "set up", "again")
_READ = (
    "/en/",
    "/de/messages/late",
    "/en/messages/late.md",
    "/ru/help/",
    "/es/status",
    "/pt-br/webhooks/",
    "/api/v1/status",
)
_SEARCH = ("/en/search?q={}", "/de/search/suggest?q={}", "/api/v1/search?q={}")
_numbers = count(1)


@dataclass
class Journal:
    """What customers were shown."""

    done: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    """Pages for readers that did not come."""
    shown: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Of each reference that somebody was shown: the address it was sent from, and the draft."""
    slowest_s: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, what: str) -> None:
        with self.lock:
            self.done[what] += 1


@dataclass
class Crowd:
    """Readers, searchers and senders, each in a thread of their own, until the block is left."""

    portal: RunningPortal
    mail_server: MailServer
    journal: Journal = field(default_factory=Journal)
    senders: int = 3

    def __post_init__(self) -> None:
        self._over = threading.Event()
        acts = [self._read, self._search, self._hang_up, *[self._send] * self.senders]
        self._threads = [threading.Thread(target=self._go_on, args=(act,), daemon=True) for act in acts]

    def __enter__(self) -> Journal:
        for thread in self._threads:
            thread.start()
        return self.journal

    def __exit__(self, *_: object) -> None:
        # Who is sending may finish.
        self._over.set()
        for thread in self._threads:
            thread.join(PATIENCE_S + 30)

    def _go_on(self, act: Callable[[random.Random], None]) -> None:
        chance = random.Random(next(_numbers))
        while not self._over.is_set():
            try:
                act(chance)
            except Exception as error:  # noqa: BLE001 - whatever went wrong, somebody was not served
                with self.journal.lock:
                    self.journal.failures.append(f"{act.__name__}: {error!r}"[:300])
            self._over.wait(0.02)

    def _read(self, chance: random.Random) -> None:
        # A query makes an address that no cache holds.
        path = chance.choice(_READ)
        self._load("read", f"{path}?n={next(_numbers)}" if chance.random() < 0.5 else path)

    def _search(self, chance: random.Random) -> None:
        word = f"{chance.choice(_WORDS)} {next(_numbers)}".replace(" ", "%20")
        self._load("searched", chance.choice(_SEARCH).format(word).encode("ascii", "ignore").decode())

    def _load(self, what: str, path: str) -> None:
        """Load a page; a fault is one that was answered wrongly, or not at all however often it was tried."""
        began = time.monotonic()
        for tried in range(TRIES):
            try:
                status = ask(self.portal, path)
            except (OSError, HTTPException) as error:
                # Cut off: the process that was answering has died.
                problem = repr(error)
                self.journal.count("loaded again")
                time.sleep(0.2 * (tried + 1))
                continue
            if status != 200:
                raise AssertionError(f"{path}: {status}")
            self.journal.count(what)
            with self.journal.lock:
                self.journal.slowest_s = max(self.journal.slowest_s, time.monotonic() - began)
            return
        raise AssertionError(f"{path}: {problem}")

    def _hang_up(self, chance: random.Random) -> None:
        """Begin to send a form and leave in the middle of it."""
        connection = _connect(self.portal)
        try:
            connection.putrequest("POST", "/en/help/")
            connection.putheader("Content-Length", "1000")
            connection.endheaders(b"subject=half")
            self.journal.count("hung up")
        except OSError:
            pass
        finally:
            time.sleep(chance.uniform(0, 0.3))
            connection.close()

    def _send(self, chance: random.Random) -> None:
        customer = PatientCustomer.arrives(self.portal, self.mail_server, self.journal)
        for _ in range(CASES_OF_ONE):
            if self._over.is_set():
                return
            try:
                customer.sends_a_request(chance)
            except OutOfPatience as gone:
                # Whoever was shown no reference knows that nothing was sent, and has the prepared mail.
                self.journal.count(f"gave up: {gone}")
                return


class OutOfPatience(Exception):
    """A customer went to write a mail; the message says at what."""


@dataclass
class PatientCustomer(WireCustomer):
    """Sends a form again when nothing or a fault came back, as long as their patience lasts."""

    mail_server: MailServer | None = None
    journal: Journal = field(default_factory=Journal)

    @classmethod
    def arrives(cls, portal: RunningPortal, mail_server: MailServer, journal: Journal) -> "PatientCustomer":
        number = next(_numbers)
        network = f"198.51.{number // 250 % 250}.{number % 250 + 1}"
        return cls(portal, f"kim@faults-{number}.example", network, mail_server=mail_server, journal=journal)

    def sends_a_request(self, chance: random.Random) -> None:
        """One request from the first question to its reference; sometimes the button is pressed more than once."""
        self.comes_to("review")
        if chance.random() < HANGS_UP:
            with suppress(AssertionError, OSError, HTTPException):
                self.sends_and_hangs_up(2)
        self._sends()
        reference = self.reference()
        with self.journal.lock:
            self.journal.shown[reference] = (self.email, self.draft)
            self.journal.done["sent"] += 1

    def _sends(self) -> None:
        """Press the button on the page before sending, and answer what is asked on the way."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            page = self._asks("GET", f"/en/help/{self.draft}/review")
            # What was sent before hanging up may have arrived, and a request that looks alike may be asked about.
            if page.step == "done":
                return
            words = {"token": page.field("token")} if page.status == 200 else self._words(page.step)
            if self.answers("review" if page.status == 200 else page.step, words).step == "done":
                return
            time.sleep(0.2)
        raise OutOfPatience("the request was not taken")

    def comes_to(self, wanted: str) -> None:
        self.token = ""
        super().comes_to(wanted)

    def answers(self, step: str, words: dict[str, str]) -> Answer:
        if step == "contact":
            return self._proves()
        return super().answers(step, words)

    def _words(self, step: str) -> dict[str, str]:
        return {} if step == "contact" else super()._words(step)

    def _proves(self) -> Answer:
        """Ask for a code and give it back; when that was lost on the way, the next code is asked for."""
        read = 0
        super().answers("contact", {"name": "Kim", "email": self.email})
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            codes = [found[1] for text in self.mail_server.texts(self.email) if (found := _CODE.search(text))]
            if len(codes) > read:
                read = len(codes)
                answer = super().answers("contact", {"code": codes[-1]})
                if answer.status == 303:
                    return answer
                super().answers("contact", {"again": "yes"})
            time.sleep(0.2)
        raise OutOfPatience("the code did not come")

    def waits_for_a_code(self) -> str:
        """Come to where a code is asked for; gives the page that is shown meanwhile."""
        here = self._asks("POST", "/en/help/", {})
        self.draft = urlsplit(here.location).path.split("/")[3]
        while here.step != "contact":
            here = self.answers(here.step, self._words(here.step))
        WireCustomer.answers(self, "contact", {"name": "Kim", "email": self.email})
        return self._asks("GET", f"/en/help/{self.draft}/contact").body

    def sends_a_file(self) -> tuple[int, str]:
        """Come to the details and send them with a file, once; gives the status and the page."""
        self.comes_to("details")
        form = {"csrf_token": self.token, **self._words("details")}
        answer = WireCustomer._asks(self, "POST", f"/en/help/{self.draft}/details", form, with_file=True)
        return answer.status, answer.body

    def _asks(self, method, path, fields=None, *, with_file: bool = False) -> Answer:
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            try:
                answer = super()._asks(method, path, fields, with_file=with_file)
            except (OSError, HTTPException):
                self.journal.count("sent again: cut off")
            else:
                if answer.status < 500 and NOT_KEPT not in answer.body:
                    return answer
                self.journal.count(f"sent again: {answer.status}")
            time.sleep(0.4)
        raise OutOfPatience("nothing was answered")


def ask(portal: RunningPortal, path: str) -> int:
    """Load a page to its end; gives its status."""
    connection = _connect(portal)
    try:
        connection.request("GET", path, headers={"X-Forwarded-For": "198.18.0.1"})
        response = connection.getresponse()
        response.read()
        return response.status
    finally:
        connection.close()


def _connect(portal: RunningPortal) -> HTTPConnection:
    address = urlsplit(portal.address)
    return HTTPConnection(address.hostname or "", address.port, timeout=20)
