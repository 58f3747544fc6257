"""The folder of a frozen site: written beside the one in service, then put in its place as a whole.

A file server never sees half of a site, an error leaves the old one in service, and what vanished from the site is
not in the new folder. A file whose bytes have not changed is carried over with its time, from which file servers make
their ETag; so readers do not fetch it anew.
"""

import ctypes
import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.freezing.pages import Answer, compress

MANIFEST = ".frozen.json"
FORMAT = 1
_COMPRESSED = (".gz", ".br")
_EXCHANGE = 2
"""``RENAME_EXCHANGE`` of Linux's ``renameat2``: two names change places at once."""
_HERE = -100
"""``AT_FDCWD``: names are meant as seen from the working directory."""


class NotOurs(Exception):
    """A folder holds something else than a frozen site, or cannot be exchanged; nothing was touched."""


class NewFolder:
    """A site that is being written, beside the one in service."""

    def __init__(self, path: Path, old: Path) -> None:
        self.path, self._old = path, old
        self._files: dict[str, dict[str, object]] = {}

    def add(self, name: str, answer: Answer) -> bool:
        """Write a file and its compressed forms; whether it is new or has other bytes than before.

        May be called from several threads for different files.

        Raises:
            OSError: when it cannot be written.
        """
        self._files[name] = {"address": answer.address, "headers": dict(answer.headers)}
        (self.path / name).parent.mkdir(parents=True, exist_ok=True)
        if self._carry_over(name, answer.body):
            return False
        for ending, content in {"": answer.body, **compress(answer)}.items():
            self._write(f"{name}{ending}", content)
        return True

    def write_manifest(self, made_from: str) -> None:
        """Say what lies here and what each file's address answers; the mark by which a later freeze knows it."""
        document = {"format": FORMAT, "made_from": made_from, "files": dict(sorted(self._files.items()))}
        (self.path / MANIFEST).write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")

    def _carry_over(self, name: str, body: bytes) -> bool:
        """Take the file of the site in service when it has these very bytes; files are never changed in place."""
        old = self._old / name
        try:
            if old.read_bytes() != body:
                return False
            for ending in ("", *_COMPRESSED):
                source = Path(f"{old}{ending}")
                if source.is_file():
                    os.link(source, f"{self.path / name}{ending}")
        except OSError:
            return False
        return True

    def _write(self, name: str, content: bytes) -> None:
        target, old = self.path / name, self._old / name
        # What was linked before something failed is still the old site's.
        target.unlink(missing_ok=True)
        target.write_bytes(content)
        # File servers tell versions apart by size and whole seconds.
        if old.exists() and int(old.stat().st_mtime) >= int(target.stat().st_mtime):
            later = int(old.stat().st_mtime) + 1
            os.utime(target, (later, later))


@contextmanager
def replace_folder(folder: Path) -> Iterator[NewFolder]:
    """A new site that takes the folder's place when the block ends without an error.

    Raises:
        NotOurs: when the folder holds something else than a frozen site, or another freeze is at work on it.
        OSError: when it cannot be written.
    """
    folder = folder.resolve()
    check_ours(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        # Nobody is at work on what a killed freeze has left.
        for left in folder.parent.glob(f".{folder.name}.new-*"):
            shutil.rmtree(left)
        new = folder.with_name(f".{folder.name}.new-{secrets.token_hex(4)}")
        new.mkdir()
        try:
            yield NewFolder(new, folder)
            _exchange(new, folder)
        finally:
            # After the exchange, the old site lies under the new one's name.
            shutil.rmtree(new, ignore_errors=True)


def check_ours(folder: Path) -> None:
    """Prove that a folder may be replaced: it is not there, empty, or a frozen site and nothing else.

    Raises:
        NotOurs: naming what is in the way.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise NotOurs(f"{folder} is a file")
    if folder.is_mount():
        raise NotOurs(f"{folder} is a mount point and cannot be exchanged; name a folder inside of it")
    found = {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir() or path.is_symlink()
    }
    if not found:
        return
    known = _read_names(folder / MANIFEST)
    if known is None:
        raise NotOurs(f"{folder} holds something else than a frozen site")
    foreign = found - known - {name + ending for name in known for ending in _COMPRESSED} - {MANIFEST}
    if foreign:
        raise NotOurs(f"{folder} holds something else than a frozen site: {min(foreign)}")


def _read_names(manifest: Path) -> set[str] | None:
    """The names of a site's files, or None where there is no site."""
    try:
        document = json.loads(manifest.read_text(encoding="utf-8"))
        return set(document["files"]) if document["format"] == FORMAT else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep a second freeze of the same folder out."""
    with folder.with_name(f".{folder.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotOurs(f"another freeze is at work on {folder}") from None
        yield


def _exchange(new: Path, folder: Path) -> None:
    """Let two folders change names, at once where the system can; the first freeze only moves its own."""
    if not folder.exists():
        new.rename(folder)
        return
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename and rename(_HERE, os.fsencode(new), _HERE, os.fsencode(folder), _EXCHANGE) == 0:
        return
    # Not on Linux, or a file system without it: for a moment there is no folder, and a file server asks the portal.
    aside = new.with_name(f"{new.name}-old")
    folder.rename(aside)
    new.rename(folder)
    aside.rename(new)
