"""The wizard's addresses: each step is one question page (POST, redirect, GET)."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import ImmutableMultiDict

from portal.articles.notice_views import site_notices
from portal.attachments.model import Cleaned
from portal.cases.access import find_case_by_reference
from portal.cases.files import UploadsUnavailable
from portal.db.engine import DatabaseUnavailable
from portal.intake import contact, file_views
from portal.intake.actions import begin_draft
from portal.intake.answering import answer_step, keep_early_answer
from portal.intake.files import UPLOADS, clean_attachments
from portal.intake.flow import FLOW, LAST, STEPS
from portal.intake.guided import WAY, bring_way, find_way
from portal.intake.promises import promise_after
from portal.intake.questions import Shown, address_of, make_form, name_findings, surroundings
from portal.intake.ready_mail import compose_mail
from portal.intake.situation import MAX_SUGGESTIONS, Situation, find_situation, is_own, remember_draft
from portal.intake.wording import name_finding
from portal.masking.mask import mask_text
from portal.policy.current import current_policy
from portal.search.current import current_search
from portal.search.learning.noticing import question_brought
from portal.search.model import Question
from portal.web.current import current_clock, current_database
from portal.web.forms import clean_text
from portal.web.i18n import current_language
from portal.web.limits import limiter
from portal.web.pages import page, personal, public

blueprint = Blueprint("intake", __name__, template_folder="templates")

# What a link may bring along: fields of the problem step, the article it stands in, and what was searched for.
PREFILLED = ("component", "subject", "error", "article", "searched")
# Enough for a whole office behind one network address, too few to fill a disk.
DRAFTS = "60 per minute; 600 per hour"
ANSWERS = "300 per minute; 3000 per hour"


@blueprint.get("/<language:language>/help/")
@public
def start() -> ResponseReturnValue:
    """What awaits, and one button."""
    # The page repeats its own address for the other languages, so nothing unmasked may stay in it.
    request.args = ImmutableMultiDict(_prefilled(request.args))
    return page("intake/start.html", prefill=request.args, way=find_way(request.args.get(WAY, "")))


@blueprint.post("/<language:language>/help/")
@limiter.limit(DRAFTS)
@personal
def begin() -> ResponseReturnValue:
    """Begin a draft. The page before it is the same for everyone, so there is no token to check."""
    context = _prefilled(request.form)
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        # Sent by another site's page, so our cookie was held back: a new one would sign its owner out.
        return redirect(f"{url_for('intake.start')}?{urlencode(context)}", 303)
    context = bring_way(context)
    context["articles"] = context.pop("article", "")
    context["searched"] = question_brought(context.get("searched", ""))
    with current_database.get().write() as session:
        draft = begin_draft(session, current_language(), context, current_clock.get()())
    remember_draft(draft.id)
    return redirect(url_for("intake.show", draft=draft.id, step=FLOW[0].name), 303)


@blueprint.get("/<language:language>/help/<draft>/")
@personal
def resume(draft: str) -> ResponseReturnValue:
    """Go on where the draft stands."""
    with current_database.get().read() as session:
        situation = find_situation(session, draft)
        if situation is None:
            return _gone()
        step = LAST if situation.draft.outcome else situation.position.current
        return redirect(address_of(situation, step))


@blueprint.get("/<language:language>/help/<draft>/<step>")
@personal
def show(draft: str, step: str) -> ResponseReturnValue:
    """A step's page, or the way to the step that comes first."""
    with current_database.get().read() as session:
        situation = find_situation(session, draft)
        if situation is None:
            return _gone()
        elsewhere = _elsewhere(situation, step)
        if elsewhere:
            return redirect(address_of(situation, elsewhere))
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
            return _gone()
        elsewhere = _elsewhere(situation, step)
        if elsewhere or step == LAST:
            keep_early_answer(situation, step, files)
            return redirect(address_of(situation, elsewhere or LAST), 303)
        outcome = contact.answer_contact(situation) if step == "contact" else answer_step(situation, step, files)
        if isinstance(outcome, Shown):
            return make_response(_page(situation, step, outcome), 422)
        return outcome


@blueprint.post("/<language:language>/help/<draft>/live-answers")
@limiter.limit(ANSWERS)
@personal
def live_answers(draft: str) -> ResponseReturnValue:
    """What may already answer the words typed so far, as a fragment; nothing of them stands in an address."""
    masked = mask_text(f"{request.form.get('subject', '')}\n{request.form.get('error', '')}")
    around: dict[str, Any] = {
        "suggestions": (),
        "known": (),
        "masked": [name_finding(each) for each in name_findings(masked.findings)],
    }
    if masked.text.strip():
        found = current_search.get().search(Question(masked.text, current_language(), limit=MAX_SUGGESTIONS))
        around |= {"suggestions": found.further_results, "known": found.errors}
    return render_template("intake/_live_answers.html", **around)


@blueprint.errorhandler(UploadsUnavailable)
@blueprint.errorhandler(DatabaseUnavailable)
@file_views.blueprint.errorhandler(UploadsUnavailable)
@file_views.blueprint.errorhandler(DatabaseUnavailable)
def without_storage(_: Exception) -> ResponseReturnValue:
    """Nothing can be stored: what was typed comes back as a mail that is ready to be sent."""
    address = current_policy.get()().support.email
    mailto, text = compose_mail(address, request.form.to_dict())
    response = make_response(render_template("intake/unavailable.html", mailto=mailto, text=text), 503)
    response.headers.update({"Retry-After": "30", "Cache-Control": "no-store"})
    return response


def _prefilled(values: Any) -> dict[str, str]:
    given = {name: mask_text(clean_text(values.get(name, ""))[:2000]).text for name in PREFILLED}
    # What names no way through a tree of today is dropped; what does holds nothing but the editors' own words.
    given[WAY] = values.get(WAY, "") if find_way(values.get(WAY, "")) else ""
    return {name: value for name, value in given.items() if value}


def _elsewhere(situation: Situation, step: str) -> str | None:
    """Where a visitor of a step has to go instead, or None when this is the place."""
    if situation.draft.outcome:
        return None if step == LAST else LAST
    if step not in STEPS or not situation.position.allows(step):
        return situation.position.current
    return None


def _page(situation: Situation, step: str, shown: Shown) -> str:
    position = situation.position
    before = position.before(step)
    around: dict[str, Any] = {"masked": _masked_before(situation, before or "")}
    around |= {**surroundings(step, situation), **shown.around}
    around["masked"] = [name_finding(finding) for finding in around["masked"]]
    return page(
        shown.template,
        form=shown.form,
        step=step,
        draft=situation.draft.id,
        back=address_of(situation, before) if before else url_for("intake.start"),
        number=list(STEPS).index(step) + 1,
        total=len(FLOW),
        notices=site_notices(situation.component.id if situation.component else None),
        **around,
    )


def _masked_before(situation: Situation, step: str) -> list[dict[str, Any]]:
    """What was masked in the answer to the step before; files belong to the details."""
    places = (step, UPLOADS) if step == "details" else (step,)
    return [spot for place in places for spot in situation.given(place).get("masked", ())]


def _ended(situation: Situation) -> ResponseReturnValue:
    draft = situation.draft
    if not draft.case_reference:
        return page("intake/ended.html", outcome=draft.outcome)
    case = find_case_by_reference(situation.session, draft.case_reference)
    if case is None:
        abort(404)
    return page(
        "intake/done.html",
        outcome=draft.outcome,
        reference=case.reference,
        channel=case.channel.value,
        email=case.opened_by,
        promise=promise_after(case),
        zone=case.zone_info,
        close_after=situation.policy.waiting.close_after,
    )


def _gone() -> ResponseReturnValue:
    kept = current_policy.get()().retention.drafts
    return make_response(page("intake/gone.html", kept=kept), 404)
