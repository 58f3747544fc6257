"""The portal's public pages beside generators of documentation sites, from the same articles on the same machine.

The peers are MkDocs with Material, and Sphinx with MyST and Furo, as ``requirements/peers.lock`` has them in an
environment of its own; ``site_makers`` says what they are given.

A whole site can be read and searched: ours is what `portal freeze` writes and the index that `portal search` makes. It
is compressed as it is written; peers leave that to others, so what it would take stands beside, after a change not even
that. MkDocs makes everything anew after a change: with ``--dirty`` only the changed page could still be found. Sphinx
remembers what it has read.

Bytes are those of brotli at its best. Before its first result a browser loads the whole index of a language from the
peers (Material's with the first page), and scripts that read it, which are not counted; of ours it asks the server for
a list, and again for each further word. Requests a CPU-second are not compared: one and the same file server would
hand out the pages of all. Articles beyond the first 205 are copies, which compress away: what a peer's index of a
thousand files weighs is too little.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from posixpath import normpath
from statistics import median
from urllib.parse import urlsplit

import click
from rich.console import Console
from rich.table import Table

from bench.apart import install
from bench.content import grow, timed
from bench.portal import ROOT
from bench.results import write_results
from bench.site_makers import OURS, Maker, NotWhole, make_makers, weigh
from portal.web.page_cache import encode

ROUNDS = {250: 3, 1_000: 1}
"""By article files in five languages, how often everything is made; the figures are medians."""
ARTICLE, WORD = "messages/window-closed-131047", "quince"
PACKAGES = ("mkdocs", "mkdocs-material", "sphinx", "myst-parser", "furo")
TEXTS = {".html", ".css", ".js", ".json", ".xml", ".txt", ".svg"}
_LOADING = {"stylesheet", "preload", "modulepreload"}


@dataclass(frozen=True)
class Figures:
    """Of one maker with one number of files; seconds are of the clock, CPU seconds those of all its processes."""

    site_s: float
    site_cpu_s: float
    compressed_s: float
    """The same with every text compressed by brotli and gzip at their best."""
    compressed_cpu_s: float
    change_s: float
    """From a changed file to the written site that has it, where the rest of the site is there already."""
    change_cpu_s: float
    page_bytes: int
    first_page_bytes: int
    """With the scripts, styles and icons that it names."""
    search_bytes: int
    pages: int
    """Of HTML: ours has one for each error code and each step of the troubleshooting as well."""


@click.command("peers")
@click.option("--size", "sizes", type=int, multiple=True, default=tuple(ROUNDS), show_default=True)
@click.option("--rounds", type=int, help="As many for each size.")
def peers(*, sizes: Sequence[int], rounds: int | None) -> None:
    """Build, change and weigh the site beside MkDocs with Material and Sphinx with Furo; takes some minutes."""
    console, load = Console(), os.getloadavg()[0]
    try:
        makers = make_makers(install("peers"))
    except (OSError, subprocess.CalledProcessError) as error:
        raise click.ClickException(f"the peers cannot be installed: {error}") from None
    found = dict[str, dict[str, object]]()
    for size in sizes:
        times = rounds or ROUNDS.get(size, 1)
        figures, left_out = measure(console, makers, size, times)
        console.print(show(size, times, figures))
        for name, why in left_out.items():
            console.print(f"{name} is left out: {why}")
        kept = {name: vars(each) for name, each in figures.items()}
        told = {"rounds": times, "load_average": round(os.getloadavg()[0], 1), "left_out": left_out}
        found[str(size)] = {**told, "ratios": compare(figures), **kept}
    if not any(each["ratios"] for each in found.values()):
        raise click.ClickException("no peer made a site, so nothing is kept")
    lock = (ROOT / "requirements" / "peers.lock").read_text(encoding="utf-8")
    versions = {name: version for name, version in re.findall(r"(?m)^([\w-]+)==(\S+)", lock) if name in PACKAGES}
    write_results("peers", {"load_average_before": load, "versions": versions, "files": found})


def measure(
    console: Console, makers: dict[str, Maker], size: int, rounds: int
) -> tuple[dict[str, Figures], dict[str, str]]:
    """The medians of each maker, and why some have none."""
    found, left_out = dict[str, list[Figures]](), dict[str, str]()
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder) / "content"
        articles = [(file.parent.relative_to(content / "articles"), file.stem) for file in grow(content, size)]
        for number in range(rounds):
            for name, maker in makers.items():
                if name in left_out:
                    continue
                console.print(f"peers: {size:,} files, round {number + 1}, {name} …")
                place = Path(folder) / f"{name}-{number}"
                place.mkdir()
                try:
                    maker.prepare(place, content)
                    found.setdefault(name, []).append(measure_once(maker, place, articles))
                except (OSError, subprocess.CalledProcessError, NotWhole) as error:
                    if name == OURS:
                        raise
                    left_out[name] = explain(error)
                shutil.rmtree(place)
    return {name: middle(each) for name, each in found.items() if name not in left_out}, left_out


def measure_once(maker: Maker, place: Path, articles: Iterable[tuple[Path, str]]) -> Figures:
    """One site from nothing, and one change of it."""
    site, page = place / "site", maker.page.format(article=ARTICLE, language="en")
    seconds, cpu = timed(lambda: maker.build(place))
    missing = [
        at for each, tag in articles if not (site / (at := maker.page.format(article=each, language=tag))).is_file()
    ]
    if missing:
        raise NotWhole(f"{len(missing)} pages were not made, such as {missing[0]}")
    packing = (0.0, 0.0) if maker.compresses else timed(lambda: compress(site))
    weight, needed = weigh(site / page), list_needed((site / page).read_text(encoding="utf-8"), page)
    pages = sum(1 for _ in site.rglob("*.html"))
    with (place / maker.source.format(article=ARTICLE, language="en")).open("a", encoding="utf-8") as file:
        file.write(f"\nThe word is {WORD}.\n")
    change_s, change_cpu_s = timed(lambda: maker.build(place))
    if WORD not in (site / page).read_text(encoding="utf-8"):
        raise NotWhole("a change is not in the written site")
    return Figures(
        site_s=seconds,
        site_cpu_s=cpu,
        compressed_s=seconds + packing[0],
        compressed_cpu_s=cpu + packing[1],
        change_s=change_s,
        change_cpu_s=change_cpu_s,
        page_bytes=weight,
        first_page_bytes=weight + sum(weigh(site / each) for each in needed),
        search_bytes=maker.load_search(place),
        pages=pages,
    )


def explain(error: Exception) -> str:
    """Why something failed, in one line."""
    said = error.stderr if isinstance(error, subprocess.CalledProcessError) else ""
    return next((line.strip() for line in reversed((said or "").splitlines()) if line.strip()), str(error))


def compress(site: Path) -> None:
    """What `portal freeze` does to texts, done to a site that was written without."""
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        for _ in threads.map(_compress, [file for file in site.rglob("*") if file.suffix in TEXTS]):
            pass


def _compress(file: Path) -> None:
    for ending, encoding in {".br": "br", ".gz": "gzip"}.items():
        Path(f"{file}{ending}").write_bytes(encode(file.read_bytes(), encoding, thoroughly=True))


class _Needed(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "link" and _LOADING & set(told.get("rel", "").split()):
            self.addresses.append(told.get("href", ""))
        elif tag == "script" and told.get("src"):
            self.addresses.append(told["src"])
        elif tag == "use":
            self.addresses.append(told.get("href", ""))


def list_needed(html: str, page: str) -> list[str]:
    """The files below the site that a page cannot be shown without, each once; pictures of its text are not among them.

    Raises:
        NotWhole: when one is of another server, whose bytes nobody can know here.
    """
    parser, found = _Needed(), dict[str, None]()
    parser.feed(html)
    for address in parser.addresses:
        parts = urlsplit(address)
        if parts.netloc:
            raise NotWhole(f"its page loads {address}")
        if parts.path:
            found[normpath(PurePosixPath("/", page).parent / parts.path).lstrip("/")] = None
    return list(found)


def middle(rounds: Sequence[Figures]) -> Figures:
    """The median of each figure."""
    return Figures(**{each.name: median(getattr(figures, each.name) for figures in rounds) for each in fields(Figures)})


def compare(figures: dict[str, Figures]) -> dict[str, dict[str, float]]:
    """By peer, each figure divided by ours: above one ours is less."""
    ours = vars(figures[OURS])
    return {
        name: {key: value / ours[key] for key, value in vars(each).items()}
        for name, each in figures.items()
        if name != OURS
    }


def show(size: int, rounds: int, figures: dict[str, Figures]) -> Table:
    """The table of one size: each figure, and behind a peer's what it is of ours."""
    ratios = compare(figures)
    table = Table("", *figures, title=f"Peers, {size:,} article files, rounds: {rounds}")
    for each in fields(Figures):
        cells = []
        for name, found in figures.items():
            value = getattr(found, each.name)
            ratio = f" ({ratios[name][each.name]:.2f})" if name in ratios else ""
            cells.append(f"{value:,.2f}{ratio}" if each.name.endswith("_s") else f"{value:,.0f}{ratio}")
        table.add_row(each.name.replace("_", " "), *cells)
    table.caption = (
        f"in brackets: divided by ours; load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    )
    return table
