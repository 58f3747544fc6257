"""The rules of ``content check`` as the source has them and as the README lists them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.sources import imported_names, list_modules, parse

BOTH = "error or warning"

# What makes a finding, and the modules that do.
_MAKERS = {"Problem", "problem", "_problem", "Fault", "report", "report_line"}
_SOURCES = {"portal.kernel.problem", "portal.policy.checked_yaml"}
_CODE = re.compile(r"[a-z]+(?:-[a-z]+)*")
_ROW = re.compile(r"^\| `([a-z-]+)` \| (error|warning|error or warning) \| (\S.*?) \|$", re.MULTILINE)


def list_rules(root: Path) -> dict[str, str]:
    """Every code that the source can emit, with what it counts as."""
    found: dict[str, str] = {}
    for path in list_modules(root, "portal"):
        tree = parse(path)
        if _SOURCES.isdisjoint(name for _, name in imported_names(tree)) and "checked_yaml" not in path.stem:
            continue
        for code, severity in _findings(tree):
            found[code] = severity if found.get(code, severity) == severity else BOTH
    return found


def _findings(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or _name_of(node.func) not in _MAKERS:
            continue
        codes = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        fatal = next((each.value for each in node.keywords if each.arg == "fatal"), ast.Constant(value=True))
        if codes and _CODE.fullmatch(codes[0]):
            known = fatal.value if isinstance(fatal, ast.Constant) else None
            yield codes[0], {True: "error", False: "warning", None: BOTH}[known]


def _name_of(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def list_told(readme: str) -> dict[str, str]:
    """The rows of the README's table of rules: a code, and what it counts as."""
    section = readme.partition("### Rules of `content check`")[2].partition("\n## ")[0]
    rows = _ROW.findall(section)
    assert len({code for code, *_ in rows}) == len(rows), "a code stands twice in the README"
    return {code: severity for code, severity, _ in rows}


def compare_rules(told: dict[str, str], known: dict[str, str]) -> list[str]:
    """Where the README and the source differ."""
    wrong = [f"{code} is not in the README" for code in sorted(set(known) - set(told))]
    wrong += [f"{code} is in the README only" for code in sorted(set(told) - set(known))]
    wrong += [
        f"{code} counts as {known[code]}, not as {told[code]}"
        for code in sorted(set(told) & set(known))
        if told[code] != known[code]
    ]
    return wrong


def list_unproved(rules: dict[str, str], tests: str) -> list[str]:
    """Rules that no test names, so that nobody has seen them refuse anything."""
    return [code for code in sorted(rules) if not re.search(rf"""["' ]{code}["':]""", tests)]
