"""What a store of files does, whichever it is. Files have random names and never change their meaning."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import IO, Protocol


class UploadsUnavailable(Exception):
    """The store cannot be written or read: full, gone, away or not ours. The message is in our words."""


@dataclass(frozen=True)
class Download:
    """How a file is to be handed out."""

    name: str
    """Under which it is saved."""
    media_type: str
    """One that browsers only save, or do nothing with."""


@dataclass(frozen=True)
class Opened:
    """A stored file that is being read."""

    content: IO[bytes]
    size: int
    """Bytes."""


class FileStore(Protocol):
    """Keeps files under names of letters, digits, - and _.

    Everything that goes over a network raises `UploadsUnavailable` when the store does not answer within seconds.
    """

    place: str
    """In operators' words, without a secret."""

    def put(self, name: str, content: IO[bytes]) -> None:
        """Keep a file, in place of the one of that name; nobody ever reads half of it.

        Raises:
            UploadsUnavailable: when it cannot be kept; an earlier one is still there then.
        """

    def open(self, name: str) -> AbstractContextManager[Opened]:
        """A file's content, to be read once from the beginning.

        Raises:
            FileNotFoundError: when there is none of that name.
            UploadsUnavailable: when nobody can tell.
        """

    def has(self, name: str) -> bool:
        """Whether there is a file of that name.

        Raises:
            UploadsUnavailable: when nobody can tell.
        """

    def delete(self, names: Iterable[str]) -> None:
        """Delete files; those that are gone already are no fault.

        Raises:
            UploadsUnavailable: when one may still be there.
        """

    def link(self, name: str, download: Download) -> str | None:
        """An address, good for minutes, where the store itself hands a file out; None when we have to."""

    def names(self) -> Iterator[str]:
        """The names of all files.

        Raises:
            UploadsUnavailable: when nobody can tell.
        """


def read_all(store: FileStore, name: str) -> bytes:
    """The whole content of a file.

    Raises:
        FileNotFoundError: when there is none of that name.
        UploadsUnavailable: when nobody can tell.
    """
    with store.open(name) as opened:
        return opened.content.read()
