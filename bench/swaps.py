"""A thousand commits published while people read: ``python -m bench.swaps [SWAPS]``.

The real server with two web processes and readers over HTTP. Every other commit is announced by a signed call, the
others are pulled behind the portal's back, as a cron job does; every tenth time a broken commit comes first. Every
page says one number, that of its commit: a page that says two was made from half a change.
"""

import hmac
import http.client
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import cycle, islice
from pathlib import Path
from statistics import quantiles

from rich.console import Console
from rich.table import Table

from tests.unit.articles.agreeing import PATHS, AgreeingContent, begin, find_numbers
from tests.unit.articles.content_folder import Writer
from tests.unit.articles.git import GitHost, git

SWAPS = 1000
BROKEN_EVERY = 10
BROKEN = 1_000_000
"""The number of broken commits begins here, so that one on a page is seen at once."""
READERS = 3
WORKERS = 2
PATIENCE_S = 30
SECRET = "a secret of this benchmark alone"


class Visitor:
    """Asks one server over one connection after another."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)

    def ask(self, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> tuple[int, str]:
        self._connection.request("GET" if body is None else "POST", path, body, headers or {})
        answer = self._connection.getresponse()
        return answer.status, answer.read().decode()


class Reader(threading.Thread):
    """Reads page after page and counts what should not be."""

    def __init__(self, port: int, first: int, stopped: threading.Event) -> None:
        super().__init__(daemon=True)
        self._visitor, self._first, self._stopped_reading = Visitor(port), first, stopped
        self.count: Counter[str] = Counter()
        self.seen: set[int] = set()
        self.examples: list[str] = []

    def run(self) -> None:
        for path in islice(cycle(PATHS), self._first, None):
            if self._stopped_reading.is_set():
                return
            try:
                status, text = self._visitor.ask(path)
            except (OSError, http.client.HTTPException) as error:
                self._fault("errors", f"{path}: {error!r}")
                continue
            numbers = find_numbers(text)
            self.count["requests"] += 1
            self.seen |= numbers
            if status not in {200, 404}:
                self._fault("errors", f"{path}: {status}")
            elif len(numbers) != 1:
                self._fault("mixed pages", f"{path}: {sorted(numbers)}")
            elif max(numbers) >= BROKEN:
                self._fault("pages of a broken commit", f"{path}: {sorted(numbers)}")

    def _fault(self, kind: str, example: str) -> None:
        self.count[kind] += 1
        self.examples = [*self.examples, example][:5]


class Publisher:
    """The editor who pushes commits, and the operator who looks whether they are live."""

    def __init__(self, host: GitHost, port: int) -> None:
        self._host, self._visitor = host, Visitor(port)
        self._content = AgreeingContent(Writer.of(host.editor / "content"))
        self.refused = self.told = 0
        self.taken: dict[str, list[float]] = {"by a call": [], "by the watch": []}

    def publish(self, number: int) -> None:
        by_call = number % 2 == 0
        if number % BROKEN_EVERY == 0:
            self._break(BROKEN + number)
        self._content.write(number)
        self._host.push(f"State {number}")
        began = time.monotonic()
        if by_call:
            assert self._call() == 200, "a sound commit was refused"
        else:
            git(self._host.server, "pull", "--quiet", "--ff-only")
        self._wait_until(lambda: find_numbers(self._visitor.ask("/en/messages/late")[1]) == {number})
        self.taken["by a call" if by_call else "by the watch"].append(time.monotonic() - began)

    def _break(self, number: int) -> None:
        self._content.write(number, broken=True)
        self._host.push("A mistake")
        self.refused += self._call() == 422
        # Any of the web processes may answer; each of them has to have seen it in the end.
        self._wait_until(lambda: all('"content"' in self._degraded() for _ in range(4)))
        self.told += 1

    def _degraded(self) -> str:
        found = re.search(r'"degraded": \[(.*?)\]', self._visitor.ask("/readyz")[1])
        return found[1] if found else ""

    def _call(self) -> int:
        signature = hmac.new(SECRET.encode(), b"{}", sha256).hexdigest()
        return self._visitor.ask("/hooks/content", b"{}", {"X-Hub-Signature-256": f"sha256={signature}"})[0]

    @staticmethod
    def _wait_until(condition) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not condition():
            assert time.monotonic() < deadline, "it never came true"
            time.sleep(0.01)


@contextmanager
def serve(folder: Path, content: Path) -> Iterator[int]:
    """The server that operators start, on a port that is free."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")} | {
        "PORTAL_BASE_URL": f"http://127.0.0.1:{port}",
        "PORTAL_CONTENT_DIR": str(content),
        "PORTAL_INSTANCE_DIR": str(folder / "instance"),
        "PORTAL_CONTENT_HOOK_SECRET": SECRET,
    }
    command = [str(Path(sys.executable).parent / "portal"), "serve", "--port", str(port), "--workers", str(WORKERS)]
    with (folder / "printed.txt").open("wb") as printed:
        server = subprocess.Popen(command, cwd=folder, env=environment, stdout=printed, stderr=printed)
    try:
        wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(PATIENCE_S)


def wait_for(port: int) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            if Visitor(port).ask("/en/search?q=agreement")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not start")


def run(swaps: int) -> tuple[Table, list[str]]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        begin(folder / "written", 0)
        host = GitHost(folder, folder / "written")
        stopped = threading.Event()
        with serve(folder, host.server / "content") as port:
            readers = [Reader(port, first, stopped) for first in range(READERS)]
            for reader in readers:
                reader.start()
            publisher = Publisher(host, port)
            for number in range(1, swaps + 1):
                publisher.publish(number)
            stopped.set()
            for reader in readers:
                reader.join(PATIENCE_S)
    return describe(swaps, publisher, readers), [example for reader in readers for example in reader.examples]


def describe(swaps: int, publisher: Publisher, readers: list[Reader]) -> Table:
    count = sum((reader.count for reader in readers), Counter())
    seen = set.union(*(reader.seen for reader in readers))
    table = Table("what", "count", title=f"Publishing with {WORKERS} web processes and {READERS} readers")
    table.add_row("commits published", str(swaps))
    table.add_row("broken commits between, refused, told by /readyz", f"{publisher.refused}, {publisher.told}")
    table.add_row("requests", str(count["requests"]))
    table.add_row("commits that readers saw", str(len(seen)))
    for kind in ("mixed pages", "pages of a broken commit", "errors"):
        table.add_row(kind, str(count[kind]))
    for how, seconds in publisher.taken.items():
        cuts = quantiles(seconds, n=100)
        table.add_row(f"seconds until live {how}, p50 / p99", f"{cuts[49]:.2f} / {cuts[98]:.2f}")
    return table


def main() -> None:
    table, examples = run(int(sys.argv[1]) if len(sys.argv) > 1 else SWAPS)
    console = Console()
    console.print(table)
    for example in examples:
        console.print(example)
    sys.exit(1 if examples else 0)


if __name__ == "__main__":
    main()
