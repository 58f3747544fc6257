"""The servers that are compared, each with one process that answers."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.serving.bare import SIZE
from tests.browser.running_portal import COMMAND, RunningPortal, free_port
from tests.building import ROOT
from tests.deploy.nginx import BROTLI, lay_out, render, wait_until_it_answers
from tests.programs import find_program

STOP_WITHIN_S = 60
BLOCKING_THREADS = "4"
# Only what answers the file; the fastest that nginx does, and none of our headers.
_PLAIN = """server {{
    listen 127.0.0.1:{port};
    root {site};
    default_type text/html;
    gzip_static on;
    {brotli}
    open_file_cache max=10000;
    location / {{ try_files $uri.html $uri =404; }}
}}
"""
_TUNING = "sendfile on; tcp_nopush on; keepalive_requests 1000000;"


@dataclass(frozen=True)
class Served:
    """A server that answers."""

    address: str
    process: int


@contextmanager
def run_process(command: list[str], address: str, folder: Path, environment: dict[str, str]) -> Iterator[Served]:
    """A server that lives as long as the block; ready when it is entered."""
    with (folder / "printed.txt").open("ab") as printed:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=printed, stderr=printed)
    try:
        wait_until_it_answers(address, process, folder / "printed.txt")
        yield Served(address, process.pid)
    finally:
        process.terminate()
        process.wait(STOP_WITHIN_S)


@contextmanager
def run_portal(folder: Path) -> Iterator[tuple[Served, Path]]:
    """The portal with the project's content, and the folder of its frozen site."""
    portal, site = RunningPortal(f"http://127.0.0.1:{free_port()}", folder, ROOT / "content"), folder / "site"
    environment = portal.environment() | {"PORTAL_TRUSTED_PROXIES": "0"}
    for command in ([COMMAND, "db", "upgrade"], [COMMAND, "freeze", str(site), "--locale", "en"]):
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    command = [COMMAND, "serve", "--port", portal.address.rpartition(":")[2]]
    with run_process(command, portal.address, folder, environment) as served:
        yield served, site


@contextmanager
def run_bare(name: str, folder: Path, size: int) -> Iterator[Served]:
    """A bare Flask application in the portal's server."""
    port = free_port()
    program = str(Path(sys.executable).parent / "granian")
    words = [
        "--interface",
        "wsgi",
        "--port",
        str(port),
        "--blocking-threads",
        BLOCKING_THREADS,
        "--no-log",
        "--factory",
    ]
    environment = {**os.environ, SIZE: str(size), "PYTHONPATH": str(ROOT)}
    with run_process(
        [program, *words, f"bench.serving.bare:make_{name}"], f"http://127.0.0.1:{port}", folder, environment
    ) as served:
        yield served


@contextmanager
def run_nginx(folder: Path, site: Path, *, ours: bool) -> Iterator[Served]:
    """nginx with a frozen site: with our configuration, or with the shortest one that serves the same bytes."""
    port = free_port()
    folder.mkdir()
    brotli = "brotli_static on;" if BROTLI.is_file() else ""
    # Nothing is asked of the portal here.
    text = render(folder, port, [9], site) if ours else _PLAIN.format(port=port, site=site, brotli=brotli)
    command = [find_program("nginx") or "nginx", *lay_out(folder, text, processes=1, level="crit", tuning=_TUNING)]
    with run_process(command, f"http://127.0.0.1:{port}", folder, dict(os.environ)) as served:
        yield served
