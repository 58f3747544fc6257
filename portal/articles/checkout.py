"""The git checkout that the content folder lies in: whether git is writing it, and fetching the newest commit."""

import re
import subprocess
import time
from pathlib import Path

from portal.masking.mask import mask_text

PULL_TIMEOUT = 60.0
"""Seconds after which a pull is given up."""
FORGOTTEN_LOCK = 30.0
"""Seconds after which git's lock counts as nobody's: git was killed, or waits for somebody to write a message."""

_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE")
"""What would lead git to another checkout than the one it is called in, as in a hook of git's own."""
_GIT = (
    "env",
    *(word for name in _ELSEWHERE for word in ("-u", name)),
    # Nobody sits there to type a password, and the messages go into a log.
    "GIT_TERMINAL_PROMPT=0",
    "LC_ALL=C",
    "git",
)
_CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+@")


class PullError(Exception):
    """The newest commit could not be fetched; the message says why in git's words, without secrets."""


def is_being_changed(folder: Path) -> bool:
    """Whether git is writing into the folder at this moment, so that its files do not belong together yet."""
    directory = _find_git_directory(folder)
    if directory is None:
        return False
    try:
        return time.time() - (directory / "index.lock").stat().st_mtime < FORGOTTEN_LOCK
    except OSError:
        return False


def pull(folder: Path) -> str | None:
    """Bring the checkout to the newest commit of its upstream branch; gives the commit.

    None means that there is nothing to pull from: the folder is no checkout, or its branch follows no other.
    Local commits and changes are never merged or thrown away: then the pull fails and the folder stays as it is.

    Raises:
        PullError: when git cannot do it.
    """
    if _find_git_directory(folder) is None:
        return None
    # A checkout of somebody else is refused by git here, and must not look like one that follows nothing.
    _git(folder, "rev-parse", "HEAD")
    try:
        _git(folder, "rev-parse", "--abbrev-ref", "@{upstream}")
    except PullError:
        return None
    _git(folder, "pull", "--ff-only", "--quiet")
    return _git(folder, "rev-parse", "HEAD")


def _git(folder: Path, *arguments: str) -> str:
    try:
        answer = subprocess.run(  # noqa: S603 - no shell, and the arguments are ours
            (*_GIT, *arguments),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PULL_TIMEOUT,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace")
        raise PullError(_reason(said) or f"git ended with {error.returncode}") from None
    except (OSError, subprocess.SubprocessError) as error:
        raise PullError(type(error).__name__) from None
    return answer.stdout.decode(errors="replace").strip()


def _reason(said: str) -> str:
    """The line that says what went wrong, among git's advice; an address in it may carry a token."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    told = [line for line in lines if line.startswith(("fatal:", "error:"))]
    return mask_text(_CREDENTIALS.sub("", (told or lines or [""])[0])).text


def _find_git_directory(folder: Path) -> Path | None:
    """The directory git keeps its locks in, found without asking git: this is looked up at every change."""
    real = folder.resolve()
    for place in (real, *real.parents):
        mark = place / ".git"
        if mark.is_dir():
            return mark
        if mark.is_file():
            # A worktree of its own names its directory here.
            return place / mark.read_text(encoding="utf-8", errors="replace").removeprefix("gitdir:").strip()
    return None
