"""How results and suggestions slow down as the library grows, each engine and size in a process of its own."""

import gc
import json
import random
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from time import process_time
from typing import TypeVar

from rich.console import Console
from rich.table import Table

from bench.search.corpus import grow
from bench.search.engines import find_engines
from bench.search.library import Documents, searcher_of
from bench.search.typos import KINDS, misspell_word
from bench.timing import percentiles
from portal.kernel.language import Language
from portal.search.model import Document, Question
from portal.search.searcher import Searcher

SIZES = (200, 2_000)
LARGE = {"whoosh": 10_000, "tantivy": 15_000}
"""Documents a language that the engine is asked to cope with when the large sizes are wished for."""

TARGETS = (
    "targets: 99 of 100 results with snippets in less than 10 ms at 2,000 documents with Whoosh and at 15,000 with"
    " tantivy, suggestions in half of that; milliseconds p50 / p99, × the median beside 100,000 bare additions"
)
QUESTIONS = ("one word", "three words", "with an error", "beginning", "pasted JSON", "suggestions")
COSTS = ("build s", "disk MB", "memory MB")
_ASKED = 200
_LOOP = 100_000
_PREFIX = slice(0, 4)

T = TypeVar("T")


@dataclass(frozen=True)
class Case:
    """One engine with so many documents of a language, its index in a folder."""

    engine: str
    language: Language
    own: Sequence[Document]
    size: int
    folder: Path

    def documents(self) -> tuple[Document, ...]:
        return grow(self.own, self.size, self.language.tag)

    def open(self, documents: Sequence[Document]) -> AbstractContextManager[Searcher]:
        return searcher_of({self.language: documents}, find_engines()[self.engine], self.folder)


@dataclass(frozen=True)
class Measured:
    """What asking costs."""

    memory_mb: float
    loop_s: float
    """The bare loop in the same process, between the questions."""
    seconds: Mapping[str, tuple[float, float]]
    """The median and the 99th percentile of each kind of question."""


def run(documents: Documents, console: Console, *, large: bool = False) -> None:
    """Measure every engine at every size and print the table; ``large`` adds the sizes that take minutes to build."""
    table = Table("", "", *QUESTIONS, *COSTS, title="Searching larger libraries", caption=TARGETS)
    for name in find_engines():
        for size in (*SIZES, LARGE[name]) if large else SIZES:
            for language, own in documents.items():
                with tempfile.TemporaryDirectory() as folder:
                    case = Case(name, language, own, size, Path(folder))
                    table.add_row(f"{name} {size:,}", language.tag, *columns(case))
            table.add_section()
    console.print(table)


def columns(case: Case) -> list[str]:
    """The milliseconds of each kind of question, then what the index costs."""
    build_s = alone(build, case)
    measured = alone(measure, case)
    disk_mb = sum(file.stat().st_size for file in case.folder.rglob("*") if file.is_file()) / 1e6
    times = [f"{p50 * 1e3:.1f} / {p99 * 1e3:.1f}" for p50, p99 in measured.seconds.values()]
    ratios = [f"×{p50 / measured.loop_s:.2f}" for p50, _ in measured.seconds.values()]
    cells = ["\n".join(pair) for pair in zip(times, ratios, strict=True)]
    return [*cells, f"{build_s:.1f}", f"{disk_mb:.1f}", f"{measured.memory_mb:.0f}"]


def alone(action: Callable[[Case], T], case: Case) -> T:
    """In a process that has done nothing else: memory is only told apart, and tantivy only safe, in such a one."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(action, case).result()


def build(case: Case) -> float:
    """Seconds of processor time until the index is on disk and open."""
    documents = case.documents()
    began = process_time()
    with case.open(documents):
        return process_time() - began


def measure(case: Case) -> Measured:
    """Open the index that is there, and ask it."""
    documents = case.documents()
    asked = make_questions(documents, case.language)
    gc.collect()
    before = resident_mb()
    with case.open(documents) as searcher:
        seconds, loop_s = time_questions(searcher, case.language, asked)
        gc.collect()
        return Measured(resident_mb() - before, loop_s, seconds)


def make_questions(documents: Sequence[Document], language: Language) -> dict[str, list[str]]:
    """Two hundred of each kind, all different, with words that stand in the documents."""
    chance = random.Random(language.tag)
    words = sorted(set(chain.from_iterable(document.title.split() for document in documents)))
    words = [word for word in words if word.isalpha() and len(word) > 4]
    summaries = [document.summary.split() for document in documents if len(document.summary.split()) > 3]

    def three() -> list[str]:
        summary = chance.choice(summaries)
        return [summary[place] for place in sorted(chance.sample(range(len(summary)), 3))]

    def wrong() -> str:
        word = chance.choice(words)
        return misspell_word(word, language.tag, chance.choice(KINDS)) or word

    makers: dict[str, Callable[[], str]] = {
        "one word": lambda: chance.choice(words),
        "three words": lambda: " ".join(three()),
        "with an error": lambda: " ".join([wrong(), *three()[:2]]),
        "beginning": lambda: chance.choice(words)[_PREFIX],
        "pasted JSON": lambda: json.dumps({"error": {"code": 100, "message": " ".join(chance.choice(summaries)[:12])}}),
    }
    return {kind: [make() for _ in range(_ASKED)] for kind, make in makers.items()}


def time_questions(
    searcher: Searcher, language: Language, asked: Mapping[str, Sequence[str]]
) -> tuple[dict[str, tuple[float, float]], float]:
    """The median and 99th percentile of each kind of question, and the median of the bare loop beside them."""
    samples: dict[str, list[float]] = {}
    loops: list[float] = []
    for kind, texts in asked.items():
        for text in texts:
            question = Question(text, language)
            samples.setdefault(kind, []).append(timed(partial(searcher.search, question)))
        loops += [timed(bare_loop) for _ in range(5)]
    beginnings = [text[: 3 + at % 12] for at, text in enumerate(chain(asked["one word"], asked["three words"]))]
    samples["suggestions"] = [timed(partial(searcher.suggest, text, language)) for text in beginnings]
    return {kind: percentiles(taken) for kind, taken in samples.items()}, percentiles(loops)[0]


def timed(action: Callable[[], object]) -> float:
    """Seconds of processor time, which another program on the machine does not spoil; nothing here waits for a disk."""
    began = process_time()
    action()
    return process_time() - began


def bare_loop() -> int:
    """What the machine can do at this moment, for comparison."""
    total = 0
    for number in range(_LOOP):
        total += number
    return total


def resident_mb() -> float:
    """The memory of this process that is not paged out."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))
