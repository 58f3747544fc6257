"""Messages as the world sends them: what becomes of each is written in ``awkward.yml``."""

from pathlib import Path

import pytest
import yaml
from sqlalchemy import delete, select, update

from portal.cases.model import Case
from portal.db.outbox import OutboxRow
from portal.notify.mail_in.receiving import receive_mail
from portal.web.current import current_database
from tests.web.cases.builders import opened

FOLDER = Path(__file__).parent / "awkward"
EXPECTED = yaml.safe_load((FOLDER.parent / "awkward.yml").read_text(encoding="utf-8"))
KNOWN = "K7Q2-9XHM"


@pytest.fixture
def database(app):
    with app.app_context():
        database = current_database.get()
    opened(database)
    with database.write() as session:
        session.execute(update(Case).values(reference=KNOWN))
        session.execute(delete(OutboxRow))
    return database


def test_every_message_has_its_expectation():
    assert sorted(EXPECTED) == sorted(path.stem for path in FOLDER.glob("*.eml"))
    assert len(EXPECTED) >= 100


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_awkward_message(app, database, name):
    receipt = receive_mail(app, (FOLDER / f"{name}.eml").read_bytes())

    with database.read() as session:
        case = session.scalar(select(Case).where(Case.reference == receipt.reference))
        mails = session.scalars(select(OutboxRow.kind)).all()
        assert told(receipt, case, mails) == EXPECTED[name]
        stored = str([event.data for event in case.event_rows]) if case else ""
        assert "hunter2hunter2" not in stored


def told(receipt, case, mails):
    """What became of a message, in the words of the table."""
    found = {"outcome": receipt.outcome.value, "reason": receipt.reason}
    if case:
        data = case.event_rows[-1].data
        found["case"] = KNOWN if case.reference == KNOWN else "new"
        found["text"] = data.get("text") or data["details"]["description"]
        found["files"] = [file.name for file in case.attachments]
    if case and found["case"] == "new":
        found |= {"subject": case.subject, "language": case.language}
    found["mails"] = mails
    return {name: value for name, value in found.items() if value}


def test_address_in_place_of_a_name_is_no_name(app, database):
    receipt = receive_mail(app, (FOLDER / "sender-spoofs-a-name.eml").read_bytes())

    with database.read() as session:
        case = session.scalars(select(Case).where(Case.reference == receipt.reference)).one()
    assert (case.name, case.opened_by) == ("", "eve@stranger.example")
