"""Timing in rounds: the things that are compared take turns, so that a busy moment hits all of them alike."""

from collections.abc import Callable, Mapping
from statistics import median, quantiles
from time import perf_counter

ROUNDS = 15


def compare(actions: Mapping[str, Callable[[], object]], calls: Mapping[str, int]) -> dict[str, float]:
    """The median seconds of one call of each action."""
    seconds: dict[str, list[float]] = {name: [] for name in actions}
    for action in actions.values():
        action()
    for _ in range(ROUNDS):
        for name, action in actions.items():
            began = perf_counter()
            for _ in range(calls[name]):
                action()
            seconds[name].append((perf_counter() - began) / calls[name])
    return {name: median(taken) for name, taken in seconds.items()}


def percentiles(samples: list[float]) -> tuple[float, float]:
    """The 50th and the 99th percentile."""
    cuts = quantiles(samples, n=100)
    return cuts[49], cuts[98]
