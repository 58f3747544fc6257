"""``/readyz`` tells the truth about each part, and reading goes on whatever it says."""

import shutil
import socket
from datetime import timedelta
from typing import NamedTuple

import pytest

from portal.app import create_app
from portal.articles.current import current_holder
from portal.db import schema
from portal.db.engine import Database
from portal.db.outbox import enqueue
from portal.db.rounds import RoundLog
from portal.web.current import current_database
from portal.web.limits import limiter
from tests.building import START, make_settings, put_clock, tear_down
from tests.redis_server import run_redis
from tests.web.cases.builders import ANA

GB = 1_000_000_000


class Disk(NamedTuple):
    total: float
    used: float
    free: float


@pytest.fixture
def parts(app):
    def parts():
        answer = app.test_client().get("/readyz")
        assert answer.status_code == 200, "reading goes on"
        assert app.test_client().get("/de/").status_code == 200
        assert set(answer.json["degraded"]) == {name for name, part in answer.json["parts"].items() if not part["ok"]}
        return answer.json["parts"]

    return parts


@pytest.fixture
def sign_of_life(stored, clock):
    def sign_of_life(**jobs):
        rounds = RoundLog()
        for job, done in (jobs or {"mail": 0}).items():
            rounds.note(job, done, clock())
        with stored.write() as session:
            rounds.write(session, clock())

    return sign_of_life


def test_every_part_is_told_in_one_line(parts, sign_of_life):
    sign_of_life()

    found = parts()

    assert set(found) == {"content", "search", "database", "status", "worker", "mail_out", "disk"}
    assert all(part["ok"] for part in found.values())
    assert all(part["detail"] and "\n" not in part["detail"] for part in found.values())


def test_worker_that_was_never_seen_is_told(parts):
    assert parts()["worker"] == {"ok": False, "detail": "no worker was ever seen; start `portal worker`"}


def test_worker_that_is_gone_is_told(parts, sign_of_life, clock):
    sign_of_life()
    clock.advance(minutes=3)
    assert parts()["worker"]["ok"]

    clock.advance(seconds=1)

    assert parts()["worker"] == {"ok": False, "detail": "last seen at 2026-11-23T09:00:00Z"}


def test_job_that_fails_again_and_again_is_named(parts, sign_of_life):
    for _ in range(3):
        sign_of_life(drafts=None, mail=0)
    assert parts()["worker"]["detail"].endswith("; jobs that fail: drafts (3 times)")

    sign_of_life(drafts=0)

    assert parts()["worker"]["ok"]


def test_mail_that_does_not_leave_is_told(parts, stored, clock):
    with stored.write() as session:
        enqueue(session, "case_closed", {"to": ANA}, START)
    clock.advance(seconds=30)
    assert parts()["mail_out"] == {"ok": True, "detail": "mails waiting: 1"}

    clock.advance(seconds=1)

    assert parts()["mail_out"] == {"ok": False, "detail": "mails waiting: 1, the oldest since 2026-11-23T09:00:00Z"}


@pytest.mark.parametrize(
    ("disk", "fine"),
    [
        (Disk(100 * GB, 95 * GB, 5 * GB), True),
        (Disk(10 * GB, 8 * GB, 1.5 * GB), True),
        (Disk(100 * GB, 99 * GB, 1 * GB), False),
        (Disk(10 * GB, 9.5 * GB, 0.5 * GB), False),
    ],
)
def test_disk_that_is_nearly_full_is_told(parts, monkeypatch, disk, fine):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: disk)

    assert parts()["disk"]["ok"] is fine


def test_with_the_database_away_nothing_is_claimed_and_nobody_waits_twice(app, parts, monkeypatch):
    asked = []
    away = Database("postgresql+psycopg://nobody@127.0.0.1:1/none")
    ask = away.read
    monkeypatch.setattr(away, "read", lambda: asked.append(1) or ask())
    before = app.extensions[current_database.name]
    current_database.put(app, away)
    try:
        found = parts()
    finally:
        current_database.put(app, before)
        away.dispose()

    assert found["database"] == {"ok": False, "detail": "does not answer (OperationalError)"}
    for name in ("worker", "mail_out"):
        assert found[name] == {"ok": True, "detail": "unknown while the database is away"}
    assert len(asked) == 1


def test_status_source_that_is_silent_is_told(tmp_path, clock):
    app = create_app(make_settings(tmp_path, status_url="https://status.example"))
    put_clock(app, clock)

    part = app.test_client().get("/readyz").json["parts"]["status"]

    assert part["ok"] is False
    assert part["detail"].startswith("never read; ")
    tear_down(app)


def test_age_of_the_content_is_that_of_its_files_not_of_the_process(app):
    with app.app_context():
        state = current_holder.get().state

    assert state.written_at < state.live_since + timedelta(seconds=1)


@pytest.fixture
def limiter_as_before():
    """There is one limiter for all applications of a process; it counts where the newest one wants it to."""
    before = dict(limiter.__dict__)
    yield
    limiter.__dict__.update(before)


@pytest.mark.requires_program("redis-server")
def test_limits_that_are_not_shared_are_told(tmp_path, limiter_as_before):
    with run_redis() as address:
        app = create_app(make_settings(tmp_path, redis_url=address))
        assert ask(app)["limits"] == {"ok": True, "detail": "counted together"}

    part = ask(app)["limits"]
    tear_down(app)

    assert part == {"ok": False, "detail": "Redis does not answer; each process counts for itself"}


@pytest.mark.requires_program("redis-server")
def test_limits_are_shared_over_a_socket_file(tmp_path, limiter_as_before):
    with run_redis(tmp_path / "redis.sock") as address:
        app = create_app(make_settings(tmp_path, redis_url=address))
        assert ask(app)["limits"] == {"ok": True, "detail": "counted together"}
        tear_down(app)


def test_redis_that_says_nothing_holds_nobody_up_for_long(tmp_path, limiter_as_before):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        app = create_app(make_settings(tmp_path, redis_url=f"redis://127.0.0.1:{silent.getsockname()[1]}"))
        with app.app_context():
            schema.upgrade(current_database.get())

        assert app.test_client().post("/en/help/").status_code == 303
        assert ask(app)["limits"]["ok"] is False
        tear_down(app)


def ask(app):
    return app.test_client().get("/readyz").json["parts"]
