"""The wizard's path as data: which steps there are, when each has something to ask, where it can end.

The steps and their order are the contract's (section 6). A step knows two things: whether it asks, given the
answers so far and the facts of the moment, and which answers end the walk. Everything else - the current step,
the way back, what must be asked again after a change - follows from replaying this table.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Answer = Mapping[str, Any]
Answers = Mapping[str, Answer]


class Outcome(StrEnum):
    """How a walk can end."""

    FOLLOWED = "followed"
    """The customer's problem is a running incident: no case."""
    SOLVED = "solved"
    """An article answered it: no case."""
    ADDED = "added"
    """What was told went to a case that is already open."""
    SENT = "sent"
    """A new case."""


@dataclass(frozen=True)
class Facts:
    """What the portal knows at this moment about the things the customer named."""

    signed_in: bool = False
    incidents: tuple[str, ...] = ()
    """Slugs of open incidents that touch the chosen component or are critical for all."""
    suggestions: tuple[str, ...] = ()
    """Identifiers of articles that may answer the problem, best first."""
    similar_cases: tuple[str, ...] = ()
    """References of the same customer's cases that look alike and can be added to."""


def _always(answers: Answers, facts: Facts) -> bool:
    return True


def _incident_not_seen(answers: Answers, facts: Facts) -> bool:
    return bool(set(facts.incidents) - set(_about(answers, "incidents")))


def _suggestion_not_judged(answers: Answers, facts: Facts) -> bool:
    """Suggestions are judged once for a problem as it was worded; another wording is another question."""
    return bool(facts.suggestions) and _about(answers, "answers") != [fingerprint_of_problem(answers)]


def _not_signed_in(answers: Answers, facts: Facts) -> bool:
    return not facts.signed_in


def _similar_case_not_judged(answers: Answers, facts: Facts) -> bool:
    return bool(set(facts.similar_cases) - set(_about(answers, "duplicates")))


def _about(answers: Answers, step: str) -> list[str]:
    return list(answers.get(step, {}).get("about", ()))


def fingerprint_of_problem(answers: Answers) -> str:
    """What the problem step says, as one string to compare with."""
    problem = answers.get("problem", {})
    return "\n".join(str(problem.get(name, "")) for name in ("component", "subject", "error"))


@dataclass(frozen=True)
class Step:
    """One question page."""

    name: str
    asks: Callable[[Answers, Facts], bool] = _always
    """Whether the step has something to ask that was not asked yet."""
    ends: Mapping[tuple[str, str], Outcome] = field(default_factory=dict)
    """Which (field, value) ends the walk, and how; the value ``*`` stands for any but ``none``."""
    once: bool = True
    """Whether any answer settles the step; else only one after which ``asks`` finds nothing more to ask."""

    def outcome(self, answer: Answer) -> Outcome | None:
        """The outcome an answer to this step leads to, or None when the walk goes on."""
        for (name, value), outcome in self.ends.items():
            given = answer.get(name)
            if given == value or (value == "*" and given not in {None, "", "none"}):
                return outcome
        return None


FLOW = (
    Step("access"),
    Step("problem"),
    Step("incidents", _incident_not_seen, {("same_incident", "yes"): Outcome.FOLLOWED}, once=False),
    Step("answers", _suggestion_not_judged, {("solved", "yes"): Outcome.SOLVED}, once=False),
    Step("details"),
    Step("impact"),
    Step("contact", _not_signed_in, once=False),
    Step("duplicates", _similar_case_not_judged, {("duplicate_of", "*"): Outcome.ADDED}, once=False),
    Step("review", ends={("token", "*"): Outcome.SENT}),
)
STEPS = {step.name: step for step in FLOW}
LAST = "done"
"""The page after the walk; it asks nothing, so it is no step."""
