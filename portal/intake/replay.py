"""Where a draft stands: computed by walking its answers through the flow, never stored."""

from dataclasses import dataclass

from portal.intake.flow import FLOW, LAST, Answers, Facts, Outcome

CERTAIN = frozenset({"access", "problem", "details", "impact", "contact", "review"})
"""Steps that everybody comes to; the others depend on what is known of the problem."""


@dataclass(frozen=True)
class Position:
    """The result of a replay."""

    path: tuple[str, ...]
    """The steps that were answered, in order."""
    current: str
    """The first step that still asks, or ``done``."""
    outcome: Outcome | None = None

    def allows(self, step: str) -> bool:
        """Whether a step's page may be opened: answered before, or next in line."""
        return step == self.current or step in self.path

    def number(self, step: str) -> int:
        """The place of a step among those of this walk, from 1."""
        return (*self.path, self.current).index(step) + 1

    def total(self, *, signed_in: bool) -> int:
        """How many steps this walk has as far as is known: those answered, and those that it usually comes to.

        Until the problem is told, answers are counted in: most walks have some, and a number that grows on the way
        makes it longer than was said.
        """
        walked = {*self.path, self.current}
        usual = CERTAIN - ({"contact"} if signed_in else frozenset())
        if "problem" not in self.path:
            usual |= {"answers"}
        return len((walked | usual) - {LAST})

    def before(self, step: str) -> str | None:
        """The step to go back to from a step, or None at the first one."""
        path = (*self.path, self.current)
        position = path.index(step)
        return path[position - 1] if position > 0 else None


def replay(answers: Answers, facts: Facts) -> Position:
    """Walk the answers through the flow.

    A step whose question no longer arises is passed over even when it was answered once; a step whose
    question arises anew - another component has another incident - is asked again. So going back and
    changing an answer asks only what is newly needed.
    """
    path: list[str] = []
    for step in FLOW:
        answer = answers.get(step.name)
        open_question = step.asks(answers, facts)
        if open_question and (answer is None or not step.once):
            return Position(tuple(path), step.name)
        if answer is None:
            continue
        path.append(step.name)
        outcome = step.outcome(answer)
        if outcome:
            return Position(tuple(path), LAST, outcome)
    return Position(tuple(path), LAST)
