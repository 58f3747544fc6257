"""A portal with everything it can be connected to, each part of which can go away."""

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import create_engine, text

from portal.db.engine import Database
from tests.browser.running_portal import COMMAND, RunningPortal, free_port, stop, wait_until_ready
from tests.faults.object_store import ObjectStore, hold_files
from tests.faults.surroundings import Clocks, Disk, MailServer, StatusPage
from tests.postgres import PostgresServer
from tests.redis_server import RedisServer
from tests.web.freezing.sites import write_small_site

PROCESSES = 2


@dataclass
class Place:
    """What stands together."""

    portal: RunningPortal
    postgres: PostgresServer
    redis: RedisServer
    mail_server: MailServer
    status_page: StatusPage
    object_store: ObjectStore
    clocks: Clocks
    disk: Disk | None
    """None where this machine lets us mount none."""
    database: Database = field(init=False)
    """For looking into the portal's database from outside."""

    def __post_init__(self) -> None:
        self.database = Database(f"{self.postgres.address}/postgres")

    @property
    def log(self) -> str:
        """What the portal has printed so far."""
        return (self.portal.folder / "printed.txt").read_text(errors="replace")

    def cut_connections(self) -> None:
        """Cut everybody's connection to the database, whatever they are just doing."""
        engine = create_engine(f"{self.postgres.address}/postgres", isolation_level="AUTOCOMMIT")
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        with engine.connect() as connection:
            connection.execute(text(f"{others} AND backend_type = 'client backend'"))
        engine.dispose()


@contextmanager
def lay_out(folder: Path) -> Iterator[Place]:
    """Everything running; the status page is broken from the beginning, so that this can be seen at once."""
    # Two articles: what breaks here does not depend on how many there are, and a portal with them is soon ready.
    content, instance = write_small_site(folder / "content").path, folder / "instance"
    instance.mkdir()
    with ExitStack() as stack:
        # PostgreSQL runs under its own account where we are root, and must get into the folder above its own.
        data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-pg-")))
        postgres, redis, mail_server = PostgresServer(data), RedisServer(), MailServer()
        for server in (postgres, redis, mail_server):
            server.start()
            stack.callback(server.stop)
        status_page, clocks = StatusPage(), Clocks(folder / "clocks")
        status_page.is_broken = True
        stack.enter_context(status_page.running())
        object_store = stack.enter_context(hold_files())
        disk = Disk(instance) if Disk.is_possible(instance) else None
        portal = RunningPortal(f"http://127.0.0.1:{free_port()}", folder, content)
        place = Place(portal, postgres, redis, mail_server, status_page, object_store, clocks, disk)
        stack.callback(place.database.dispose)
        server = _start(place)
        stack.callback(_end, server)
        wait_until_ready(portal, server, folder / "printed.txt")
        place.portal = replace(portal, pid=server.pid)
        yield place


def _start(place: Place) -> "subprocess.Popen[bytes]":
    port = place.portal.address.rpartition(":")[2]
    command = [COMMAND, "serve", "--port", port, "--workers", str(PROCESSES), "--worker", "--prepare"]
    settings = place.object_store.settings(place.portal.folder) | {
        "PORTAL_DATABASE_URL": f"{place.postgres.address}/postgres",
        "PORTAL_REDIS_URL": place.redis.address,
        "PORTAL_SMTP_URL": place.mail_server.address,
        "PORTAL_STATUS_URL": place.status_page.address,
    }
    with (place.portal.folder / "printed.txt").open("wb") as printed:
        return subprocess.Popen(
            place.disk.around(command) if place.disk else command,
            cwd=place.portal.folder,
            env=place.portal.environment() | settings | place.clocks.environment(),
            stdout=printed,
            stderr=printed,
            start_new_session=True,
        )


def _end(server: "subprocess.Popen[bytes]") -> None:
    if server.poll() is None:
        stop(server)
    else:
        # It gave up by itself; what it had started may live on.
        try:
            os.killpg(server.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
