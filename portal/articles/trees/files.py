"""Trees as editors write them: ``content/trees/<tree>/tree.yml`` and the words of each language beside it.

Where each answer leads stands once, so the ways are the same in every language: a translation can lack words, never
an answer. What it lacks readers get in English, and the check says so.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

from portal.articles.folder import TREES, FileStat
from portal.articles.links import SEGMENT, ArticleId
from portal.articles.outline import Outline, scan_outline
from portal.articles.trees.model import Answer, Outcome, Question, Tree, Words
from portal.kernel.language import find_language
from portal.kernel.problem import Problem
from portal.policy.checked_yaml import Document, Entry

TREE_FILE = "tree.yml"
_LONGER = ("hint", "cause", "action")
"""The texts that are Markdown; all others are one line."""


def read_trees(folder: Path, files: Iterable[FileStat]) -> tuple[tuple[Tree, ...], tuple[Problem, ...]]:
    """Every tree of a content folder and every mistake found; a tree whose ``tree.yml`` has one is left out."""
    documents: dict[str, dict[str, Document]] = {}
    problems: list[Problem] = []
    for stat in files:
        steps = stat.relative.split("/")
        if steps[0] != TREES:
            continue
        path = f"{folder.name}/{stat.relative}"
        problem = _misplaced(steps, path)
        document = _open(folder / stat.relative, path) if problem is None else problem
        if isinstance(document, Problem):
            problems.append(document)
        else:
            documents.setdefault(steps[1], {})[steps[2].removesuffix(".yml")] = document
    trees = [_read_tree(name, found) for name, found in documents.items()]
    problems += (problem for found in documents.values() for each in found.values() for problem in each.problems)
    problems += (
        Problem(f"{folder.name}/{TREES}/{name}/{TREE_FILE}", 1, "missing-file", "does not exist")
        for name, found in documents.items()
        if "tree" not in found
    )
    return tuple(tree for tree in trees if tree), tuple(problems)


def _misplaced(steps: list[str], path: str) -> Problem | None:
    if len(steps) != 3 or not SEGMENT.fullmatch(steps[1]):
        return Problem(path, 1, "misplaced-file", f"must lie in {TREES}/<tree>/, named in small letters and hyphens")
    stem, _, extension = steps[2].rpartition(".")
    if steps[2] != TREE_FILE and (extension != "yml" or find_language(stem) is None):
        message = f"{steps[2]} is neither {TREE_FILE} nor <locale>.yml of a language the portal speaks"
        return Problem(path, 1, "unknown-locale", message)
    return None


def _open(file: Path, path: str) -> Document | Problem:
    try:
        return Document(path, file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        return Problem(path, 1, "unreadable", f"cannot be read as UTF-8: {error}")


def _read_tree(name: str, documents: dict[str, Document]) -> Tree | None:
    document = documents.get("tree")
    if document is None:
        return None
    top = document.root.fields(["component", "category", "begin", "questions", "outcomes"])
    questions = [_read_question(key, entry) for key, entry in top.items("questions") if _is_name(key, entry)]
    outcomes = [_read_outcome(key, entry) for key, entry in top.items("outcomes") if _is_name(key, entry)]
    texts = {tag: dict(_read_words(found.root, f"{TREES}/{name}")) for tag, found in documents.items() if tag != "tree"}
    tree = Tree(
        id=name,
        component=top.text("component"),
        category=top.text("category"),
        begin=top.text("begin"),
        questions={question.id: question for question in questions},
        outcomes={outcome.id: outcome for outcome in outcomes},
        texts=texts,
        path=document.path,
        lines={key: entry.line for key in ("component", "category", "begin") if (entry := top.find(key))},
    )
    # Of a file with mistakes the rest says nothing: what it seems to lack may only be misspelt.
    return None if any(each.problems for each in documents.values()) else tree


def _is_name(key: str, entry: Entry) -> bool:
    if SEGMENT.fullmatch(key):
        return True
    entry.report("bad-address", "must be named in lower-case letters, digits and hyphens")
    return False


def _read_question(name: str, entry: Entry) -> Question:
    answers = [Answer(key, target.text(), target.line) for key, target in entry.items() if _is_name(key, target)]
    return Question(name, tuple(answers), _line_of_key(entry))


def _read_outcome(name: str, entry: Entry) -> Outcome:
    fields = entry.fields([], ["article", "component", "error"])
    article, component, error = map(fields.find, ("article", "component", "error"))
    identifier, anchor = _read_article(article) if article else (None, "")
    return Outcome(
        id=name,
        article=identifier,
        anchor=anchor,
        component=component.text() if component else None,
        error=error.text() if error else "",
        line=_line_of_key(entry),
    )


def _read_article(entry: Entry) -> tuple[ArticleId | None, str]:
    name, _, anchor = entry.text().partition("#")
    try:
        return ArticleId.parse(name), anchor
    except ValueError as error:
        entry.report("bad-value", str(error))
        return None, ""


def _line_of_key(entry: Entry) -> int:
    """A mapping begins below its name, unless it is written in braces behind it."""
    is_block = isinstance(entry.node, yaml.MappingNode) and not entry.node.flow_style
    return entry.line - 1 if is_block else entry.line


def _read_words(entry: Entry, folder: str, name: str = "") -> Iterator[tuple[str, Words]]:
    """Every text of a language's file by the names of the keys around it, joined by dots."""
    for key, value in entry.items():
        place = f"{name}.{key}" if name else key
        if isinstance(value.node, yaml.MappingNode):
            yield from _read_words(value, folder, place)
            continue
        text = value.text()
        # A text behind a bar begins on the line below it.
        line = value.line + (getattr(value.node, "style", None) in {"|", ">"})
        outline = scan_outline(text, folder, line) if key in _LONGER else Outline()
        yield place, Words(text, value.line, outline)
