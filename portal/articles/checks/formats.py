"""Findings in the forms that git hosts show at the lines they belong to."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256

from portal.kernel.problem import Problem


def to_lines(problems: Iterable[Problem]) -> str:
    """One line each, for people and programs: ``path:line: code: message``."""
    return "\n".join(map(str, problems))


def to_github(problems: Iterable[Problem]) -> str:
    """Workflow commands, which GitHub turns into annotations of a pull request.

    It shows ten errors and ten warnings of a step, so the whole list belongs into the summary of the job as well.
    """
    return "\n".join(map(_command, problems))


def _command(problem: Problem) -> str:
    kind = "error" if problem.fatal else "warning"
    path, title = _escape(problem.path, property_too=True), _escape(problem.code, property_too=True)
    return f"::{kind} file={path},line={problem.line},title={title}::{_escape(problem.message)}"


def _escape(text: str, *, property_too: bool = False) -> str:
    """As the runner reads them: the percent sign first, then line ends, and in properties what parts these."""
    signs = {"%": "%25", "\r": "%0D", "\n": "%0A", **({":": "%3A", ",": "%2C"} if property_too else {})}
    return "".join(signs.get(letter, letter) for letter in text)


def to_gitlab(problems: Iterable[Problem]) -> str:
    """A Code Quality report, which GitLab shows in a merge request.

    A finding keeps its fingerprint when it only moves, so that it is not told as a new one.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    entries = []
    for problem in problems:
        what = (problem.path, problem.code, problem.message)
        seen[what] += 1
        entries.append(
            {
                "description": f"{problem.code}: {problem.message}",
                "check_name": problem.code,
                "fingerprint": sha256("\0".join([*what, str(seen[what])]).encode()).hexdigest(),
                "severity": "major" if problem.fatal else "minor",
                "location": {"path": problem.path, "lines": {"begin": problem.line}},
            }
        )
    return json.dumps(entries, ensure_ascii=False, indent=2)


def to_json(problems: Iterable[Problem]) -> str:
    """Everything, with its numbers."""
    listed = [
        {
            "path": problem.path,
            "line": problem.line,
            "code": problem.code,
            "message": problem.message,
            "severity": "error" if problem.fatal else "warning",
        }
        for problem in problems
    ]
    errors = sum(each["severity"] == "error" for each in listed)
    return json.dumps(
        {"errors": errors, "warnings": len(listed) - errors, "findings": listed}, ensure_ascii=False, indent=2
    )


FORMATS: Mapping[str, Callable[[Iterable[Problem]], str]] = {
    "text": to_lines,
    "json": to_json,
    "github": to_github,
    "gitlab": to_gitlab,
}
