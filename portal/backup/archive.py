"""The file: a compressed tar of the rows, the customers' files and the key, with a manifest at its end.

The manifest holds the digest of every member. It comes last, so a file that was cut off has none.
"""

import gzip
import hashlib
import io
import json
import re
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Self

FORMAT = 1
"""Raised when an older portal could not read the file any more."""
ROWS, KEY, UPLOADS, MANIFEST = "database.jsonl", "secret_key", "uploads/", "manifest.json"
MAX_MANIFEST = 200_000_000
"""Bytes: a million files."""
_COMPRESSION = 3
"""Most of it are pictures, which get no smaller; rows are a fifth of their size at any level."""
_BLOCK = 1 << 20
_SAFE_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


class BackupDamaged(Exception):
    """The file is no backup, or not the whole of one; the message says what is wrong with it."""


@dataclass(frozen=True)
class Member:
    """What a member of the archive must be."""

    sha256: str
    bytes: int


@dataclass(frozen=True)
class Manifest:
    """What a backup says about itself."""

    format: int
    made_at: str
    portal: str
    """The version of the portal that made it."""
    revision: str
    """Where its schema stood."""
    key_digest: str
    """Tells whether another portal signs with the same key, without telling the key."""
    rows: Mapping[str, int]
    """By table."""
    missing_uploads: int
    """Files that a row tells of and that were not there: deleted while the backup was made, or lost before."""
    members: Mapping[str, Member]


class Writer:
    """Adds members one after the other."""

    def __init__(self, file: IO[bytes]) -> None:
        self._packed = gzip.GzipFile(fileobj=file, mode="wb", compresslevel=_COMPRESSION, mtime=0)
        # Closed by `finish`; what was not finished is thrown away whole.
        self._tar = tarfile.open(fileobj=self._packed, mode="w|")  # noqa: SIM115
        self.members: dict[str, Member] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """End what was begun: what was not finished is thrown away, but must not be ended after its file is closed."""
        if kind is not None:
            self._tar.close()
            self._packed.close()

    def add(self, name: str, content: IO[bytes], size: int) -> None:
        """Add a member; its digest is taken from the very bytes that are written."""
        reader = _Digesting(content)
        self._tar.addfile(_entry(name, size), reader)
        self.members[name] = Member(reader.digest.hexdigest(), size)

    def finish(self, manifest: Manifest) -> None:
        """Add the manifest and end the archive."""
        content = json.dumps(asdict(manifest), indent=1).encode()
        self._tar.addfile(_entry(MANIFEST, len(content)), io.BytesIO(content))
        self._tar.close()
        self._packed.close()


def verify(path: Path) -> Manifest:
    """The manifest of a file whose every member is as it says.

    Raises:
        BackupDamaged: when it is no backup, is damaged or cut off, or has a form that this version does not know.
    """
    seen: dict[str, Member] = {}
    manifest: Manifest | None = None
    with _reading(path):
        for name, content in read(path):
            if name == MANIFEST:
                manifest = _read_manifest(content.read(MAX_MANIFEST))
                continue
            digest, size = hashlib.sha256(), 0
            while block := content.read(_BLOCK):
                digest.update(block)
                size += len(block)
            seen[name] = Member(digest.hexdigest(), size)
    if manifest is None:
        raise BackupDamaged("it has no manifest: it was cut off, or is no backup")
    wrong = sorted(
        name for name in seen.keys() | manifest.members.keys() if seen.get(name) != manifest.members.get(name)
    )
    if wrong:
        raise BackupDamaged(f"{wrong[0]} is not what the manifest says")
    if ROWS not in seen:
        raise BackupDamaged("it holds no rows of a database")
    return manifest


def read(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Each member with its content, which must be read before the next one is asked for.

    Raises:
        BackupDamaged: at a member that no backup of ours has, such as a path out of the folder.
    """
    with gzip.open(path) as packed:
        with tarfile.open(fileobj=packed, mode="r|") as tar:
            for entry in tar:
                content = tar.extractfile(entry) if entry.isreg() else None
                if content is None or not _is_ours(entry.name):
                    raise BackupDamaged(f"it holds {entry.name[:80]!r}, which no backup does")
                yield entry.name, content
        # To the end, where the checksum of the whole is.
        while packed.read(_BLOCK):
            pass


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry


def _is_ours(name: str) -> bool:
    is_upload = name.startswith(UPLOADS) and _SAFE_NAME.fullmatch(name.removeprefix(UPLOADS)) is not None
    return is_upload or name in {ROWS, KEY, MANIFEST}


def _read_manifest(content: bytes) -> Manifest:
    try:
        told: dict[str, Any] = json.loads(content)
        if told["format"] > FORMAT:
            raise BackupDamaged("a newer version of the portal has made it")
        members = {name: Member(**member) for name, member in told.pop("members").items()}
        return Manifest(**told, members=members)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BackupDamaged("its manifest cannot be read") from None


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, zlib.error, EOFError, OSError) as error:
        if isinstance(error, FileNotFoundError | PermissionError | IsADirectoryError):
            raise BackupDamaged(f"it cannot be opened ({error.strerror})") from None
        raise BackupDamaged(f"it cannot be read to its end ({type(error).__name__})") from None


class _Digesting(io.RawIOBase):
    """Hands bytes on and takes their digest."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content = content
        self.digest = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        block = self._content.read(size)
        self.digest.update(block)
        return block
