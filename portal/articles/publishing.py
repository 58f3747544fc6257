"""Fetching and serving the newest commit, one call at a time.

Two pulls at once would stand in each other's way, and a call that waited for its turn would keep a thread from
readers. So a call leaves a mark that something new is wanted; whoever has the turn goes on until no mark is left, and
all others leave at once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

from portal.articles.checkout import PullError, pull
from portal.articles.snapshot import LibraryHolder

_TURN = "publishing.lock"
_WANTED = "publishing.wanted"


@dataclass(frozen=True, slots=True)
class Published:
    """What became of a turn; the holder's state says the rest."""

    commit: str | None
    """The commit that was fetched; None without a checkout to fetch into."""
    is_read: bool
    """Whether the folder was read; somebody may be writing it at this moment."""


def publish(holder: LibraryHolder, content_dir: Path, instance_dir: Path) -> Published | PullError | None:
    """Pull, then serve the folder when it has no errors; None leaves it to the call that is at it already."""
    wanted = instance_dir / _WANTED
    wanted.touch()
    answer: Published | PullError | None = None
    # Somebody may leave a mark after the last look and before the turn is given back.
    while wanted.exists():
        with _turn(instance_dir) as is_ours:
            if not is_ours:
                return answer
            while _take(wanted):
                answer = _publish(holder, content_dir)
    return answer


def _publish(holder: LibraryHolder, content_dir: Path) -> Published | PullError:
    try:
        commit = pull(content_dir)
    except PullError as error:
        return error
    return Published(commit, holder.catch_up())


@contextmanager
def _turn(instance_dir: Path) -> Iterator[bool]:
    """Hold the turn for the block, in all processes; False when somebody else has it."""
    with (instance_dir / _TURN).open("w") as lock:
        try:
            flock(lock, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _take(mark: Path) -> bool:
    try:
        mark.unlink()
    except FileNotFoundError:
        return False
    return True
