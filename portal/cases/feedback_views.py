"""How it went: the customer's judgement of a request that has ended, also for whoever holds its signed link."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from limits import RateLimitItemPerHour

from portal.cases.access import Right
from portal.cases.admission import admit, may_ask
from portal.cases.events import SCORES, Actor, FeedbackGiven
from portal.cases.forms import FeedbackForm
from portal.cases.handling import By, give_feedback
from portal.cases.handling_rules import LOW_SCORE, feedback_until
from portal.cases.model import Case
from portal.cases.rules import CaseState
from portal.cases.shown import summarise_now
from portal.cases.typed import key_of, mask_field
from portal.cases.wording import explain_act_refusal, score_name
from portal.identity.guards import redirect_to_sign_in
from portal.identity.visitor import get_visitor
from portal.kernel.ids import new_token
from portal.web.current import current_clock, current_database
from portal.web.errors import too_many
from portal.web.limits import Allowance, limiter
from portal.web.pages import page, personal

blueprint = Blueprint("feedback", __name__)
"""Its templates lie beside those of the request's page."""

LIMIT = "60 per minute; 600 per hour"
"""From one network."""
CHANGES = Allowance("feedback", RateLimitItemPerHour(20))
"""Of one request: people change their mind, but a link can come into the hands of a program."""


@blueprint.get("/<language:language>/requests/<reference>/feedback")
@personal
def show(reference: str) -> ResponseReturnValue:
    """The question, with a mail's answer chosen already: mail scanners open every link, so opening one says nothing."""
    if not may_ask(reference):
        return redirect_to_sign_in()
    with current_database.get().read() as session:
        case, right = admit(session, reference)
        chosen = request.args.get("score", "")
        score = chosen if chosen in map(str, SCORES) else str(case.feedback or "")
        return _page(case, right, FeedbackForm(formdata=None, token=new_token(), score=score, comment=_comment(case)))


@blueprint.post("/<language:language>/requests/<reference>/feedback")
@limiter.limit(LIMIT)
@personal
def give(reference: str) -> ResponseReturnValue:
    """Keep the answer; secrets in its words are masked before they are stored."""
    if not may_ask(reference):
        return redirect_to_sign_in()
    form = FeedbackForm()
    with current_database.get().write() as session:
        case, right = admit(session, reference, lock=True)
        text, masked = mask_field(form.comment)
        form.offer_scores()
        if not form.validate():
            return _page(case, right, form), 422
        wait = CHANGES.spend(case.reference)
        if wait:
            return too_many(wait)
        feedback = FeedbackGiven(int(form.score.data), text, masked)
        outcome = give_feedback(session, case, _by(right, key_of(form)), feedback)
        if not isinstance(outcome, CaseState):
            form.score.errors = [explain_act_refusal(outcome, case.zone_info)]
            return _page(case, right, form), type(outcome).kind.value
        return redirect(url_for("feedback.show", reference=case.reference, key=_key(right)), code=303)


def _by(right: Right, key: str) -> By:
    """Who says it; of the holder of a link nobody knows who it is."""
    author = get_visitor().email if right is Right.REPLY else ""
    return By(Actor.CUSTOMER, author, current_clock.get()(), key)


def _key(right: Right) -> str | None:
    return request.args.get("key") if right is Right.READ else None


def _comment(case: Case) -> str:
    """What was written with the last judgement."""
    said = [recorded.event.comment for recorded in case.history if isinstance(recorded.event, FeedbackGiven)]
    return said[-1] if said else ""


def _page(case: Case, right: Right, form: FeedbackForm) -> str:
    form.offer_scores()
    summary, state = summarise_now(case), case.state
    return page(
        "cases/feedback.html",
        case=summary,
        form=form,
        by_link=right is Right.READ,
        key=_key(right),
        rated=score_name(summary.rating) if summary.rating else "",
        is_low=summary.rating is not None and summary.rating <= LOW_SCORE,
        until=feedback_until(state),
    )
