"""How the cost of something grows with its input, as a ratio within one run: a time says more of the machine."""

import time
from collections.abc import Callable

FACTOR = 4
"""The larger input is this many times the smaller one."""
TOO_STEEP = 10
"""What is in proportion costs about four times as much, what grows with the square sixteen times."""
UNMEASURABLE_S = 0.002
"""Less than this is noise, and nothing that a hostile text could gain."""
_TRIES = 3


def growth(smaller: Callable[[], object], larger: Callable[[], object]) -> float:
    """How many times the processor time of the smaller input the larger one takes; the best of three tries each."""
    return cost(larger) / max(cost(smaller), UNMEASURABLE_S)


def cost(action: Callable[[], object]) -> float:
    """The least processor time of three tries, in seconds."""
    taken = []
    for _ in range(_TRIES):
        began = time.process_time()
        action()
        taken.append(time.process_time() - began)
    return min(taken)
