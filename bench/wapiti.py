"""What Wapiti, an attacker's program, finds on a running portal, as a stranger and as a customer who is signed in.

Its version and everything it needs are locked in ``requirements/wapiti.lock`` and lie in an environment of their own.
What the last run found is kept in ``bench/results/wapiti.json``. It asks nobody but the portal: where it would ask its
makers, a server of ours answers.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import click
from rich.console import Console
from rich.table import Table

from bench.apart import install
from bench.results import write_results
from tests.browser.running_portal import RunningPortal, run_portal
from tests.web.serving.on_the_wire import WireCustomer

MODULES = (
    "backup",
    "cookieflags",
    "crlf",
    "csp",
    "csrf",
    "exec",
    "file",
    "http_headers",
    "methods",
    "permanentxss",
    "redirect",
    "sql",
    "ssrf",
    "timesql",
    "upload",
    "xss",
    "xxe",
)
"""Those for what the portal could have: nothing of it speaks LDAP, runs Java or is a CGI script. `log4shell` would ask
its makers' server for names as well."""
ACCEPTED = {
    r"Cross Site Request Forgery.* POST /en/(help/|search|[a-z-]+/[a-z0-9-]+/helpful) ": (
        "the form stands on pages that are the same for everyone; it reads no session and changes nothing of anybody's"
    ),
    r"Cross Site Request Forgery.* POST /en/help/[^ ]+ - \(CSRF token 'csrf_token' is not": (
        "a form with a wrong token answers nothing: its words are kept in the sender's own draft, the step asks again"
    ),
    r"Cross Site Request Forgery.* POST /en/requests/[^ ]+ - \(CSRF token 'token' is not": (
        "this one tells a form that is sent twice; what is checked is `csrf_token` beside it"
    ),
    r"HttpOnly Flag cookie.*language": "the menu's script keeps the language chosen; the cookie holds nothing else",
    r"Secure Flag cookie.*": "the attacked portal is not behind https; with https every cookie has the flag",
}
"""Findings by a pattern, and why they are none."""
OTHER_LANGUAGES = ("de", "es", "pt-br", "ru")
"""Their pages are made by the same code from other words."""
CRAWL_S, ATTACK_S = 60, 30


@dataclass
class Passage:
    """A proxy in front of the portal through which each request comes from another network.

    Limits count by networks, and an attacker of means has many; from one, most of the attack would only meet limits.
    """

    portal: str = ""
    """Where the portal listens; known once both have an address."""
    asked: Counter[int] = field(default_factory=Counter)
    """How often each status was answered."""

    @contextmanager
    def open(self) -> Iterator[str]:
        """Give the address to ask."""
        passage, numbers = self, count(1)

        class Handler(BaseHTTPRequestHandler):
            def _pass_on(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
                number = next(numbers)
                headers["X-Forwarded-For"] = f"198.{18 + number // 65536 % 2}.{number // 256 % 256}.{number % 256}"
                connection = HTTPConnection(urlsplit(passage.portal).netloc, timeout=30)
                try:
                    connection.request(self.command, self.path, body or None, headers)
                    answer = connection.getresponse()
                    content = answer.read()
                finally:
                    connection.close()
                passage.asked[answer.status] += 1
                self.send_response_only(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in {"transfer-encoding", "connection", "content-length"}:
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(content)

            do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = do_PATCH = do_TRACE = _pass_on  # noqa: N815

            def log_message(self, *_: object) -> None:
                """What was asked is counted."""

        with _served(Handler) as address:
            yield address


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """An attacker who hangs up is none of our worries."""


class _Silence(BaseHTTPRequestHandler):
    """Stands in for the makers' server, to which attacked servers are lured: nobody came."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@click.command("wapiti")
def wapiti() -> None:
    """Attack a portal of our own with Wapiti; 1 when it finds a hole."""
    if not run(Console()):
        sys.exit(1)


def run(console: Console) -> bool:
    """Attack, print and keep what was found. Whether that was nothing."""
    program, found = str(install("wapiti") / "wapiti"), {}
    for who in ("stranger", "customer"):
        console.print(f"wapiti: as a {who} …")
        with tempfile.TemporaryDirectory() as folder:
            found[who] = attack(program, Path(folder), signed_in=who == "customer")
    table = Table("as", "pages", "requests", "accepted", "findings", title="Wapiti")
    for who, each in found.items():
        asked, accepted = sum(each["answers"].values()), sum(each["accepted"].values())
        table.add_row(who, str(each["pages"]), str(asked), str(accepted), "\n".join(each["findings"]) or "none")
    console.print(table)
    write_results("wapiti", {"crawled_s": CRAWL_S, "seconds_a_module": ATTACK_S, "modules": list(MODULES), **found})
    return not any(each["findings"] for each in found.values())


def attack(program: str, folder: Path, *, signed_in: bool) -> dict[str, Any]:
    """What one run finds: pages, answers by status, findings by kind and place, and how many of them are none."""
    passage, report = Passage(), folder / "report.json"
    with (
        passage.open() as address,
        _served(_Silence) as nobody,
        # Links lead through the passage, too.
        run_portal(folder, PORTAL_BASE_URL=address) as portal,
    ):
        passage.portal = portal.address
        command = [program, "--endpoint", f"{nobody}/", "--output", str(report), *_wishes(address, folder)]
        if signed_in:
            command += ["--header", f"Cookie: {_sign_in(portal)}", "--start", f"{address}/en/requests/"]
        with (folder / "wapiti.txt").open("wb") as printed:
            subprocess.run(command, env={**os.environ, "HOME": str(folder)}, stdout=printed, stderr=printed, check=True)
        told = json.loads(report.read_text(encoding="utf-8").replace(address, ""))
    findings = list(_list_findings(told))
    accepted = {why: sum(bool(re.match(kind, each)) for each in findings) for kind, why in ACCEPTED.items()}
    return {
        "pages": told["infos"]["crawled_pages_nbr"],
        "answers": {str(status): times for status, times in sorted(passage.asked.items())},
        "accepted": {why: times for why, times in accepted.items() if times},
        "findings": [each for each in findings if not any(re.match(kind, each) for kind in ACCEPTED)],
    }


def _wishes(address: str, folder: Path) -> Iterator[str]:
    yield from ("--url", f"{address}/en/", "--scope", "domain", "--module", ",".join(MODULES), "--format", "json")
    yield from ("--max-scan-time", str(CRAWL_S), "--max-attack-time", str(ATTACK_S), "--max-files-per-dir", "12")
    yield from ("--max-links-per-page", "60", "--depth", "8", "--no-bugreport", "--verify-ssl", "0", "--flush-session")
    yield from ("--store-session", str(folder / "session"), "--store-config", str(folder / "config"))
    for start in ("api/v1/status", "en/search?q=131047", "en/status", "widget.js", "desk/", "insights/"):
        yield from ("--start", f"{address}/{start}")
    # Its own way out would be taken at once.
    for left_out in (*OTHER_LANGUAGES, "en/sign-out"):
        yield from ("--exclude", f"{address}/{left_out}*")


def _list_findings(told: dict[str, Any]) -> Iterator[str]:
    for group in ("vulnerabilities", "anomalies"):
        for kind, places in told[group].items():
            for each in places:
                yield f"{kind}: {each['method']} {each['path']} {each['parameter'] or '-'} ({each['info'][:120]})"


def _sign_in(portal: RunningPortal) -> str:
    """The cookies of a customer with an open request."""
    customer = WireCustomer(portal, "ana@premium.example", "198.51.100.1")
    customer.comes_to("review")
    customer.opens_review()()
    return "; ".join(f"{name}={value}" for name, value in customer.cookies.items())


@contextmanager
def _served(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = _Server(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
