"""The project's own files, for the guards that read them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Alembic writes these from a template; each is one long list of statements by nature.
GENERATED = ("portal/db/migrations/versions/",)


def list_modules(root: Path, *folders: str) -> Iterator[Path]:
    """The Python files below some folders of a project, in order."""
    for folder in folders:
        for path in sorted((root / folder).rglob("*.py")):
            if not str(path.relative_to(root)).startswith(GENERATED):
                yield path


@cache
def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def place(root: Path, path: Path, node: ast.AST | None = None) -> str:
    """Where a finding is: ``portal/app.py:12``."""
    return f"{path.relative_to(root)}:{getattr(node, 'lineno', 1)}"


def imported_names(tree: ast.AST) -> Iterator[tuple[ast.stmt, str]]:
    """Every module that is imported anywhere in a file, with its statement."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node, "." * node.level + (node.module or "")
