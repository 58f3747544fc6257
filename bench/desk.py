"""How long the desk takes with a hundred thousand cases in PostgreSQL: the queue, its filters, its search, a case.

The figures of the last run are kept in ``bench/results/desk.json``.
"""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import quantiles
from time import perf_counter
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from rich.table import Table
from sqlalchemy import create_engine, insert, text

from bench.portal import ROOT
from bench.results import write_results
from portal.app import create_app
from portal.cases.model import Case, CaseEvent
from portal.db import schema
from portal.identity.actions import add_staff
from portal.identity.demo import load_demo_accounts
from portal.settings import Settings
from portal.web import logs
from portal.web.current import current_clock, current_database
from tests.postgres import run_postgres

CASES = 100_000
GOING_ON = 5_000
TARGET_MS = 100
_BATCH = 5_000
_NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
_STAFF = "lea@team.example"
_COMPONENTS = ("api", "delivery", "webhooks", "templates", "numbers", "business", "hub", "billing")
_WORDS = [
    "messages",
    "fail",
    "webhook",
    "template",
    "rejected",
    "number",
    "registration",
    "billing",
    "invoice",
    "delivery",
    "late",
    "api",
    "key",
    "expired",
    "sign",
    "in",
    "hub",
    "error",
    "pending",
    "approval",
    "quality",
    "rating",
    "limit",
    "media",
    "upload",
]


Times = tuple[float, float]
"""The middle and the slowest but five of a hundred, both in milliseconds."""


def run() -> Table:
    """Measure, write down, and give the table."""
    # The line that each request leaves in the log would stand between those of the table.
    logs.configure("WARNING")
    with _fill_portal() as app:
        found = _measure_all(_sign_in(app))
    write_results("desk", describe(found))
    return show(found)


def describe(found: Mapping[str, Times]) -> dict[str, Any]:
    """What is kept of a run."""
    return {
        "cases": CASES,
        "going_on": GOING_ON,
        "target_p95_ms": TARGET_MS,
        "p50_ms": {name: middle for name, (middle, _) in found.items()},
        "p95_ms": {name: slow for name, (_, slow) in found.items()},
    }


def show(found: Mapping[str, Times]) -> Table:
    """The table: page, its times, and its slow one against that of the queue, which comes first."""
    title = f"Desk: {CASES:,} cases, {GOING_ON:,} going on, PostgreSQL; target p95 {TARGET_MS} ms for queue and case"
    table = Table("page", "p50 ms", "p95 ms", "p95 : queue", title=title)
    queue = next(slow for _, slow in found.values())
    for name, (middle, slow) in found.items():
        table.add_row(name, f"{middle:.0f}", f"{slow:.0f}", f"{slow / queue:.1f}")
    return table


def _measure_all(client: FlaskClient) -> dict[str, Times]:
    found = {}
    for name, paths in _list_paths(Random(5)).items():
        client.get(paths[0])
        found[name] = _measure(client, paths)
    return found


def _list_paths(random: Random) -> dict[str, list[str]]:
    words = ("+".join(random.choices(_WORDS, k=2)) for _ in range(100))
    return {
        "queue": ["/desk/"] * 100,
        "queue, page 2 to 40": [f"/desk/?page={random.randint(2, 40)}" for _ in range(100)],
        "queue, component and severity": [
            f"/desk/?component={random.choice(_COMPONENTS)}&severity={random.randint(1, 3)}" for _ in range(100)
        ],
        "closed cases": ["/desk/?show=closed"] * 50,
        "search by reference": [f"/desk/?q={_reference(random.randint(1, CASES))}" for _ in range(100)],
        "search by two words": [f"/desk/?q={each}" for each in words],
        "a case, any": [f"/desk/{_reference(random.randint(1, CASES))}" for _ in range(100)],
        "a case, going on": [f"/desk/{_reference(random.randint(1, GOING_ON))}" for _ in range(100)],
        "service levels, 30 days": ["/insights/service"] * 20,
        "service levels, 180 days": ["/insights/service?days=180"] * 20,
    }


def _measure(client: FlaskClient, paths: list[str]) -> Times:
    taken = []
    for path in paths:
        began = perf_counter()
        reply = client.get(path, headers={"Accept-Language": "en"})
        taken.append((perf_counter() - began) * 1000)
        if reply.status_code not in {200, 303}:
            raise RuntimeError(f"{path} answered {reply.status_code}")
    cuts = quantiles(taken, n=20)
    return cuts[9], cuts[18]


@contextmanager
def _fill_portal() -> Iterator[Flask]:
    with run_postgres() as server, tempfile.TemporaryDirectory() as folder:
        admin = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text("CREATE DATABASE bench"))
        admin.dispose()
        settings = Settings(
            _env_file=None,
            content_dir=ROOT / "content",
            instance_dir=Path(folder),
            database_url=f"{server}/bench",
        )
        app = create_app(settings)
        current_clock.put(app, lambda: _NOW)
        with app.app_context():
            _fill()
        yield app
        with app.app_context():
            current_database.get().dispose()


def _fill() -> None:
    database, random = current_database.get(), Random(7)
    schema.upgrade(database)
    with database.write() as session:
        load_demo_accounts(session)
        add_staff(session, _STAFF, _NOW)
    for first in range(1, CASES + 1, _BATCH):
        made = [_make_case(number, random) for number in range(first, first + _BATCH)]
        with database.write() as session:
            session.execute(insert(Case), [case for case, _ in made])
            session.execute(insert(CaseEvent), [event for _, events in made for event in events])
    with database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))


def _make_case(number: int, random: Random) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    goes_on = number <= GOING_ON
    opened = _NOW - timedelta(minutes=random.randint(1, 4_000 if goes_on else 1_000_000))
    status = random.choice(("open", "open", "waiting_on_customer") if goes_on else ("resolved", "closed", "closed"))
    answered = opened + timedelta(minutes=20) if not goes_on or random.random() < 0.6 else None
    case = {
        "id": number,
        "reference": _reference(number),
        "idempotency_key": str(number),
        "opened_by": f"user{random.randint(1, 20_000)}@c{random.randint(1, 5_000)}.example",
        "name": "Some Body",
        "account_id": random.choice((None, "demo-premium", "demo-basic", "demo-regular")),
        "language": random.choice(("en", "de", "ru")),
        "subject": " ".join(random.choices(_WORDS, k=7)),
        "component": random.choice(_COMPONENTS),
        "error": random.choice(("", "131047", "132000", "190")),
        "severity": random.randint(1, 3),
        "channel": random.choice(("chat", "email")),
        "plan": "basic",
        "side": "provider",
        "policy_version": "2026-11-23",
        "first_response_due": opened + timedelta(hours=4),
        "resolution_due": opened + timedelta(hours=48) if random.random() < 0.7 else None,
        "zone": "UTC",
        "opened_at": opened,
        "articles_read": [],
        "status": status,
        "changed_at": opened + timedelta(hours=1),
        "first_response_at": answered,
        "escalated_at": opened + timedelta(hours=5) if random.random() < 0.1 else None,
        "waiting_since": opened if status == "waiting_on_customer" else None,
        "ended_at": None if goes_on else opened + timedelta(hours=20),
        "feedback": None if goes_on else random.choice((None, None, 1, 3, 4, 5)),
    }
    return case, list(_make_events(number, opened, random))


def _make_events(number: int, opened: datetime, random: Random) -> Iterator[dict[str, Any]]:
    written = " ".join(random.choices(_WORDS, k=120))
    response = f'{{"error": {{"code": 131047, "fbtrace_id": "A{number}bcdefghijklmnop"}}}}'
    details = {"description": written, "steps": written[:300], "api_response": response}
    told = [("opened", "customer", {"details": details})]
    for turn in range(random.randint(1, 6)):
        kind, actor = ("staff_replied", "staff") if turn % 2 == 0 else ("customer_replied", "customer")
        told.append((kind, actor, {"text": written[:450]}))
    for seq, (kind, actor, data) in enumerate(told, 1):
        at = opened + timedelta(minutes=seq)
        yield {"case_id": number, "seq": seq, "at": at, "kind": kind, "actor": actor, "author": "x", "data": data}


def _reference(number: int) -> str:
    return f"{number:08d}"[:4] + "-" + f"{number:08d}"[4:]


def _sign_in(app: Flask) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as session:
        session["visitor"] = {"email": _STAFF, "proven_at": _NOW.isoformat()}
    return client
