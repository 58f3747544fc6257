"""``python -m bench serving``: one table of ratios, from one run."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import click
from rich.console import Console
from rich.table import Table

from bench.pages import PATH
from bench.results import write_results
from bench.serving.load import measure, on_one_core
from bench.serving.servers import (
    Served,
    describe_shortest,
    read_headers,
    run_bare,
    run_nginx,
    run_portal,
    select_our_headers,
)
from tests.deploy.nginx import BROTLI, render
from tests.programs import find_program

ROUNDS = 9
"""Many short ones: a busy moment of the machine then spoils one of nine, not one of three."""


@dataclass(frozen=True)
class Case:
    """What is asked of whom."""

    name: str
    served: Served
    path: str
    headers: dict[str, str]


@dataclass(frozen=True)
class Ratio:
    """What one case is to be beside another one; the targets are those of the design."""

    what: str
    case: str
    beside: str
    target: float


RATIOS = (
    Ratio("cached article", "portal, cached article", "nginx, the same file", 0.55),
    Ratio("unchanged (304)", "portal, 304", "nginx, 304", 0.40),
    Ratio("rendered article", "portal, rendered article", "Flask and Jinja, same size", 0.80),
    Ratio("frozen article with our nginx.conf", "nginx.conf, frozen article", "nginx, the same file and headers", 1.0),
    Ratio("frozen article, 304, with our nginx.conf", "nginx.conf, 304", "nginx, 304 with the same headers", 1.0),
)


@dataclass(frozen=True)
class Found:
    """One ratio of all rounds; how far the rounds are from each other tells what a median is worth."""

    median: float
    lowest: float
    highest: float


@click.command("serving")
@click.option("--seconds", default=1.0, show_default=True, help="How long each case is asked in each round.")
def serving(*, seconds: float) -> None:
    """Requests a CPU-second: cached, unchanged and rendered pages beside nginx and bare Flask."""
    run(Console(), seconds)


def run(console: Console, seconds: float = 1.0) -> None:
    """Measure, print and write down; without nginx there is nothing to compare with."""
    if not find_program("nginx"):
        console.print("serving: nginx is not on this machine, so nothing is measured")
        return
    with on_one_core(), tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        cases = list(list_cases(stack, Path(folder)))
        # In turns, so that a busy moment hits all of them alike.
        rounds = [{case.name: ask(case, seconds) for case in cases} for _ in range(ROUNDS)]
    found = {case.name: median(each[case.name] for each in rounds) for case in cases}
    ratios = {each.what: compare(each, rounds) for each in RATIOS}
    for table in (show_rates(found), show_ratios(ratios)):
        console.print(table)
    write_results("serving", {"requests_per_cpu_second": found, "ratios": {k: asdict(v) for k, v in ratios.items()}})


def list_cases(stack: ExitStack, folder: Path) -> Iterator[Case]:
    """Everything that is compared, each with its server started."""
    portal, site = stack.enter_context(run_portal(folder))
    size = (site / f"{PATH.lstrip('/')}.html").stat().st_size
    encoded = {"Accept-Encoding": "br" if BROTLI.is_file() else "gzip"}
    start = stack.enter_context
    plain = start(run_nginx(folder / "plain", lambda port: describe_shortest(port, site)))
    ours = start(run_nginx(folder / "ours", lambda port: render(folder / "ours", port, [9], site)))
    said = select_our_headers(read_headers(ours, encoded))
    alike = start(run_nginx(folder / "alike", lambda port: describe_shortest(port, site, said)))
    for name, served, unchanged in (
        ("nginx, the same file", plain, "nginx, 304"),
        ("nginx, the same file and headers", alike, "nginx, 304 with the same headers"),
        ("nginx.conf, frozen article", ours, "nginx.conf, 304"),
        ("portal, cached article", portal, "portal, 304"),
    ):
        yield Case(name, served, PATH, encoded)
        yield Case(unchanged, served, PATH, {**encoded, "If-None-Match": read_headers(served, encoded)["ETag"]})
    # An address with a query is answered but never kept.
    yield Case("portal, rendered article", portal, f"{PATH}?again", {})
    yield Case("Flask and Jinja, same size", start(run_bare("page", folder, size)), "/", {})
    yield Case("Flask, two words", start(run_bare("hello", folder, size)), "/", {})


def ask(case: Case, seconds: float) -> float:
    return measure(case.served.process, case.served.address + case.path, case.headers, seconds)


def compare(wanted: Ratio, rounds: list[dict[str, float]]) -> Found:
    """Both of a round were asked within seconds of each other, while the machine itself grows slower and faster."""
    each = [found[wanted.case] / found[wanted.beside] for found in rounds]
    return Found(median(each), min(each), max(each))


def show_rates(found: dict[str, float]) -> Table:
    table = Table("server, answer", "requests a CPU-second", title="Serving")
    for name, rate in found.items():
        table.add_row(name, f"{rate:,.0f}")
    return table


def show_ratios(ratios: dict[str, Found]) -> Table:
    table = Table("what", "beside", "ratio", "of all rounds", "target")
    for each in RATIOS:
        found = ratios[each.what]
        spread = f"{found.lowest:.2f} to {found.highest:.2f}"
        table.add_row(each.what, each.beside, f"{found.median:.2f}", spread, f"{each.target:.2f}")
    return table
