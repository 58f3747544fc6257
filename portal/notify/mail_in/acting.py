"""What was decided about a message is done: within the caller's transaction, answers through the outbox."""

from dataclasses import dataclass
from datetime import datetime
from textwrap import shorten
from typing import Any

from sqlalchemy.orm import Session

from portal.attachments.model import UploadRefusal
from portal.attachments.wording import explain_upload
from portal.cases.actions import add_customer_message, lock_case
from portal.cases.events import Actor
from portal.cases.files import MOST_OF_CASE, count_files, keep_files
from portal.cases.handling import By, add_note
from portal.cases.model import Case
from portal.cases.new_case import CustomerMessage
from portal.cases.outgoing import case_payload
from portal.cases.rules import CaseState
from portal.db.outbox import enqueue
from portal.kernel.language import DEFAULT_LANGUAGE, Language, find_language
from portal.notify.mail_in import rules
from portal.notify.mail_in.masked import MaskedMail
from portal.notify.mail_in.model import IncomingMail, Obstacle, Outcome
from portal.notify.mail_in.notes import word_note
from portal.notify.mail_in.opening import choose_language, files_key, find_earlier_case, open_by_mail
from portal.policy.current import current_policy
from portal.storage.store import FileStore
from portal.web.i18n import gettext as _
from portal.web.i18n import speaking

MAX_EXPLANATION = 400
"""Characters about one refusal: a mail with two hundred files is not answered with two hundred names."""


@dataclass(frozen=True)
class Letterbox:
    """A message on its way into the portal."""

    mail: IncomingMail
    said: MaskedMail
    named: tuple[str, ...]
    """The references it names."""
    uploads: FileStore
    now: datetime
    sender: rules.Sender = rules.STRANGER


@dataclass(frozen=True)
class Receipt:
    """What became of a message."""

    outcome: Outcome
    reference: str = ""
    """The case it went to."""
    reason: str = ""
    answered: bool = False
    """Whether an automatic answer is on its way."""


def act(session: Session, box: Letterbox, decision: rules.Decision) -> Receipt:
    """Do what was decided."""
    match decision:
        case rules.AddReply(reference=reference):
            return _add_reply(session, box, reference)
        case rules.OpenCase(apart=apart, answer=answer):
            return _open(session, box, apart, answer=answer)
        case rules.WriteNote():
            return _note(session, box, decision)
        case rules.Refuse(because=because, answer=answer):
            answered = answer and _tell_not_taken(session, box, because)
            return Receipt(Outcome.NOT_TAKEN, reason=because.value, answered=answered)
        case rules.Ignore(because=nature):
            return Receipt(Outcome.IGNORED, reason=nature.value)
        case rules.SetAside(because=reason):
            return Receipt(Outcome.SET_ASIDE, reason=reason)


def _add_reply(session: Session, box: Letterbox, reference: str) -> Receipt:
    """Write the message into its case; when it ended in this very moment, open one that refers to it."""
    mail, said = box.mail, box.said
    case = lock_case(session, reference)
    may_answer = mail.answerable and rules.may_answer(box.sender.traffic)
    if case is None:
        return _open(session, box, rules.Apart(), answer=may_answer)
    refused = _keep(session, box, MOST_OF_CASE - count_files(session, case))
    with speaking(_language_of(case)):
        text = said.text or _("(The email has no text, only files.)")
    message = CustomerMessage(mail.digest, mail.sender, text, said.masked, files_key(mail), said.full)
    if not isinstance(add_customer_message(session, case, message, box.now), CaseState):
        return _open(session, box, rules.Apart(ended=reference), answer=may_answer)
    answered = bool(refused) and may_answer
    if answered:
        explained = _explain(refused, _language_of(case))
        payload = case_payload(case, refused_files=explained, in_reply_to=mail.message_id)
        enqueue(session, "case_files_refused", {**payload, "to": mail.sender}, box.now)
    return Receipt(Outcome.ADDED, case.reference, answered=answered)


def _open(session: Session, box: Letterbox, apart: rules.Apart, *, answer: bool) -> Receipt:
    refused = _keep(session, box, current_policy.get()().attachments.max_files)
    case, language = open_by_mail(session, box.mail, box.said, apart.ended, box.now)
    if answer:
        arrival: dict[str, Any] = {
            "elsewhere": apart.elsewhere,
            "ended": apart.ended,
            "refused_files": _explain(refused, language),
            "in_reply_to": box.mail.message_id,
        }
        payload = case_payload(case, answers=[["", box.said.text]], **arrival)
        enqueue(session, "case_opened_by_mail", payload | _hide_words(box.sender, language), box.now)
    return Receipt(Outcome.OPENED, case.reference, answered=answer)


def _hide_words(sender: rules.Sender, language: Language) -> dict[str, Any]:
    """What takes the place of a stranger's words in the answer to them.

    Their address may be forged; whoever has it must not get what somebody else wants them to read, neither as a text
    nor as a subject or a name.
    """
    if sender.is_customer:
        return {}
    with speaking(language):
        return {"subject": _("Your request is with us"), "name": "", "answers": []}


def _note(session: Session, box: Letterbox, note: rules.WriteNote) -> Receipt:
    """Leave a note in the case; when the message could not be read, tell its sender."""
    case = lock_case(session, note.reference)
    if case is None:
        return Receipt(Outcome.IGNORED, reason=note.because.value)
    with speaking(current_policy.get()().support.primary):
        text = word_note(box.mail, box.said, note.because)
    add_note(session, case, By(Actor.SYSTEM, "", box.now, box.mail.digest), text)
    answered = note.answer and isinstance(note.because, Obstacle) and _tell_not_taken(session, box, note.because)
    return Receipt(Outcome.NOTED, case.reference, note.because.value, answered=answered)


def _tell_not_taken(session: Session, box: Letterbox, because: Obstacle) -> bool:
    """Tell the sender that nothing could be made of the message, without giving any of it back."""
    earlier = find_earlier_case(session, box.mail.sender)
    language = choose_language(box.mail, f"{box.said.subject}\n{box.said.text}", earlier)
    payload = {"to": box.mail.sender, "language": language.tag, "because": because.value}
    enqueue(session, "mail_not_taken", {**payload, "in_reply_to": box.mail.message_id}, box.now)
    return True


def _keep(session: Session, box: Letterbox, room: int) -> tuple[UploadRefusal, ...]:
    """Keep the message's files until they are a case's; why some of them could not be kept."""
    allowed = max(0, min(current_policy.get()().attachments.max_files, room))
    return keep_files(session, box.uploads, files_key(box.mail), box.said.files, allowed, box.now).refused


def _explain(refused: tuple[UploadRefusal, ...], language: Language) -> list[str]:
    with speaking(language):
        return [shorten(explain_upload(refusal), MAX_EXPLANATION, placeholder=" …") for refusal in refused]


def _language_of(case: Case) -> Language:
    return find_language(case.language) or DEFAULT_LANGUAGE
