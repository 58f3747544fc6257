"""A message as it may be stored: its secrets masked, its history and signature left out of the conversation."""

from dataclasses import dataclass
from io import BytesIO

from werkzeug.datastructures import FileStorage

from portal.attachments.cleaning import clean_files
from portal.attachments.model import Cleaned
from portal.cases.events import MaskedSecret
from portal.cases.forms import MAX_MESSAGE
from portal.cases.typed import secrets_in_files
from portal.masking.mask import mask_text
from portal.notify.mail_in.model import IncomingFile, IncomingMail
from portal.notify.mail_in.rules import clean_subject
from portal.notify.mail_in.trimming import trim
from portal.policy.model import Attachments
from portal.web.forms import clean_text

MAX_SUBJECT = 200
MAX_NAME = 200
WHOLE_TEXT = "message.txt"


@dataclass(frozen=True)
class MaskedMail:
    """What a message says. No secret is in any of it."""

    subject: str
    """Without prefixes and references; empty when nothing else was in it."""
    name: str
    text: str
    """What is new in it."""
    full: str
    """The whole text, when the new part is not all of it and it is short enough to be shown."""
    masked: tuple[MaskedSecret, ...]
    files: Cleaned


def mask_mail(mail: IncomingMail, references: tuple[str, ...], limits: Attachments) -> MaskedMail:
    """Mask a message. Looking through large files takes many seconds: never within a transaction."""
    subject = mask_text(clean_subject(mail.subject, references))
    whole = mask_text(_clean_indented(mail.text[: 2 * MAX_MESSAGE]))
    trimmed = trim(whole.text)
    is_long = len(mail.text) > MAX_MESSAGE
    # What is too long for a conversation is no loss: all of it lies beside it as a file.
    attached = (IncomingFile(WHOLE_TEXT, mail.text.encode("utf-8", "replace")), *mail.files) if is_long else mail.files
    files = clean_files(map(_as_upload, attached), limits)
    found = [(str(finding.kind), finding.shown) for finding in (*subject.findings, *whole.findings)]
    # What is in the whole text was found there already.
    in_files = secrets_in_files(file for file in files.files if file.name != WHOLE_TEXT)
    return MaskedMail(
        subject=subject.text[:MAX_SUBJECT],
        name=mask_text(mail.name).text[:MAX_NAME],
        text=trimmed.text[:MAX_MESSAGE],
        full="" if trimmed.is_whole or is_long else whole.text,
        masked=(*(MaskedSecret(*each) for each in dict.fromkeys(found)), *in_files),
        files=files,
    )


def _clean_indented(text: str) -> str:
    """The first line keeps its indentation too: a mail may begin with code."""
    return clean_text(f".{text}")[1:].strip("\n")


def _as_upload(file: IncomingFile) -> FileStorage:
    return FileStorage(BytesIO(file.content), filename=file.name or "file")
