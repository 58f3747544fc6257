"""Checking many texts at once, on all the cores there are.

Reading every word of five thousand files takes some seconds of a processor, and each text is judged by itself. The
processes are forks of this one, so that nothing has to be handed over to them but which texts are theirs.
"""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context

from portal.articles.checks.glossary import Glossary
from portal.articles.checks.texts import check_text
from portal.articles.model import Article
from portal.kernel.problem import Problem
from portal.policy.model import Policy

WORTH_SHARING = 400
"""Texts from which a second process is faster: starting one takes as long as about thirty of them."""
PORTION = 50
"""Texts that are given out at a time, so that no core ends long before the others."""

Portion = Callable[[], list[Problem]]
"""Gives the findings of some texts, and waits for them if it must."""

_shared: list[tuple[Sequence[Article], Glossary, Policy | None]] = []
"""What the forks find in their memory; empty but while `checking` runs."""


@contextmanager
def checking(
    texts: Sequence[Article], glossary: Glossary, policy: Policy | None, cores: int | None = None
) -> Iterator[Sequence[Portion]]:
    """The findings of all texts, in portions; for the block that asks for them.

    The forks begin with the block, so whoever draws a bar with a thread of its own does that inside.
    """
    ranges = [range(start, min(start + PORTION, len(texts))) for start in range(0, len(texts), PORTION)]
    cores = cores or count_cores()
    _shared.append((texts, glossary, policy))
    try:
        if cores == 1 or len(texts) < WORTH_SHARING:
            yield [partial(_check, numbers) for numbers in ranges]
        else:
            with ProcessPoolExecutor(cores, get_context("fork")) as pool:
                yield [pool.submit(_check, numbers).result for numbers in ranges]
    finally:
        _shared.pop()


def count_cores() -> int:
    """The cores that this process may use; one where there are no forks, or none that are safe."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def _check(numbers: range) -> list[Problem]:
    texts, glossary, policy = _shared[-1]
    return [problem for number in numbers for problem in check_text(texts[number], glossary, policy)]
