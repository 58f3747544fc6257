"""How a mail leaves: over SMTP, or into a folder where somebody can read it."""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Literal, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from portal.kernel.clock import Clock, utc_now

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


class SmtpTransport:
    """Hands messages to a mail server."""

    def __init__(self, url: str) -> None:
        """Read an address such as ``smtp://user:pass@host:587?tls=starttls`` (``ssl``, ``none``).

        Raises:
            ValueError: when it has no host, or names another kind of encryption.
        """
        parts = urlsplit(url)
        self._tls = _encryption(parts.scheme, parts.query)
        if not parts.hostname:
            raise ValueError("the address of the mail server names no host")
        self._host = parts.hostname
        self._port = parts.port or _PORTS[self._tls]
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")

    def send(self, message: EmailMessage) -> None:
        """Send the message over a connection of its own."""
        with self._connection() as server:
            server.send_message(message)

    @contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        if self._tls == "ssl":
            context = ssl.create_default_context()
            connection: smtplib.SMTP = smtplib.SMTP_SSL(self._host, self._port, timeout=TIMEOUT_S, context=context)
        else:
            connection = smtplib.SMTP(self._host, self._port, timeout=TIMEOUT_S)
        with connection as server:
            if self._tls == "starttls":
                server.starttls(context=ssl.create_default_context())
            if self._user:
                server.login(self._user, self._password)
            yield server


def _encryption(scheme: str, query: str) -> Literal["starttls", "ssl", "none"]:
    """Encrypted unless the address says otherwise: it carries a password and customers' words."""
    wanted = parse_qs(query).get("tls", ["ssl" if scheme == "smtps" else "starttls"])[-1]
    match wanted:
        case "starttls" | "ssl" | "none":
            return wanted
        case _:
            raise ValueError(f"tls must be starttls, ssl or none, not {wanted!r}")
