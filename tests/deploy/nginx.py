"""nginx with the configuration of ``deploy/nginx.conf``: ports and paths are a test's own, all else is as it stands."""

import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from tests.building import ROOT
from tests.programs import require_program

CONFIGURATION = ROOT / "deploy" / "nginx.conf"
MODULES = Path("/usr/lib/nginx/modules")
BROTLI = MODULES / "ngx_http_brotli_static_module.so"
READY_WITHIN_S = 20
_SAYS_FROM = "proxy_set_header X-Forwarded-For $remote_addr;"

_MAIN = """{modules}
{user}
daemon off;
pcre_jit on;
worker_processes {processes};
pid {folder}/nginx.pid;
error_log {folder}/error.log {level};
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {tuning}
    include {folder}/portal.conf;
}}
"""


@dataclass(frozen=True)
class Nginx:
    """One that runs."""

    port: int
    folder: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def errors(self) -> str:
        """What it has written about requests that went wrong."""
        return (self.folder / "error.log").read_text()


@contextmanager
def run_nginx(
    folder: Path, port: int, servers: Sequence[int], frozen: Path, *, believing: bool = False
) -> Iterator[Nginx]:
    """nginx in front of one server or two on these ports, with the frozen site of a folder.

    ``believing`` hands on what is said of where a request comes from, as another proxy in front of it would say it.
    """
    program = require_program("nginx")
    folder.mkdir()
    site = render(folder, port, servers, frozen)
    if believing:
        assert _SAYS_FROM in site
        site = site.replace(_SAYS_FROM, "proxy_set_header X-Forwarded-For $http_x_forwarded_for;")
    command = [program, *lay_out(folder, site)]
    with (folder / "printed.txt").open("wb") as printed:
        process = subprocess.Popen(command, stdout=printed, stderr=printed)
    try:
        nginx = Nginx(port, folder)
        wait_until_it_answers(nginx.address, process, folder / "printed.txt")
        yield nginx
    finally:
        process.terminate()
        process.wait(READY_WITHIN_S)


def lay_out(folder: Path, site: str, *, processes: int = 2, level: str = "info", tuning: str = "") -> list[str]:
    """Write all that nginx reads into a folder; gives the options that make it read this and nothing else.

    ``site`` is the configuration of the server, ``tuning`` what else all of its answers follow.
    """
    (folder / "portal.d").mkdir()
    has_brotli = BROTLI.is_file()
    if has_brotli:
        (folder / "portal.d" / "brotli.conf").write_text("brotli_static on;\n")
    (folder / "portal.conf").write_text(site)
    main = _MAIN.format(
        modules=f"load_module {BROTLI};" if has_brotli else "",
        # Only root may say as whom; the folders of tests are closed to others.
        user="user root;" if os.getuid() == 0 else "",
        folder=folder,
        processes=processes,
        level=level,
        tuning=tuning,
    )
    (folder / "nginx.conf").write_text(main)
    return ["-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]


def render(folder: Path, port: int, servers: Sequence[int], frozen: Path) -> str:
    """The project's configuration with a test's ports and paths in it."""
    text = CONFIGURATION.read_text(encoding="utf-8")
    first, last = servers[0], servers[-1]
    for old, new in {
        "server 127.0.0.1:8001 ": f"server 127.0.0.1:{first} ",
        "server 127.0.0.1:8002 ": f"server 127.0.0.1:{last} ",
        "listen 80;": f"listen 127.0.0.1:{port};",
        "server_name help.example.org;": "server_name 127.0.0.1;",
        "https://help.example.org": f"http://127.0.0.1:{port}",
        "/var/lib/portal-frozen/site": str(frozen),
        "/etc/nginx/portal.d/": f"{folder}/portal.d/",
    }.items():
        assert old in text, f"the configuration has no {old!r}"
        text = text.replace(old, new)
    return text


def wait_until_it_answers(address: str, process: "subprocess.Popen[bytes]", printed: Path) -> None:
    """Wait for a server that was just started; ``printed`` is what it has said by then."""
    until = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < until:
        assert process.poll() is None, f"the server did not start:\n{printed.read_text()}"
        try:
            with urlopen(f"{address}/robots.txt", timeout=2):
                return
        except HTTPError:
            return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise AssertionError(f"{address} does not answer")
