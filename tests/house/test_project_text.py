"""The project's text holds nothing of the machine it was written on, and names every dependency with its reason."""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.sources import ROOT

README = ROOT / "README.md"
# Not text, or not ours.
BINARY = {".png", ".jpg", ".jpeg", ".webp", ".gif", ".ico", ".pdf", ".mp4", ".gz", ".br", ".mo", ".woff2", ".sqlite3"}
VENDORED = re.compile(r"static/js/.*\.min\.js|tests/house/test_project_text\.py")
MADE = {"instance", "__pycache__", "portal.egg-info"}
LOCK_FILES = "requirements/*.lock"

# Homes of people, and wherever these tests happen to run.
_MACHINE = re.compile(
    rf"(?<![\w.:/~-])/(?:root|home/[a-z][\w-]*|Users/\w+|private/tmp)/|[A-Z]:\\\\?Users\\|{re.escape(str(ROOT))}\b"
)
_REGISTRY = re.compile(
    r"https?://[\w.-]*(?:pypi|pythonhosted|npmjs|artifactory|nexus|jfrog|devpi|mirror)[\w.-]*"
    r"|(?:index|find-links|trusted-host|extra-index)[-_](?:url|host)\s*[=:]",
    re.IGNORECASE,
)
_INDEX_OPTION = re.compile(
    r"^\s*(?:-i|-f|--index-url|--extra-index-url|--find-links|--trusted-host)\b|://", re.MULTILINE
)
_NAME = re.compile(r"[A-Za-z0-9][\w.-]*")


def list_texts(root: Path) -> Iterator[Path]:
    """The project's own text files: what git tracks, or where there is no git, everything that nothing else made."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=False)
    tracked = listed.stdout.split("\0") if listed.returncode == 0 else []
    names = [name for name in tracked if name] or [str(path.relative_to(root)) for path in root.rglob("*")]
    for name in sorted(names):
        path = root / name
        made = any((part.startswith(".") and part != ".ci") or part in MADE for part in Path(name).parts[:-1])
        if path.is_file() and not made and path.suffix not in BINARY and not VENDORED.fullmatch(name):
            yield path


def check_texts(root: Path) -> list[str]:
    """Paths of a machine and addresses of registries, with file and line."""
    found = []
    for path in list_texts(root):
        # Some samples of mail are in other character sets on purpose; what is looked for is ASCII.
        text = path.read_text(encoding="utf-8", errors="replace")
        for pattern, what in ((_MACHINE, "a path of a machine"), (_REGISTRY, "the address of a registry")):
            for match in pattern.finditer(text):
                line = text.count("\n", 0, match.start()) + 1
                found.append(f"{path.relative_to(root)}:{line}: {what}: {match[0]}")
    return found


def check_lock_files(root: Path) -> list[str]:
    """Lock files name no index, so that everybody's own is used."""
    return [
        f"{path.relative_to(root)}: names an index or an address: {match[0].strip()}"
        for path in sorted(root.glob(LOCK_FILES))
        for match in _INDEX_OPTION.finditer(path.read_text())
    ]


def list_dependencies(pyproject: str) -> set[str]:
    """The names of all dependencies that the project asks for."""
    project = tomllib.loads(pyproject)["project"]
    extras = project.get("optional-dependencies", {})
    wanted = [*project["dependencies"], *(each for extra in extras.values() for each in extra)]
    return {_NAME.match(each)[0].lower() for each in wanted}


def list_explained(readme: str) -> set[str]:
    """The names in the first column of the README's tables; one row may explain several."""
    cells = re.findall(r"^\|([^|]*)\|", readme, re.MULTILINE)
    return {name.lower() for cell in cells for name in _NAME.findall(cell)}


def test_texts_hold_nothing_of_a_machine():
    assert check_texts(ROOT) == []


def test_lock_files_name_no_index():
    assert list(ROOT.glob(LOCK_FILES))
    assert check_lock_files(ROOT) == []


@pytest.mark.skipif(not README.is_file(), reason="README.md is not there")
def test_readme_explains_every_dependency():
    explained = list_explained(README.read_text(encoding="utf-8"))

    assert list_dependencies((ROOT / "pyproject.toml").read_text()) - explained == set()


@pytest.mark.parametrize(
    "text",
    [
        "see /home/jane/portal/app.py",
        "cache = '/root/.cache'",
        f"`{ROOT}`",
        r"C:\\Users\\jane",
        "https://pypi.example/simple",
        "https://files.pythonhosted.example/packages",
        "https://artifactory.example/api/pypi",
        "PIP_INDEX_URL=https://x.example",
    ],
)
def test_trace_of_a_machine_is_found(tmp_path, text):
    (tmp_path / "notes.txt").write_text(f"first\n{text}")

    found = check_texts(tmp_path)

    assert len(found) == 1
    assert found[0].startswith("notes.txt:2: ")


@pytest.mark.parametrize("text", ["https://support.example/home/x/", "GET /v1/messages", "how-work/home", "/en/help/"])
def test_ordinary_text_passes(tmp_path, text):
    (tmp_path / "notes.txt").write_text(text)

    assert check_texts(tmp_path) == []


@pytest.mark.parametrize("line", ["--index-url https://x.example", "-i x", "flask @ https://x.example/flask.whl"])
def test_index_in_lock_file_is_found(tmp_path, line):
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "run.lock").write_text(f"flask==3.1.0 \\\n    --hash=sha256:00\n{line}\n")

    assert check_lock_files(tmp_path)


def test_dependency_without_reason_is_found():
    pyproject = '[project]\ndependencies = ["flask>=3", "psycopg[binary]"]\n'
    extras = '[project.optional-dependencies]\ntest = ["pytest"]\n'

    named = list_dependencies(pyproject + extras)

    assert named == {"flask", "psycopg", "pytest"}
    assert named - list_explained("| package | why |\n|---|---|\n| Flask, `psycopg[binary]` | … |\n") == {"pytest"}
