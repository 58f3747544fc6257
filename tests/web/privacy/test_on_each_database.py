"""The same deletion on every database that the portal runs on."""

from sqlalchemy import func, select

from portal.cases.model import Case
from portal.intake.actions import begin_draft, record_answer
from portal.intake.model import Draft
from portal.kernel.language import ENGLISH
from portal.privacy.archive import stream_archive
from portal.privacy.collecting import Owner
from portal.privacy.deleting import Places, ask_deletion, carry_out
from portal.privacy.model import Deletion
from portal.storage.folder import FolderStore
from tests.web.cases.builders import ANA, BO, NOW, opened


def test_export_and_deletion(database, tmp_path):
    opened(database)
    of_bo = opened(database, idempotency_key="2", opened_by=BO)
    owner = Owner(ANA, "a secret of the tests")
    with database.write() as session:
        for email in (ANA, BO):
            record_answer(begin_draft(session, ENGLISH, {}, NOW), "contact", {"email": email}, NOW)

    assert sum(map(len, stream_archive(database, FolderStore(tmp_path), owner, NOW))) > 0
    with database.write() as session:
        ask_deletion(session, owner, ENGLISH, NOW, close=True)
    for _ in range(5):
        with database.write() as session:
            carry_out(session, Places(FolderStore(tmp_path), owner.secret), NOW)

    with database.read() as session:
        assert session.scalars(select(Case.reference)).all() == [of_bo.reference]
        assert session.scalar(select(func.count()).select_from(Draft)) == 1
        assert session.scalars(select(Deletion.cases)).all() == [1]
