"""When each file was last changed, as git remembers it.

A checkout gives every file the date of the checkout, so the files' own dates say nothing on a server. The
dates are shown to readers and decide nothing: when git is missing, slow or fails, there simply are none.
"""

import subprocess
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

TIMEOUT = 5.0
"""Seconds after which the dates are given up."""

_MARK = "\x01"
_HANDFUL = 20
_QUIET = ("git", "--no-optional-locks", "-c", "log.showSignature=false", "-c", "core.fsmonitor=false")


class History:
    """The dates of one folder; git is asked again only when there is a new commit."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._commit = ""
        self._dates: Mapping[str, date] = {}

    def read_dates(self) -> Mapping[str, date]:
        """The day of the last commit that touched each file, by its path below the folder, in UTC."""
        commit = _ask(self._folder, "rev-parse", "HEAD").decode(errors="replace").strip()
        if not commit:
            return {}
        if commit != self._commit:
            what = ("-z", "--name-only", "--no-renames", "--relative", f"--format={_MARK}%ct")
            log = _ask(self._folder, "log", *what, "--", ".")
            self._commit, self._dates = commit, parse_log(log.decode(errors="replace"))
        return self._dates


def list_versions(file: Path, limit: int = 500) -> Iterator[bytes]:
    """The committed versions of a file, newest first; none outside of a checkout.

    They are fetched a handful at a time: most callers find what they look for among the first.
    """
    commits = _ask(file.parent, "log", f"--max-count={limit}", "--format=%H", "--", file.name).decode().split()
    for first in range(0, len(commits), _HANDFUL):
        wanted = "".join(f"{commit}:./{file.name}\n" for commit in commits[first : first + _HANDFUL])
        yield from _objects(_ask(file.parent, "cat-file", "--batch", asked=wanted.encode()))


def _objects(batch: bytes) -> Iterator[bytes]:
    """What ``git cat-file --batch`` prints: a line that ends in the size, the content, a line feed."""
    while batch:
        line, _, batch = batch.partition(b"\n")
        size = line.rpartition(b" ")[2]
        # A commit that took the file away has none of it: "... missing".
        if size.isdigit():
            yield batch[: int(size)]
            batch = batch[int(size) + 1 :]


def _ask(folder: Path, *arguments: str, asked: bytes = b"") -> bytes:
    """What git answers; nothing when it is missing, fails or takes too long."""
    try:
        answer = subprocess.run(  # noqa: S603 - no shell, and the arguments are ours
            (*_QUIET, *arguments),
            cwd=folder,
            input=asked,
            capture_output=True,
            timeout=TIMEOUT,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return b""
    return answer.stdout


def parse_log(log: str) -> Mapping[str, date]:
    """The newest date of each path, from ``git log -z --name-only``, newest commit first.

    Each commit is a mark with its time in seconds; its paths follow, everything separated by NUL.
    """
    dates: dict[str, date] = {}
    day = day_of(0)
    for field in log.replace("\n", "").split("\0"):
        if field.startswith(_MARK):
            day = day_of(int(field[1:])) if field[1:].isdigit() else day
        elif field:
            dates.setdefault(field, day)
    return dates


def day_of(seconds: float) -> date:
    """The day of a moment in Unix seconds, in UTC; a time beyond any calendar counts as the first day of Unix time."""
    try:
        return datetime.fromtimestamp(seconds, UTC).date()
    except (OverflowError, OSError, ValueError):
        return date(1970, 1, 1)
