"""The files of drafts, replies and cases: where they lie, who they belong to, how they go."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.attachments.model import Cleaned, CleanFile, TooManyFiles, UploadRefusal
from portal.cases.events import CaseOpened
from portal.cases.model import Attachment, Case
from portal.kernel.ids import new_token

MOST_OF_CASE = 50
"""A case with all its replies holds no more files than this: a conversation, not a disk."""


class UploadsUnavailable(Exception):
    """The folder of uploads cannot be written: full, gone or not ours."""


@dataclass(frozen=True)
class Kept:
    """What became of the files of one form."""

    files: tuple[tuple[Attachment, CleanFile], ...]
    """Those that are new, with their rows."""
    refused: tuple[UploadRefusal, ...]


def keep_files(session: Session, folder: Path, draft_id: str, cleaned: Cleaned, allowed: int, now: datetime) -> Kept:
    """Keep the good files of a form for a draft or a reply, which may hold ``allowed`` of them.

    A file that is held already is passed over: it was chosen twice, or sent again after a broken connection.

    Raises:
        UploadsUnavailable: when the folder cannot be written; nothing of the files is left there then.
    """
    held = list_uploads(session, draft_id)
    new: list[CleanFile] = []
    for file in cleaned.files:
        if file not in new and not any(_is_same(row, file, folder) for row in held):
            new.append(file)
    room = max(0, allowed - len(held))
    surplus = tuple(file.name for file in new[room:])
    rows = _store(session, folder, draft_id, new[:room], now)
    too_many = (TooManyFiles(allowed, surplus),) if surplus else ()
    return Kept(tuple(zip(rows, new, strict=False)), (*cleaned.refused, *too_many))


def rewrite_file(folder: Path, row: Attachment, content: bytes) -> None:
    """Put a new content in the place of a stored one; nobody ever reads half of it.

    Raises:
        UploadsUnavailable: when the folder cannot be written; the old content is still there then.
    """
    beside = folder / new_token()
    try:
        beside.write_bytes(content)
        beside.replace(folder / row.stored_name)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise UploadsUnavailable(type(error).__name__) from error
    row.size = len(content)


def list_uploads(session: Session, draft_id: str) -> tuple[Attachment, ...]:
    """The files of a draft or of a reply that is being written, in the order they came."""
    rows = select(Attachment).where(Attachment.draft_id == draft_id, Attachment.case_id.is_(None))
    return tuple(session.scalars(rows.order_by(Attachment.id)))


def count_files(session: Session, case: Case) -> int:
    """How many files a case holds."""
    return session.scalar(select(func.count()).select_from(Attachment).where(Attachment.case_id == case.id)) or 0


def remove_upload(session: Session, folder: Path, draft_id: str, upload_id: int) -> None:
    """Delete one file of a draft; does nothing when it is not this draft's or already gone."""
    for row in list_uploads(session, draft_id):
        if row.id == upload_id:
            (folder / row.stored_name).unlink(missing_ok=True)
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
    session: Session, folder: Path, draft_id: str, files: Sequence[CleanFile], now: datetime
) -> tuple[Attachment, ...]:
    """Write files under random names and add their rows to the caller's transaction."""
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            written.append(folder / new_token())
            written[-1].write_bytes(file.content)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        raise UploadsUnavailable(type(error).__name__) from error
    rows = [Attachment(draft_id=draft_id, name=file.name, media_type=file.media_type) for file in files]
    for row, file, path in zip(rows, files, written, strict=True):
        row.size, row.stored_name, row.created_at = len(file.content), path.name, now
    session.add_all(rows)
    session.flush()
    return tuple(rows)


def _is_same(row: Attachment, file: CleanFile, folder: Path) -> bool:
    if (row.name, row.media_type, row.size) != (file.name, file.media_type, len(file.content)):
        return False
    stored = folder / row.stored_name
    return stored.is_file() and stored.read_bytes() == file.content
