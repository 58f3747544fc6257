"""A Redis server of our own, from the program that Debian installs; gone when it is left, and nothing on the disk."""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.programs import require_program

START_SECONDS = 20


@contextmanager
def run_redis(socket_file: Path | None = None) -> Iterator[str]:
    """The address of a server that lives as long as the block; with a file for its socket, that file's."""
    server = RedisServer(socket_file)
    server.start()
    try:
        yield f"unix://{socket_file}" if socket_file else server.address
    finally:
        server.stop()


class RedisServer:
    """A server on one port; it can be stopped and started again, and has forgotten everything then."""

    def __init__(self, socket_file: Path | None = None) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self.address = f"redis://127.0.0.1:{self._port}/0"
        self._command = [require_program("redis-server"), "--port", str(self._port), "--bind", "127.0.0.1"]
        if socket_file:
            self._command += ["--unixsocket", str(socket_file)]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        silent = subprocess.DEVNULL
        self._process = subprocess.Popen([*self._command, "--save", ""], stdout=silent, stderr=silent)
        _wait_for(self._port, self._process)

    def stop(self) -> None:
        """Stop it and wait until it is gone."""
        if self._process:
            self._process.terminate()
            self._process.wait(START_SECONDS)
            self._process = None


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("redis-server did not start")
