"""Two machines as far as the portal can tell: servers with a worker each, on one PostgreSQL and Redis behind nginx."""

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from urllib.parse import urlsplit

from tests import made_before
from tests.browser.running_portal import COMMAND, RunningPortal, free_port, stop, wait_until_ready
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
