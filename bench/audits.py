"""What Lighthouse says of five pages in two languages, as a desktop and as a slow telephone see them.

Its version and everything it needs are locked in ``bench/lighthouse``; it drives the system's Chromium. The figures of
the last run are kept in ``bench/results/lighthouse.json``, so that a change shows what it costs.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import product
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from rich.console import Console
from rich.progress import track
from rich.table import Table

from bench.portal import ROOT
from bench.results import write_results
from tests.browser.running_portal import run_portal

LANGUAGES = ("en", "ru")
DEVICES = ("desktop", "mobile")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
RUNS = 3
"""Of each page; the median counts, since a busy machine makes one run slow."""
TRIES = 3
"""How often a visit is made until one succeeds."""
GOALS = {"desktop": dict.fromkeys(CATEGORIES, 100), "mobile": {**dict.fromkeys(CATEGORIES, 100), "performance": 98}}
UNLISTED = frozenset({"step"})
"""Pages of one person, which search engines are told to leave out: their figure for search engines means nothing."""
_PLACE = ROOT / ".venv" / "lighthouse"
_LOCKED = ROOT / "bench" / "lighthouse"


class CannotAudit(Exception):
    """A program is missing; the message names it."""


@dataclass(frozen=True)
class View:
    """A page to look at."""

    name: str
    language: str
    address: str
    cookie: str = ""


def run(console: Console) -> bool:
    """Measure, print the table and keep the figures. Whether every goal is met.

    Raises:
        CannotAudit: when node, npm or Chromium is not on this machine.
    """
    command = _install()
    figures: dict[str, dict[str, int]] = {}
    with tempfile.TemporaryDirectory() as folder, run_portal(Path(folder)) as portal:
        views = [view for language in LANGUAGES for view in _views(portal.address, language)]
        for view, device in track(list(product(views, DEVICES)), "lighthouse", console=console, transient=True):
            rounds = [_look(command, view, device) for _ in range(RUNS)]
            figures[f"{view.name} {view.language} {device}"] = {
                category: round(median(each[category] for each in rounds)) for category in CATEGORIES
            }
    console.print(_table(figures))
    write_results("lighthouse", {"runs": RUNS, "median": figures})
    return not any(_misses(name, scores) for name, scores in figures.items())


def _table(figures: dict[str, dict[str, int]]) -> Table:
    table = Table("page", *CATEGORIES, "", title=f"Lighthouse, median of {RUNS}")
    for name, scores in figures.items():
        table.add_row(name, *(str(scores[category]) for category in CATEGORIES), ", ".join(_misses(name, scores)))
    return table


def _misses(name: str, scores: dict[str, int]) -> list[str]:
    """The categories in which a page is below its goal."""
    page, _, device = name.split()
    goals = GOALS[device]
    return [
        category
        for category in CATEGORIES
        if scores[category] < goals[category] and not (category == "seo" and page in UNLISTED)
    ]


def _views(address: str, language: str) -> list[View]:
    step, cookie = _begin_request(address, language)
    return [
        View("home", language, f"{address}/{language}/"),
        View("article", language, f"{address}/{language}/webhooks/set-up"),
        View("search", language, f"{address}/{language}/search?q=131047"),
        View("wizard", language, f"{address}/{language}/help/"),
        View("step", language, f"{address}{step}", cookie),
    ]


def _begin_request(address: str, language: str) -> tuple[str, str]:
    """The address of the first step of a walk, and the cookies that open it."""
    connection = HTTPConnection(urlsplit(address).netloc)
    connection.request("POST", f"/{language}/help/", "", {"Content-Type": "application/x-www-form-urlencoded"})
    answer = connection.getresponse()
    cookies = [value.partition(";")[0] for value in answer.headers.get_all("Set-Cookie", [])]
    return answer.headers["Location"], "; ".join(cookies)


def _look(command: list[str], view: View, device: str) -> dict[str, float]:
    """The scores of one visit, of a hundred."""
    options = ["--output=json", "--quiet", f"--only-categories={','.join(CATEGORIES)}"]
    options.append("--chrome-flags=--headless=new --no-sandbox --disable-gpu")
    if device == "desktop":
        options.append("--preset=desktop")
    if view.cookie:
        options.append(f"--extra-headers={json.dumps({'Cookie': view.cookie})}")
    environment = {**os.environ, "CHROME_PATH": shutil.which("chromium") or ""}
    categories = json.loads(_visit([*command, view.address, *options], environment))["categories"]
    return {category: 100 * (categories[category]["score"] or 0) for category in CATEGORIES}


def _visit(command: list[str], environment: dict[str, str]) -> str:
    """What one visit prints; one that came to nothing, since the browser did not come up, is made again."""
    for _ in range(TRIES):
        try:
            done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=180, check=True)
        except subprocess.CalledProcessError as error:
            failed = error
        else:
            return done.stdout
    raise CannotAudit(f"no visit succeeded: {failed.stderr.strip()[-300:]}")


def _install() -> list[str]:
    """The command that runs the locked version, which is put into .venv first."""
    for program in ("node", "npm", "chromium"):
        if not shutil.which(program):
            raise CannotAudit(f"{program} is not on this machine")
    lock = (_LOCKED / "package-lock.json").read_text()
    if not (_PLACE / "node_modules").is_dir() or (_PLACE / "package-lock.json").read_text() != lock:
        _PLACE.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(_LOCKED / name, _PLACE)
        quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(["npm", "ci", *quiet], cwd=_PLACE, check=True)
    return ["node", str(_PLACE / "node_modules" / "lighthouse" / "cli" / "index.js")]


def main(console: Console) -> None:
    """Run it, and say in one line what is missing."""
    try:
        met = run(console)
    except CannotAudit as error:
        console.print(f"Lighthouse is left out: {error}")
        return
    if not met:
        sys.exit(1)
