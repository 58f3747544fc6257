"""The floors of the house: the contracts of import-linter hold, and each of them refuses an example."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.sources import ROOT, imported_names, list_modules, parse, place

LINT_IMPORTS = Path(sys.executable).parent / "lint-imports"
CONFIG = ROOT / "pyproject.toml"

FLOORS = "A room imports only from lower floors"
DECISIONS = "Decisions know nothing of pages, forms and indexes"
ENGINE = "Only portal.search.index imports the engines"


def lint_imports(project: Path) -> subprocess.CompletedProcess[str]:
    command = [str(LINT_IMPORTS), "--config", str(CONFIG), "--no-cache", "--no-logo"]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)


def list_foreign_imports(root: Path) -> list[str]:
    """What the kernel imports beside the standard library and itself."""
    return [
        f"{place(root, path, statement)}: imports {name}"
        for path in list_modules(root, "portal/kernel")
        for statement, name in imported_names(parse(path))
        if name.partition(".")[0] not in sys.stdlib_module_names and not name.startswith("portal.kernel")
    ]


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    """A house with the rooms that the contracts name, each with the usual modules and nothing in them."""
    contracts = tomllib.loads(CONFIG.read_text())["tool"]["importlinter"]["contracts"]
    floors = next(contract["layers"] for contract in contracts if contract["id"] == "floors")
    for room in re.findall(r"\w+", " ".join(floors)):
        for module in ("__init__", "model", "rules", "events", "flow", "replay", "forms"):
            write(tmp_path, f"{room}/{module}.py")
    write(tmp_path, "__init__.py")
    write(tmp_path, "web/forms.py", "import wtforms")
    write(tmp_path, "search/index/__init__.py", "import tantivy, whoosh")
    return tmp_path


def write(project: Path, module: str, source: str = "") -> None:
    path = project / "portal" / module
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source)


def test_contracts_hold():
    checked = lint_imports(ROOT)

    assert checked.returncode == 0, checked.stdout


def test_empty_house_keeps_contracts(skeleton):
    assert lint_imports(skeleton).returncode == 0


@pytest.mark.parametrize(
    ("module", "source", "complaint"),
    [
        ("articles/upwards.py", "import portal.cases.model", f"{FLOORS} BROKEN"),
        ("masking/sideways.py", "import portal.policy.model", f"{FLOORS} BROKEN"),
        ("attic/__init__.py", "", "portal.attic"),
        ("policy/rules.py", "import flask", f"{DECISIONS} BROKEN"),
        ("cases/model.py", "import portal.web.forms", f"{DECISIONS} BROKEN"),
        ("cases/likeness.py", "import whoosh", f"{ENGINE} BROKEN"),
        ("cases/likeness.py", "import tantivy", f"{ENGINE} BROKEN"),
    ],
)
def test_breach_is_found(skeleton, module, source, complaint):
    write(skeleton, module, source)

    checked = lint_imports(skeleton)

    assert checked.returncode == 1
    assert complaint in checked.stdout


def test_kernel_needs_standard_library_only():
    assert list_foreign_imports(ROOT) == []


def test_foreign_import_in_kernel_is_found(tmp_path):
    source = "import datetime\nimport portal.kernel.ids\nimport babel.core\nfrom portal.web import i18n"
    write(tmp_path, "kernel/clock.py", source)

    assert list_foreign_imports(tmp_path) == [
        "portal/kernel/clock.py:3: imports babel.core",
        "portal/kernel/clock.py:4: imports portal.web",
    ]
