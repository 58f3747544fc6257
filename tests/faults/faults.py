"""The faults: each can strike and be mended; what operators and customers are told of it stands beside it."""

import json
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.deploy.wire import ask
from tests.faults.checking import wait_until
from tests.faults.customers import NOT_KEPT, Journal, PatientCustomer
from tests.faults.place import Place
from tests.web.serving.dying import kill_oldest_web_process

HOUR_S = 3600
NOTICED_WITHIN_S = 20
"""How long a part may take to show: the slowest asks a silent database for three seconds, twice."""


@dataclass(frozen=True)
class Fault:
    """Something that goes wrong. ``part`` is how ``/readyz`` calls it; empty where nothing stays wrong."""

    name: str
    strike: Callable[[Place], None]
    mend: Callable[[Place], None]
    part: str = ""
    tells: Callable[[Place], bool] = lambda _: True
    """Whether customers are told in words; always where nothing is taken from them."""
    noticed_after_s: float = 0.0
    """How long it may last until it shows: what is late is not late at once."""


def list_faults(place: Place) -> Iterator[Fault]:
    """All that this machine lets us do."""
    yield Fault(
        "database stopped", lambda p: p.postgres.stop(), lambda p: p.postgres.start(), "database", prepares_mail
    )
    yield Fault(
        "database silent",
        lambda p: _signal(p, signal.SIGSTOP),
        _thaw,
        "database",
        prepares_mail,
        noticed_after_s=15,
    )
    yield Fault("Redis stopped", lambda p: p.redis.stop(), lambda p: p.redis.start(), "limits", still_begins)
    yield Fault(
        "mail server stopped",
        lambda p: p.mail_server.stop(),
        lambda p: p.mail_server.start(),
        "mail_out",
        says_that_mail_is_late,
        noticed_after_s=35,
    )
    yield Fault("status page broken", _break_page, _mend_page, "status", shows_age_of_status, noticed_after_s=95)
    if place.disk:
        yield Fault("disk full", _fill, _empty, "disk")
    yield Fault("object store away", _cut_store, _mend_store, "files", keeps_text_of_a_file)
    yield Fault("content broken", _break_content, _mend_content, "content")
    yield Fault("clock of the web an hour ahead", _ahead("web", HOUR_S), _ahead("web", 0), "clock")
    yield Fault("clock of the web an hour behind", _ahead("web", -HOUR_S), _ahead("web", 0), "clock")
    yield Fault(
        "clock of the worker ahead", _ahead("worker", HOUR_S), _ahead("worker", 0), "worker", noticed_after_s=15
    )
    yield Fault("web process killed", lambda p: kill_oldest_web_process(p.portal), _nothing)
    yield Fault("worker killed", _kill_worker, _nothing)
    yield Fault("connections to the database cut", Place.cut_connections, _nothing)


def read_parts(place: Place) -> dict[str, bool]:
    """Which parts ``/readyz`` calls fine; nothing where the process that was asked has just died."""
    try:
        with urlopen(f"{place.portal.address}/readyz", timeout=20) as answer:
            told = json.load(answer)
    except (URLError, OSError, HTTPException):
        return {}
    return {name: part["ok"] for name, part in told["parts"].items()}


def is_noticed(place: Place, fault: Fault) -> list[str]:
    """What is not told of a fault that has struck, to operators or to customers."""
    silent = []
    within = fault.noticed_after_s + NOTICED_WITHIN_S
    if fault.part and not wait_until(lambda: read_parts(place).get(fault.part) is False, within):
        silent.append(f"{fault.name}: /readyz does not tell of {fault.part}")
    if not wait_until(lambda: fault.tells(place), NOTICED_WITHIN_S):
        silent.append(f"{fault.name}: customers are not told")
    return silent


def prepares_mail(place: Place) -> bool:
    """A form that cannot be stored comes back as a mail that is ready to be sent."""
    status, page = send(place, "/en/help/", b"subject=Nothing+works")
    return status == 503 and "Nothing works" in page and "mailto:support@" in page


def still_begins(place: Place) -> bool:
    """Nothing is taken from customers, so nothing is said."""
    return send(place, "/en/help/", b"subject=Nothing+works")[0] in {200, 303}


def says_that_mail_is_late(place: Place) -> bool:
    """Whoever waits for a code reads that it takes longer."""
    customer = PatientCustomer.arrives(place.portal, place.mail_server, Journal())
    return "Our emails leave late right now" in customer.waits_for_a_code()


def shows_age_of_status(place: Place) -> bool:
    """The status page does not call anything fine, and says since when it knows nothing."""
    with urlopen(f"{place.portal.address}/en/status", timeout=20) as answer:
        page = answer.read().decode()
    since = "Last reading" in page or "There was no reading yet" in page
    return since and "The last reading is too old or failed" in page


def keeps_text_of_a_file(place: Place) -> bool:
    """What was typed beside a file that cannot be kept comes back."""
    customer = PatientCustomer.arrives(place.portal, place.mail_server, Journal())
    status, page = customer.sends_a_file()
    return status == 422 and "Since this morning" in page and NOT_KEPT in page


def send(place: Place, path: str, body: bytes) -> tuple[int, str]:
    """Send a form; gives the status and the page."""
    kind = "application/x-www-form-urlencoded"
    try:
        reply = ask(place.portal.address, path, "POST", body, X_Forwarded_For="198.18.0.2", Content_Type=kind)
    except (OSError, HTTPException):
        return 0, ""
    return reply.status, reply.body.decode()


def _nothing(_: Place) -> None:
    """It mends itself."""


def _signal(place: Place, number: int) -> None:
    processes = [place.postgres.pid, *map(int, _children(place.postgres.pid))]
    for process in processes:
        os.kill(process, number)


def _thaw(place: Place) -> None:
    _signal(place, signal.SIGCONT)


def _children(process: int) -> list[str]:
    return Path(f"/proc/{process}/task/{process}/children").read_text().split()


def _break_page(place: Place) -> None:
    place.status_page.is_broken = True


def _mend_page(place: Place) -> None:
    place.status_page.is_broken = False


def _cut_store(place: Place) -> None:
    place.object_store.go_away()


def _mend_store(place: Place) -> None:
    place.object_store.come_back()


def _fill(place: Place) -> None:
    place.disk.fill(place.portal.pid)


def _empty(place: Place) -> None:
    place.disk.empty(place.portal.pid)


def _policy(place: Place) -> Path:
    return place.portal.content / "policy.yml"


def _break_content(place: Place) -> None:
    kept = _policy(place)
    kept.rename(kept.with_suffix(".kept"))
    kept.write_text("plans: [")


def _mend_content(place: Place) -> None:
    kept = _policy(place)
    kept.with_suffix(".kept").replace(kept)


def _ahead(whose: str, seconds: int) -> Callable[[Place], None]:
    return lambda place: place.clocks.set(whose, seconds)


def _kill_worker(place: Place) -> None:
    for child in _children(place.portal.pid):
        # Another one may have died just now.
        with suppress(OSError):
            if b"--beside" in Path(f"/proc/{child}/cmdline").read_bytes():
                os.kill(int(child), signal.SIGKILL)
