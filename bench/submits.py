"""How many requests a second the wizard takes, on SQLite and on PostgreSQL, with one and with two web processes.

A submit is the last button: it checks the draft once more, writes case, event, files and mails in one transaction, and
leads to the page with the reference. Beside each stands how many transactions of one row the same database takes from
as many askers. Both databases have to survive a power cut, as in earnest, and the worker sends its mails meanwhile. The
figures of the last run are kept in ``bench/results/submits.json``.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy import func, select, text

from bench.results import write_results
from bench.timing import percentiles
from portal.cases.model import Case
from portal.db.engine import Database
from tests.browser.running_portal import run_portal
from tests.postgres import NoPostgres, run_postgres
from tests.web.databases import fresh_postgres
from tests.web.serving.on_the_wire import Send, WireCustomer

SUBMITS = 150
AT_ONCE = 16
BARE = 2_000
"""Transactions of one row."""
PROCESSES = (1, 2)


@dataclass(frozen=True)
class Rates:
    """Of one database under one number of web processes."""

    submits_a_second: float
    p50_ms: float
    """Of one submit, with others at the same time."""
    p99_ms: float
    rows_a_second: float
    """What the database takes in transactions of one row each."""


@click.command("submits")
@click.option("--count", default=SUBMITS, show_default=True, help="Requests that are sent in each run.")
def submits(*, count: int) -> None:
    """Requests that the wizard takes a second, on SQLite and on PostgreSQL."""
    console = Console()
    console.print(run(console, count))


def run(console: Console, count: int = SUBMITS) -> Table:
    """Measure, write down, and give the table; without PostgreSQL's programs its rows are left out."""
    found = dict[str, dict[int, Rates]]()
    for name, opened in (("sqlite", _open_sqlite), ("postgresql", _open_postgres)):
        try:
            found[name] = {processes: _measure(opened, processes, count) for processes in PROCESSES}
        except NoPostgres as reason:
            console.print(f"submits: {reason}")
    write_results("submits", describe(found, count))
    return show(found, count)


def describe(found: Mapping[str, Mapping[int, Rates]], count: int) -> dict[str, Any]:
    """What is kept of a run."""
    figures = {
        name: {str(processes): asdict(rates) for processes, rates in rows.items()} for name, rows in found.items()
    }
    return {"submits": count, "at_once": AT_ONCE, "by_database_and_web_processes": figures}


def show(found: Mapping[str, Mapping[int, Rates]], count: int) -> Table:
    """The table; the ratio is to the first row."""
    title = f"Wizard: {count} requests sent by {AT_ONCE} at once"
    table = Table("database", "web processes", "submits/s", "ratio", "p50 ms", "p99 ms", "rows/s", title=title)
    first = next((rates.submits_a_second for rows in found.values() for rates in rows.values()), 1)
    for name, rows in found.items():
        for processes, rates in rows.items():
            speed = (f"{rates.submits_a_second:.0f}", f"{rates.submits_a_second / first:.2f}")
            times = (f"{rates.p50_ms:.0f}", f"{rates.p99_ms:.0f}", f"{rates.rows_a_second:,.0f}")
            table.add_row(name, str(processes), *speed, *times)
    return table


@contextmanager
def _open_sqlite(folder: Path) -> Iterator[str]:
    yield f"sqlite:///{folder / 'portal.sqlite3'}"


@contextmanager
def _open_postgres(_: Path) -> Iterator[str]:
    with run_postgres(durable=True) as server, fresh_postgres(server) as address:
        yield address


def _measure(opened: Callable[[Path], AbstractContextManager[str]], processes: int, count: int) -> Rates:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        address = stack.enter_context(opened(folder))
        portal = stack.enter_context(run_portal(folder, processes=processes, PORTAL_DATABASE_URL=address))
        database = Database(address)
        stack.callback(database.dispose)
        threads = stack.enter_context(ThreadPoolExecutor(AT_ONCE))
        customers = [
            WireCustomer(portal, f"kim@nobody-{number}.example", f"198.51.{number // 250}.{number % 250 + 1}")
            for number in range(count)
        ]
        list(threads.map(lambda customer: customer.comes_to("review"), customers))
        buttons = list(threads.map(lambda customer: customer.opens_review(), customers))
        began = perf_counter()
        times = list(threads.map(_press, buttons))
        seconds = perf_counter() - began
        _check(database, count)
        middle, slowest = percentiles(times)
        return Rates(count / seconds, middle * 1e3, slowest * 1e3, _count_bare(database, threads))


def _press(button: Send) -> float:
    began = perf_counter()
    answer = button()
    assert answer is not None, "the server hung up"
    assert (answer.status, answer.step) == (303, "done"), answer.body
    return perf_counter() - began


def _check(database: Database, count: int) -> None:
    """A figure of requests that were not taken would be worth nothing."""
    with database.read() as session:
        taken = select(func.count()).select_from(Case).where(Case.opened_by.startswith("kim@nobody-"))
        assert session.scalar(taken) == count


def _count_bare(database: Database, threads: ThreadPoolExecutor) -> float:
    """Transactions of one row a second."""
    with database.write() as session:
        session.execute(text("CREATE TABLE bench_bare (number INTEGER)"))

    def insert(number: int) -> None:
        with database.write() as session:
            session.execute(text("INSERT INTO bench_bare VALUES (:number)"), {"number": number})

    began = perf_counter()
    list(threads.map(insert, range(BARE)))
    return BARE / (perf_counter() - began)
