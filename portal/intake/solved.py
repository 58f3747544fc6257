"""An article "solved" it, and within a day the same person opens a case on it: then it did not."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from portal.cases.sketches import find_codes
from portal.intake.flow import Outcome
from portal.intake.measuring import take_solved_back
from portal.intake.model import Draft
from portal.intake.situation import Situation, own_drafts

WITHIN = timedelta(hours=24)


def recount_solved(situation: Situation) -> None:
    """Take back that articles had solved it, for this browser's drafts about the problem of the case just opened."""
    mine = [draft for draft in own_drafts() if draft != situation.draft.id]
    solved = select(Draft).where(Draft.id.in_(mine), Draft.outcome == Outcome.SOLVED.value)
    for draft in situation.session.scalars(solved.with_for_update()):
        if came_back(draft, situation.given("problem"), situation.now):
            take_solved_back(draft, situation.now)


def came_back(draft: Draft, problem: Mapping[str, Any], now: datetime) -> bool:
    """Whether a problem is the one that a draft ended with as solved less than a day ago.

    It is when the same part is affected or the same error code is named; whoever has two different problems with one
    part within a day is rarer than whoever comes back.
    """
    solved = draft.answers.get("problem", {})
    codes = find_codes(_text(solved)) & find_codes(_text(problem))
    return now - draft.updated_at < WITHIN and bool(codes or solved.get("component") == problem.get("component"))


def _text(problem: Mapping[str, Any]) -> str:
    return f"{problem.get('subject', '')}\n{problem.get('error', '')}"
