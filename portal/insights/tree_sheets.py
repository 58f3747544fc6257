"""What editors see of each tree: its graph, and how many texts its translations lack."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from portal.articles.model import Library
from portal.articles.trees.model import TITLE, Tree
from portal.articles.trees.wording import plain
from portal.insights.tree_drawing import Drawing, draw


@dataclass(frozen=True, slots=True)
class Sheet:
    """One tree as its page shows it, in the reader's language."""

    tree: Tree
    title: str
    drawing: Drawing
    missing: Mapping[str, int]
    """By the language's tag; a language without a file lacks them all."""


def list_sheets(library: Library) -> tuple[Sheet, ...]:
    """Every tree of a library."""
    return tuple(
        Sheet(
            tree,
            plain(tree, TITLE),
            draw(tree, partial(plain, tree)),
            {language.tag: len(tree.list_missing(language)) for language in library.languages},
        )
        for tree in library.trees
    )
