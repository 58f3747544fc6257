"""`portal content check` on a library of many thousand texts, beside reading the same files and nothing else."""

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from os import times
from pathlib import Path
from time import perf_counter

from rich.table import Table

from bench.portal import ROOT
from portal.checking import find_problems

FILES = 5000


def run() -> Table:
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder) / "content"
        files = list(grow(content))
        read = timed(lambda: [file.read_bytes() for file in files])
        check = timed(lambda: find_problems(content))
    table = Table("content", "seconds", "processor seconds", "files a processor second", title="Content check")
    for name, (seconds, cpu) in {"bare read": read, "content check": check}.items():
        table.add_row(name, f"{seconds:.2f}", f"{cpu:.2f}", f"{len(files) / cpu:,.0f}")
    table.caption = f"{len(files):,} files; content check / bare read: {check[1] / read[1]:.0f}"
    return table


def grow(content: Path, wanted: int = FILES) -> Iterator[Path]:
    """Our content, and copies of its articles under other names until there are at least as many files as wanted."""
    shutil.copytree(ROOT / "content", content)
    articles = sorted((ROOT / "content" / "articles").glob("*/*"))
    files = sorted(content.rglob("articles/*/*/*.md"))
    yield from files
    count, copy = len(files), 0
    while count < wanted:
        copy += 1
        for article in articles:
            if count >= wanted:
                return
            target = content / "articles" / article.parent.name / f"{article.name}-{copy}"
            target.mkdir()
            for file in article.glob("*.md"):
                (target / file.name).write_text(vary(file.read_text(encoding="utf-8"), copy), encoding="utf-8")
                yield target / file.name
                count += 1


def vary(text: str, copy: int) -> str:
    """The words of a copy are its own, so that nothing remembered from another one helps."""
    front, _, body = text.partition("\n---\n")
    front = re.sub(r"(?m)^error_codes:.*\n", "", front)
    body = re.sub(r"(?m)^( *```\w+)$", rf"\1\n// number {copy}", body)
    return front + "\n---\n" + re.sub(r"(?m)(\w[.:])$", rf"\1 (Copy {copy}.)", body)


def timed(action: Callable[[], object]) -> tuple[float, float]:
    """The seconds that an action takes on the clock and of the processor, its child processes included."""
    wall, cpu = perf_counter(), sum(times()[:4])
    action()
    return perf_counter() - wall, sum(times()[:4]) - cpu
