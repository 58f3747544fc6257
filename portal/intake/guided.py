"""Guided troubleshooting that ended at the wizard: a link names the tree and the answers, the words come from there.

So the link stays short in every script, the page before the wizard is the same for everyone, and nobody can make a
link that puts words into a customer's mouth.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.articles.current import request_library
from portal.articles.trees.model import Outcome, Tree
from portal.articles.trees.replay import Position, UnknownAnswer, replay
from portal.articles.trees.wording import plain, write_subject, write_way
from portal.intake.forms import SHORT

WAY = "tree"
"""The field of a link that holds ``tree/answer/answer``."""


@dataclass(frozen=True)
class Way:
    """The answers somebody gave in a tree."""

    tree: Tree
    position: Position

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Each question with its answer, in the reader's language."""
        return [
            (plain(self.tree, step.question.ask), plain(self.tree, step.question.label(step.answer)))
            for step in self.position.steps
        ]


def find_way(text: str) -> Way | None:
    """The way that a link names; None when a tree or an answer does not exist, or no longer."""
    name, *answers = text.strip("/").split("/")
    tree = request_library().find_tree(name)
    position = replay(tree, answers) if tree else None
    return None if tree is None or position is None or isinstance(position, UnknownAnswer) else Way(tree, position)


def bring_way(context: Mapping[str, str]) -> dict[str, str]:
    """What a link brought along with the way written out; what the link says itself goes before."""
    way = find_way(context.get(WAY, ""))
    given = {name: value for name, value in context.items() if name != WAY}
    return {**_write_out(way), **given, WAY: way.tree.id} if way else given


def _write_out(way: Way) -> dict[str, str]:
    outcome = way.position.here if isinstance(way.position.here, Outcome) else None
    told = {
        "component": (outcome and outcome.component) or way.tree.component,
        "subject": write_subject(way.tree, way.position)[:SHORT],
        "error": outcome.error if outcome else "",
        "article": str(outcome.article) if outcome and outcome.article else "",
        # Without an answer there is nothing to tell that the subject does not say.
        "description": f"{write_way(way.tree, way.position)}\n\n" if way.position.steps else "",
    }
    return {name: value for name, value in told.items() if value}
