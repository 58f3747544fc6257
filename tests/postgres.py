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
def run_postgres() -> Iterator[str]:
    """The address of a server that lives as long as the block, without a database's name.

    Raises:
        NoPostgres: when a program is missing or does not start.
    """
    initdb, postgres = _find("initdb"), _find("postgres")
    account = _account()
    with tempfile.TemporaryDirectory(prefix="portal-pg-") as folder:
        data = Path(folder) / "data"
        data.mkdir()
        if account:
            os.chown(folder, account["user"], account["group"])
            os.chown(data, account["user"], account["group"])
        options = ["--auth=trust", "--username=portal", "--encoding=UTF8", "--locale=C", "--no-sync"]
        made = subprocess.run(
            [initdb, "-D", str(data), *options], check=False, capture_output=True, text=True, **account
        )
        if made.returncode:
            raise NoPostgres(f"initdb failed: {made.stderr.strip()[-300:]}")
        port = _free_port()
        command = [postgres, "-D", str(data), "-p", str(port), "-k", folder, "-h", "127.0.0.1"]
        # Nothing has to survive a power cut.
        command += ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **account) as server:
            try:
                yield _wait_for(f"postgresql+psycopg://portal@127.0.0.1:{port}", server)
            finally:
                # SIGINT is PostgreSQL's fast shutdown.
                server.send_signal(signal.SIGINT)


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
