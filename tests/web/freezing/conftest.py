"""A small site, and the command that freezes it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.freezing.commands import freeze
from tests.unit.articles.content_folder import Writer
from tests.web.freezing.sites import write_small_site


@pytest.fixture
def writer(tmp_path) -> Writer:
    return write_small_site(tmp_path / "content")


@pytest.fixture
def site(tmp_path) -> Path:
    """Where the site is frozen to; not there yet."""
    return tmp_path / "public" / "site"


@pytest.fixture
def run(writer, tmp_path, site, monkeypatch) -> Callable[..., Result]:
    """Runs `portal freeze` on the small site."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORTAL_CONTENT_DIR", str(writer.path))
    monkeypatch.setenv("PORTAL_INSTANCE_DIR", str(tmp_path / "instance"))
    return lambda *options: CliRunner().invoke(freeze, [str(site), *options])
