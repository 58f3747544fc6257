"""The weights of the likeness of cases, found in labelled pairs by logistic regression.

The labelled pairs alone would teach that whoever writes "still" or "again" always means the case at hand. So reports of
different pairs count as well, all of them together as much as `MIXED` labelled pairs.
"""

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from bench.likeness import FILE, Agreement, Pair, mix, read_pairs
from portal.cases.resemblance import START, THRESHOLD, WEIGHTS, find_signs

MIXED = 100.0
FOLDS = 5
GIVEN: Mapping[str, float] = {"same_id": 7.0, "same_error": 4.8}
"""Weights that are not fitted: the same identifier or error, with nothing against it, is to be asked about."""
_ROUNDS, _STEP, _MOMENTUM = 800, 0.5, 0.9
_RIDGE = 0.1
"""How strongly weights are kept small, against learning single pairs by heart."""
_START = "start"


@dataclass(frozen=True)
class Example:
    """Signs of two reports, whether both tell of one problem, and how much it counts."""

    signs: Mapping[str, float]
    same: bool
    counts: float


def fit(pairs: Sequence[Pair]) -> Mapping[str, float]:
    """A weight for each sign, and the start; a sign that speaks for likeness never gets less than 0, and vice versa."""
    examples = tuple(_examples(pairs))
    weights = dict.fromkeys((*WEIGHTS, _START), 0.0) | GIVEN
    speed = dict.fromkeys(weights.keys() - GIVEN.keys(), 0.0)
    total = sum(example.counts for example in examples)
    for _ in range(_ROUNDS):
        slope = _slope(examples, weights)
        for name in speed:
            speed[name] = _MOMENTUM * speed[name] - _STEP * slope[name] / total
            weights[name] = _keep_side(name, weights[name] + speed[name])
    return weights


def validate(pairs: Sequence[Pair]) -> Agreement:
    """How weights agree with the labels of pairs that they were not fitted with; the vocabulary has seen them all."""
    order = list(range(len(pairs)))
    random.Random(FOLDS).shuffle(order)
    agreement = Agreement()
    for fold in range(FOLDS):
        left_out = set(order[fold::FOLDS])
        weights = fit([pair for at, pair in enumerate(pairs) if at not in left_out])
        for at in left_out:
            is_found = _chance(_present(pairs[at]), weights) >= THRESHOLD
            agreement.take(pairs[at], is_found=is_found)
    return agreement


def _slope(examples: Sequence[Example], weights: Mapping[str, float]) -> dict[str, float]:
    slope = {name: _RIDGE * weight if name != _START else 0.0 for name, weight in weights.items()}
    for example in examples:
        off = example.counts * (_chance(example.signs, weights) - example.same)
        for name, value in example.signs.items():
            slope[name] += off * value
    return slope


def _chance(signs: Mapping[str, float], weights: Mapping[str, float]) -> float:
    return 1 / (1 + math.exp(-sum(weights[name] * value for name, value in signs.items())))


def _keep_side(name: str, weight: float) -> float:
    if name == _START:
        return weight
    return max(0.0, weight) if WEIGHTS[name] > 0 else min(0.0, weight)


def _examples(pairs: Sequence[Pair]) -> Iterator[Example]:
    mixed = mix(pairs)
    for pair in pairs:
        yield Example(_present(pair), pair.same, 1.0)
    for pair in mixed:
        yield Example(_present(pair), same=False, counts=MIXED / len(mixed))


def _present(pair: Pair) -> Mapping[str, float]:
    one, other = pair.sketches
    return {_START: 1.0} | {name: value for name, value in find_signs(other, one, pair.apart).items() if value}


@click.command("fit-likeness")
@click.option(
    "--pairs", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=FILE, help="Other pairs."
)
def fit_likeness(pairs: Path) -> None:
    """The weights that labelled pairs give the likeness of cases, beside those in use."""
    labelled = read_pairs(pairs)
    agreement = validate(labelled)
    caption = f"left out while fitting: precision {agreement.precision:.3f}, recall {agreement.recall:.3f}"
    table = Table("sign", "found", "in use", title="Weights of likeness, in logits", caption=caption)
    for name, weight in fit(labelled).items():
        table.add_row(name, f"{weight:.1f}", f"{WEIGHTS.get(name, START):.1f}")
    Console().print(table)
