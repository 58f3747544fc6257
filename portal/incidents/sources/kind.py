"""What every kind of status page is: addresses to fetch, and how their answers become a reading."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.incidents.model import Reading
from portal.policy.model import Components

Documents = Mapping[str, Any]
"""By path, what was fetched there: anything that JSON can hold."""


class SourceError(Exception):
    """A status page did not answer, or not with what it should; the message is in our words."""

    def __init__(self, problem: str, wait_s: float = 0) -> None:
        super().__init__(problem)
        self.wait_s = wait_s
        """How many seconds the page wants to be left alone; 0 when it says nothing."""


@dataclass(frozen=True)
class Kind:
    """One way to tell of the state of a platform.

    ``parse`` makes a document of the bytes of an answer and raises `SourceError` or ValueError for anything else.
    ``read`` makes the reading of all documents; a word nobody knows becomes ``unknown`` in it and never "fine".
    """

    name: str
    """What stands before the + of an address."""
    paths: tuple[str, ...]
    """Behind the page's address; all of them are needed for a reading."""
    accept: str
    parse: Callable[[str, bytes], Any]
    read: Callable[[Documents, Components, datetime], Reading]
