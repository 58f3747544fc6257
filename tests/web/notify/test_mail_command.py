import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo

from portal.notify import commands
from portal.notify.mail_in.acting import Receipt
from portal.notify.mail_in.model import Outcome
from tests.web.notify.test_mail_in import EVE, letter


@pytest.fixture
def run(app):
    info = ScriptInfo(create_app=lambda: app)
    return lambda raw: CliRunner().invoke(commands.mail, ["receive"], obj=info, input=raw)


def test_message_on_standard_input_opens_a_case_and_says_so_in_one_line(run):
    done = run(letter())

    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1].startswith("opened ")
    assert run(letter()).stdout.splitlines()[-1] == "received before"


def test_message_nobody_can_be_told_about_is_a_failure(run):
    assert run(b"no headers at all").exit_code == 1
    assert run(letter(EVE, text="")).exit_code == 0, "its sender is told"


def test_message_of_any_length_is_read_to_its_end(run):
    done = run(letter() + b"x" * 40_000_000)

    assert done.stdout.splitlines()[-1] == "not taken (too_large), answered"


@pytest.mark.parametrize(
    ("receipt", "code"),
    [
        (Receipt(Outcome.SET_ASIDE, reason="too_many_mails"), 75),
        (Receipt(Outcome.SET_ASIDE, reason="no_sender"), 1),
        (Receipt(Outcome.IGNORED, reason="own"), 0),
    ],
)
def test_exit_code_tells_a_mail_server_what_to_do(run, monkeypatch, receipt, code):
    monkeypatch.setattr(commands, "receive_mail", lambda *_: receipt)

    assert run(letter()).exit_code == code


def test_message_is_handed_over_again_when_the_database_is_away(run, monkeypatch):
    def refuse(*_):
        raise commands.DatabaseUnavailable("away")

    monkeypatch.setattr(commands, "receive_mail", refuse)

    assert run(letter()).exit_code == 75
