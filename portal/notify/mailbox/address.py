"""Which mailbox on which server, read from the one address of the settings."""

import hashlib
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from portal.notify.encryption import Encryption, choose_encryption

INBOX = "INBOX"
"""The folder every IMAP server has (RFC 9051, section 5.1)."""
_PORTS = {"starttls": 143, "ssl": 993, "none": 143}


@dataclass(frozen=True)
class MailboxAddress:
    """A folder on an IMAP server, and who may read it."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str
    tls: Encryption

    @property
    def key(self) -> str:
        """What names this mailbox in the database without telling whose it is."""
        named = f"{self.user}@{self.host.lower()}:{self.port}/{self.folder}"
        return hashlib.sha256(named.encode()).hexdigest()


def read_address(url: str) -> MailboxAddress:
    """Read an address such as ``imaps://user:pass@host:993/Folder``; ``imap://`` has to be encrypted by STARTTLS.

    Raises:
        ValueError: when it names no host, or another kind of encryption.
    """
    parts = urlsplit(url)
    tls = choose_encryption(parts)
    if not parts.hostname:
        raise ValueError("the address of the mailbox names no host")
    return MailboxAddress(
        host=parts.hostname,
        port=parts.port or _PORTS[tls],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or INBOX,
        tls=tls,
    )
