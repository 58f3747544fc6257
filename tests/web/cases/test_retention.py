from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.cases.events import Actor, CaseClosed, CaseResolved, Closing
from portal.cases.model import Attachment, Case, CaseEvent
from portal.cases.retention import forget_closed_cases, forget_files_of_drafts, forget_old_files
from portal.storage.folder import FolderStore
from tests.web.cases.builders import DAY, NOW, happened, opened


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "uploads"


def hand_over(database, folder, name, *, draft=None, case=None, at=NOW):
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(b"content")
    with database.write() as session:
        file = Attachment(name=name, media_type="text/plain", size=7, stored_name=name, created_at=at, draft_id=draft)
        file.case_id = case.id if case else None
        session.add(file)


def close(database, case, at=NOW):
    happened(database, case.reference, CaseResolved("Fixed."), at=at)
    happened(database, case.reference, CaseClosed(Closing.RESOLVED), actor=Actor.SYSTEM, at=at + 8 * DAY)


def kept(database, folder):
    with database.read() as session:
        rows = set(session.scalars(select(Attachment.stored_name)))
    assert rows == {path.name for path in folder.iterdir()}
    return rows


def test_files_of_a_draft_go_with_it_unless_they_went_to_a_case(database, folder):
    case = opened(database)
    hand_over(database, folder, "dropped", draft="draft-1")
    hand_over(database, folder, "sent", draft="draft-1", case=case)
    hand_over(database, folder, "other", draft="draft-2")

    with database.write() as session:
        assert forget_files_of_drafts(session, FolderStore(folder), ["draft-1"]) == 1

    assert kept(database, folder) == {"sent", "other"}


def test_old_files_of_closed_cases_go_and_those_of_open_ones_stay(database, folder):
    going_on, closed = opened(database), opened(database, idempotency_key="2")
    close(database, closed)
    hand_over(database, folder, "needed", case=going_on)
    hand_over(database, folder, "old", case=closed)
    hand_over(database, folder, "new", case=closed, at=NOW + DAY)

    with database.write() as session:
        assert forget_old_files(session, FolderStore(folder), NOW + timedelta(hours=1)) == 1

    assert kept(database, folder) == {"needed", "new"}


def test_cases_closed_long_ago_go_with_everything(database, folder):
    old, recent = opened(database), opened(database, idempotency_key="2")
    opened(database, idempotency_key="3")
    close(database, old)
    close(database, recent, at=NOW + 10 * DAY)
    hand_over(database, folder, "old", case=old)

    with database.write() as session:
        assert forget_closed_cases(session, FolderStore(folder), NOW + DAY) == 1
        assert forget_closed_cases(session, FolderStore(folder), NOW + DAY) == 0

    assert kept(database, folder) == set()
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 2
        assert session.scalar(select(func.count()).select_from(CaseEvent).where(CaseEvent.case_id == old.id)) == 0


def test_file_that_is_gone_already_is_no_trouble(database, folder):
    hand_over(database, folder, "lost", draft="draft-1")
    (folder / "lost").unlink()

    with database.write() as session:
        assert forget_files_of_drafts(session, FolderStore(folder), ["draft-1"]) == 1
