"""What an editor got wrong, told so that a terminal or an editor can jump to it."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One finding in the content folder; prints as ``path:line: code: message``."""

    path: str
    """Relative to the content folder's parent, with forward slashes."""
    line: int
    """Counted from 1; 1 when the finding belongs to the file as a whole."""
    code: str
    """A short kebab-case name of the rule."""
    message: str
    fatal: bool = True
    """Whether publishing must be refused; other findings are warnings, errors only with ``--strict``."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.code}: {self.message}"


def cannot_be_read(path: str, why: str | None) -> Problem:
    """The finding for a file or folder that is there and keeps what it holds to itself; ``why`` as the system says."""
    return Problem(path, 1, "unreadable", f"cannot be read: {why or 'the system does not say why'}")


class ContentError(Exception):
    """The content folder cannot be published; ``problems`` holds every reason found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
