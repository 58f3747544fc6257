"""Where somebody stands in a tree: computed from the answers in the address, never stored."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.articles.trees.model import Answer, Node, Question, Tree


@dataclass(frozen=True, slots=True)
class Step:
    """A question and the answer given to it."""

    question: Question
    answer: Answer


@dataclass(frozen=True, slots=True)
class Position:
    """The result of a replay."""

    steps: tuple[Step, ...]
    """The questions that were answered, in order."""
    here: Node
    """The next question, or the outcome."""

    @property
    def answers(self) -> tuple[str, ...]:
        """The answers given so far, by their ids."""
        return tuple(step.answer.id for step in self.steps)


@dataclass(frozen=True, slots=True)
class UnknownAnswer:
    """An answer that its question does not have, or one that follows after an outcome."""

    answer: str


def replay(tree: Tree, answers: Sequence[str]) -> Position | UnknownAnswer:
    """Walk the answers through the tree, from its first question on."""
    steps: list[Step] = []
    here: Node = tree.first
    for each in answers:
        answer = here.find(each) if isinstance(here, Question) else None
        target = tree.find_node(answer.target) if answer else None
        if not isinstance(here, Question) or answer is None or target is None:
            return UnknownAnswer(each)
        steps.append(Step(here, answer))
        here = target
    return Position(tuple(steps), here)
