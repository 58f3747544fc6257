"""However often and from wherever a request is sent, and whatever dies meanwhile, it is one case and one mail.

A real server with two web processes and a worker, on SQLite and on PostgreSQL. What is sent at once arrives in both
processes, so nothing can be held together by a lock in memory.
"""

import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import selectinload

from portal.cases.model import Case
from portal.db.engine import Database
from portal.db.outbox import OutboxRow
from tests.browser.running_portal import RunningPortal, run_portal
from tests.web.databases import fresh_postgres
from tests.web.serving.dying import kill_all, kill_oldest_web_process, wait_until_whole
from tests.web.serving.on_the_wire import LOG, Answer, Send, WireCustomer

PROCESSES = 2
AT_ONCE = 50
KILLS = 20
KILLS_OF_ALL = 3
"""A start takes seconds, so the whole server dies less often than one of its processes."""
SENT_WITHIN_S = 0.15
"""Eight submits at once are answered in about this time."""

_numbers = count(1)


@dataclass
class Place:
    """Where a portal keeps everything, whichever server runs there."""

    folder: Path
    address: str
    database: Database

    def serve(self) -> AbstractContextManager[RunningPortal]:
        return run_portal(self.folder, processes=PROCESSES, PORTAL_DATABASE_URL=self.address)

    def cases_of(self, email: str) -> list[Case]:
        """Somebody's cases with their events and files, oldest first."""
        wanted = select(Case).where(Case.opened_by == email).order_by(Case.id)
        with self.database.read() as session:
            loaded = wanted.options(selectinload(Case.event_rows), selectinload(Case.attachments))
            return list(session.scalars(loaded))

    def let_leases_end(self) -> None:
        """What a worker held that died is free two minutes later; nobody waits for that here."""
        with self.database.write() as session:
            session.execute(update(OutboxRow).where(OutboxRow.sent_at.is_(None)).values(leased_until=None))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def place(request, tmp_path_factory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("fire")
    with ExitStack() as stack:
        address = f"sqlite:///{folder / 'portal.sqlite3'}"
        if request.param == "postgresql":
            address = stack.enter_context(fresh_postgres(request.getfixturevalue("postgres_server")))
        database = Database(address)
        stack.callback(database.dispose)
        yield Place(folder, address, database)


@pytest.fixture(scope="module")
def server(place) -> Iterator[RunningPortal]:
    with place.serve() as running:
        yield running


def meet(portal: RunningPortal) -> WireCustomer:
    number = next(_numbers)
    return WireCustomer(portal, f"kim@nobody-{number}.example", f"198.51.100.{number}")


def check_one_case(place: Place, customer: WireCustomer, draft: str) -> None:
    """One case of the draft with one event and one file on the disk, and one mail that tells of it."""
    (case,) = (each for each in place.cases_of(customer.email) if each.idempotency_key == draft)
    assert [row.kind for row in case.event_rows] == ["opened"]
    assert [file.name for file in case.attachments] == ["log.txt"]
    assert (place.folder / "instance" / "uploads" / case.attachments[0].stored_name).read_bytes() == LOG
    mailbox = customer.portal.mailbox
    mailbox.wait_for(customer.email, lambda mail: case.reference in mail["Subject"])
    assert len([mail for mail in mailbox.list_mails(customer.email) if case.reference in mail["Subject"]]) == 1


def statuses(answers) -> set[tuple[int, str]]:
    assert None not in answers
    return {(answer.status, answer.step) for answer in answers}


class TestSentAgain:
    def test_fifty_submits_at_once_from_three_tabs(self, place, server):
        customer = meet(server)
        customer.comes_to("review")
        tabs = [customer.opens_review() for _ in range(3)]

        with ThreadPoolExecutor(AT_ONCE) as threads:
            answers = list(threads.map(lambda number: tabs[number % len(tabs)](), range(AT_ONCE)))

        assert statuses(answers) == {(303, "done")}
        assert len(place.cases_of(customer.email)) == 1
        check_one_case(place, customer, customer.draft)

    def test_answer_that_never_came(self, place, server):
        customer = meet(server)
        customer.comes_to("review")
        send = customer.opens_review()
        customer.sends_and_hangs_up(times=3)

        assert customer.insists(send).step == "done"

        assert len(place.cases_of(customer.email)) == 1
        check_one_case(place, customer, customer.draft)

    def test_tab_from_before_a_change_against_the_one_after_it(self, place, server):
        customer = meet(server)
        customer.comes_to("review")
        old = customer.opens_review()
        customer.answers("impact", {"scope": "some", "workaround": "no", "production": "no", "impact_note": ""})
        assert old().status == 422
        new = customer.opens_review()

        with ThreadPoolExecutor(AT_ONCE) as threads:
            answers = list(threads.map(lambda number: (old, new)[number % 2](), range(AT_ONCE)))

        # Until the case is there, the old tab is told to look again; from then on it leads to the case, too.
        assert statuses(answers) <= {(303, "done"), (422, "")}
        (case,) = place.cases_of(customer.email)
        assert case.event_rows[0].data["details"]["scope"] == "some"
        check_one_case(place, customer, customer.draft)

    def test_report_that_belongs_to_an_open_case_is_added_once(self, place, server):
        customer = meet(server)
        customer.comes_to("review")
        customer.insists(customer.opens_review())
        reference = customer.reference()
        customer.comes_to("duplicates")

        with ThreadPoolExecutor(AT_ONCE) as threads:
            choice = {"duplicate_of": reference}
            answers = list(threads.map(lambda _: customer.tries("duplicates", choice), range(AT_ONCE)))

        assert statuses(answers) == {(303, "done")}
        (case,) = place.cases_of(customer.email)
        assert [row.kind for row in case.event_rows] == ["opened", "issue_added"]
        assert [file.name for file in case.attachments] == ["log.txt", "log.txt"]
        with place.database.read() as session:
            assert session.scalars(select(OutboxRow.kind).where(OutboxRow.kind == "case_added")).all() == ["case_added"]


def press_many_times(send: Send, kill: Callable[[], None], delay_s: float) -> list[Answer | None]:
    """Press the button eight times at once, and let something die a moment later."""
    with ThreadPoolExecutor(8) as threads:
        sent = [threads.submit(send) for _ in range(8)]
        time.sleep(delay_s)
        kill()
    return [each.result() for each in sent]


def test_web_processes_killed_in_the_middle_over_and_over(place, server):
    chance, customer, answers = random.Random(7), meet(server), list[Answer | None]()
    drafts = []

    for _ in range(KILLS):
        wait_until_whole(server, PROCESSES)
        # From somewhere else each time: so many answers a minute are more than one network may send.
        customer.network = meet(server).network
        customer.comes_to("review")
        drafts.append(customer.draft)
        send = customer.opens_review()
        answers += press_many_times(send, lambda: kill_oldest_web_process(server), chance.uniform(0, SENT_WITHIN_S))
        assert customer.insists(send).step == "done"

    assert None in answers, "no process died while it was answering"
    assert {answer.step for answer in answers if answer and answer.status < 500} == {"done"}
    assert [case.idempotency_key for case in place.cases_of(customer.email)] == drafts
    for draft in drafts:
        check_one_case(place, customer, draft)


def test_whole_server_killed_and_started_again(place):
    chance, drafts = random.Random(11), []
    with ExitStack() as stack:
        portal = stack.enter_context(place.serve())
        customer = meet(portal)
        for _ in range(KILLS_OF_ALL):
            customer.comes_to("review")
            drafts.append(customer.draft)
            send = customer.opens_review()
            press_many_times(send, partial(kill_all, portal), chance.uniform(0, SENT_WITHIN_S))
            place.let_leases_end()
            customer.portal = portal = stack.enter_context(place.serve())
            assert customer.insists(send).step == "done"

        assert [case.idempotency_key for case in place.cases_of(customer.email)] == drafts
        for draft in drafts:
            check_one_case(place, customer, draft)
