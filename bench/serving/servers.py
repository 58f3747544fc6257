"""The servers that are compared, each with one process that answers."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from urllib.request import Request, urlopen

from bench.pages import PATH
from bench.serving.bare import SIZE
from tests.browser.running_portal import COMMAND, RunningPortal, free_port
from tests.building import ROOT
from tests.deploy.nginx import BROTLI, lay_out, wait_until_it_answers
from tests.programs import find_program

STOP_WITHIN_S = 60
BLOCKING_THREADS = "4"
# What nginx says by itself.
_OF_NGINX = {"server", "date", "connection", "etag", "content-length", "content-type", "content-encoding"}
# Only what answers the file: the fastest that nginx does, with no header of ours unless they are given.
_PLAIN = """server {{
    listen 127.0.0.1:{port};
    root {site};
    default_type text/html;
    gzip_static on;
    {brotli}
    open_file_cache max=10000;
    {headers}
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
def run_nginx(folder: Path, describe: Callable[[int], str]) -> Iterator[Served]:
    """nginx with what a function says of the server at a port; nothing is asked of a portal behind it."""
    port = free_port()
    folder.mkdir()
    command = [
        find_program("nginx") or "nginx",
        *lay_out(folder, describe(port), processes=1, level="crit", tuning=_TUNING),
    ]
    with run_process(command, f"http://127.0.0.1:{port}", folder, dict(os.environ)) as served:
        yield served


def describe_shortest(port: int, site: Path, said: Mapping[str, str] | None = None) -> str:
    """The shortest configuration that serves a frozen site, with what is ``said`` beside each page."""
    return _PLAIN.format(
        port=port,
        site=site,
        brotli="brotli_static on;" if BROTLI.is_file() else "",
        headers="\n".join(f'add_header {name} "{value}";' for name, value in (said or {}).items()),
    )


def select_our_headers(said: Message) -> dict[str, str]:
    """Of an article's headers those that nginx does not say by itself; an empty one keeps it from saying its own."""
    return {"Last-Modified": "", **{name: value for name, value in said.items() if name.lower() not in _OF_NGINX}}


def read_headers(served: Served, asked: Mapping[str, str]) -> Message:
    """What a server says beside the article."""
    with urlopen(Request(served.address + PATH, headers=dict(asked)), timeout=10) as answer:
        found: Message = answer.headers
    return found
