"""The scripts that CI and make start: they can be started, stop at the first mistake, and say what they leave out."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.sources import ROOT

SCRIPTS = (".ci/run", "tests/newer-pythons")


def check_script(path: Path) -> list[str]:
    """What keeps a script from being relied on."""
    text = path.read_text()
    wrong = []
    if not os.access(path, os.X_OK):
        wrong.append("is not executable")
    if not text.startswith("#!/usr/bin/env bash\n"):
        wrong.append("does not say that bash runs it")
    if "\nset -euo pipefail\n" not in text:
        wrong.append("goes on after a mistake")
    if subprocess.run(["bash", "-n", str(path)], capture_output=True, check=False).returncode:
        wrong.append("bash cannot read it")
    return wrong


@pytest.mark.parametrize("name", SCRIPTS)
def test_script_can_be_relied_on(name):
    assert check_script(ROOT / name) == []


def test_unreliable_script_is_found(tmp_path):
    script = tmp_path / "run"
    script.write_text("if true; then\n")

    assert len(check_script(script)) == 4


def test_machine_without_newer_python_is_told_so(tmp_path):
    for tool in ("bash", "dirname", "sort", "tail", "grep", "touch"):
        (tmp_path / tool).symlink_to(shutil.which(tool))

    ran = subprocess.run(
        ["bash", str(ROOT / "tests" / "newer-pythons")],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stderr
    assert "No Python newer than" in ran.stdout
