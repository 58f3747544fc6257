"""Settings: the README tells of each of them, and nothing else reads the environment."""

import ast
import re
from pathlib import Path

import pytest

from portal.settings import Settings
from tests.house.sources import ROOT, list_modules, parse, place

README = ROOT / "README.md"
_ROW = re.compile(r"^\|\s*`(PORTAL_[A-Z_]+)`\s*\|\s*(.*?)\s*\|", re.MULTILINE)
_PLAIN = re.compile(r"`([^`]*)`")


def told_settings(readme: str) -> dict[str, str]:
    """The rows of the settings table: a variable's name, and what stands in its column for the default."""
    rows = _ROW.findall(readme)
    assert len({name for name, _ in rows}) == len(rows), "a variable stands twice in the README"
    return dict(rows)


def compare_defaults(told: dict[str, str], defaults: dict[str, object]) -> list[str]:
    """Where the README and the code differ: names that are missing on one side, defaults that are not the same."""
    wrong = [f"{name} is not in the README" for name in sorted(set(defaults) - set(told))]
    wrong += [f"{name} is in the README only" for name in sorted(set(told) - set(defaults))]
    for name in sorted(set(told) & set(defaults)):
        plain = _PLAIN.fullmatch(told[name])
        # A default in words, such as "none" or "generated", has no value that could be compared.
        if plain and plain[1] != str(defaults[name]):
            wrong.append(f"{name} is {defaults[name]} by default, not {plain[1]}")
    return wrong


def list_readers_of_environment(root: Path) -> list[str]:
    """Where something other than the settings reads or changes the environment."""
    names = {"environ", "environb", "getenv", "getenvb", "putenv", "unsetenv"}
    found = []
    for path in list_modules(root, "portal"):
        if path.relative_to(root) == Path("portal/settings.py"):
            continue
        for node in ast.walk(parse(path)):
            imported = isinstance(node, ast.ImportFrom) and node.module == "os" and {n.name for n in node.names} & names
            reached = isinstance(node, ast.Attribute) and node.attr in names and ast.unparse(node.value) == "os"
            if imported or reached:
                found.append(f"{place(root, path, node)}: reads the environment")
    return found


@pytest.mark.skipif(not README.is_file(), reason="README.md is not there")
def test_readme_tells_of_every_setting():
    defaults = {f"PORTAL_{name.upper()}": field.default for name, field in Settings.model_fields.items()}

    assert compare_defaults(told_settings(README.read_text(encoding="utf-8")), defaults) == []


def test_differences_between_readme_and_code_are_found():
    readme = "| `PORTAL_CHAT` | `off` | who talks |\n| `PORTAL_GONE` | none | |\n| `PORTAL_KEY` | generated | |\n"
    defaults = {"PORTAL_CHAT": "builtin", "PORTAL_NEW": "", "PORTAL_KEY": None}

    assert compare_defaults(told_settings(readme), defaults) == [
        "PORTAL_NEW is not in the README",
        "PORTAL_GONE is in the README only",
        "PORTAL_CHAT is builtin by default, not off",
    ]


def test_only_settings_read_environment():
    assert list_readers_of_environment(ROOT) == []


@pytest.mark.parametrize(
    "source",
    ["import os\nx = os.environ['A']", "import os\nx = os.getenv('A')", "x = 1\nfrom os import environ"],
)
def test_reader_of_environment_is_found(tmp_path, source):
    (tmp_path / "portal").mkdir()
    (tmp_path / "portal" / "app.py").write_text(source)
    (tmp_path / "portal" / "settings.py").write_text(source)

    assert list_readers_of_environment(tmp_path) == ["portal/app.py:2: reads the environment"]
