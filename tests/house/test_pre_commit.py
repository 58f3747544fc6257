"""The hook that other repositories and our own editors put before a commit runs the check."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import yaml

from tests.house.sources import ROOT

(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


def run_hook(folder: Path) -> subprocess.CompletedProcess:
    program, *arguments = shlex.split(HOOK["entry"])
    command = [str(Path(sys.executable).with_name(program)), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_hook_is_complete():
    assert {"id", "name", "entry", "language", "files"} <= set(HOOK)
    assert HOOK["id"] == "portal-content-check"
    assert HOOK["pass_filenames"] is False


def test_hook_runs_for_content_only():
    assert re.search(HOOK["files"], "content/articles/messages/late/en.md")
    assert not re.search(HOOK["files"], "portal/content/check.py")


def test_hook_lets_our_content_pass():
    assert run_hook(ROOT).returncode == 0


def test_hook_refuses_a_folder_with_errors(tmp_path):
    (tmp_path / "content").mkdir()

    result = run_hook(tmp_path)

    assert result.returncode == 1
    assert "content/policy.yml:1: missing-file: " in result.stdout


def test_contributing_shows_the_same_hook():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(repos:\n.*?)```", text, re.DOTALL)

    ((hook,),) = [repository["hooks"] for repository in yaml.safe_load(example)["repos"]]

    assert {key: hook[key] for key in ("id", "files", "pass_filenames")} == {
        key: HOOK[key] for key in ("id", "files", "pass_filenames")
    }
    assert hook["entry"].endswith(HOOK["entry"])
