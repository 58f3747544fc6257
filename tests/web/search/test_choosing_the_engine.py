"""What an operator is told whose environment lacks the engine that the settings name."""

import sys

import pytest

from portal.app import create_app
from portal.settings import SettingsError
from tests.building import make_settings


def test_engine_that_is_not_installed_is_named(tmp_path, monkeypatch):
    monkeypatch.delitem(sys.modules, "portal.search.index.tantivy_index", raising=False)
    monkeypatch.setitem(sys.modules, "tantivy", None)

    with pytest.raises(SettingsError) as caught:
        create_app(make_settings(tmp_path, search_engine="tantivy"))

    (problem,) = caught.value.problems
    assert problem.startswith("PORTAL_SEARCH_ENGINE: tantivy cannot be loaded")
    assert "install" in problem
