"""The files of drafts, replies and cases: where they lie, who they belong to, how they go."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.attachments.model import Cleaned, CleanFile, TooManyFiles, UploadRefusal
from portal.cases.events import CaseOpened
from portal.cases.model import Attachment, Case
from portal.kernel.ids import new_token
from portal.storage.store import FileStore, UploadsUnavailable, read_all

MOST_OF_CASE = 50
"""A case with all its replies holds no more files than this: a conversation, not a disk."""


@dataclass(frozen=True)
class Kept:
    """What became of the files of one form."""

    files: tuple[tuple[Attachment, CleanFile], ...]
    """Those that are new, with their rows."""
    refused: tuple[UploadRefusal, ...]


def keep_files(
    session: Session, store: FileStore, draft_id: str, cleaned: Cleaned, allowed: int, now: datetime
) -> Kept:
    """Keep the good files of a form for a draft or a reply, which may hold ``allowed`` of them.

    A file that is held already is passed over: it was chosen twice, or sent again after a broken connection.

    Raises:
        UploadsUnavailable: when the store cannot be written; nothing of the files is kept then.
    """
    held = list_uploads(session, draft_id)
    new: list[CleanFile] = []
    for file in cleaned.files:
        if file not in new and not any(_is_same(row, file, store) for row in held):
            new.append(file)
    room = max(0, allowed - len(held))
    surplus = tuple(file.name for file in new[room:])
    rows = _store(session, store, draft_id, new[:room], now)
    too_many = (TooManyFiles(allowed, surplus),) if surplus else ()
    return Kept(tuple(zip(rows, new, strict=False)), (*cleaned.refused, *too_many))


def rewrite_file(store: FileStore, row: Attachment, content: bytes) -> None:
    """Put a new content in the place of a stored one; nobody ever reads half of it.

    Raises:
        UploadsUnavailable: when the store cannot be written; the old content is still there then.
    """
    store.put(row.stored_name, BytesIO(content))
    row.size = len(content)


def list_uploads(session: Session, draft_id: str) -> tuple[Attachment, ...]:
    """The files of a draft or of a reply that is being written, in the order they came."""
    rows = select(Attachment).where(Attachment.draft_id == draft_id, Attachment.case_id.is_(None))
    return tuple(session.scalars(rows.order_by(Attachment.id)))


def count_files(session: Session, case: Case) -> int:
    """How many files a case holds."""
    return session.scalar(select(func.count()).select_from(Attachment).where(Attachment.case_id == case.id)) or 0


def remove_upload(session: Session, store: FileStore, draft_id: str, upload_id: int) -> None:
    """Delete one file of a draft; does nothing when it is not this draft's or already gone."""
    for row in list_uploads(session, draft_id):
        if row.id == upload_id:
            store.delete([row.stored_name])
            session.delete(row)


def reply_id(reference: str, email: str, token: str) -> str:
    """What files are kept under while a reply is being written: nobody else's, whatever token a form may claim."""
    return hashlib.sha256(f"{reference}\n{email}\n{token}".encode()).hexdigest()[:32]


def group_files(case: Case) -> dict[int, tuple[Attachment, ...]]:
    """The files of a case under the numbers of the events they came with.

    What was merged in from another case came with none of its events, and is under none.
    """
    came_with: dict[str, int] = {}
    for row in case.event_rows:
        key = case.idempotency_key if row.kind == CaseOpened.kind else row.idempotency_key
        if key:
            # The wizard keeps files under its draft, a form under the reply, and a mail under the start of its digest.
            came_with |= dict.fromkeys((key, key[:32], reply_id(case.reference, row.author, key)), row.seq)
    grouped: dict[int, list[Attachment]] = {}
    for file in case.attachments:
        number = came_with.get(file.draft_id or "")
        if number:
            grouped.setdefault(number, []).append(file)
    return {number: tuple(files) for number, files in grouped.items()}


def _store(
    session: Session, store: FileStore, draft_id: str, files: Sequence[CleanFile], now: datetime
) -> tuple[Attachment, ...]:
    """Write files under random names and add their rows to the caller's transaction."""
    names: list[str] = []
    try:
        for file in files:
            names.append(new_token())
            store.put(names[-1], BytesIO(file.content))
    except UploadsUnavailable:
        with suppress(UploadsUnavailable):
            store.delete(names)
        raise
    rows = [Attachment(draft_id=draft_id, name=file.name, media_type=file.media_type) for file in files]
    for row, file, name in zip(rows, files, names, strict=True):
        row.size, row.stored_name, row.created_at = len(file.content), name, now
    session.add_all(rows)
    session.flush()
    return tuple(rows)


def _is_same(row: Attachment, file: CleanFile, store: FileStore) -> bool:
    if (row.name, row.media_type, row.size) != (file.name, file.media_type, len(file.content)):
        return False
    try:
        return read_all(store, row.stored_name) == file.content
    except FileNotFoundError:
        return False
