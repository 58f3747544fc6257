"""What stands around a portal and can go away: mail server, status page, disk of its instance folder, clocks."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default as default_policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread

from aiosmtpd.controller import Controller

from tests.browser.running_portal import free_port

DISK_MB = 96
_BLOCK = b"x" * 65536
_MOUNT = f'mount -t tmpfs -o size={DISK_MB}m none "$0" && exec "$@"'


class MailServer:
    """Takes every mail while it runs, and remembers what it was given."""

    def __init__(self) -> None:
        self.port = free_port()
        self._taken: list[tuple[str, str, str, str]] = []
        self._lock = Lock()
        self._controller: Controller | None = None

    @property
    def address(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?tls=none"

    def start(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        if self._controller:
            self._controller.stop()
            self._controller = None

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 - the library's name
        mail = message_from_bytes(envelope.content, policy=default_policy)
        text = mail.get_body(("plain",)).get_content()
        with self._lock:
            self._taken.append((str(mail["To"]), str(mail["Subject"]), str(mail["Message-ID"]), text))
        return "250 OK"

    def texts(self, receiver: str) -> list[str]:
        """The texts of all mails to somebody, oldest first."""
        with self._lock:
            return [text for to, _, _, text in self._taken if to == receiver]

    def identifiers(self, receiver: str, words: str) -> list[str]:
        """The Message-IDs of mails to somebody whose subject has these words, one for each time it came."""
        with self._lock:
            return [name for to, subject, name, _ in self._taken if to == receiver and words in subject]


class StatusPage:
    """A status page on which all is well; broken, it answers with a fault."""

    def __init__(self) -> None:
        self.is_broken = False
        page = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(500 if page.is_broken else 200)
                self.end_headers()
                self.wfile.write(b"oops" if page.is_broken else json.dumps(_ALL_WELL).encode())

            def log_message(self, *_: object) -> None:
                """Nobody reads it."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    @contextmanager
    def running(self) -> Iterator[None]:
        Thread(target=self._server.serve_forever, args=(0.1,), daemon=True).start()
        try:
            yield
        finally:
            self._server.shutdown()
            self._server.server_close()


class Disk:
    """A small disk of its own for the instance folder, which only the portal's processes see.

    It is a file system in memory, mounted in a namespace of theirs, so no rights are needed where the system lets
    users have namespaces. It is really full when it is filled: every write and every mapping behaves as on any disk.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @staticmethod
    def is_possible(folder: Path) -> bool:
        """Whether this machine lets us mount one."""
        program = shutil.which("unshare")
        command = [program or "", "-Urm", "sh", "-c", _MOUNT, str(folder), "true"]
        return program is not None and subprocess.run(command, check=False, capture_output=True).returncode == 0

    def around(self, command: list[str]) -> list[str]:
        """The command with this disk mounted for it."""
        return ["unshare", "-Urm", "sh", "-c", _MOUNT, str(self._folder), *command]

    def fill(self, process: int) -> None:
        """Leave no byte of it, as one of its processes sees it."""
        with self._filling(process).open("wb", buffering=0) as file:
            for block in (_BLOCK, b"x"):
                try:
                    while True:
                        file.write(block)
                except OSError:
                    continue

    def empty(self, process: int) -> None:
        self._filling(process).unlink(missing_ok=True)

    def _filling(self, process: int) -> Path:
        return Path(f"/proc/{process}/root{self._folder}") / "filling"


class Clocks:
    """How wrong the clocks of web processes and workers are."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder = folder

    def environment(self) -> dict[str, str]:
        return {
            "PORTAL_TEST_CLOCKS": str(self._folder),
            "PYTHONPATH": str(Path(__file__).parent / "clocks"),
        }

    def set(self, whose: str, seconds: float) -> None:
        """Set the clocks of ``web`` or ``worker`` ahead, or behind with a negative number."""
        aside = self._folder / f".{whose}"
        aside.write_text(str(seconds))
        aside.replace(self._folder / whose)


_ALL_WELL = {
    "components": [{"name": "WhatsApp Business API", "status": "operational"}],
    "incidents": [],
    "scheduled_maintenances": [],
}
