"""Builders: settings, an application of its own for a test, a clock that stands still."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask

from portal.settings import Settings
from tests import made_before

ROOT = Path(__file__).resolve().parents[1]
# A Monday morning; every test begins here unless it sets the clock.
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class StandingClock:
    """The portal's clock in tests: it moves when it is told to."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **duration: float) -> datetime:
        """Move on by ``minutes=5``, ``hours=4`` and so on; gives the new time."""
        self.now += timedelta(**duration)
        return self.now


def make_settings(instance_dir: Path, **changes: Any) -> Settings:
    """Settings of a portal in a folder of its own, with the real content unless a test brings another folder."""
    return Settings(_env_file=None, **{"content_dir": ROOT / "content", "instance_dir": instance_dir, **changes})


def make_app(settings: Settings) -> Flask:
    """A portal that is ready to serve: migrated, indexed, with the demo accounts in its directory."""
    from portal.app import create_app
    from portal.db import schema
    from portal.search.current import current_search
    from portal.web.current import current_database

    if settings.content_dir == made_before.CONTENT:
        made_before.put_into(settings.instance_dir)
    app = create_app(settings)
    app.testing = True
    with app.app_context():
        schema.upgrade(current_database.get())
        current_search.get().refresh()
    empty(app)
    return app


def empty(app: Flask) -> None:
    """Take an application back to its first minute: nothing stored but the demo accounts, no limit reached."""
    from portal.db.base import Base
    from portal.identity.demo import load_demo_accounts
    from portal.search.learning.current import current_question_log
    from portal.web.current import current_database, current_settings
    from portal.web.limits import limiter

    with app.app_context():
        current_question_log.get().take()
        with current_database.get().write() as session:
            for table in reversed(Base.metadata.sorted_tables):
                session.execute(table.delete())
            load_demo_accounts(session)
        for folder in ("mail", "uploads"):
            shutil.rmtree(current_settings.get().instance_dir / folder, ignore_errors=True)
        limiter.reset()


def tear_down(app: Flask) -> None:
    """Close what an application holds open."""
    from portal.search.current import current_search
    from portal.search.learning.current import current_question_log
    from portal.web.current import current_database
    from portal.web.metrics import current_metrics

    with app.app_context():
        current_metrics.get().hits.end()
        # Nothing is left to write, so its thread ends without asking for the database.
        current_question_log.get().take()
        current_question_log.get().end()
        current_database.get().dispose()
        current_search.get().close()


def put_clock(app: Flask, clock: Callable[[], datetime]) -> None:
    """Let an application live in another time."""
    from portal.web.current import current_clock

    current_clock.put(app, clock)
