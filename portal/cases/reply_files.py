"""The files of a reply: kept while it is being written, so that a mistake in it loses none."""

from flask import request
from sqlalchemy.orm import Session, object_session

from portal.attachments.model import Cleaned
from portal.attachments.wording import explain_upload
from portal.cases.actions import was_sent
from portal.cases.files import MOST_OF_CASE, count_files, keep_files, list_uploads, remove_upload, reply_id
from portal.cases.forms import ReplyForm
from portal.cases.model import Attachment, Case
from portal.cases.new_case import CustomerMessage
from portal.identity.visitor import current_visitor
from portal.policy.current import current_policy
from portal.storage.current import current_uploads
from portal.storage.outage import explain_outage
from portal.storage.store import UploadsUnavailable
from portal.web.current import current_clock


def keep_reply_files(session: Session, case: Case, message: CustomerMessage, cleaned: Cleaned, form: ReplyForm) -> bool:
    """Keep the good files of a reply; whether there were no others. The form says what is wrong with those."""
    if message.draft_id is None or was_sent(case, message.idempotency_key):
        return True
    allowed = min(current_policy.get()().attachments.max_files, MOST_OF_CASE - count_files(session, case))
    store, now = current_uploads.get(), current_clock.get()()
    try:
        kept = keep_files(session, store, message.draft_id, cleaned, max(0, allowed), now)
    except UploadsUnavailable as error:
        form.attachments.errors = [explain_outage(error)]
        return False
    if kept.refused:
        form.attachments.errors = [explain_upload(refusal) for refusal in kept.refused]
    return not kept.refused


def drop_reply_file(session: Session, message: CustomerMessage) -> None:
    """Take back the file that the pressed button names."""
    number = request.form.get("drop", "")
    if message.draft_id and number.isdecimal() and len(number) < 19:
        remove_upload(session, current_uploads.get(), message.draft_id, int(number))


def list_reply_files(case: Case, form: ReplyForm) -> tuple[Attachment, ...]:
    """The files that were kept for the reply in a form."""
    visitor, session = current_visitor(), object_session(case)
    if visitor is None or session is None or not form.token.data:
        return ()
    return list_uploads(session, reply_id(case.reference, visitor.email, form.token.data))
