"""Files in a folder: the store that is there without any setting."""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from portal.kernel.ids import new_token
from portal.storage.store import Download, Opened, UploadsUnavailable


class FolderStore:
    """Keeps files in a folder that is made when the first one comes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.place = str(folder)

    def put(self, name: str, content: IO[bytes]) -> None:
        """Write the file beside its place, then put it there."""
        beside = self._folder / f".{new_token()}"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with beside.open("wb") as file:
                shutil.copyfileobj(content, file)
            beside.replace(self._folder / name)
        except OSError as error:
            _remove(beside)
            raise UploadsUnavailable(type(error).__name__) from error

    @contextmanager
    def open(self, name: str) -> Iterator[Opened]:
        """The file."""
        with _reaching():
            file = (self._folder / name).open("rb")
        with file:
            yield Opened(file, os.fstat(file.fileno()).st_size)

    def has(self, name: str) -> bool:
        """Whether it is there."""
        return (self._folder / name).is_file()

    def delete(self, names: Iterable[str]) -> None:
        """Remove the files."""
        for name in names:
            with _reaching():
                (self._folder / name).unlink(missing_ok=True)

    def link(self, name: str, download: Download) -> None:
        """Nobody else hands them out."""

    def names(self) -> Iterator[str]:
        """What lies in the folder; what was not finished does not count."""
        found = self._folder.iterdir() if self._folder.is_dir() else ()
        return (path.name for path in found if not path.name.startswith("."))


@contextmanager
def _reaching() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        raise UploadsUnavailable(type(error).__name__) from error


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return  # The folder itself may be away.
