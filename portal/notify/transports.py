"""How a mail leaves: over SMTP, or into a folder where somebody can read it."""

import re
import smtplib
import ssl
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import default as default_policy
from email.utils import parseaddr
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from portal.kernel.clock import Clock, utc_now
from portal.notify.encryption import choose_encryption

TIMEOUT_S = 10
"""For each step of a conversation with a server; nine steps take less than the outbox's lease of two minutes."""
_PORTS = {"starttls": 587, "ssl": 465, "none": 25}


class MailTransport(Protocol):
    """Takes a finished message; returns when it is safe with somebody else, raises when it is not."""

    def send(self, message: EmailMessage) -> None:
        """Hand the message over.

        Raises:
            OSError: when nobody took it; smtplib's exceptions are OSErrors too.
        """

    def forget(self, address: str) -> int:
        """Delete copies of mails to an address, where any are kept; gives their number."""

    def close(self) -> None:
        """Let go of whoever took messages: for now there are no more."""


class FolderTransport:
    """Writes each message as a file; the default while no mail server is set, and what tests read.

    Names sort by the moment of writing. A file appears whole or not at all, since somebody may be looking; a message
    that is repeated because a worker died before it could note that it was sent does not appear twice.
    """

    def __init__(self, folder: Path, clock: Clock = utc_now) -> None:
        self._folder = folder
        self._clock = clock

    def send(self, message: EmailMessage) -> None:
        """Write the message."""
        self._folder.mkdir(parents=True, exist_ok=True)
        identifier = re.sub(r"[^A-Za-z0-9_-]", "", str(message["Message-ID"]).partition("@")[0])
        if any(self._folder.glob(f"*Z-{identifier}.eml")):
            return
        name = f"{self._clock():%Y%m%dT%H%M%S.%f}Z-{identifier}.eml"
        unfinished = self._folder / f".{name}.part"
        # A sign-in code stands in it: only the portal's own account may read it.
        unfinished.touch(mode=0o600)
        unfinished.write_bytes(message.as_bytes())
        unfinished.replace(self._folder / name)

    def forget(self, address: str) -> int:
        """Delete the files of messages to an address."""
        found = [path for path in self._folder.glob("*.eml") if _receiver_of(path) == address]
        for path in found:
            path.unlink(missing_ok=True)
        return len(found)

    def close(self) -> None:
        """Nothing is open between two messages."""


def _receiver_of(path: Path) -> str:
    """The address in a file's header, small; empty for a file that went meanwhile."""
    try:
        with path.open("rb") as file:
            header = BytesHeaderParser(policy=default_policy).parse(file)
    except FileNotFoundError:
        return ""
    return parseaddr(str(header["To"] or ""))[1].lower()


class SmtpTransport:
    """Hands messages to a mail server."""

    def __init__(self, url: str) -> None:
        """Read an address such as ``smtp://user:pass@host:587?tls=starttls``, see `choose_encryption`.

        Raises:
            ValueError: when it has no host, or names another kind of encryption.
        """
        parts = urlsplit(url)
        self._tls = choose_encryption(parts)
        if not parts.hostname:
            raise ValueError("the address of the mail server names no host")
        self._host = parts.hostname
        self._port = parts.port or _PORTS[self._tls]
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")
        self._server: smtplib.SMTP | None = None

    def send(self, message: EmailMessage) -> None:
        """Send the message, over the connection of the one before where that still stands.

        A connection costs more than a message: a greeting, an encryption, a sign-in. It is tried before a message is
        handed over, never after: whether a server took a message whose connection broke is not known, so only the
        outbox may send that again.
        """
        if self._server is None or not _is_alive(self._server):
            self.close()
            self._server = self._connect()
        try:
            self._server.send_message(message)
        except smtplib.SMTPResponseException:
            # The server said no to this message and waits for the next one.
            raise
        except BaseException:
            self.close()
            raise

    def forget(self, address: str) -> int:
        """What was handed over is with others; nothing is kept here."""
        return 0

    def close(self) -> None:
        """Say goodbye to the server, if it still listens."""
        server, self._server = self._server, None
        if server is not None:
            try:
                server.quit()
            except OSError:
                server.close()

    def _connect(self) -> smtplib.SMTP:
        if self._tls == "ssl":
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(self._host, self._port, timeout=TIMEOUT_S, context=context)
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=TIMEOUT_S)
        try:
            if self._tls == "starttls":
                server.starttls(context=ssl.create_default_context())
            if self._user:
                server.login(self._user, self._password)
        except BaseException:
            server.close()
            raise
        return server


def _is_alive(server: smtplib.SMTP) -> bool:
    """Whether a server still listens, and has forgotten what a message before may have left half said."""
    try:
        return server.rset()[0] == 250
    except OSError:
        return False
