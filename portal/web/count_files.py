"""The files in which a web process counts, safe on a disk that is full.

The client library makes such a file longer without taking room for it and writes through a mapping. Where there is no
room, the system ends a process that does so (SIGBUS), whatever it is just answering: then a full disk would take even
reading away. So the room is taken first, and without any this process counts in memory.
"""

import errno
import os
from pathlib import Path

from prometheus_client.mmap_dict import MmapedDict

FIRST_BYTES = 1 << 16
"""The library's own first size of a file; it doubles it whenever the file is full."""
_ROUND_A_KEY = 64
"""More than a value and the filling around its key take."""
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS})


class CountFile(MmapedDict):
    """The library's mapped file, or the same in memory where the disk has no room for it.

    What is counted in memory is missing in `/metrics` when another process is asked.
    """

    def __init__(self, filename: str, read_mode: bool = False) -> None:  # noqa: FBT001, FBT002 - the library's
        """As the library's: open a file of counts, and make it when there is none."""
        if read_mode or _make_with_room(Path(filename)):
            super().__init__(filename, read_mode)  # type: ignore[no-untyped-call]
        else:
            self._begin_in_memory(b"")

    def _init_value(self, key: str) -> None:
        if self._used + len(key.encode()) + _ROUND_A_KEY > self._capacity and not _take_room(
            self._f.fileno(), 2 * self._capacity
        ):
            self._move_into_memory()
        super()._init_value(key)  # type: ignore[no-untyped-call]

    def _move_into_memory(self) -> None:
        counted = self._m[:]
        self.close()  # type: ignore[no-untyped-call]
        self._begin_in_memory(counted)

    def _begin_in_memory(self, counted: bytes) -> None:
        descriptor = os.memfd_create("counts")
        try:
            Path(f"/proc/self/fd/{descriptor}").write_bytes(counted)
            super().__init__(f"/proc/self/fd/{descriptor}")  # type: ignore[no-untyped-call]
        finally:
            os.close(descriptor)


def _make_with_room(path: Path) -> bool:
    """Whether a file of counts is there, with as much room as it needs at first."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        if error.errno in _NO_ROOM:
            return False
        raise
    try:
        has_room = _take_room(descriptor, FIRST_BYTES)
    finally:
        os.close(descriptor)
    if not has_room:
        # An empty one would be read as a damaged one.
        path.unlink()
    return has_room


def _take_room(descriptor: int, size: int) -> bool:
    """Make a file this large and take the room for it; False where there is none."""
    try:
        os.posix_fallocate(descriptor, 0, size)
    except OSError as error:
        return error.errno not in _NO_ROOM
    return True
