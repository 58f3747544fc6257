"""Copies of the content that went live last, so that a restart with a broken folder has something to serve.

The memory of a process holds the last good library only as long as the process lives. Each state that goes live is
therefore copied into the instance folder, under its fingerprint. What has not changed since the copy before is linked
instead of copied, so keeping a change of one file among thousands takes a moment.
"""

import os
import shutil
import time
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from secrets import token_hex

from portal.articles.folder import FileStat, list_files, stat_file

FOLDER = "kept-content"
"""Below the instance folder."""
COPIES = 2
"""How many states are kept: the newest, and the one before, which another process may be reading."""
ABANDONED_AFTER = 3600.0
"""Seconds after which a copy that was never finished belongs to a process that died."""


class KeptContent:
    """The copies of one content folder."""

    def __init__(self, instance_dir: Path, content_dir: Path) -> None:
        # Two portals may share an instance folder one after the other; neither may be served the other's content.
        name = blake2b(str(content_dir).encode(), digest_size=6).hexdigest()
        self._folder = instance_dir / FOLDER / name
        self._name = content_dir.name

    def find(self) -> Path | None:
        """The newest copy, or None when nothing was kept yet."""
        copies = self._list_copies()
        return copies[0] if copies else None

    def read_file(self, fingerprint: str, relative: str) -> bytes | None:
        """A file as it was in a state, or None when that state is not kept or never held it."""
        try:
            return (self._folder / fingerprint / self._name / relative).read_bytes()
        except OSError:
            return None

    def keep(self, fingerprint: str, source: Path, files: tuple[FileStat, ...]) -> bool:
        """Copy a state of the folder; whether the copy is there now. Not being able to keep one is no fault."""
        target = self._folder / fingerprint / self._name
        try:
            if not target.is_dir():
                self._copy(target, source, files)
            # The newest copy is the one that was live last, even when it is an older state that came back.
            # The disk's own clock stands still for some milliseconds.
            os.utime(target.parent, ns=(time.time_ns(),) * 2)
            self._remove_old()
        except OSError:
            # Another process may have put its copy there first.
            pass
        return target.is_dir()

    def _copy(self, target: Path, source: Path, files: tuple[FileStat, ...]) -> None:
        before = self.find()
        draft = self._folder / f".{token_hex(8)}"
        try:
            for file in files:
                _take_over(file, source, before, draft / self._name)
            # Somebody may have written meanwhile; then this is no state that was ever live.
            if list_files(source) == files:
                draft.replace(target.parent)
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def _remove_old(self) -> None:
        for copy in self._list_copies()[COPIES:]:
            shutil.rmtree(copy.parent, ignore_errors=True)
        for draft in self._folder.glob(".*"):
            if time.time() - draft.stat().st_mtime > ABANDONED_AFTER:
                shutil.rmtree(draft, ignore_errors=True)

    def _list_copies(self) -> list[Path]:
        """The content folders of the copies, the one kept last first."""
        found: list[tuple[int, Path]] = []
        with suppress(OSError):
            for copy in self._folder.iterdir():
                if not copy.name.startswith("."):
                    found += [(copy.stat().st_mtime_ns, folder) for folder in copy.iterdir()]
        return [folder for _, folder in sorted(found, reverse=True)]


def _take_over(file: FileStat, source: Path, before: Path | None, target: Path) -> None:
    """One file of the new copy: linked from the copy before when it is the same, else copied with its date."""
    place = target / file.relative
    place.parent.mkdir(parents=True, exist_ok=True)
    known = stat_file(before, file.relative) if before else None
    if before and known and (known.modified, known.size) == (file.modified, file.size):
        os.link(before / file.relative, place)
    else:
        shutil.copy2(source / file.relative, place)
