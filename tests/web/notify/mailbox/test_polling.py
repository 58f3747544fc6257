"""The mailbox is polled on a real IMAP server: nothing is lost, nothing is added twice, nothing stops the others."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from structlog.testing import capture_logs

from portal.notify.mailbox import rounds
from portal.notify.mailbox.failed import want_again
from portal.notify.mailbox.folder_names import encode_folder
from portal.notify.mailbox.imap import ImapMailbox
from portal.notify.mailbox.turns import EVERY, LEASE
from portal.storage.store import UploadsUnavailable
from tests.web.cases.builders import ANA
from tests.web.notify.mailbox.conftest import PowerCut, failed, replies, state
from tests.web.notify.test_mail_in import letter

pytestmark = [pytest.mark.requires_program("dovecot"), pytest.mark.requires_program("openssl")]


def test_reply_is_added_once_and_moved(database, server, look, case, now):
    server.deliver(letter(to=case.address, text="It works again."))

    assert look() == 1
    now.advance(seconds=EVERY.total_seconds())
    assert look() == 0

    assert replies(database, case.reference) == ["It works again."]
    assert (server.count("INBOX"), server.count("Processed")) == (0, 1)
    assert state(database, server, now).fine


def test_mailbox_is_left_alone_until_it_is_time_again(server, look, case, now):
    assert look() == 0
    server.deliver(letter(to=case.address))

    assert look() == 0
    now.advance(seconds=EVERY.total_seconds())
    assert look() == 1


def test_more_than_one_look_holds_is_taken_in_the_next_at_once(server, look, case, monkeypatch):
    monkeypatch.setattr(rounds, "MOST", 2)
    server.deliver(*[letter(to=case.address, number=number) for number in range(3)])

    assert [look(), look(), look()] == [2, 1, 0]


@pytest.mark.parametrize("folder", ["", "Ответы & Hilfe", 'Say "A\\B"'])
def test_any_folder_can_be_the_mailbox(database, server, look, case, folder):
    server.deliver(letter(to=case.address, text="Hi."), folder=encode_folder(folder) if folder else "INBOX")

    assert look(server.address(folder=folder)) == 1
    assert replies(database, case.reference) == ["Hi."]


def test_connection_may_begin_unencrypted(database, server, look, case, now):
    server.deliver(letter(to=case.address, text="One."), letter(to=case.address, text="Two.", number=2))

    assert look(server.address(scheme="imap", query="?tls=starttls")) == 2
    assert replies(database, case.reference) == ["One.", "Two."]


def test_two_workers_do_the_work_once(app, database, server, look, case):
    server.deliver(*[letter(to=case.address, text=f"Reply {number}.", number=number) for number in range(12)])

    with ThreadPoolExecutor(2) as threads:
        done = sorted(threads.map(lambda _: look(), range(2)))

    assert done == [0, 12]
    assert replies(database, case.reference) == [f"Reply {number}." for number in range(12)]
    assert server.count("Processed") == 12


def test_kill_between_storing_and_moving_adds_nothing_twice(database, server, look, case, now, monkeypatch):
    server.deliver(letter(to=case.address, text="Once."))

    def die(*_):
        raise PowerCut

    with monkeypatch.context() as patch:
        patch.setattr(ImapMailbox, "put_away", die)
        with pytest.raises(PowerCut):
            look()
    assert (server.count("INBOX"), look()) == (1, 0), "the dead worker's lease still runs"
    now.advance(seconds=LEASE.total_seconds())

    assert look() == 1
    assert replies(database, case.reference) == ["Once."]
    assert (server.count("INBOX"), server.count("Processed")) == (0, 1)


def test_giant_message_is_told_by_its_headers(database, server, look, case, monkeypatch):
    monkeypatch.setattr(rounds, "mail_limit", lambda _: 10_000)
    fetched = []
    fetch = ImapMailbox.fetch

    def watched(self, *arguments, **options):
        raw = fetch(self, *arguments, **options)
        fetched.append(len(raw))
        return raw

    monkeypatch.setattr(ImapMailbox, "fetch", watched)
    server.deliver(letter(text="x" * 100_000, subject="Giant"), letter(to=case.address, text="Small.", number=2))

    assert look() == 2
    assert max(fetched) < 1_000
    (told,) = failed(database)
    assert (told.reason, told.sender, told.can_retry) == ("too_large", "a…@premium.example", False)
    assert told.size > 100_000
    assert replies(database, case.reference) == ["Small."]


@pytest.fixture
def poisonous(monkeypatch):
    """Our own code fails on messages that say so, as long as the list is not empty."""
    receive, causes = rounds.receive_mail, ["poison"]

    def fails(app, raw, **options):
        if causes and b"poison" in raw:
            raise ValueError(f"cannot read {ANA}")
        return receive(app, raw, **options)

    monkeypatch.setattr(rounds, "receive_mail", fails)
    return causes


def test_poison_is_put_aside_and_the_others_go_on(database, server, look, case, poisonous):
    server.deliver(letter(text="poison"), letter(to=case.address, text="Fine.", number=2))

    with capture_logs() as lines:
        assert look() == 2

    (told,) = failed(database)
    assert (server.count("INBOX"), server.count("Failed"), server.count("Processed")) == (0, 1, 1)
    assert told.reason.startswith("ValueError at ")
    assert (told.sender, told.can_retry) == ("a…@premium.example", True)
    assert replies(database, case.reference) == ["Fine."]
    assert ANA not in str(lines) + told.reason


def test_poison_is_tried_again_when_somebody_asks(database, server, look, case, now, poisonous):
    server.deliver(letter(to=case.address, text="poison"))
    look()
    poisonous.clear()
    with database.write() as session:
        assert want_again(session, failed(database)[0].id, now())

    assert look() == 1
    assert replies(database, case.reference) == ["poison"]
    assert (server.count("Failed"), failed(database)) == (0, ())


def test_message_that_somebody_has_taken_away_is_not_waited_for(database, server, look, now, poisonous):
    server.deliver(letter(text="poison"))
    look()
    with server.as_reader() as program:
        program.select("Failed")
        program.store("1", "+FLAGS", r"(\Deleted)")
        program.expunge()
    with database.write() as session:
        want_again(session, failed(database)[0].id, now())

    assert look() == 0
    assert failed(database) == ()


def test_message_that_workers_die_of_is_put_aside_unopened(database, server, look, now, monkeypatch):
    server.deliver(letter(text="deadly"))

    def die(*_, **__):
        raise PowerCut

    monkeypatch.setattr(rounds, "receive_mail", die)
    for _ in range(rounds.MOST_TRIES):
        with pytest.raises(PowerCut):
            look()
        now.advance(seconds=LEASE.total_seconds())

    assert look() == 1
    assert [told.reason for told in failed(database)] == [rounds.DEADLY]
    assert server.count("Failed") == 1


def test_nothing_moves_while_it_cannot_be_stored(database, server, look, case, now, monkeypatch):
    server.deliver(letter(to=case.address, text="Later."))

    def refuse(*_, **__):
        raise UploadsUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(rounds, "receive_mail", refuse)
        assert look() == 0
    assert server.count("INBOX") == 1
    assert state(database, server, now).detail.startswith("storing: UploadsUnavailable (1 times")
    now.advance(minutes=1)
    assert look() == 1
    assert replies(database, case.reference) == ["Later."]


def test_without_folders_messages_are_marked(database, server, look, case, monkeypatch, poisonous):
    monkeypatch.setattr(ImapMailbox, "_find_shelf", lambda *_: None)
    server.deliver(letter(to=case.address, text="Marked."), letter(text="poison", number=2))

    assert look() == 2
    look.now.advance(seconds=EVERY.total_seconds())
    assert look() == 0
    assert server.count("INBOX") == 2
    poisonous.clear()
    with database.write() as session:
        want_again(session, failed(database)[0].id, look.now())
    assert look() == 1


@pytest.mark.parametrize("capabilities", [("UIDPLUS",), ()])
def test_server_that_cannot_move_copies_and_deletes(database, server, look, case, monkeypatch, capabilities):
    begin = ImapMailbox.__init__

    def poorer(self, program, folder):
        program.capabilities = capabilities
        begin(self, program, folder)

    monkeypatch.setattr(ImapMailbox, "__init__", poorer)
    server.deliver(letter(to=case.address, text="Copied."))

    assert look() == 1
    look.now.advance(seconds=EVERY.total_seconds())
    assert look() == 0
    assert server.count("Processed") == 1
