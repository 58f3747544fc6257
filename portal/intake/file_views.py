"""Beside the steps: files as soon as they are chosen, and the page of what was masked and what else can go."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from portal.attachments.allowance import start_search
from portal.attachments.model import Cleaned
from portal.attachments.wording import explain_upload
from portal.cases.files import list_uploads
from portal.cases.model import Attachment
from portal.db.engine import DatabaseUnavailable
from portal.intake.files import clean_attachments, drop_file, list_files, take_files
from portal.intake.flow import LAST
from portal.intake.forms import RemovalForm
from portal.intake.questions import address_of
from portal.intake.removal import Removal, RemovalGivenUp, change_files, remove_from_draft
from portal.intake.removal_words import read_words
from portal.intake.saving_text import with_stale_form, without_storage
from portal.intake.situation import Situation, find_situation, is_own
from portal.intake.wording import explain_words, name_finding
from portal.storage.current import current_uploads
from portal.storage.store import UploadsUnavailable
from portal.web.current import current_database
from portal.web.i18n import gettext as _
from portal.web.limits import limiter
from portal.web.pages import page, personal

blueprint = Blueprint("draft_files", __name__, template_folder="templates")
blueprint.register_error_handler(UploadsUnavailable, without_storage)
blueprint.register_error_handler(DatabaseUnavailable, without_storage)
blueprint.register_error_handler(CSRFError, with_stale_form)

# A file can keep a thread busy for as long as `portal.attachments.allowance.SEARCH_SECONDS`.
UPLOADS = "60 per minute; 600 per hour"
REMOVALS = "30 per minute; 300 per hour"


@blueprint.post("/<language:language>/help/<draft>/uploads")
@limiter.limit(UPLOADS)
@personal
def add(draft: str) -> ResponseReturnValue:
    """Keep files before the rest of the form is sent, so that going back loses none."""
    files = clean_attachments() if is_own(draft) else Cleaned()
    with current_database.get().write() as session:
        situation = _get_open(find_situation(session, draft, lock=True))
        return _files(situation, take_files(situation, files))


@blueprint.post("/<language:language>/help/<draft>/uploads/remove")
@limiter.limit(UPLOADS)
@personal
def remove(draft: str) -> ResponseReturnValue:
    """Take a file back out of a draft."""
    with current_database.get().write() as session:
        situation = _get_open(find_situation(session, draft, lock=True))
        number = request.form.get("upload", "")
        if number.isdecimal() and len(number) < 19:
            drop_file(situation, int(number))
        return _files(situation, [])


@blueprint.get("/<language:language>/help/<draft>/masked")
@personal
def show_masked(draft: str) -> ResponseReturnValue:
    """Every place where something was masked, and a field for what else should go."""
    with current_database.get().read() as session:
        situation = _get_open(find_situation(session, draft))
        return _masked_page(situation, RemovalForm(formdata=None))


@blueprint.post("/<language:language>/help/<draft>/masked")
@limiter.limit(REMOVALS)
@personal
def remove_words(draft: str) -> ResponseReturnValue:
    """Remove words from everything given so far; the words are neither kept nor logged."""
    form = RemovalForm()
    words = read_words(form.words.data or "") if form.validate() else ()
    with current_database.get().read() as session:
        situation = _get_open(find_situation(session, draft))
        uploads = list_uploads(session, draft)
        if not isinstance(words, tuple):
            form.words.errors = [explain_words(words)]
        if form.has_errors or not isinstance(words, tuple):
            return _masked_page(situation, form), 422
    try:
        removed = _remove_everywhere(draft, Removal(current_uploads.get(), words, start_search()), uploads)
    except RemovalGivenUp as error:
        form.words.errors = [explain_upload(error.refusal)]
    else:
        if removed:
            return redirect(url_for("draft_files.show_masked", draft=draft, removed=removed), 303)
        form.words.errors = [_("None of this stands in your answers or in the text of your files.")]
    with current_database.get().read() as session:
        return _masked_page(_get_open(find_situation(session, draft)), form), 422


def _remove_everywhere(draft: str, removal: Removal, uploads: Sequence[Attachment]) -> int:
    """Take the words out of files and answers; at how many places they stood."""
    files = change_files(removal, uploads)
    with current_database.get().write() as session:
        situation = _get_open(find_situation(session, draft, lock=True))
        return len(remove_from_draft(situation, removal, files))


def _get_open(situation: Situation | None) -> Situation:
    """The situation of a draft that still goes on; what was sent can no longer be changed here."""
    if situation is None:
        abort(404)
    if situation.draft.outcome:
        abort(_leave(address_of(situation, LAST)))
    return situation


def _leave(address: str) -> Any:
    if "HX-Request" in request.headers:
        return make_response("", {"HX-Redirect": address})
    return redirect(address, 303)


def _files(situation: Situation, mistakes: list[str]) -> ResponseReturnValue:
    """The list of files as a fragment, or the way back to the page that holds it."""
    if "HX-Request" not in request.headers:
        return redirect(address_of(situation, "details"), 303)
    return render_template(
        "intake/_uploads.html", uploads=list_files(situation), mistakes=mistakes, draft=situation.draft.id
    )


def _masked_page(situation: Situation, form: RemovalForm) -> str:
    masked = [spot for answer in situation.answers.values() for spot in answer.get("masked", ())]
    removed = request.args.get("removed", 0, int)
    return page(
        "intake/masked.html",
        form=form,
        masked=[name_finding(spot) for spot in masked],
        removed=removed,
        back=address_of(situation, situation.position.current),
        draft=situation.draft.id,
    )
