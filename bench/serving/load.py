"""Requests a CPU-second: what a server's processes take of the processor for what they answer.

Who sends the load and what else runs on the machine then hardly matters, unlike with requests a second.
"""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

CONNECTIONS = 32
OWN_CONNECTIONS = 4
"""Of our own client: more threads only wait for the interpreter."""
TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def on_one_core() -> Iterator[None]:
    """Everything that is started inside the block shares one core, as the design's targets are said.

    On several, a server whose threads wake each other is charged for what cores say to each other.
    """
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def measure(process: int, address: str, headers: Mapping[str, str], seconds: float) -> float:
    """Requests that a server and its children answer in a second of processor time."""
    before = cpu_seconds(process)
    answered = send(address, headers, seconds)
    return answered / (cpu_seconds(process) - before)


def cpu_seconds(process: int) -> float:
    """What a process and all below it have taken so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    # Those that have ended are in the sums of their parent.
    return sum(map(int, fields[11:15])) / TICKS + sum(cpu_seconds(int(child)) for child in children)


def send(address: str, headers: Mapping[str, str], seconds: float) -> int:
    """Ask over and over; how many answers came. Debian's ``wrk`` does it where it is installed."""
    program = shutil.which("wrk")
    if not program:
        return send_ourselves(address, headers, seconds)
    given = [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    command = [program, "-t1", f"-c{CONNECTIONS}", f"-d{seconds:.0f}s", *given, address]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Non-2xx or 3xx" not in told, told
    return int(re.search(r"(\d+) requests in", told)[1])


def send_ourselves(address: str, headers: Mapping[str, str], seconds: float) -> int:
    """The same over a few kept connections."""
    parts, until = urlsplit(address), time.monotonic() + seconds
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    lines = [
        f"GET {target} HTTP/1.1",
        f"Host: {parts.netloc}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    request = "\r\n".join([*lines, "", ""]).encode()

    def go_on(_: int) -> int:
        count = 0
        with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
            while time.monotonic() < until:
                connection.sendall(request)
                _take_answer(connection)
                count += 1
        return count

    with ThreadPoolExecutor(OWN_CONNECTIONS) as threads:
        return sum(threads.map(go_on, range(OWN_CONNECTIONS)))


def _take_answer(connection: socket.socket) -> None:
    """Read one answer to its end; ours and those of servers that we compare with name their length."""
    read = b""
    while b"\r\n\r\n" not in read:
        read += _take_some(connection)
    head, _, body = read.partition(b"\r\n\r\n")
    found = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    rest = (int(found[1]) if found else 0) - len(body)
    while rest > 0:
        rest -= len(_take_some(connection))


def _take_some(connection: socket.socket) -> bytes:
    received = connection.recv(65536)
    assert received, "the server hung up"
    return received
