import smtplib
import socket
import ssl
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from itertools import count

import pytest
from aiosmtpd.controller import Controller

from portal.notify.transports import FolderTransport, SmtpTransport

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def message(number=1):
    made = EmailMessage()
    made["Subject"] = f"Grüße {number}"
    made["From"] = "support@portal.example"
    made["To"] = "ana@premium.example"
    made["Message-ID"] = f"<row-{number}@portal.example>"
    made.set_content("Olá, это текст.\n")
    return made


def test_folder_holds_one_readable_file_a_message_in_order(tmp_path):
    ticks = count()
    transport = FolderTransport(tmp_path / "mail", lambda: NOW + timedelta(milliseconds=next(ticks)))

    for number in range(12):
        transport.send(message(number))

    files = sorted((tmp_path / "mail").iterdir())
    read = [message_from_bytes(file.read_bytes(), policy=default) for file in files]
    assert [mail["Subject"] for mail in read] == [f"Grüße {number}" for number in range(12)]
    assert read[0].get_content() == "Olá, это текст.\n"
    assert all(file.suffix == ".eml" for file in files)
    assert files[0].stat().st_mode & 0o077 == 0


def test_message_that_is_repeated_lies_in_the_folder_once(tmp_path):
    ticks = count()
    transport = FolderTransport(tmp_path / "mail", lambda: NOW + timedelta(seconds=next(ticks)))

    for number in (1, 11, 1):
        transport.send(message(number))

    files = sorted(path.name for path in (tmp_path / "mail").iterdir())
    assert [name.partition("Z-")[2] for name in files] == ["row-1.eml", "row-11.eml"]


def test_message_id_cannot_lead_out_of_the_folder(tmp_path):
    hostile = message()
    hostile.replace_header("Message-ID", "<../../etc/cron.d/x@portal.example>")

    FolderTransport(tmp_path / "mail", lambda: NOW).send(hostile)

    assert [file.parent.name for file in tmp_path.rglob("*.eml")] == ["mail"]


class Inbox:
    """A mail server's memory."""

    def __init__(self):
        self.envelopes = []
        self.greeted = 0
        self.refused = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 - the library's name
        self.greeted += 1
        session.host_name = hostname
        return responses

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the library's name
        if self.refused:
            self.refused -= 1
            return "451 not now"
        self.envelopes.append(envelope)
        return "250 OK"


@pytest.fixture
def inbox():
    found = Inbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found.port = probe.getsockname()[1]
    controller = Controller(found, hostname="127.0.0.1", port=found.port)
    controller.start()
    yield found
    controller.stop()


def test_smtp_server_gets_the_message(inbox):
    transport = SmtpTransport(f"smtp://127.0.0.1:{inbox.port}?tls=none")
    transport.send(message())
    transport.close()

    (envelope,) = inbox.envelopes
    assert (envelope.mail_from, envelope.rcpt_tos) == ("support@portal.example", ["ana@premium.example"])
    assert message_from_bytes(envelope.content, policy=default)["Subject"] == "Grüße 1"


def test_messages_share_a_connection_until_it_is_closed(inbox):
    transport = SmtpTransport(f"smtp://127.0.0.1:{inbox.port}?tls=none")
    transport.send(message())
    inbox.refused = 1
    with pytest.raises(smtplib.SMTPDataError):
        transport.send(message())
    transport.send(message())
    assert (inbox.greeted, len(inbox.envelopes)) == (1, 2)

    transport.close()
    transport.send(message())
    transport.close()
    transport.close()

    assert (inbox.greeted, len(inbox.envelopes)) == (2, 3)


def test_connection_that_broke_meanwhile_is_made_anew(inbox):
    transport = SmtpTransport(f"smtp://127.0.0.1:{inbox.port}?tls=none")
    transport.send(message())
    transport._server.sock.shutdown(socket.SHUT_RDWR)

    transport.send(message())
    transport.close()

    assert (inbox.greeted, len(inbox.envelopes)) == (2, 2)


def test_nothing_is_sent_in_the_clear_unless_the_address_says_so(inbox):
    with pytest.raises(OSError, match="STARTTLS"):
        SmtpTransport(f"smtp://127.0.0.1:{inbox.port}?tls=starttls").send(message())
    with pytest.raises(ssl.SSLError):
        SmtpTransport(f"smtps://127.0.0.1:{inbox.port}").send(message())
    assert inbox.envelopes == []


@pytest.mark.parametrize(
    ("url", "port", "tls", "user", "password"),
    [
        ("smtp://mail.example", 587, "starttls", "", ""),
        ("smtp://u:p@mail.example:2525?tls=starttls", 2525, "starttls", "u", "p"),
        ("smtp://a%40b.example:p%3A%2F@mail.example", 587, "starttls", "a@b.example", "p:/"),
        ("smtps://mail.example", 465, "ssl", "", ""),
        ("smtp://mail.example?tls=ssl", 465, "ssl", "", ""),
        ("smtp://mail.example?tls=none", 25, "none", "", ""),
        ("smtp://localhost:1025", 1025, "none", "", ""),
        ("smtp://127.0.0.1", 25, "none", "", ""),
        ("smtp://[::1]:2525?tls=starttls", 2525, "starttls", "", ""),
        ("smtps://127.0.0.2", 465, "ssl", "", ""),
        ("smtp://127.example", 587, "starttls", "", ""),
    ],
)
def test_address_of_a_server_is_read(url, port, tls, user, password):
    transport = SmtpTransport(url)

    assert (transport._port, transport._tls, transport._user, transport._password) == (port, tls, user, password)


@pytest.mark.parametrize("url", ["smtp://", "smtp://mail.example?tls=maybe", "smtp://mail.example:port"])
def test_unusable_address_is_refused_at_once(url):
    with pytest.raises(ValueError, match=r"."):
        SmtpTransport(url)
