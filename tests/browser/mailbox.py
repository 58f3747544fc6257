"""The mail that the portal has sent: without a mail server, each message is a file in the instance folder."""

import email
import email.policy
import time
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

WITHIN_S = 20


class Mailbox:
    """The messages in a folder, oldest first; the worker writes them a moment after they were caused."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def list_mails(self, address: str) -> tuple[EmailMessage, ...]:
        """What has been sent to an address so far."""
        letters = (path.read_bytes() for path in sorted(self._folder.glob("*.eml")))
        # Taking a message apart is slow, and most are somebody else's.
        mails = (_read(letter) for letter in letters if address.encode() in letter)
        return tuple(mail for mail in mails if mail["To"] == address)

    def wait_for(self, address: str, fits: Callable[[EmailMessage], bool]) -> EmailMessage:
        """The newest mail to an address that fits.

        Raises:
            AssertionError: when none comes in time.
        """
        until = time.monotonic() + WITHIN_S
        while True:
            found = [mail for mail in self.list_mails(address) if fits(mail)]
            if found:
                return found[-1]
            assert time.monotonic() < until, f"the mail to {address} did not come within {WITHIN_S} s"
            time.sleep(0.1)


def text_of(mail: EmailMessage) -> str:
    """The readable part of a mail."""
    return mail.get_body(("plain",)).get_content()


def _read(letter: bytes) -> EmailMessage:
    return email.message_from_bytes(letter, policy=email.policy.default)
