import json
import tracemalloc
from io import BytesIO
from zipfile import ZipFile

import pytest
from limits import RateLimitItemPerHour
from sqlalchemy import update

from portal.cases.actions import lock_case
from portal.cases.chats import note_chat
from portal.cases.events import Actor, CaseResolved, CustomerReplied, FeedbackGiven, NoteAdded, StaffReplied
from portal.cases.model import Attachment, CaseEvent
from portal.incidents.following.model import Follower
from portal.privacy import views
from portal.privacy.archive import stream_archive
from portal.privacy.collecting import Owner
from portal.storage.folder import FolderStore
from portal.web.limits import Allowance
from tests.web.cases.builders import ANA, BEA, BO, NOW, happened, opened
from tests.web.intake.walking import Customer

BUTTON = "Download my data"


def download(browser):
    page = browser.submit(browser.get("/en/requests/my-data"), button=BUTTON)
    assert page.headers["Content-Type"] == "application/zip"
    assert page.headers["Content-Disposition"].startswith("attachment; filename=")
    assert page.headers["Cache-Control"] == "private, no-store"
    archive = ZipFile(BytesIO(page.body))
    assert archive.testzip() is None
    return archive


def read(archive, name):
    return json.loads(archive.read(name))


def hand_over(database, uploads, case, stored, name, content=b"one line"):
    (uploads / stored).write_bytes(content)
    with database.write() as session:
        file = Attachment(name=name, media_type="text/plain", size=len(content), stored_name=stored, created_at=NOW)
        file.case_id = case.id
        session.add(file)


def test_conversation_rating_and_files_are_in_it(portal_database, uploads, ana, case):
    happened(portal_database, case.reference, StaffReplied("Which number?"), NoteAdded("Their typo."))
    happened(portal_database, case.reference, CaseResolved("Fixed."))
    happened(portal_database, case.reference, FeedbackGiven(4, "Quick."), actor=Actor.CUSTOMER)
    with portal_database.write() as session:
        note_chat(session, lock_case(session, case.reference), "5001", "3", NOW)
    hand_over(portal_database, uploads, case, "stored-1", "../log.txt")
    hand_over(portal_database, uploads, case, "stored-2", "../log.txt", b"two lines")

    archive = download(ana)

    request = read(archive, f"requests/{case.reference}/request.json")
    assert [event["kind"] for event in request["events"]] == ["opened", "staff_replied", "resolved", "feedback_given"]
    assert request["events"][0]["details"]["description"] == "Since this morning every message fails."
    assert (request["subject"], request["feedback"], request["status"]) == (case.subject, 4, "resolved")
    assert request["conversations_in_chat"] == ["5001"]
    paths = [file["path"] for file in request["files"]]
    assert [archive.read(path) for path in paths] == [b"one line", b"two lines"]
    assert all(".." not in path.split("/") for path in archive.namelist())
    assert "Their typo." not in json.dumps(request)


def test_everything_else_about_the_address_is_in_it(portal_database, sign_in):
    draft = Customer(ana := sign_in(ANA)).comes_to_details().describes_it("It is about key AbC.").draft
    of_bo = opened(portal_database, idempotency_key="2", opened_by=BO)
    with portal_database.write() as session:
        mine = Follower(incident="late", title="Late", email=ANA, language="en", asked_at=NOW, confirmed_at=NOW)
        mine.confirm_digest = mine.stop_digest = "x"
        session.add(mine)
    happened(portal_database, of_bo.reference, CustomerReplied("Same here."), actor=Actor.CUSTOMER)
    with portal_database.write() as session:
        session.execute(_by_ana(of_bo))

    archive = download(ana)

    data = read(archive, "data.json")
    assert (data["format"], data["address"], data["requests"]) == (1, ANA, [])
    assert data["account"]["id"] == "demo-premium"
    assert [each["incident"] for each in data["followed_incidents"]] == ["late"]
    assert len(data["sign_in_codes"]) == 1
    assert [each["text"] for each in data["messages_in_requests_of_colleagues"]] == ["Same here."]
    assert read(archive, f"drafts/{draft}/draft.json")["answers"]["details"]["description"] == "It is about key AbC."


def _by_ana(case):
    """The reply in a case as one of Ana's."""
    return update(CaseEvent).where(CaseEvent.case_id == case.id, CaseEvent.seq == 2).values(author=ANA)


def test_nothing_of_anybody_else_is_in_it(portal_database, uploads, sign_in, case):
    hand_over(portal_database, uploads, case, "stored-1", "log.txt")
    stranger = Customer(sign_in(BEA)).comes_to_details().describes_it("Only for Bea.")

    for colleague in (BO, "eve@stranger.example"):
        archive = download(sign_in(colleague))
        everything = b"".join(archive.read(name) for name in archive.namelist())
        assert archive.namelist() == ["data.json"]
        assert case.reference.encode() not in everything
        assert ANA.encode() not in everything
        assert stranger.draft.encode() not in everything


def test_draft_in_which_somebody_else_typed_the_address_is_counted_and_not_shown(browse, ana):
    Customer(browse).comes_to_details("no").describes_it("A stranger's words.").rates_it().answers(name="X", email=ANA)

    archive = download(ana)

    assert read(archive, "data.json")["drafts_on_other_browsers"] == 1
    assert archive.namelist() == ["data.json"]


def test_secrets_are_as_they_are_stored(portal_database, ana, case):
    page = ana.get(f"/en/requests/{case.reference}")
    ana.submit(page, {"message": "D360-API-KEY: AbCdEfGhIjKlMnOpQrStUvWx1234_AK"}, button="Send")

    archive = download(ana)

    assert b"IjKlMnOp" not in archive.read(f"requests/{case.reference}/request.json")


def test_file_whose_time_is_over_is_told_and_does_not_break_the_rest(portal_database, uploads, ana, case):
    hand_over(portal_database, uploads, case, "stored-1", "log.txt")
    (uploads / "stored-1").unlink()

    request = read(download(ana), f"requests/{case.reference}/request.json")

    assert request["files"][0]["path"] is None


def test_only_whoever_is_signed_in_gets_it_and_only_by_the_button(browse, ana):
    assert browse.get("/en/requests/my-data", status=303).location.startswith("/en/sign-in")
    ana.post("/en/requests/my-data", status=400)


def test_too_many_copies_pause(ana, monkeypatch):
    monkeypatch.setattr(views, "COPIES_OF_ONE", Allowance("few exports", RateLimitItemPerHour(1)))
    download(ana)

    ana.submit(ana.get("/en/requests/my-data"), button=BUTTON, status=429)


def test_memory_does_not_grow_with_the_files(portal_database, uploads, case):
    for number in range(8):
        hand_over(portal_database, uploads, case, f"stored-{number}", "video.mp4", b"\0\1\2\3" * 1_000_000)
    tracemalloc.start()

    sent = sum(map(len, stream_archive(portal_database, FolderStore(uploads), Owner(ANA, "secret"), NOW)))

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sent > 0
    assert peak < 8_000_000, "of 32 MB of files"


@pytest.mark.parametrize("language", ["de", "es", "pt-br", "ru"])
def test_page_is_sound_in_every_language(ana, language):
    assert ana.get(f"/{language}/requests/my-data").says(ANA)
