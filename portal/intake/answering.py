"""Taking the answer to a step: mask, check, keep, and go where the flow leads."""

from typing import Any

from flask import request
from werkzeug import Response
from werkzeug.utils import redirect
from wtforms import Field

from portal.attachments.model import Cleaned
from portal.cases.opening_limit import check_opening
from portal.incidents.following.asking import follow_incidents
from portal.intake.actions import (
    add_to_own_case,
    asked_about,
    end_without_case,
    name_incidents,
    record_answer,
    review_token,
    send_case,
)
from portal.intake.files import take_files
from portal.intake.flow import LAST, STEPS, Outcome, fingerprint_of_problem
from portal.intake.measuring import note_step
from portal.intake.offering import note_judged, note_read, note_shown
from portal.intake.pairs import link_pair
from portal.intake.pasting import move_command, move_paste
from portal.intake.questions import Shown, address_of, make_form, mask_form
from portal.intake.situation import Situation
from portal.intake.solved import recount_solved
from portal.intake.tabs import BASED_ON, find_other_answer
from portal.intake.wording import explain_too_many_cases
from portal.kernel.language import find_language
from portal.search.learning.keys import answered_key
from portal.search.learning.noticing import notice_answer, notice_case
from portal.web.current import current_secret
from portal.web.forms import PortalForm
from portal.web.i18n import current_language


def answer_step(situation: Situation, step: str, files: Cleaned) -> Response | Shown:
    """The redirect to what comes next, or the page to show again with its mistakes."""
    if step == "review":
        return _send(situation)
    form = make_form(step, situation)
    if step == "problem":
        move_paste(form)
    masked = mask_form(form)
    right = form.validate()
    # Files are kept even when a text field has to be corrected: nobody should have to add them twice.
    if step == "details":
        right = _take_files(situation, form["attachments"], files) and right
    if not right:
        return Shown(f"intake/{step}.html", form, {"masked": masked})
    other = find_other_answer(situation, step, form, request.form.get(BASED_ON, ""))
    if other:
        return Shown(f"intake/{step}.html", form, {"masked": masked, "other_tab": other})
    answer = _answer(situation, step, form, masked)
    note_read(situation.draft, request.form.get("read", ""))
    if step == "problem":
        note_shown(situation.draft, request.form.get("shown", ""))
    if step == "answers" and answer["solved"] == "no":
        note_judged(situation.draft, situation.offer.names)
    if answer.get("email") and step == "incidents":
        followed = follow_incidents(situation.session, answer["email"], situation.incidents)
        if isinstance(followed, Response):
            return followed
        answer["proven"] = followed
    return _keep(situation, step, answer)


def _keep(situation: Situation, step: str, answer: dict[str, Any]) -> Response:
    if step == "problem":
        move_command(situation, answer)
    before = fingerprint_of_problem(situation.answers)
    record_answer(situation.draft, step, answer, situation.now)
    after = Situation(situation.draft, situation.session, situation.now)
    if step == "problem" and fingerprint_of_problem(after.answers) != before:
        _count_question(after)
    return _go_on(situation, step, answer)


def keep_early_answer(situation: Situation, step: str, files: Cleaned) -> None:
    """Keep what was sent for a step whose turn it is not any more, because another tab changed an earlier answer.

    Only steps that cannot end the walk are kept; the customer comes by the others again and is asked anew.
    """
    if situation.draft.outcome or step not in STEPS or STEPS[step].ends or step == "contact":
        return
    form = make_form(step, situation)
    masked = mask_form(form)
    right = form.validate()
    if step == "details":
        right = _take_files(situation, form["attachments"], files) and right
    if right:
        record_answer(situation.draft, step, _answer(situation, step, form, masked), situation.now)
        after = Situation(situation.draft, situation.session, situation.now)
        note_step(situation.draft, step, after.position.current, situation.now)


def _answer(situation: Situation, step: str, form: PortalForm, masked: list[dict[str, Any]]) -> dict[str, Any]:
    fields = {name: value for name, value in form.data.items() if name not in {"csrf_token", "attachments"}}
    answer = {**fields, "masked": masked, "about": asked_about(situation, step)}
    if step == "incidents":
        answer["told"] = name_incidents(situation, current_language())
        answer["component"] = situation.component.id if situation.component else ""
        # Whoever goes on is not told of the end, so there is no reason to keep the address.
        answer["email"] = fields["email"] if fields["same_incident"] == "yes" else ""
    return answer


def _go_on(situation: Situation, step: str, answer: dict[str, Any]) -> Response:
    outcome = STEPS[step].outcome(answer)
    if outcome is Outcome.ADDED:
        if add_to_own_case(situation, answer["duplicate_of"]):
            recount_solved(situation)
        else:
            # It was closed for good in the meantime: the question no longer arises, and the walk goes on.
            situation.draft.answers = {name: dict(kept) for name, kept in situation.answers.items() if name != step}
    elif outcome is not None:
        end_without_case(situation.draft, outcome, situation.now)
    after = Situation(situation.draft, situation.session, situation.now)
    next_step = LAST if situation.draft.outcome else after.position.current
    note_step(situation.draft, step, next_step, situation.now)
    return redirect(address_of(situation, next_step), 303)


def _send(situation: Situation) -> Response | Shown:
    form = make_form("review", situation)
    expected = review_token(situation.draft, current_secret.get())
    if request.form.get("token") != expected:
        return Shown("intake/review.html", form, {"changed": True})
    visitor, account = situation.visitor, situation.entitlement
    refusal = check_opening(situation.session, visitor.email, account, situation.now) if visitor else None
    if refusal:
        return Shown("intake/review.html", form, {"too_many": explain_too_many_cases(refusal)}, refusal)
    case = send_case(situation, current_language())
    link_pair(situation.session, situation.draft, case, case.opened_by, situation.now)
    recount_solved(situation)
    note_step(situation.draft, "review", LAST, situation.now)
    _count_case(situation)
    return redirect(address_of(situation, LAST), 303)


def _count_question(situation: Situation) -> None:
    """Count what the wizard looks up, unless the page of results that led here has counted the same."""
    found = situation.findings
    if found and answered_key(found) != situation.draft.context.get("searched"):
        notice_answer(found)


def _count_case(situation: Situation) -> None:
    """Tell the editors which questions led to a case: what was searched for before, and what the wizard looked up."""
    draft, found = situation.draft, situation.findings
    searched = [(find_language(draft.language) or current_language(), draft.context.get("searched", ""))]
    looked_up = [(found.question.language, answered_key(found))] if found else []
    notice_case([*searched, *looked_up])


def _take_files(situation: Situation, field: Field, files: Cleaned) -> bool:
    """Keep the good files; whether there were no others."""
    mistakes = take_files(situation, files)
    if mistakes:
        field.errors = mistakes
    return not mistakes
