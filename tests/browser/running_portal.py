"""The real server, started by the command a user types, with an instance folder of its own."""

import csv
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests import made_before
from tests.browser.mailbox import Mailbox
from tests.building import ROOT

COMMAND = str(Path(sys.executable).parent / "portal")
READY_WITHIN_S = 60
STOP_WITHIN_S = 20

# Plan and chat access. There is one of each for every visitor, so that nobody meets another one's open requests.
ACCOUNTS = {
    "premium": ("premium", True),
    "regular": ("regular", True),
    "basic": ("basic", False),
    "premium-without-chat": ("premium", False),
}
MAX_VISITORS = 250


@dataclass(frozen=True)
class RunningPortal:
    """A portal that answers, and the mail it has sent."""

    address: str
    folder: Path
    content: Path
    pid: int = 0
    """The process that was started; it leads the group of all others."""
    settings: Mapping[str, str] = field(default_factory=dict, hash=False)
    """What else its processes are told, by variable."""

    @property
    def mailbox(self) -> Mailbox:
        """What its worker has mailed, to everybody."""
        return Mailbox(self.folder / "instance" / "mail")

    def environment(self) -> dict[str, str]:
        """The settings of its processes."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
        return {
            **inherited,
            "PORTAL_BASE_URL": self.address,
            "PORTAL_CONTENT_DIR": str(self.content),
            "PORTAL_INSTANCE_DIR": str(self.folder / "instance"),
            # Visitors bring network addresses of their own, as behind a proxy; else they would share one's limits.
            "PORTAL_TRUSTED_PROXIES": "1",
            **self.settings,
        }


def account_domain(account: str, number: int) -> str:
    """The domain whose every address belongs to a visitor's account."""
    return f"{account}-{number}.example"


@contextmanager
def run_portal(
    folder: Path, content: Path = ROOT / "content", *, processes: int = 1, **settings: str
) -> Iterator[RunningPortal]:
    """A portal with its worker; the folder holds the instance and what it printed; settings are by their variables."""
    if content == made_before.CONTENT:
        made_before.put_into(folder / "instance")
    port = free_port()
    portal = RunningPortal(f"http://127.0.0.1:{port}", folder, content, settings=settings)
    command = [COMMAND, "serve", "--port", str(port), "--workers", str(processes), "--worker", "--prepare"]
    environment = portal.environment()
    # Away from the project's folder nobody's .env is read.
    with (folder / "printed.txt").open("wb") as printed:
        server = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=printed, stderr=printed, start_new_session=True
        )
        try:
            wait_until_ready(portal, server, folder / "printed.txt")
            yield replace(portal, pid=server.pid)
        finally:
            stop(server)


def import_accounts(portal: RunningPortal) -> None:
    """Bring every visitor's accounts into the directory, as the customer directory does."""
    file = portal.folder / "accounts.csv"
    with file.open("w", newline="") as target:
        rows = csv.writer(target)
        rows.writerow(("account_id", "name", "plan", "chat_enabled", "emails", "domains"))
        for number in range(MAX_VISITORS):
            for name, (plan, chat) in ACCOUNTS.items():
                domain = account_domain(name, number)
                rows.writerow((domain.removesuffix(".example"), "Probe & Co", plan, str(chat).lower(), "", domain))
    command = [COMMAND, "accounts", "import", str(file)]
    subprocess.run(command, cwd=portal.folder, env=portal.environment(), check=True, capture_output=True)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def stop(server: "subprocess.Popen[bytes]") -> None:
    """Ask it to stop as an operator would; its worker must not outlive a test run even when that fails."""
    server.terminate()
    try:
        server.wait(STOP_WITHIN_S)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        raise


def wait_until_ready(portal: RunningPortal, server: "subprocess.Popen[bytes]", printed: Path) -> None:
    """Wait until a server that was started answers that it is ready."""
    until = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < until:
        assert server.poll() is None, f"the portal did not start:\n{printed.read_text()}"
        try:
            with urlopen(f"{portal.address}/readyz", timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError(f"the portal was not ready after {READY_WITHIN_S} s:\n{printed.read_text()}")
