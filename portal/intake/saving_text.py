"""What becomes of a text that cannot be taken as it was sent: it is kept in the draft, or comes back to be copied."""

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from portal.attachments.model import Cleaned
from portal.db.engine import DatabaseUnavailable
from portal.intake.files import take_files
from portal.intake.flow import STEPS
from portal.intake.keeping import keep_typed
from portal.intake.questions import FORMS, address_of, make_form, mask_form
from portal.intake.ready_mail import compose_mail
from portal.intake.situation import Situation, find_situation
from portal.policy.current import current_policy
from portal.web.current import current_database
from portal.web.errors import error_page
from portal.web.i18n import gettext as _
from portal.web.pages import PRIVATE

TEXT_STEPS = frozenset({"problem", "details", "impact", "contact", "incidents"})
"""Steps with fields to type into."""


def keep_unfinished(situation: Situation, step: str) -> None:
    """Keep what was typed into a step so far; a walk that has ended or not come that far has nothing to keep."""
    if step in FORMS and step != "review" and not situation.draft.outcome and situation.position.allows(step):
        form = make_form(step, situation)
        mask_form(form)
        keep_typed(situation.draft, step, form, situation.now)


def way_back(situation: Situation, step: str, *, in_code: bool = False) -> str:
    """The address that the way back from a step leads to; ``in_code`` stands for the second page of the contact."""
    if in_code:
        return url_for("intake.show", draft=situation.draft.id, step="contact", change="yes")
    position = situation.position
    # Opened from the page that lists the answers, the way back leads there.
    checking = request.args.get("from") == "review" and position.current == "review"
    back = "review" if checking else position.before(step)
    return address_of(situation, back) if back else url_for("intake.start")


def go_back(situation: Situation, step: str, files: Cleaned) -> ResponseReturnValue:
    """Keep what was typed and chosen so far and go one step back, for browsers without scripts."""
    keep_unfinished(situation, step)
    if step == "details":
        take_files(situation, files)
    return redirect(way_back(situation, step), 303)


def without_storage(_error: Exception) -> ResponseReturnValue:
    """Nothing can be stored or read: what was sent comes back as a mail that is ready to leave."""
    address = current_policy.get()().support.email
    mailto, text = compose_mail(address, request.form.to_dict())
    sent = request.method == "POST"
    response = make_response(render_template("intake/unavailable.html", mailto=mailto, text=text, sent=sent), 503)
    response.headers.update({"Retry-After": "30", "Cache-Control": "no-store"})
    return response


def with_stale_form(_error: CSRFError) -> ResponseReturnValue:
    """The browser's session has lost the form's key: the text goes into the draft, and the step asks again.

    Nothing is answered by it, so a forged form gains nothing; and who does not know a draft's address can't send one.
    """
    draft, step = (request.view_args or {}).get("draft", ""), (request.view_args or {}).get("step", "")
    if request.endpoint != "intake.answer" or step not in STEPS:
        return error_page(400, "stale_form")
    try:
        with current_database.get().write() as session:
            situation = find_situation(session, draft, lock=True)
            if situation is None:
                return gone()
            keep_unfinished(situation, step)
    except DatabaseUnavailable as error:
        return without_storage(error)
    return redirect(url_for("intake.show", draft=draft, step=step, kept="yes"), 303)


def gone() -> ResponseReturnValue:
    """The page for a draft that this browser does not hold; what was sent to it can be copied from there."""
    policy = current_policy.get()()
    mailto, text = compose_mail(policy.support.email, request.form.to_dict()) if request.form else ("", "")
    body = render_template("intake/gone.html", kept=policy.retention.drafts, mailto=mailto, text=text)
    response = make_response(body, 404)
    response.headers["Cache-Control"] = PRIVATE
    return response


def notices_of_address() -> tuple[str, ...]:
    """What the address of a step asks to be told above its question."""
    if "kept" not in request.args:
        return ()
    return (
        _("Your session had ended, so nothing was sent yet. What you typed is still here: check it and go on."),
        _("Files have to be chosen again."),
    )
