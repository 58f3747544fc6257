"""What customers can do with a draft beside answering: have unfinished text kept, discard everything, split it."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFError

from portal.db.engine import DatabaseUnavailable
from portal.intake.actions import discard_draft
from portal.intake.flow import LAST
from portal.intake.pairs import notice_second_problem, split_draft
from portal.intake.questions import address_of
from portal.intake.saving_text import gone, keep_unfinished, with_stale_form, without_storage
from portal.intake.situation import find_situation, forget_draft, remember_draft
from portal.intake.views import DRAFTS
from portal.storage.current import current_uploads
from portal.web.current import current_database
from portal.web.i18n import current_language
from portal.web.limits import limiter
from portal.web.pages import page, personal

blueprint = Blueprint("aside", __name__)
blueprint.register_error_handler(DatabaseUnavailable, without_storage)
blueprint.register_error_handler(CSRFError, with_stale_form)

# The page's script keeps what is typed every two seconds at most; a few people may share a network address.
KEEPING = "600 per minute; 12000 per hour"


@blueprint.post("/<language:language>/help/<draft>/<step>/typed")
@limiter.limit(KEEPING)
@personal
def keep(draft: str, step: str) -> ResponseReturnValue:
    """Keep what was typed into a step so far; nothing is answered by it."""
    with current_database.get().write() as session:
        situation = find_situation(session, draft, lock=True)
        if situation is None:
            return "", 404
        keep_unfinished(situation, step)
    return "", 204


@blueprint.get("/<language:language>/help/<draft>/cancel")
@personal
def ask_to_cancel(draft: str) -> ResponseReturnValue:
    """Ask whether everything is to be discarded."""
    with current_database.get().read() as session:
        situation = find_situation(session, draft)
        if situation is None:
            return gone()
        if situation.draft.outcome:
            return redirect(address_of(situation, LAST))
        back = address_of(situation, situation.position.current)
        return page("intake/cancel.html", form=FlaskForm(), back=back, draft=draft)


@blueprint.post("/<language:language>/help/<draft>/cancel")
@limiter.limit(DRAFTS)
@personal
def cancel(draft: str) -> ResponseReturnValue:
    """Discard a draft for good: its answers, its files, and that this browser began it."""
    with current_database.get().write() as session:
        situation = find_situation(session, draft, lock=True)
        if situation is None:
            return gone()
        if situation.draft.outcome:
            return redirect(address_of(situation, LAST), 303)
        discard_draft(session, situation.draft, current_uploads.get())
    forget_draft(draft)
    return page("intake/discarded.html", again=url_for("intake.start"))


@blueprint.post("/<language:language>/help/<draft>/split")
@limiter.limit(DRAFTS)
@personal
def split(draft: str) -> ResponseReturnValue:
    """Make two drafts of one that tells two problems; the first goes on where it stands, the second waits."""
    with current_database.get().write() as session:
        situation = find_situation(session, draft, lock=True)
        if situation is None:
            return redirect(url_for("intake.resume", draft=draft), 303)
        step = LAST if situation.draft.outcome else situation.position.current
        second = notice_second_problem(situation) if step == "review" else None
        if second:
            other = split_draft(situation, second, current_language()).id
    if second:
        remember_draft(other)
    return redirect(url_for("intake.show", draft=draft, step=step), 303)
