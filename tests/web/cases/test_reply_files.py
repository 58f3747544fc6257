"""Files of a reply follow the rules of the wizard's, and a mistake loses none of them."""

from datetime import timedelta
from io import BytesIO

from sqlalchemy import select

from portal.cases import files as case_files
from portal.cases.model import Attachment
from portal.cases.retention import forget_files_of_replies
from portal.intake.model import Draft
from portal.storage.folder import FolderStore
from portal.web.current import current_database, current_settings
from tests.cast import outbox
from tests.web.cases.builders import BO, NOW, address

KEY = "Zq8RtX2mLp0VwK5sJd7YbN3cHf"
PROGRAM = b"MZ\x90\x00\x03" + b"\x00" * 60


def reply(browser, page, message, *files, status=200):
    sent = {"message": message, "attachments": [(BytesIO(content), name) for name, content in files]}
    return browser.submit(page, sent, button="Send", status=status)


def stored(app):
    with app.app_context(), current_database.get().read() as session:
        folder = current_settings.get().uploads_dir
        rows = session.scalars(select(Attachment).order_by(Attachment.id))
        return [(row.name, row.case_id is not None, (folder / row.stored_name).read_bytes()) for row in rows]


def test_files_of_a_reply_become_the_requests_files(app, ana, case):
    page = reply(ana, ana.get(address(case)), "Here it is.", ("app.log", f"D360-API-KEY: {KEY}".encode()))

    assert page.says("Here it is.")
    assert page.says("API key Zq8R…3cHf")
    assert ana.get(page.link("app.log")).body == "D360-API-KEY: Zq8R…3cHf".encode()


def test_files_stand_at_the_message_they_came_with(ana, case):
    page = reply(ana, ana.get(address(case)), "Here it is.", ("app.log", b"hello"))
    page = reply(ana, page, "And another one.", ("second.log", b"hello"))

    first, second = page.source.index("Here it is."), page.source.index("And another one.")
    assert first < page.source.index(">app.log<") < second < page.source.index(">second.log<")
    assert page.source.count(">app.log<") == 2  # in the list of all files as well


def test_files_of_the_wizard_stand_at_the_first_message(app, ana):
    from tests.web.intake.walking import Customer

    customer = Customer(ana).comes_to_details()
    customer.describes_it(attachments=[(BytesIO(b"hello"), "log.txt")]).rates_it().sends()
    (letter,) = outbox(app, "case_opened")

    page = ana.get(f"/en/requests/{letter['reference']}")

    assert page.source.count(">log.txt<") == 2
    assert page.source.index(">log.txt<") < page.source.index("This is an automatic message.")


def test_secret_in_a_file_is_told_with_its_line_and_what_to_do(ana, case):
    page = reply(ana, ana.get(address(case)), "Log.", ("app.log", f"ok\nD360-API-KEY: {KEY}\n{KEY}".encode()))

    assert page.says("Replace them now if they are real:")
    assert page.says("API key Zq8R…3cHf · app.log, line 2")
    assert page.link("A key or token was exposed: what to do now") == "/en/api-keys/leaked-key"


def test_a_refused_file_keeps_the_message_and_the_good_files(app, ana, case):
    page = reply(ana, ana.get(address(case)), "Here it is.", ("good.txt", b"hello"), ("run.exe", PROGRAM), status=422)
    assert [mistake.partition(" is ")[0] for mistake in page.mistakes] == ["run.exe"]
    assert page.fields["message"] == "Here it is."
    assert page.says("good.txt")
    assert stored(app) == [("good.txt", False, b"hello")]

    reply(ana, page, "Here it is.")

    assert stored(app) == [("good.txt", True, b"hello")]


def test_a_file_of_a_reply_can_be_taken_back(app, ana, case):
    page = reply(ana, ana.get(address(case)), "", ("good.txt", b"hello"), status=422)

    page = ana.submit(page, {"message": "typed"}, button="Remove good.txt")

    assert page.fields["message"] == "typed"
    assert not page.says("good.txt")
    assert stored(app) == []


def test_a_double_click_adds_the_files_once(app, ana, case):
    page = ana.get(address(case))

    reply(ana, page, "Here it is.", ("good.txt", b"hello"))
    reply(ana, page, "Here it is.", ("good.txt", b"hello"))

    assert stored(app) == [("good.txt", True, b"hello")]


def test_a_strangers_token_opens_no_files(app, ana, sign_in, case):
    page = reply(ana, ana.get(address(case)), "", ("good.txt", b"hello"), status=422)

    colleague = sign_in(BO)
    other = colleague.get(address(case))
    sent = {**other.fields, "message": "Mine?", "token": page.fields["token"]}
    colleague.post(address(case), sent, status=303)

    assert stored(app) == [("good.txt", False, b"hello")]


def test_a_request_does_not_become_a_disk(app, ana, case, monkeypatch):
    monkeypatch.setattr(case_files, "MOST_OF_CASE", 2)
    monkeypatch.setattr("portal.cases.reply_files.MOST_OF_CASE", 2)
    reply(ana, ana.get(address(case)), "One.", ("1.txt", b"1"))

    page = reply(ana, ana.get(address(case)), "Two.", ("2.txt", b"2"), ("3.txt", b"3"), status=422)

    assert "Not added: 3.txt." in page.mistakes[0]


def test_files_of_a_reply_that_was_never_sent_go_in_time(app, ana, case):
    reply(ana, ana.get(address(case)), "", ("good.txt", b"hello"), status=422)

    with app.app_context(), current_database.get().write() as session:
        folder = current_settings.get().uploads_dir
        assert forget_files_of_replies(session, FolderStore(folder), select(Draft.id), NOW) == 0
        assert forget_files_of_replies(session, FolderStore(folder), select(Draft.id), NOW + timedelta(days=1)) == 1

    assert stored(app) == []


def test_files_of_a_draft_do_not_go_with_those_of_replies(app, ana, clock):
    from tests.web.intake.walking import Customer

    Customer(ana).comes_to_details().describes_it(attachments=[(BytesIO(b"hello"), "log.txt")])

    with app.app_context(), current_database.get().write() as session:
        folder = current_settings.get().uploads_dir
        assert forget_files_of_replies(session, FolderStore(folder), select(Draft.id), NOW + timedelta(days=1)) == 0
