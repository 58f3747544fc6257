"""The git checkout that the content folder lies in: whether git is writing it, and fetching the newest commit."""

import os
import subprocess
import time
from pathlib import Path

from portal.masking.mask import mask_text

PULL_TIMEOUT = 60.0
"""Seconds after which a pull is given up."""
FORGOTTEN_LOCK = 60.0
"""Seconds after which git's lock belongs to nobody: git was killed, and it would stand there for ever."""


_GIT = ("git",)


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
            # Nobody sits there to type a password, and the messages go into a log.
            env={**os.environ, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"},
        )
    except subprocess.CalledProcessError as error:
        # An address in a message may carry a token.
        lines = mask_text(error.stderr.decode(errors="replace")).text.split("\n")
        said = [line.strip() for line in lines if line.strip()]
        raise PullError(said[-1] if said else f"git ended with {error.returncode}") from None
    except (OSError, subprocess.SubprocessError) as error:
        raise PullError(type(error).__name__) from None
    return answer.stdout.decode(errors="replace").strip()


def _find_git_directory(folder: Path) -> Path | None:
    """The directory git keeps its locks in, found without asking git: this is looked up at every change."""
    for place in (folder, *folder.parents):
        mark = place / ".git"
        if mark.is_dir():
            return mark
        if mark.is_file():
            # A worktree of its own names its directory here.
            return place / mark.read_text(encoding="utf-8", errors="replace").removeprefix("gitdir:").strip()
    return None
