"""The team sees how every mail looks, and deals with those that did not get through."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo
from sqlalchemy import select
from structlog.testing import capture_logs

from portal.db.outbox import OutboxRow, count_set_aside, enqueue
from portal.desk.mail_views import count_troubled
from portal.kernel.language import LANGUAGES
from portal.notify import commands, payloads
from portal.notify.kinds import LETTERS
from portal.notify.mailbox.failed import Failure, list_failed, note_failed, note_place
from portal.notify.samples import make_sample
from portal.notify.wording import kind_name
from tests.building import ROOT
from tests.html_document import parse_html
from tests.web.cases.builders import ANA, NOW
from tests.web.desk.conftest import LEA

PAGE = "/desk/mails/"


@pytest.fixture
def given_up(portal_database):
    """A mail to Ana that was given up."""
    with portal_database.write() as session:
        enqueue(session, "sign_in_code", {"to": ANA, "language": "en", "code": "012345"}, NOW)
        session.flush()
        row = session.scalars(
            select(OutboxRow).where(OutboxRow.sent_at.is_(None)).order_by(OutboxRow.id.desc())
        ).first()
        row.set_aside_at, row.attempts, row.last_error = NOW, 12, "SMTPRecipientsRefused 550"
        return row.id


@pytest.fixture
def failed(portal_database):
    """A mail that arrived and could not be taken."""
    with portal_database.write() as session:
        number = note_failed(session, Failure("box", "1:1", 2_000_000, ANA, "no_sender", can_retry=True), NOW)
        note_place(session, number, "1:9")
        return number


def find(database, number):
    with database.read() as session:
        return session.get(OutboxRow, number)


def test_every_letter_in_the_code_is_listed(app):
    written = {node.name for path in Path(ROOT, "portal").rglob("*letters.py") for node in functions(path)}
    caused = {kind for path in Path(ROOT, "portal").rglob("*.py") for kind in enqueued(path)}

    assert {letter.__name__ for letter in LETTERS.values()} == written
    assert caused <= set(LETTERS)
    assert set(payloads._OTHERS) <= set(LETTERS)
    assert len(caused) >= 14
    with app.test_request_context("/en/"):
        assert all(kind_name(kind) != kind for kind in LETTERS)


def functions(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("write_")]


def enqueued(path):
    """The kinds that a module puts into the outbox."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "enqueue":
            assert isinstance(node.args[1], ast.Constant), f"{path}: the kind must be written where it is caused"
            yield node.args[1].value


@pytest.mark.parametrize("kind", LETTERS)
@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.tag)
def test_every_mail_can_be_looked_at_in_every_language(lea, kind, language):
    page = lea.get(f"{PAGE}{kind}/{language.tag}")
    sent = lea.client.get(f"{PAGE}{kind}/{language.tag}.html")

    document = parse_html(sent.text)
    assert not document.mistakes
    assert document.root.get("lang") == language.html
    assert all(page.says(line) for line in ("Auto-Submitted", "Message-ID", "List-Id", "Content-Language"))
    assert page.document.list_elements("iframe")[0].get("sandbox") == ""


def test_html_of_a_mail_can_do_nothing(lea):
    headers = lea.client.get(f"{PAGE}case_opened/de.html").headers

    policy = headers["Content-Security-Policy"]
    assert {"default-src 'none'", "sandbox", "frame-ancestors 'self'"} <= set(policy.split("; "))
    assert "unsafe-inline" not in policy
    assert headers["X-Frame-Options"] == "SAMEORIGIN"


def test_list_names_every_kind_with_its_subject(lea):
    page = lea.get(PAGE)

    assert page.says("[K7Q2-9XHM] Messages fail with error 131047")
    assert page.link("de Code to prove an address") == "/desk/mails/sign_in_code/de"
    assert page.says("No email needs a look")


@pytest.mark.parametrize("path", ["case_sung/en", "case_opened/tlh", "case_sung/en.html", "case_opened/tlh.html"])
def test_what_nobody_sends_is_missing(lea, path):
    lea.get(PAGE + path, status=404)


def test_only_the_team_may_look(ana):
    for path in (PAGE, f"{PAGE}case_opened/en"):
        ana.get(path, status=403)


def test_given_up_mail_shows_what_went_wrong_and_no_whole_address(lea, given_up):
    page = lea.get(PAGE)

    for words in ("Code to prove an address", "To a…@premium.example", "12 tries", "SMTPRecipientsRefused 550"):
        assert page.says(words)
    assert ANA not in page.source
    assert "012345" not in page.words.partition("Every email")[0]
    assert lea.get("/desk/").says("Emails 1 need a look")


def test_given_up_mail_is_tried_again(app, lea, given_up, portal_database):
    with capture_logs() as lines:
        page = lea.submit(lea.get(PAGE), button="Try again Code to prove an address")

    row = find(portal_database, given_up)
    assert (row.set_aside_at, row.attempts, row.due_at) == (None, 0, NOW)
    assert page.says("No email needs a look")
    (told,) = [line for line in lines if line["event"] == "mail_tended"]
    assert (told["act"], told["by"]) == ("retry", "l…@team.example")


def test_given_up_mail_is_dropped_with_its_content_and_it_stays_known_by_whom(lea, given_up, portal_database):
    lea.submit(lea.get(PAGE), button="Drop it Code to prove an address")

    row = find(portal_database, given_up)
    assert (row.payload, row.dropped_at, row.dropped_by) == ({}, NOW, LEA)
    with portal_database.read() as session:
        assert count_set_aside(session) == 0


def test_mail_that_is_not_given_up_cannot_be_tended(lea, given_up, portal_database):
    token = lea.get(PAGE).fields["csrf_token"]
    for act, number, status in (("drop", 99, 404), ("retry", 99, 404), ("retry-in", 1, 404), ("sing", given_up, 400)):
        lea.post(PAGE, {"csrf_token": token, "act": act, "number": number}, status=status)

    assert find(portal_database, given_up).dropped_at is None


def test_arrived_mail_is_tried_again_by_the_worker(lea, failed, portal_database):
    page = lea.get(PAGE)
    assert page.says("From a…@premium.example")
    assert page.says("It names no sender.")

    page = lea.submit(page, button="Try again a…@premium.example")

    assert page.says("It will be tried again with the next look into the mailbox.")


def test_arrived_mail_is_taken_off_the_list(lea, failed, portal_database):
    page = lea.submit(lea.get(PAGE), button="Drop it a…@premium.example")

    assert page.says("No email needs a look")
    with portal_database.read() as session:
        assert list_failed(session) == ()


def test_desk_counts_both_ways(app, given_up, failed):
    with app.app_context():
        assert count_troubled() == 2


@pytest.fixture
def run(app):
    info = ScriptInfo(create_app=lambda: app)
    return lambda *words: CliRunner().invoke(commands.mail, words, obj=info)


def test_commands_show_every_mail(run):
    assert run("list").stdout.split() == list(LETTERS)
    assert run("preview", "sign_in_code", "ru").stdout.startswith("Subject: 012345 — ")
    assert run("preview", "case_resolved", "ru", "--html").stdout.startswith("<!doctype html>")
    assert run("preview", "case_sung", "ru").exit_code == 2


def test_commands_tend_mails(run, given_up, failed, portal_database):
    assert f"out-{given_up}" in run("failed").stdout
    assert run("drop", f"in-{failed}").exit_code == 0
    assert run("retry", f"out-{given_up}").exit_code == 0
    assert run("retry", f"out-{given_up}").exit_code == 1
    assert run("retry", "everything").exit_code == 2
    assert find(portal_database, given_up).set_aside_at is None


def test_unknown_sample_is_a_fault(app):
    with app.test_request_context("/en/"), pytest.raises(KeyError):
        make_sample("case_sung", LANGUAGES[0], NOW)


@pytest.mark.parametrize(("kind", "hours"), [("case_opened", 0.5), ("case_opened_by_mail", 24)])
def test_samples_promise_what_the_policy_promises(app, kind, hours):
    with app.app_context():
        payload = make_sample(kind, LANGUAGES[0], NOW).payload

    assert payload["first_response_due"] == (NOW + timedelta(hours=hours)).isoformat()
