"""What is no longer kept: files of drafts and replies that came to nothing, old files, cases that were closed long ago.

Files go before their rows: after a crash in between, the rows still name what is to be deleted, and deleting a file
that is gone already does nothing.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Select, delete, select
from sqlalchemy.orm import Session

from portal.cases.model import Attachment, Case
from portal.cases.rules import Status
from portal.storage.store import FileStore

BATCH = 200


def forget_files_of_drafts(session: Session, store: FileStore, drafts: Iterable[str]) -> int:
    """Delete the files of drafts that are deleted themselves; those that went to a case stay. Gives their number."""
    return _forget_files(session, store, Attachment.draft_id.in_(list(drafts)) & Attachment.case_id.is_(None))


def forget_files_of_replies(session: Session, store: FileStore, drafts: Select[tuple[str]], before: datetime) -> int:
    """Delete a batch of old files of replies that were never sent: they belong to no case and to none of the drafts."""
    unsent = Attachment.case_id.is_(None) & Attachment.draft_id.not_in(drafts)
    return _forget_files(session, store, unsent & (Attachment.created_at < before))


def forget_old_files(session: Session, store: FileStore, before: datetime) -> int:
    """Delete a batch of files handed over before a moment; those of cases that are not closed stay."""
    closed = select(Case.id).where(Case.status == Status.CLOSED)
    return _forget_files(session, store, (Attachment.created_at < before) & Attachment.case_id.in_(closed))


def forget_closed_cases(session: Session, store: FileStore, before: datetime) -> int:
    """Delete a batch of cases that ended before a moment, with their events and files; gives their number."""
    over = select(Case.id).where(Case.status == Status.CLOSED, Case.ended_at < before).limit(BATCH)
    cases = list(session.scalars(over))
    while forget_files_of_cases(session, store, cases):
        pass
    session.execute(delete(Case).where(Case.id.in_(cases)))
    return len(cases)


def forget_files_of_cases(session: Session, store: FileStore, cases: Iterable[int]) -> int:
    """Delete a batch of the files of these cases; gives their number."""
    return _forget_files(session, store, Attachment.case_id.in_(list(cases)))


def _forget_files(session: Session, store: FileStore, which: ColumnElement[bool]) -> int:
    files = list(session.scalars(select(Attachment).where(which).limit(BATCH)))
    store.delete([file.stored_name for file in files])
    session.execute(delete(Attachment).where(Attachment.id.in_([file.id for file in files])))
    return len(files)
