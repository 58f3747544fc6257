"""The mailbox cannot be reached: operators learn why, nobody learns a password, and nothing is lost."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from portal.notify.mailbox.turns import STALE_AFTER
from tests.web.notify.mailbox.conftest import box, replies, state
from tests.web.notify.mailbox.dovecot import PASSWORD, USER
from tests.web.notify.test_mail_in import letter

pytestmark = [pytest.mark.requires_program("dovecot"), pytest.mark.requires_program("openssl")]


def test_unknown_certificate_is_refused(database, server, look, case, now, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    server.deliver(letter(to=case.address))

    for address in (server.address(), server.address(scheme="imap", query="?tls=starttls")):
        assert look(address) == 0
    assert state(database, server, now).detail.startswith("connecting: SSLCertVerificationError")
    assert server.count("INBOX") == 1


def test_wrong_password_is_told_without_it(database, server, look, now):
    with capture_logs() as lines:
        assert look(server.address(password="wrong-Secret")) == 0

    assert state(database, server, now).detail.startswith("signing in: refused (1 times, never looked at)")
    assert [line["event"] for line in lines] == ["mailbox_unavailable"]
    assert not any(word in str(lines) + box(database).problem for word in (USER, "wrong-Secret", PASSWORD))


def test_server_that_is_away_is_tried_later_and_later_and_nothing_is_lost(database, server, look, case, now):
    server.deliver(letter(to=case.address, text="Patience."))
    server.stop()

    with capture_logs() as lines:
        waits = []
        for _ in range(8):
            assert look() == 0
            waits.append((box(database).due_at - now()).total_seconds())
            now.now = box(database).due_at
    assert waits == [10, 20, 40, 80, 160, 320, 600, 600]
    assert [line["reason"] for line in lines] == ["connecting: ConnectionRefusedError"], "one line, not one a try"
    assert not state(database, server, now).fine
    server.start()

    with capture_logs() as lines:
        assert look() == 1
    assert ("mailbox_back", 8) in [(line["event"], line.get("failures")) for line in lines]
    assert replies(database, case.reference) == ["Patience."]
    assert state(database, server, now).fine


def test_password_is_not_sent_where_no_encryption_is_offered(database, server, look, case, now):
    server.deliver(letter(to=case.address, text="Plain."))
    server.stop()
    server.start(ssl="no")
    try:
        assert look(server.address(scheme="imap", query="?tls=starttls")) == 0
        assert "offers no STARTTLS" in box(database).problem
        now.advance(minutes=1)
        assert look(server.address(scheme="imap")) == 1
    finally:
        server.stop()
        server.start()
    assert replies(database, case.reference) == ["Plain."]


def test_operators_see_a_mailbox_that_nobody_looks_at(database, server, look, now):
    assert state(database, server, now).detail == "not looked at yet; a worker does that"
    look()
    now.now += STALE_AFTER + timedelta(seconds=1)

    assert not state(database, server, now).fine
