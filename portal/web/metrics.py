"""What the portal counts and measures, for Prometheus.

Several web processes answer, and a scrape reaches any one of them. What they count lies in files that all of them
share (the client library's way for several processes), so it does not matter which one is asked. All else is looked up
when it is asked for: in the database, in the instance folder, on the disk. No label holds what somebody sent.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask import Request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, values
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from portal.settings import name_metrics_folder
from portal.web.count_files import CountFile
from portal.web.hit_count import HitCount
from portal.web.provided import Provided

FOLDER = "metrics"
"""Below the instance folder: a few kilobytes for each process."""
REQUEST_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
SEARCH_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
"""Around the target: 99 of 100 searches below 10 ms."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "OPTIONS"})
UNMATCHED = "unmatched"
"""The route of addresses that nothing answers to: anybody can invent more of them."""

_PROCESS_OF_FILE = re.compile(r"_(\d+)\.db$")
_PARAMETER = re.compile(r"<(?:[^<>]*:)?(\w+)>")


class Metrics:
    """What happens in this process; make it after `share`, or it is this process's alone."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "portal_requests_total",
            "Requests answered by the application; those that the page cache answers are not in it",
            ["route", "method", "status"],
            registry=self.registry,
        )
        self.request_seconds = Histogram(
            "portal_request_seconds",
            "Time to answer a request, without the page cache",
            ["route"],
            buckets=REQUEST_SECONDS,
            registry=self.registry,
        )
        self.page_cache_hits = Counter(
            "portal_page_cache_hits_total",
            "Requests answered by the page cache, by status",
            ["status"],
            registry=self.registry,
        )
        self.page_cache_misses = Counter(
            "portal_page_cache_misses_total",
            "Pages for everyone that had to be made, since the page cache did not hold them",
            registry=self.registry,
        )
        self.search_seconds = Histogram(
            "portal_search_seconds",
            "Time to answer a question: results, or suggestions while somebody types",
            ["kind"],
            buckets=SEARCH_SECONDS,
            registry=self.registry,
        )
        self.hits = HitCount({status: self.page_cache_hits.labels(status) for status in ("200", "304")})

    def note_request(self, request: Request, status: int, seconds: float) -> None:
        """Count an answer of the application."""
        route = name_route(request)
        self.requests.labels(route, name_method(request), str(status)).inc()
        self.request_seconds.labels(route).observe(seconds)

    def note_search(self, kind: str, seconds: float) -> None:
        """Measure an answer of the search; ``kind`` is ``results`` or ``suggestions``."""
        self.search_seconds.labels(kind).observe(seconds)


@dataclass(frozen=True)
class Figure:
    """Something that is looked up when it is asked for; ``samples`` holds a value for each set of labels."""

    name: str
    means: str
    samples: tuple[tuple[tuple[str, ...], float], ...]
    labels: tuple[str, ...] = ()
    counts: bool = False
    """Whether it only ever grows."""


def single(name: str, means: str, value: float, *, counts: bool = False) -> Figure:
    """A figure without labels."""
    return Figure(name, means, (((), value),), counts=counts)


current_metrics: Provided[Metrics] = Provided("metrics")
current_figures: Provided[Callable[[], Iterable[Figure]]] = Provided("figures")


def name_route(request: Request) -> str:
    """The route of a request as operators know it, such as ``/{language}/search``; never what stood in the address."""
    return _plain(request.url_rule.rule) if request.url_rule else UNMATCHED


def name_method(request: Request) -> str:
    """The method of a request; anybody can invent more, and each label is kept for as long as the process lives."""
    return request.method if request.method in METHODS else "other"


@lru_cache(maxsize=1024)
def _plain(rule: str) -> str:
    return _PARAMETER.sub(r"{\1}", rule)


def prepare(instance_dir: Path) -> None:
    """Make the folder for `share` and take away what processes left that live no more; called before any is started.

    A counter must not fall while the portal runs, so files of processes that end meanwhile stay until the next start.
    """
    folder = instance_dir / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in folder.glob("*.db"):
        found = _PROCESS_OF_FILE.search(path.name)
        if found and not _is_alive(int(found[1])):
            path.unlink(missing_ok=True)


def share(instance_dir: Path) -> None:
    """Let everything that this process counts from now on lie where its neighbours find it."""
    folder = instance_dir / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name_metrics_folder(folder)
    values.MmapedDict = CountFile  # type: ignore[attr-defined]
    # The library decides this when it is imported, and by then no settings have been read.
    values.ValueClass = values.get_value_class()  # type: ignore[no-untyped-call]


def write_out(metrics: Metrics, figures: Iterable[Figure], shared: Path | None) -> bytes:
    """Everything in Prometheus' text format; ``shared`` is the folder that `share` was called with, if it was."""
    metrics.hits.tell()
    registry = CollectorRegistry()
    if shared:
        MultiProcessCollector(registry, path=str(shared))  # type: ignore[no-untyped-call]
    else:
        registry.register(metrics.registry)
    registry.register(_Figures(figures))
    return bytes(generate_latest(registry))


def shared_folder(instance_dir: Path) -> Path | None:
    """Where the counts of all processes lie; None when this process counts for itself."""
    return instance_dir / FOLDER if getattr(values.ValueClass, "_multiprocess", False) else None


class _Figures(Collector):
    def __init__(self, figures: Iterable[Figure]) -> None:
        self._figures = tuple(figures)

    def collect(self) -> Iterator[Metric]:
        for figure in self._figures:
            family = CounterMetricFamily if figure.counts else GaugeMetricFamily
            metric = family(figure.name, figure.means, labels=figure.labels)
            for labels, value in figure.samples:
                metric.add_metric(labels, value)
            yield metric


def _is_alive(process: int) -> bool:
    with suppress(ProcessLookupError):
        try:
            os.kill(process, 0)
        except PermissionError:
            return True
        return True
    return False
