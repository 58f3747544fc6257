"""One conversation with an IMAP server: what waits, a message, and putting it away.

The standard library speaks the protocol; the dozen commands used here need no more. Everything a server refuses becomes
`MailboxUnavailable` in our own words, and each step has a limit of time.
"""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from typing import Any

from portal.notify.mailbox.address import INBOX, MailboxAddress
from portal.notify.mailbox.folder_names import encode_folder
from portal.notify.mailbox.model import MailboxUnavailable, Waiting

TIMEOUT_S = 20
"""For each step, and for each piece of a long message."""
MOST_OF_HEAD = 200_000
"""Bytes of headers that are fetched of a message that is too large."""
FAR_ENOUGH = 10_000
"""Messages from the oldest that a search looks at: a longer answer would break the library's limit for a line."""
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_UID = re.compile(rb"\bUID (\d+)")
_QUOTED = re.compile(rb'BODY\[[^]]*\](?:<\d+>)? "((?:[^"\\]|\\.)*)"')
_ESCAPED = re.compile(rb"\\(.)")
_SEPARATOR = re.compile(rb'\) "(.)" ')
_COPIED = re.compile(rb"(\d+) \S+ (\d+)")


class Shelf(StrEnum):
    """Where a message is put when it is done with: a folder, or a keyword of the same name where none can be made."""

    PROCESSED = "Processed"
    FAILED = "Failed"


class ImapMailbox:
    """A mailbox that is open; `open_mailbox` opens it."""

    def __init__(self, server: imaplib.IMAP4, folder: str) -> None:
        self._server = server
        self._folder = folder
        self._shelves = {shelf: self._find_shelf(shelf) for shelf in Shelf}
        self._selected = ""
        self._validity = ""
        self._count = 0
        self._select(folder)

    def name(self, uid: int) -> str:
        """What names a message in the open folder, until the server counts anew (UIDVALIDITY)."""
        return f"{self._validity}:{uid}"

    def list_waiting(self, most: int) -> list[Waiting]:
        """The oldest messages that wait, with their sizes."""
        self._select(self._folder)
        if not self._count:
            return []
        kept = [word for shelf in Shelf if self._shelves[shelf] is None for word in ("UNKEYWORD", _keyword(shelf))]
        span = [] if kept or not self._can_move() else [f"1:{min(self._count, FAR_ENOUGH)}"]
        (found,) = self._ask("SEARCH", *span, "UNDELETED", *kept)[:1] or [b""]
        uids = sorted(map(int, (found or b"").split()))[:most]
        return self._read_sizes(uids) if uids else []

    def fetch(self, uid: int, *, head_only: bool = False) -> bytes | None:
        """A message as it came, or its headers; None when somebody took it away meanwhile. Leaves it unread."""
        part = f"BODY.PEEK[HEADER]<0.{MOST_OF_HEAD}>" if head_only else "BODY.PEEK[]"
        for piece in self._ask("FETCH", str(uid), f"({part})"):
            if isinstance(piece, tuple) and b"BODY[" in piece[0]:
                content: bytes = piece[1]
                return content
            if isinstance(piece, bytes) and b"BODY[" in piece:
                # What is very short may come in quotation marks; of nothing at all there is NIL.
                quoted = _QUOTED.search(piece)
                return _ESCAPED.sub(rb"\1", quoted[1]) if quoted else b""
        return None

    def put_away(self, uid: int, shelf: Shelf) -> str:
        """Put a message on a shelf; gives where it lies now, empty when the server does not say."""
        folder = self._shelves[shelf]
        if folder is None:
            self._ask("STORE", str(uid), "+FLAGS.SILENT", f"({_keyword(shelf)})")
            return self.name(uid)
        return self._move(uid, folder)

    def lay_back(self, place: str, shelf: Shelf) -> bool:
        """Let a message on a shelf wait again; says whether it was still there."""
        folder = self._shelves[shelf]
        validity, _, uid = place.partition(":")
        self._select(folder or self._folder)
        if validity != self._validity or not any(self._ask("SEARCH", "UID", uid, "UNDELETED")):
            return False
        if folder is None:
            self._ask("STORE", uid, "-FLAGS.SILENT", f"({_keyword(shelf)})")
        else:
            self._move(int(uid), self._folder)
        return True

    def _move(self, uid: int, folder: str) -> str:
        """Move in one step where the server can; else copy, then delete, so that nothing is lost in between."""
        if "MOVE" in self._server.capabilities:
            self._ask("MOVE", str(uid), encode_folder(folder))
            return self._read_place()
        self._ask("COPY", str(uid), encode_folder(folder))
        place = self._read_place()
        self._ask("STORE", str(uid), "+FLAGS.SILENT", r"(\Deleted)")
        if "UIDPLUS" in self._server.capabilities:
            # A plain EXPUNGE would also remove what somebody else has marked.
            self._ask("EXPUNGE", str(uid))
        return place

    def _read_place(self) -> str:
        """Where the message lies that was just moved or copied (COPYUID, RFC 4315)."""
        for line in self._server.response("COPYUID")[1]:
            found = _COPIED.fullmatch(line or b"")
            if found:
                return f"{found[1].decode()}:{found[2].decode()}"
        return ""

    def _can_move(self) -> bool:
        return any(word in self._server.capabilities for word in ("MOVE", "UIDPLUS"))

    def _find_shelf(self, shelf: Shelf) -> str | None:
        """The folder of a shelf, made where it is missing; some servers keep all folders below the inbox."""
        with _asking("looking for folders"):
            typ, listed = self._server.list('""', '""')
            found = _SEPARATOR.search(listed[0]) if typ == "OK" and listed and isinstance(listed[0], bytes) else None
            below = f"{INBOX}{found[1].decode() if found else '/'}{shelf}"
            for name in (str(shelf), below):
                quoted = encode_folder(name)
                if self._server.status(quoted, "(UIDVALIDITY)")[0] == "OK" or self._server.create(quoted)[0] == "OK":
                    return name
        return None

    def _select(self, folder: str) -> None:
        if self._selected == folder:
            return
        with _asking("opening the folder"):
            typ, counted = self._server.select(encode_folder(folder))
            if typ != "OK" or self._server.is_readonly:
                raise MailboxUnavailable("the folder cannot be opened for writing")
            self._count = int(counted[0] or 0)
            self._validity = (self._server.response("UIDVALIDITY")[1][0] or b"").decode()
            flags = self._server.response("PERMANENTFLAGS")[1][0] or b""
        self._selected = folder
        if folder == self._folder and None in self._shelves.values() and rb"\*" not in flags:
            raise MailboxUnavailable("the mailbox lets no folder be made and no message be marked")

    def _read_sizes(self, uids: list[int]) -> list[Waiting]:
        found = []
        for line in self._ask("FETCH", ",".join(map(str, uids)), "(RFC822.SIZE)"):
            uid, size = (pattern.search(line) if isinstance(line, bytes) else None for pattern in (_UID, _SIZE))
            if uid and size:
                found.append(Waiting(int(uid[1]), int(size[1])))
        return sorted(found, key=lambda waiting: waiting.uid)

    def _ask(self, command: str, *arguments: str) -> list[Any]:
        """What the server answers to a command about messages."""
        with _asking(command):
            typ, answer = self._server.uid(command, *arguments)
        if typ != "OK":
            raise MailboxUnavailable(f"{command} was refused")
        return list(answer)


@contextmanager
def open_mailbox(address: MailboxAddress) -> Iterator[ImapMailbox]:
    """Connect, sign in and open the folder.

    Raises:
        MailboxUnavailable: when that is not possible, or later when it no longer is.
    """
    with _asking("connecting"):
        server = _connect(address)
    try:
        with _asking("signing in"):
            _sign_in(server, address)
        yield ImapMailbox(server, address.folder)
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            server.logout()


def _connect(address: MailboxAddress) -> imaplib.IMAP4:
    # The operator's own authority is trusted by OpenSSL's usual variables, such as SSL_CERT_FILE.
    context = ssl.create_default_context()
    if address.tls == "ssl":
        return imaplib.IMAP4_SSL(address.host, address.port, ssl_context=context, timeout=TIMEOUT_S)
    server = imaplib.IMAP4(address.host, address.port, timeout=TIMEOUT_S)
    try:
        if address.tls == "starttls":
            _encrypt(server, context)
    except BaseException:
        server.shutdown()
        raise
    return server


def _encrypt(server: imaplib.IMAP4, context: ssl.SSLContext) -> None:
    """Encrypt, or go no further: whoever sits between could have removed the offer to get the password."""
    if "STARTTLS" not in server.capabilities:
        raise MailboxUnavailable("the server offers no STARTTLS; tls=none would send the password unencrypted")
    server.starttls(context)


def _sign_in(server: imaplib.IMAP4, address: MailboxAddress) -> None:
    """By AUTHENTICATE PLAIN, which takes any letters (RFC 4616), else by LOGIN, which takes ASCII."""
    if "AUTH=PLAIN" in server.capabilities:
        server.authenticate("PLAIN", lambda _: f"\0{address.user}\0{address.password}".encode())
    else:
        server.login(address.user, address.password)
    # Many servers offer more to those who have signed in.
    typ, offered = server.capability()
    if typ == "OK" and offered[-1]:
        server.capabilities = tuple(offered[-1].decode("ascii", "replace").upper().split())


@contextmanager
def _asking(what: str) -> Iterator[None]:
    """Whatever goes wrong within, told without the server's words."""
    try:
        yield
    except (imaplib.IMAP4.abort, OSError) as error:
        raise MailboxUnavailable(f"{what}: {type(error).__name__}") from error
    except (imaplib.IMAP4.error, UnicodeError) as error:
        raise MailboxUnavailable(f"{what}: refused") from error


def _keyword(shelf: Shelf) -> str:
    return f"Portal{shelf}"
