"""Everything about an address as a zip file that is made while it is sent.

It never lies on our disk, and takes the memory of one case and one piece of a file, however large it gets. Each case is
read in a unit of work of its own, so that a slow download holds no transaction.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from portal.db.engine import Database
from portal.privacy.collecting import PIECE, Owner, Stored, collect_case, collect_drafts, collect_rest, list_references
from portal.storage.store import FileStore


class _Outlet:
    """What `ZipFile` writes into and nobody can rewind: it holds what was not sent yet."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, piece: bytes) -> int:
        """Take a piece."""
        self._written.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing waits anywhere else."""

    def take(self) -> bytes:
        """What was written since the last time."""
        taken, self._written = b"".join(self._written), []
        return taken


def stream_archive(database: Database, uploads: FileStore, owner: Owner, now: datetime) -> Iterator[bytes]:
    """The archive, piece by piece."""
    outlet = _Outlet()
    with ZipFile(outlet, "w", ZIP_DEFLATED) as archive:  # type: ignore[call-overload]  # it asks for no more
        for name, content in _list_members(database, uploads, owner, now):
            member = ZipInfo(name, now.timetuple()[:6])
            member.compress_type = ZIP_DEFLATED
            with archive.open(member, "w") as target:
                for piece in _cut(content):
                    target.write(piece)
                    yield outlet.take()
    yield outlet.take()


def _list_members(
    database: Database, uploads: FileStore, owner: Owner, now: datetime
) -> Iterator[tuple[str, dict[str, Any] | Stored]]:
    with database.read() as session:
        rest, drafts = collect_rest(session, owner, now), collect_drafts(session, owner, uploads)
        references = list_references(session, owner)
    yield "data.json", rest
    for identifier, content, files in drafts:
        yield f"drafts/{identifier}/draft.json", content
        yield from ((file.name, file) for file in files)
    for reference in references:
        with database.read() as session:
            content, files = collect_case(session, owner, reference, uploads)
        # It may have been deleted since the download began.
        if content:
            yield f"requests/{reference}/request.json", content
            yield from ((file.name, file) for file in files)


def _cut(content: dict[str, Any] | Stored) -> Iterator[bytes]:
    if not isinstance(content, Stored):
        yield json.dumps(content, ensure_ascii=False, indent=2).encode()
        return
    try:
        with content.store.open(content.stored_name) as file:
            while piece := file.content.read(PIECE):
                yield piece
    except FileNotFoundError:
        # Its time was over between the listing and now; an empty file says that there was one.
        return
