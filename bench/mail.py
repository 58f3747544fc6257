"""How many mails a second leave, into a server on this machine that takes everything.

The figures of the last run are kept in ``bench/results/mail.json``.
"""

import os
import socket
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from typing import Any

from aiosmtpd.controller import Controller
from rich.table import Table
from sqlalchemy import func, select

from bench.portal import make_portal
from bench.results import write_results
from portal.db.outbox import OutboxRow, enqueue
from portal.web.current import current_database

MAILS = 2_000
WORKERS = (1, 2, 4)
TARGET = 200
_ROOT = Path(__file__).resolve().parents[1]
_CASE = {
    "to": "ana@premium.example",
    "name": "Ana Silva",
    "language": "en",
    "reference": "K7Q2-9XHM",
    "subject": "Messages fail with 131047",
    "component": "api",
    "error": "131047",
    "severity": 2,
    "channel": "chat",
    "zone": "Europe/Berlin",
    "opened_at": "2026-11-23T12:00:00+00:00",
    "first_response_due": "2026-11-23T12:30:00+00:00",
    "resolution_due": "2026-11-25T12:00:00+00:00",
    "answers": [["", "Every message fails.\nSince 08:10."]],
}


class _TakesAll:
    """A server that counts and forgets."""

    def __init__(self):
        self.taken = 0

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the library's name
        self.taken += 1
        return "250 OK"


def run() -> Table:
    """Measure, write down, and give the table."""
    rates = {workers: _measure(workers) for workers in WORKERS}
    write_results("mail", describe(rates))
    return show(rates)


def describe(rates: Mapping[int, float]) -> dict[str, Any]:
    """What is kept of a run."""
    counted = {str(workers): rate for workers, rate in rates.items()}
    return {"mails": MAILS, "target_with_4_workers": TARGET, "mails_per_second_by_workers": counted}


def show(rates: Mapping[int, float]) -> Table:
    """The table: workers, mails a second, against one worker."""
    table = Table("workers", "mails/s", "ratio", title=f"Mail out: {MAILS} acknowledgements, target {TARGET}/s with 4")
    for workers, rate in rates.items():
        table.add_row(str(workers), f"{rate:.0f}", f"{rate / rates[WORKERS[0]]:.2f}")
    return table


def _measure(workers: int) -> float:
    server = _TakesAll()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            return _send_all(Path(folder), port, workers)
    finally:
        controller.stop()


def _send_all(folder: Path, port: int, workers: int) -> float:
    """Mails a second from the first to the last that was marked; the start of the workers is not counted."""
    app = make_portal(folder)
    with app.app_context():
        database = current_database.get()
    now = datetime.now(UTC)
    with database.write() as session:
        for _ in range(MAILS):
            enqueue(session, "case_opened", _CASE, now)
    env = {**os.environ, "PORTAL_INSTANCE_DIR": str(folder), "PORTAL_SMTP_URL": f"smtp://127.0.0.1:{port}?tls=none"}
    command = [Path(sys.executable).with_name("portal"), "worker"]
    processes = [Popen(command, cwd=_ROOT, env=env, stdout=DEVNULL, stderr=DEVNULL, stdin=PIPE) for _ in range(workers)]
    marked = select(func.count()).select_from(OutboxRow).where(OutboxRow.sent_at.is_not(None))
    try:
        while True:
            with database.read() as session:
                if session.scalar(marked) == MAILS:
                    first, last = session.execute(
                        select(func.min(OutboxRow.sent_at), func.max(OutboxRow.sent_at))
                    ).one()
                    return MAILS / max((last - first).total_seconds(), 0.001)
            time.sleep(0.1)
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.communicate()
