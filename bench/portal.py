"""A portal of its own to measure: the real content, an instance folder that is thrown away."""

from pathlib import Path

from flask import Flask

from portal.app import create_app
from portal.db import schema
from portal.search.current import current_search
from portal.settings import Settings
from portal.web.current import current_database

ROOT = Path(__file__).resolve().parents[1]


def make_portal(instance_dir: Path) -> Flask:
    """The application, migrated and indexed."""
    app = create_app(Settings(_env_file=None, content_dir=ROOT / "content", instance_dir=instance_dir))
    with app.app_context():
        schema.upgrade(current_database.get())
        current_search.get().refresh()
    return app
