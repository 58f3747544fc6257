"""Two drafts that were one: splitting a request into two, and linking the cases that come of them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.articles.current import request_library
from portal.cases.actions import link_cases, lock_case
from portal.cases.model import Case
from portal.intake.actions import begin_draft
from portal.intake.flow import Outcome
from portal.intake.keeping import suggest_answer
from portal.intake.model import Draft
from portal.intake.situation import Situation
from portal.intake.splitting import SecondProblem, Told, find_second_problem, take_out
from portal.kernel.language import Language

_OTHER = "split_into"
"""In the context of either draft: the other one."""


def notice_second_problem(situation: Situation) -> SecondProblem | None:
    """The second problem in a draft that was not split before, or None."""
    if _OTHER in situation.draft.context:
        return None
    problem, details = situation.given("problem"), situation.given("details")
    told = Told(problem["component"], problem["subject"], problem.get("error", ""), details["description"])
    library = request_library()
    return find_second_problem(told, library.error_codes, library.components)


def split_draft(situation: Situation, second: SecondProblem, language: Language) -> Draft:
    """Begin a draft of the second problem's own, with all that is known of it, and take it out of the first.

    How bad it is may differ, so the impact is filled in but asked again.
    """
    first, now = situation.draft, situation.now
    other = begin_draft(situation.session, language, {"articles": first.context.get("articles", "")}, now)
    other.context = {**other.context, _OTHER: first.id}
    details = situation.given("details")
    unknown = dict.fromkeys(("steps", "api_request", "api_response"), "")
    other.answers = {
        **{step: dict(situation.answers[step]) for step in ("access", "contact") if step in situation.answers},
        "problem": {"component": second.component, "subject": second.subject, "error": second.code},
        "details": {**details, **unknown, "description": second.text or second.subject, "masked": []},
    }
    suggest_answer(other, "impact", _texts(situation.given("impact")))
    rest = take_out(details["description"], second)
    first.answers = {**first.answers, "details": {**details, "description": rest}}
    first.context = {**first.context, _OTHER: other.id}
    first.updated_at = now
    return other


def other_draft(session: Session, draft: Draft) -> Draft | None:
    """The draft of the other problem; None when this one was not split, or the other is gone."""
    identifier = draft.context.get(_OTHER)
    return session.get(Draft, identifier) if identifier else None


def link_pair(session: Session, draft: Draft, case: Case, author: str, now: datetime) -> None:
    """Link a case with the one that the other draft became, when there is one already."""
    other = other_draft(session, draft)
    if other is None or other.outcome != Outcome.SENT or other.case_reference is None:
        return
    earlier = lock_case(session, other.case_reference)
    if earlier is not None and case.related_to is None:
        link_cases(session, earlier, case, author, now)


def _texts(answer: Mapping[str, Any]) -> dict[str, str]:
    return {name: value for name, value in answer.items() if isinstance(value, str)}
