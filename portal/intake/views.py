"""The wizard's addresses: each step is one question page (POST, redirect, GET)."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.datastructures import ImmutableMultiDict

from portal.articles.well_known import find_leaked_key
from portal.attachments.model import Cleaned
from portal.cases.access import find_case_by_reference
from portal.db.engine import DatabaseUnavailable
from portal.db.outbox import is_late
from portal.intake import contact
from portal.intake.actions import begin_draft
from portal.intake.advice import advise_after
from portal.intake.answering import answer_step, keep_early_answer
from portal.intake.brought import guess_part, make_context, read_brought
from portal.intake.files import UPLOADS, clean_attachments
from portal.intake.flow import FLOW, LAST, STEPS, Outcome
from portal.intake.guided import WAY, find_way
from portal.intake.offering import LOOKED_AT, articles_seen, choose_offer
from portal.intake.pairs import other_draft
from portal.intake.promises import promise_after
from portal.intake.questions import Shown, address_of, has_more, make_form, name_filled_in, name_findings, surroundings
from portal.intake.ready_mail import write_so_far
from portal.intake.running import describe_following, describe_state
from portal.intake.saving_text import (
    TEXT_STEPS,
    go_back,
    gone,
    notices_of_address,
    way_back,
    with_stale_form,
    without_storage,
)
from portal.intake.situation import Situation, find_situation, is_own, remember_draft
from portal.intake.summary import summarise
from portal.intake.tabs import WATCHED, sign_answer
from portal.intake.wording import name_finding
from portal.masking.mask import mask_text
from portal.search.current import current_search
from portal.search.model import Question
from portal.storage.store import UploadsUnavailable
from portal.web.current import current_clock, current_database
from portal.web.defence.gate import DRAFT_GATE
from portal.web.i18n import current_language
from portal.web.limits import limiter
from portal.web.pages import page, personal, public
from portal.web.refusals import retry_after

blueprint = Blueprint("intake", __name__, template_folder="templates")
blueprint.register_error_handler(UploadsUnavailable, without_storage)
blueprint.register_error_handler(DatabaseUnavailable, without_storage)
blueprint.register_error_handler(CSRFError, with_stale_form)

# Enough for a whole office behind one network address, too few to fill a disk.
DRAFTS = "60 per minute; 600 per hour"
ANSWERS = "300 per minute; 3000 per hour"


@blueprint.get("/<language:language>/help/")
@public
def start() -> ResponseReturnValue:
    """What awaits, and one button."""
    # The page repeats its own address for the other languages, so nothing unmasked may stay in it.
    request.args = ImmutableMultiDict(read_brought(request.args))
    return page("intake/start.html", prefill=request.args, way=find_way(request.args.get(WAY, "")))


@blueprint.post("/<language:language>/help/")
@limiter.limit(DRAFTS)
@personal
def begin() -> ResponseReturnValue:
    """Begin a draft. The page before it is the same for everyone, so there is no token to check."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        # Sent by another site's page, so our cookie was held back: a new one would sign its owner out.
        return redirect(f"{url_for('intake.start')}?{urlencode(read_brought(request.form))}", 303)
    stopped = DRAFT_GATE.stop()
    if stopped:
        return stopped
    with current_database.get().write() as session:
        draft = begin_draft(session, current_language(), make_context(request.form), current_clock.get()())
    remember_draft(draft.id)
    return redirect(url_for("intake.show", draft=draft.id, step=FLOW[0].name), 303)


@blueprint.get("/<language:language>/help/<draft>/")
@personal
def resume(draft: str) -> ResponseReturnValue:
    """Go on where the draft stands."""
    with current_database.get().read() as session:
        situation = find_situation(session, draft)
        if situation is None:
            return gone()
        step = LAST if situation.draft.outcome else situation.position.current
        return redirect(address_of(situation, step))


@blueprint.get("/<language:language>/help/<draft>/<step>")
@personal
def show(draft: str, step: str) -> ResponseReturnValue:
    """A step's page, or the way to the step that comes first."""
    with current_database.get().read() as session:
        situation = find_situation(session, draft)
        if situation is None:
            return gone()
        elsewhere = _elsewhere(situation, step)
        if elsewhere:
            return redirect(_lead(situation, elsewhere))
        if step == LAST:
            return _ended(situation)
        if step == "contact":
            return _page(situation, step, contact.ask_contact(situation))
        return _page(situation, step, Shown(f"intake/{step}.html", make_form(step, situation)))


@blueprint.post("/<language:language>/help/<draft>/<step>")
@limiter.limit(ANSWERS)
@personal
def answer(draft: str, step: str) -> ResponseReturnValue:
    """Take the answer to a step and go on; a mistake shows the page again with everything typed."""
    files = clean_attachments() if is_own(draft) else Cleaned()
    with current_database.get().write() as session:
        situation = find_situation(session, draft, lock=True)
        if situation is None:
            return gone()
        elsewhere = _elsewhere(situation, step)
        if elsewhere or step == LAST:
            keep_early_answer(situation, step, files)
            return redirect(_lead(situation, elsewhere or LAST), 303)
        if "back" in request.form:
            return go_back(situation, step, files)
        outcome = contact.answer_contact(situation) if step == "contact" else answer_step(situation, step, files)
        if isinstance(outcome, Shown):
            headers = retry_after(outcome.refusal) if outcome.refusal else {}
            return make_response(_page(situation, step, outcome), outcome.status, headers)
        return outcome


@blueprint.post("/<language:language>/help/<draft>/live-answers")
@limiter.limit(ANSWERS)
@personal
def live_answers(draft: str) -> ResponseReturnValue:
    """What may already answer the words typed so far, as a fragment; nothing of them stands in an address."""
    subject, error = (mask_text(request.form.get(name, "")) for name in ("subject", "error"))
    words, part = f"{subject.text}\n{error.text}", guess_part(subject.text, error.text)
    around: dict[str, Any] = {
        "suggestions": (),
        "known": (),
        "masked": [name_finding(each) for each in name_findings((*subject.findings, *error.findings))],
        "part": part,
        "offered": "",
    }
    if words.strip():
        found = current_search.get().search(Question(words, current_language(), limit=LOOKED_AT))
        offer = choose_offer(found, request.form.get("component") or part, _seen(draft))
        around |= {"suggestions": offer.results, "known": offer.known, "offered": " ".join(offer.names)}
    return render_template("intake/_live_answers.html", **around)


def _seen(draft: str) -> frozenset[str]:
    """What a draft need not be offered; nothing of somebody else's, and nothing while the database is away."""
    try:
        with current_database.get().read() as session:
            situation = find_situation(session, draft)
            return articles_seen(situation.draft) if situation else frozenset()
    except DatabaseUnavailable:
        return frozenset()


def _elsewhere(situation: Situation, step: str) -> str | None:
    """Where a visitor of a step has to go instead, or None when this is the place."""
    if situation.draft.outcome:
        return None if step == LAST else LAST
    if step not in STEPS or not situation.position.allows(step):
        return situation.position.current
    return None


def _lead(situation: Situation, step: str) -> str:
    """The address to go to instead; the last page says that going back changes nothing and sends nothing again."""
    again = "yes" if step == LAST else None
    return url_for("intake.show", draft=situation.draft.id, step=step, again=again)


def _page(situation: Situation, step: str, shown: Shown) -> str:
    position = situation.position
    before = position.before(step)
    around: dict[str, Any] = {"masked": _masked_before(situation, before or ""), "other_tab": ()}
    around |= describe_state(situation, step)
    around |= {**surroundings(step, situation), **shown.around}
    if step == "details":
        around["more_open"] = bool(around["uploads"] or around["mistakes"] or has_more(shown.form))
        around["filled_in"] = name_filled_in(shown.form)
        around["is_enough"] = bool(shown.form["description"].data) and not shown.form.has_errors
    around["masked"] = [name_finding(finding) for finding in around["masked"]]
    return page(
        shown.template,
        form=shown.form,
        step=step,
        draft=situation.draft.id,
        back=way_back(situation, step, in_code=shown.template == contact.CODE_PAGE),
        keeps_text=step in TEXT_STEPS and shown.template != contact.CODE_PAGE,
        based_on=sign_answer(situation, step) if step in WATCHED else "",
        subject=situation.given("problem").get("subject", ""),
        so_far=write_so_far(section for section in summarise(situation) if section.step != step),
        kept=notices_of_address(),
        number=situation.position.number(step),
        total=situation.position.total(signed_in=situation.is_proven),
        **around,
    )


def _masked_before(situation: Situation, step: str) -> list[dict[str, Any]]:
    """What was masked in the answer to the step before; files belong to the details."""
    places = (step, UPLOADS) if step == "details" else (step,)
    return [spot for place in places for spot in situation.given(place).get("masked", ())]


def _ended(situation: Situation) -> ResponseReturnValue:
    draft = situation.draft
    again = "again" in request.args
    if not draft.case_reference:
        return page("intake/ended.html", outcome=draft.outcome, again=again, **describe_following(situation))
    case = find_case_by_reference(situation.session, draft.case_reference)
    if case is None:
        abort(404)
    return page(
        "intake/done.html",
        outcome=draft.outcome,
        again=again,
        other=_waiting_draft(situation),
        advice=advise_after(situation, case.side) if draft.outcome == Outcome.SENT else (),
        reference=case.reference,
        channel=case.channel.value,
        email=case.opened_by,
        promise=promise_after(case, situation.policy),
        zone=case.zone_info,
        close_after=situation.policy.waiting.close_after,
        masked=situation.holds_masked,
        leaked_key=find_leaked_key(),
        mail_is_late=is_late(situation.session, situation.now),
    )


def _waiting_draft(situation: Situation) -> str | None:
    """The draft of the other problem when a request was split and that one is not finished yet."""
    other = other_draft(situation.session, situation.draft)
    return other.id if other and not other.outcome and is_own(other.id) else None
