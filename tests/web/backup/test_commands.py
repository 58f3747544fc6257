"""The commands as operators type them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.building import ROOT

COMMAND = str(Path(sys.executable).parent / "portal")


@pytest.fixture
def run(tmp_path):
    def run(*words, instance="instance"):
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
        settings = {"PORTAL_CONTENT_DIR": str(ROOT / "content"), "PORTAL_INSTANCE_DIR": str(tmp_path / instance)}
        environment = inherited | settings
        return subprocess.run(
            [COMMAND, *words], check=False, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60
        )

    return run


def test_backup_of_a_portal_is_restored_into_another(run):
    run("db", "upgrade")
    run("demo")

    saved = run("backup", "today.backup")
    assert saved.returncode == 0
    assert saved.stdout.startswith("today.backup: ")
    assert "confidential" in saved.stdout

    restored = run("restore", "today.backup", instance="another")
    assert (restored.returncode, restored.stderr) == (0, "")
    assert restored.stdout.startswith("today.backup of 20")
    assert run("accounts", "list").stdout == run("accounts", "list", instance="another").stdout != ""

    for words, told in (
        (("backup", "today.backup"), "is there already"),
        (("backup", "nowhere/today.backup"), "cannot be written"),
        (("restore", "today.backup"), "--force"),
        (("restore", "tomorrow.backup"), "cannot be opened"),
    ):
        refused = run(*words)
        assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (1, "", 1)
        assert told in refused.stderr
