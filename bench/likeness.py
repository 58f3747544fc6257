"""Labelled pairs of reports, and how often the likeness of cases agrees with their labels."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
import yaml
from rich.console import Console
from rich.table import Table

from bench.portal import ROOT
from portal.cases.resemblance import THRESHOLD, compare
from portal.cases.sketches import Sketch, make_sketch

FILE = ROOT / "tests" / "unit" / "cases" / "pairs.yml"
UNSEEN = FILE.with_name("unseen_pairs.yml")
"""Pairs that neither weights nor vocabulary were tuned with."""
DISTANCES = (1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144)
"""How far apart in the file two pairs lie whose reports are mixed."""
MIXED_APART = timedelta(hours=24)
TARGETS = "targets: precision ≥ 0.95 at recall ≥ 0.9"


@dataclass(frozen=True)
class Pair:
    """Two reports by one customer, as a person labelled them."""

    languages: tuple[str, str]
    subjects: tuple[str, str]
    sketches: tuple[Sketch, Sketch]
    apart: timedelta
    same: bool
    """Whether both tell of one problem."""

    @property
    def score(self) -> float:
        """How alike the portal finds them, from 0 to 1."""
        one, other = self.sketches
        return compare(other, one, self.apart)[0]

    @property
    def is_found(self) -> bool:
        """Whether the customer would be asked about it."""
        return self.score >= THRESHOLD


@dataclass
class Agreement:
    """How the answers agree with the labels."""

    right: int = 0
    """Pairs of one problem that are found."""
    wrong: int = 0
    """Pairs of two problems that are found."""
    missed: int = 0
    apart: int = 0
    """Pairs of two problems that are not found."""

    @property
    def precision(self) -> float:
        """The share of one problem among the pairs found; 1 when none is."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The share of found ones among the pairs of one problem; 1 when there are none."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    def count(self, pair: Pair) -> None:
        """Take one pair into account."""
        self.take(pair, is_found=pair.is_found)

    def take(self, pair: Pair, *, is_found: bool) -> None:
        """The same with an answer of one's own."""
        if is_found:
            self.right, self.wrong = self.right + pair.same, self.wrong + (not pair.same)
        else:
            self.missed, self.apart = self.missed + pair.same, self.apart + (not pair.same)


def read_pairs(file: Path = FILE) -> tuple[Pair, ...]:
    """The labelled pairs of a file; its head tells the form."""
    return tuple(_pairs(yaml.safe_load(file.read_text(encoding="utf-8"))))


def mix(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """The newer report of each pair beside older ones of other pairs, which are nearly always about something else.

    It is what the labelled pairs cannot tell: whether whoever writes "again" means the case at hand or any other.
    """
    return tuple(
        Pair(
            languages=(old.languages[0], new.languages[1]),
            subjects=(old.subjects[0], new.subjects[1]),
            sketches=(old.sketches[0], new.sketches[1]),
            apart=MIXED_APART,
            same=False,
        )
        for at, new in enumerate(pairs)
        for distance in DISTANCES
        if (old := pairs[(at - distance) % len(pairs)]) is not new
    )


def _pairs(rows: Iterable[dict[str, Any]]) -> Iterator[Pair]:
    for row in rows:
        one, other = row["reports"]
        yield Pair(
            languages=(one[0], other[0]),
            subjects=(one[3], other[3]),
            sketches=(_sketch(one), _sketch(other)),
            apart=timedelta(hours=row["hours"]),
            same=row["same"],
        )


def _sketch(report: list[str]) -> Sketch:
    _, component, error, subject, text = report
    return make_sketch(component, "\n".join((subject, f"error {error}" if error else "", text)))


def judge(pairs: Iterable[Pair]) -> Agreement:
    """How the likeness of cases agrees with the labels of these pairs."""
    agreement = Agreement()
    for pair in pairs:
        agreement.count(pair)
    return agreement


def run(file: Path = FILE) -> Table:
    pairs = read_pairs(file)
    mixed = mix(pairs)
    apart = f"{sum(pair.is_found for pair in mixed) / len(mixed):.1%} of reports of two pairs are found alike"
    groups: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        groups[" – ".join(sorted(pair.languages))].append(pair)
    table = Table(
        "languages", "pairs", "same", "precision", "recall", title="Likeness of cases", caption=f"{TARGETS}\n{apart}"
    )
    for name, members in [*sorted(groups.items()), ("all", list(pairs))]:
        agreement = judge(members)
        same = sum(pair.same for pair in members)
        table.add_row(name, f"{len(members)}", f"{same}", f"{agreement.precision:.3f}", f"{agreement.recall:.3f}")
    return table


@click.command("likeness")
@click.option(
    "--pairs", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=FILE, help="Other pairs."
)
@click.option("--verbose", is_flag=True, help="List the pairs that are judged otherwise than they are labelled.")
def likeness(pairs: Path, *, verbose: bool) -> None:
    """How well second reports of one problem are told from other problems."""
    console = Console()
    console.print(run(pairs))
    for pair in read_pairs(pairs) if verbose else ():
        if pair.is_found != pair.same:
            console.print(f"{'missed' if pair.same else 'wrong'} {pair.score:.2f} {pair.languages} {pair.subjects}")
