"""What the portal costs as its library grows: start, memory, disk, and how soon a change of one file is live."""

import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from statistics import median
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import click
from rich.console import Console
from rich.table import Table

from bench.content import grow
from bench.results import FOLDER as RESULTS
from bench.results import write_results
from bench.serving.load import cpu_seconds
from tests.browser.running_portal import COMMAND, RunningPortal, free_port, stop

SIZES = (250, 5_000, 20_000)
"""Article files, in five languages: 50, 1,000 and 4,000 articles."""
STARTS = 3
"""After the first one; one file is changed in each. A large library is started once: it takes a quarter of an hour."""
LARGE = 10_000
TARGETS = {
    ("start_again_s", 250): 1.5,
    ("start_again_s", 5_000): 3.0,
    ("change_live_s", 5_000): 1.0,
}
"""Of the design; "again" is a start with the copy of the content, the rendered texts and the index of before."""
GIVE_UP_S = 3_600
LOOK_EVERY_S = 0.01
CHANGED = "messages/window-closed-131047"


@dataclass(frozen=True)
class Figures:
    """Of a library of one size."""

    start_first_s: float
    """In an empty instance folder: everything is rendered and indexed."""
    start_first_cpu_s: float
    start_again_s: float
    start_again_cpu_s: float
    """Seconds of the processor: what a start takes where nothing else runs, since it does one thing after the other."""
    memory_mb: float
    """Of the server and its one web process, each shared page counted once."""
    disk_mb: float
    change_live_s: float
    """From the writing of a file to the page that shows it."""
    change_found_s: float
    """To the search that finds it."""


@click.command("growth")
@click.option("--size", "sizes", type=int, multiple=True, default=SIZES, show_default=True, help="Article files.")
def growth(*, sizes: Sequence[int]) -> None:
    """Start, memory and rebuilding with 250, 5,000 and 20,000 article files; takes a while. Each size is kept alone."""
    run(Console(), sizes)


def run(console: Console, sizes: Sequence[int] = SIZES) -> None:
    """Measure, print and keep the figures, beside those of other sizes that were measured before."""
    found = {}
    for size in sizes:
        console.print(f"growth: {size:,} files …")
        with tempfile.TemporaryDirectory() as folder:
            found[size] = measure(Path(folder), size)
        keep(size, found[size])
    console.print(show(found))


def keep(size: int, figures: Figures) -> None:
    """Write the figures of one size down, with how busy the machine was with other things."""
    file = RESULTS / "growth.json"
    kept = json.loads(file.read_text(encoding="utf-8"))["files"] if file.is_file() else {}
    kept[str(size)] = {**vars(figures), "load_average": os.getloadavg()[2]}
    write_results("growth", {"files": dict(sorted(kept.items(), key=lambda each: int(each[0])))})


def measure(folder: Path, size: int) -> Figures:
    """All figures of one size, in a folder that is empty."""
    for _ in grow(folder / "content", size):
        pass
    portal = RunningPortal(f"http://127.0.0.1:{free_port()}", folder, folder / "content")
    subprocess.run([COMMAND, "db", "upgrade"], cwd=folder, env=portal.environment(), check=True, capture_output=True)
    # What was made beside the database is thrown away: the first start begins with nothing.
    for made in (folder / "instance").glob("*/"):
        shutil.rmtree(made)
    with serving(portal) as first:
        pass
    again, changes = list[Started](), list[tuple[float, float]]()
    for _ in range(STARTS if size < LARGE else 1):
        with serving(portal) as started:
            again.append(started)
            look_around(portal)
            memory = sum(memory_of(process) for process in family(started.process.pid))
            changes.append(change(portal, f"quince{len(again)}"))
    disk = sum(file.stat().st_blocks * 512 for file in (folder / "instance").rglob("*") if file.is_file())
    live, findable = zip(*changes, strict=True)
    return Figures(
        start_first_s=first.seconds,
        start_first_cpu_s=first.cpu_seconds,
        start_again_s=median(started.seconds for started in again),
        start_again_cpu_s=median(started.cpu_seconds for started in again),
        memory_mb=memory / 1e6,
        disk_mb=disk / 1e6,
        change_live_s=median(live),
        change_found_s=median(findable),
    )


@dataclass(frozen=True)
class Started:
    """A server that is ready, and how long that took."""

    process: "subprocess.Popen[bytes]"
    seconds: float
    cpu_seconds: float


@contextmanager
def serving(portal: RunningPortal) -> Iterator[Started]:
    """The server without its worker, from the command to the first word that it is ready."""
    began = time.monotonic()
    command = [COMMAND, "serve", "--port", portal.address.rpartition(":")[2]]
    # As after `make setup`, which compiles the code, whatever this machine wants Python to write.
    environment = {name: value for name, value in portal.environment().items() if name != "PYTHONDONTWRITEBYTECODE"}
    with (portal.folder / "printed.txt").open("wb") as printed:
        process = subprocess.Popen(
            command, cwd=portal.folder, env=environment, stdout=printed, stderr=printed, start_new_session=True
        )
    try:
        wait_for(lambda: '"ready": true' in read(portal, "/readyz"))
        yield Started(process, time.monotonic() - began, cpu_seconds(process.pid))
    finally:
        stop(process)


def change(portal: RunningPortal, word: str) -> tuple[float, float]:
    """Write a new word into an article; the seconds until its page has it, and until the search finds it."""
    file = portal.content / "articles" / CHANGED / "en.md"
    front, _, body = file.read_text(encoding="utf-8").partition("\n---\n")
    front = re.sub(r"(?m)^keywords: \[", f"keywords: [{word}, ", front)
    aside = file.with_suffix(".new")
    aside.write_text(f"{front}\n---\n{body}\n\nThe word is {word}.\n", encoding="utf-8")
    began = time.monotonic()
    aside.replace(file)
    wait_for(lambda: word in read(portal, f"/en/{CHANGED}"))
    live = time.monotonic() - began
    # Asked less often: the index is built meanwhile, by the process that answers.
    wait_for(lambda: f"/en/{CHANGED}" in read(portal, f"/api/v1/search?q={word}&locale=en"), every_s=0.2)
    return live, time.monotonic() - began


def look_around(portal: RunningPortal) -> None:
    """Read and search as people do, so that everything that is kept in memory is there."""
    for path in ("/en/", "/de/", f"/en/{CHANGED}", f"/ru/{CHANGED}", "/en/search?q=template", "/de/search?q=vorlage"):
        read(portal, path)


def read(portal: RunningPortal, path: str) -> str:
    """A page; empty when nobody answers."""
    try:
        with urlopen(f"{portal.address}{path}", timeout=60) as answer:
            return answer.read().decode()
    except HTTPError as error:
        return error.read().decode()
    except (URLError, OSError, HTTPException):
        return ""


def wait_for(condition: Callable[[], bool], every_s: float = LOOK_EVERY_S) -> None:
    """Look again and again until something is true."""
    until = time.monotonic() + GIVE_UP_S
    while not condition():
        assert time.monotonic() < until, "it did not become true"
        time.sleep(every_s)


def family(process: int) -> list[int]:
    """A process and all below it."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [process, *(below for child in children for below in family(int(child)))]


def memory_of(process: int) -> int:
    """A process's memory in bytes, with its share of what it shares."""
    found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{process}/smaps_rollup").read_text(), re.MULTILINE)
    assert found
    return int(found[1]) * 1024


def show(found: dict[int, Figures]) -> Table:
    """The table; a figure that misses its target says so."""
    columns = (
        "first start s",
        "CPU s",
        "start again s",
        "CPU s",
        "memory MB",
        "disk MB",
        "change live s",
        "change found s",
    )
    table = Table("files", *columns, title="Growth")
    for size, figures in found.items():
        cells = []
        for name, value in vars(figures).items():
            target = TARGETS.get((name, size))
            note = "" if target is None else f" (target {target:g})"
            cells.append(f"{value:,.2f}{note}" if name.endswith("_s") else f"{value:,.0f}")
        table.add_row(f"{size:,}", *cells)
    table.caption = f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    return table
