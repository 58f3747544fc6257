"""Two servers with a worker each, on one PostgreSQL and one Redis behind nginx, are one portal."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import count
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from portal.cases.model import Case
from portal.db.engine import Database
from tests.deploy.nginx import Nginx
from tests.deploy.servers import CustomerBehindNginx, Server, WanderingCustomer, run_two_machines
from tests.deploy.wire import Reply, ask
from tests.web.freezing.sites import write_small_site

pytestmark = [pytest.mark.requires_program("nginx"), pytest.mark.requires_program("redis-server")]

READS_A_MINUTE = 60
_numbers = count(1)


def next_source() -> str:
    """Another address of this machine each time, since limits count by addresses and nginx believes no others."""
    number = next(_numbers)
    return f"127.1.{number // 250}.{number % 250 + 1}"


@dataclass(frozen=True)
class Group:
    """What stands together."""

    servers: tuple[Server, Server]
    nginx: Nginx
    database: Database

    def count_cases(self, email: str) -> int:
        with self.database.read() as session:
            return len(session.scalars(select(Case).where(Case.opened_by == email)).all())

    def meet(self) -> WanderingCustomer:
        number = next(_numbers)
        first = self.servers[0].portal
        return WanderingCustomer(first, f"kim@wandering-{number}.example", f"198.51.100.{number}", servers=self.servers)

    def meet_behind_nginx(self) -> CustomerBehindNginx:
        number = next(_numbers)
        portal = replace(self.servers[0].portal, address=self.nginx.address)
        return CustomerBehindNginx(portal, f"kim@nginx-{number}.example", next_source())


@pytest.fixture(scope="module")
def group(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Group]:
    folder = tmp_path_factory.mktemp("group")
    content = write_small_site(folder / "content").path
    with run_two_machines(folder, content, postgres_server) as machines:
        database = Database(machines.settings["PORTAL_DATABASE_URL"])
        try:
            yield Group(machines.servers, machines.nginx, database)
        finally:
            database.dispose()


class TestOnePortal:
    def test_walk_whose_every_step_reaches_the_other_server_gives_one_case(self, group):
        customer = group.meet()
        customer.comes_to("review")
        send = customer.opens_review()

        assert send().step == "done"

        reference = customer.reference()
        assert group.count_cases(customer.email) == 1
        assert len(set(customer.asked)) == 2
        assert all(one != other for one, other in zip(customer.asked, customer.asked[1:], strict=False))
        mailbox = group.servers[0].portal.mailbox
        mailbox.wait_for(customer.email, lambda mail: reference in mail["Subject"])
        assert len([mail for mail in mailbox.list_mails(customer.email) if reference in mail["Subject"]]) == 1

    def test_who_signed_in_at_one_is_known_at_the_other(self, group):
        customer = group.meet()
        customer.comes_to("review")
        customer.opens_review()()
        reference = customer.reference()
        cookie = "; ".join(f"{name}={value}" for name, value in customer.cookies.items())

        pages = [ask(server.portal.address, f"/en/requests/{reference}", Cookie=cookie) for server in group.servers]

        assert [page.status for page in pages] == [200, 200]
        assert all(reference.encode() in page.body for page in pages)
        strangers = [ask(server.portal.address, f"/en/requests/{reference}") for server in group.servers]
        assert {page.status for page in strangers} == {303}

    def test_twenty_submits_at_once_at_both_give_one_case(self, group):
        customer = group.meet()
        customer.comes_to("review")
        send = customer.opens_review()

        with ThreadPoolExecutor(20) as threads:
            answers = list(threads.map(lambda _: send(), range(20)))

        assert {(answer.status, answer.step) for answer in answers} == {(303, "done")}
        assert group.count_cases(customer.email) == 1

    def test_limit_is_one_for_both(self, group):
        def read(number: int) -> Reply:
            address = group.servers[number % 2].portal.address
            return ask(address, "/en/messages/late/read", "POST", b"", X_Forwarded_For="203.0.113.9")

        statuses = [read(number).status for number in range(READS_A_MINUTE + 4)]

        assert Counter(statuses) == {403: READS_A_MINUTE, 429: 4}


class TestRollingRestart:
    def test_no_request_fails_while_servers_are_restarted_one_after_the_other(self, group):
        load = Load(group)
        with load:
            for server in group.servers * 2:
                server.stop()
                server.start()

        assert load.failures == []
        assert load.done["read"] > 100
        assert load.done["posted"] > 50
        assert load.done["opened"] > 1
        assert group.nginx.errors.count("[crit]") == 0
        for customer in load.served:
            assert group.count_cases(customer.email) == 1


class Load:
    """People who read, ask and open requests, without a pause, until the block is left."""

    def __init__(self, group: Group) -> None:
        self._group = group
        self._over = threading.Event()
        self.done: Counter[str] = Counter()
        self.failures: list[str] = []
        self.served: list[CustomerBehindNginx] = []
        acts = [self._read, self._read, self._post, self._post, self._open]
        self._threads = [threading.Thread(target=self._go_on, args=(act,), daemon=True) for act in acts]

    def __enter__(self) -> None:
        for thread in self._threads:
            thread.start()
        self._wait_for_all()

    def __exit__(self, *_: object) -> None:
        # What begins after the last start belongs to it as well.
        self._wait_for_all()
        self._over.set()
        for thread in self._threads:
            thread.join(60)

    def _wait_for_all(self) -> None:
        before, until = Counter(self.done), time.monotonic() + 60
        while any(self.done[kind] == before[kind] for kind in ("read", "posted", "opened")) and not self.failures:
            assert time.monotonic() < until, self.done
            time.sleep(0.05)

    def _go_on(self, act: Callable[[], None]) -> None:
        while not self._over.is_set():
            try:
                act()
            except Exception as error:  # noqa: BLE001 - whatever went wrong, somebody was not served
                self.failures.append(f"{time.monotonic():.2f} {act.__name__}: {error!r}"[:300])
                return

    def _read(self) -> None:
        for path in ("/en/search?q=late", "/en/status", "/de/messages/late", "/en/help/", "/en/messages/late?x=1"):
            reply = ask(self._group.nginx.address, path, source=next_source())
            assert reply.status == 200, f"{path}: {reply.status}"
            self.done["read"] += 1

    def _post(self) -> None:
        body = urlencode({"q": "messages are late"}).encode()
        kind = "application/x-www-form-urlencoded"
        reply = ask(self._group.nginx.address, "/en/search", "POST", body, source=next_source(), Content_Type=kind)
        assert reply.status < 400, reply.status
        self.done["posted"] += 1

    def _open(self) -> None:
        customer = self._group.meet_behind_nginx()
        customer.comes_to("review")
        answer = customer.opens_review()()
        assert answer.step == "done"
        assert customer.reference()
        self.served.append(customer)
        self.done["opened"] += 1


def test_load_notices_a_server_that_just_dies(group):
    """The example that must fail: without a word to anybody, both are gone."""
    load = Load(group)
    with load:
        for server in group.servers:
            server.stop()
        time.sleep(0.5)
        for server in group.servers:
            server.start()

    assert load.failures
