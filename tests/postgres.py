"""A PostgreSQL server of our own, from the programs that Debian installs; gone when it is left."""

import os
import pwd
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine

from tests.programs import find_program

START_SECONDS = 20


class NoPostgres(Exception):
    """There is no such server on this machine; the message says why."""


@contextmanager
def run_postgres(*, durable: bool = False) -> Iterator[str]:
    """The address of a server that lives as long as the block, without a database's name.

    What it was told survives a power cut only when it is ``durable``, as in earnest.

    Raises:
        NoPostgres: when a program is missing or does not start.
    """
    with tempfile.TemporaryDirectory(prefix="portal-pg-") as folder:
        server = PostgresServer(Path(folder), durable=durable)
        server.start()
        try:
            yield server.address
        finally:
            server.stop()


class PostgresServer:
    """A server of our own on one port; it can be stopped and started again, and keeps what it was told."""

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        """Make its files below a folder.

        Raises:
            NoPostgres: when a program is missing or refuses.
        """
        initdb, postgres = _find("initdb"), _find("postgres")
        self._account = _account()
        data = folder / "data"
        data.mkdir()
        if self._account:
            os.chown(folder, self._account["user"], self._account["group"])
            os.chown(data, self._account["user"], self._account["group"])
        options = ["--auth=trust", "--username=portal", "--encoding=UTF8", "--locale=C", "--no-sync"]
        made = subprocess.run(
            [initdb, "-D", str(data), *options], check=False, capture_output=True, text=True, **self._account
        )
        if made.returncode:
            raise NoPostgres(f"initdb failed: {made.stderr.strip()[-300:]}")
        port = _free_port()
        self.address = f"postgresql+psycopg://portal@127.0.0.1:{port}"
        self._command = [postgres, "-D", str(data), "-p", str(port), "-k", str(folder), "-h", "127.0.0.1"]
        # Nothing of a test has to survive a power cut.
        self._command += (
            [] if durable else ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
        )
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process that leads all others of the server; 0 while it is stopped."""
        return self._process.pid if self._process else 0

    def start(self) -> None:
        """Start it and wait until it answers.

        Raises:
            NoPostgres: when it does not.
        """
        silent = subprocess.DEVNULL
        self._process = subprocess.Popen(self._command, stdout=silent, stderr=silent, **self._account)
        try:
            _wait_for(self.address, self._process)
        except NoPostgres:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop it at once: whoever talks to it is cut off, what was committed stays."""
        if self._process:
            # SIGINT is PostgreSQL's fast shutdown.
            self._process.send_signal(signal.SIGINT)
            self._process.wait(START_SECONDS)
            self._process = None


def _find(name: str) -> str:
    found = find_program(name)
    if found is None:
        raise NoPostgres(f"the program {name} is not on this machine")
    return found


def _account() -> dict[str, int]:
    """PostgreSQL refuses to run as root, so it runs under its own account there."""
    if os.getuid() != 0:
        return {}
    try:
        entry = pwd.getpwnam("postgres")
    except KeyError as error:
        raise NoPostgres("we run as root and there is no account named postgres") from error
    return {"user": entry.pw_uid, "group": entry.pw_gid}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(server: str, process: subprocess.Popen) -> str:
    engine = create_engine(f"{server}/postgres")
    deadline = time.monotonic() + START_SECONDS
    try:
        while time.monotonic() < deadline and process.poll() is None:
            try:
                with engine.connect():
                    return server
            except Exception:  # noqa: BLE001 - whatever keeps it from answering, it is asked again until the deadline
                time.sleep(0.1)
    finally:
        engine.dispose()
    raise NoPostgres("the server postgres did not start")
