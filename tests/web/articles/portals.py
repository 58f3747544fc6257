"""Portals of a test's own whose content changes while they run."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask

from portal.app import create_app
from portal.articles.current import current_holder
from portal.articles.snapshot import LibraryHolder
from portal.search.current import current_search
from tests.building import make_settings, tear_down


@contextmanager
def open_portal(instance_dir: Path, content_dir: Path, *, indexed: bool = False, **settings: Any) -> Iterator[Flask]:
    """A portal that only reads: it has no tables, and without ``indexed`` the index is made when somebody searches."""
    app = create_app(make_settings(instance_dir, content_dir=content_dir, **settings))
    app.testing = True
    if indexed:
        with app.app_context():
            current_search.get().refresh()
    yield app
    tear_down(app)


def holder_of(app: Flask) -> LibraryHolder:
    return app.extensions[current_holder.name]
