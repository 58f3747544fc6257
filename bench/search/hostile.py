"""Questions that are meant to do harm, asked of the whole application: page, suggestions and JSON."""

from collections.abc import Iterator
from time import process_time

from flask import Flask
from rich.console import Console
from rich.table import Table
from werkzeug.test import EnvironBuilder, run_wsgi_app

from tests.hostile import HOSTILE

PATHS = {"page": "/de/search", "suggestions": "/de/search/suggest", "JSON": "/api/v1/search"}
_FRAGMENT = "suggestions"
SLOW_MS = 100
_TRIES = 3
_LARGEST = 200_000
"""Bytes of a page that only repeats the beginning of its question."""


def run(app: Flask, console: Console) -> None:
    """Ask each a few times and print the longest time; tells what is slow and what is no ordinary answer."""
    table = Table("question", "bytes", *(f"{kind} ms" for kind in PATHS), title="Hostile questions, the longest of 3")
    faults: list[str] = []
    for kind in PATHS:
        ask(app, kind, "template")
    for name, question in HOSTILE.items():
        cells = []
        for kind in PATHS:
            answers = [ask(app, kind, question) for _ in range(_TRIES)]
            worst = max(taken for taken, _ in answers)
            cells.append(f"[bold red]{worst:.0f}[/]" if worst > SLOW_MS else f"{worst:.0f}")
            faults += sorted({f"{name}, {kind}: {fault}" for _, found in answers for fault in found})
        table.add_row(name, f"{len(question.encode(errors='replace')):,}", *cells)
    table.caption = f"red: more than {SLOW_MS} ms; answers that are not ordinary: {len(faults)}"
    console.print(table)
    for fault in faults:
        console.print(fault, markup=False)


def ask(app: Flask, kind: str, question: str) -> tuple[float, list[str]]:
    """The milliseconds of processor time that the application takes, and what is wrong with its answer."""
    query = {"q": question} | ({"locale": "de"} if kind == "JSON" else {})
    environ = EnvironBuilder(path=PATHS[kind], query_string=query).get_environ()
    began = process_time()
    chunks, status, _ = run_wsgi_app(app, environ, buffered=True)
    taken = (process_time() - began) * 1e3
    return taken, list(find_faults(int(status.split()[0]), b"".join(chunks), whole=kind != _FRAGMENT))


def find_faults(status: int, body: bytes, *, whole: bool) -> Iterator[str]:
    """What keeps an answer from being an ordinary one; ``whole`` for a page or document, not a part of one."""
    if status != 200:
        yield f"status {status}"
    if len(body) > _LARGEST:
        yield f"{len(body):,} bytes"
    if whole and not body.rstrip().endswith((b"</html>", b"}")):
        yield "cut short"
