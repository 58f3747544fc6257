"""Two machines as far as the portal can tell: servers with a worker each, on one PostgreSQL and Redis behind nginx."""

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from urllib.parse import urlsplit

from tests import made_before
from tests.browser.running_portal import COMMAND, RunningPortal, free_port, stop, wait_until_ready
from tests.deploy.nginx import Nginx, run_nginx
from tests.redis_server import run_redis
from tests.web.databases import fresh_postgres
from tests.web.serving.on_the_wire import PATIENCE_S, WireCustomer

HAND_OVER_S = 2


class Server:
    """One machine: an instance folder of its own, web processes and a worker."""

    def __init__(self, folder: Path, content: Path, settings: Mapping[str, str]) -> None:
        folder.mkdir()
        if content == made_before.CONTENT:
            made_before.put_into(folder / "instance")
        self.port = free_port()
        self.portal = RunningPortal(f"http://127.0.0.1:{self.port}", folder, content)
        self._settings = dict(settings)
        self._process: subprocess.Popen[bytes] | None = None

    def run(self, *words: str) -> None:
        """Run another command of the portal to its end."""
        subprocess.run(
            [COMMAND, *words], cwd=self.portal.folder, env=self._environment, check=True, capture_output=True
        )

    def start(self) -> None:
        """Start it and wait until it is ready."""
        printed = self.portal.folder / "printed.txt"
        command = [COMMAND, "serve", "--port", str(self.port), "--worker", "--hand-over", str(HAND_OVER_S)]
        with printed.open("ab") as output:
            self._process = subprocess.Popen(
                command,
                cwd=self.portal.folder,
                env=self._environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        wait_until_ready(self.portal, self._process, printed)

    @property
    def printed(self) -> str:
        """What it has said, its log among it."""
        return (self.portal.folder / "printed.txt").read_text()

    def stop(self) -> None:
        """Ask it to stop, as systemd does, and wait until it has."""
        if self._process:
            stop(self._process)
            self._process = None

    @property
    def _environment(self) -> dict[str, str]:
        return self.portal.environment() | self._settings


def share_files(first: Server, second: Server) -> None:
    """Let two machines keep customers' files and mails in one place, as on a disk that both reach."""
    for name in ("uploads", "mail"):
        shared = first.portal.folder / "instance" / name
        shared.mkdir(parents=True)
        (second.portal.folder / "instance").mkdir(exist_ok=True)
        (second.portal.folder / "instance" / name).symlink_to(shared)


@dataclass(frozen=True)
class TwoMachines:
    """What stands together."""

    servers: tuple[Server, Server]
    nginx: Nginx
    settings: Mapping[str, str]

    @property
    def portal(self) -> RunningPortal:
        """Both as readers and operators see them: one portal."""
        first = self.servers[0].portal
        return RunningPortal(self.nginx.address, first.folder, first.content, settings=self.settings)


@contextmanager
def run_two_machines(
    folder: Path, content: Path, postgres_server: str, *, believing: bool = False
) -> Iterator[TwoMachines]:
    """Two servers with a worker each, on one PostgreSQL and one Redis, behind nginx with the frozen site.

    ``believing`` lets whoever asks say where they come from, for browsers that all come from this machine.
    """
    port = free_port()
    with ExitStack() as stack:
        settings = {
            "PORTAL_BASE_URL": f"http://127.0.0.1:{port}",
            "PORTAL_SECRET_KEY": "the same on all of these machines",
            "PORTAL_DATABASE_URL": stack.enter_context(fresh_postgres(postgres_server)),
            "PORTAL_REDIS_URL": stack.enter_context(run_redis()),
        }
        first, second = (Server(folder / name, content, settings) for name in ("first", "second"))
        share_files(first, second)
        first.run("db", "upgrade")
        first.run("freeze", str(folder / "frozen"))
        for server in (first, second):
            stack.callback(server.stop)
            server.start()
        ports = [first.port, second.port]
        nginx = stack.enter_context(run_nginx(folder / "nginx", port, ports, folder / "frozen", believing=believing))
        yield TwoMachines((first, second), nginx, settings)


@dataclass
class WanderingCustomer(WireCustomer):
    """Every request reaches the next server."""

    servers: tuple[Server, ...] = ()
    asked: list[int] = field(default_factory=list)
    """The ports of the servers, in the order in which they were asked."""

    def __post_init__(self) -> None:
        self._turn = cycle(self.servers)

    def _connect(self) -> HTTPConnection:
        server = next(self._turn)
        self.asked.append(server.port)
        return HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_S)


@dataclass
class CustomerBehindNginx(WireCustomer):
    """Comes through nginx, from a network address that is really theirs: nginx believes no other."""

    def _connect(self) -> HTTPConnection:
        address = urlsplit(self.portal.address)
        return HTTPConnection(
            address.hostname or "", address.port, timeout=PATIENCE_S, source_address=(self.network, 0)
        )
