"""Secrets and real telephone numbers in examples: an article is public, and so is every earlier version of it."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from portal.articles.folder import INCIDENTS, MACROS, NOTICES, TREES
from portal.kernel.problem import Problem
from portal.masking.mask import holds_secret, mask_text

_BESIDE = (TREES, MACROS, NOTICES, INCIDENTS)
_TEXTS = frozenset({".md", ".yml", ".yaml"})
_FENCES = ("```", "~~~")
_INDENT = " \t>"

# Fields of the API that hold a telephone number, and numbers written for people.
_FIELD = re.compile(r'"(?:to|from|wa_id|recipient_id|input|display_phone_number)"\s*:\s*"(\+?[\d ().-]{8,24})"')
_WRITTEN = re.compile(r"(\+(?<![\w+]\+)[1-9][\d ().-]{7,22}\d)(?![\w-])")
_DIGITS = re.compile(r"\d+")
_SHORTEST, _LONGEST = 8, 15
# Nobody has these: 555 as an area code or in the middle of 555-01xx, and the ranges that Ofcom keeps for drama.
_RESERVED = re.compile(r"1555\d{7}|1\d{3}55501\d\d|447700900\d{3}|4420794609\d\d|(\d)\1{7,14}")


def check_secrets(path: str, source: str) -> Iterator[Problem]:
    """Keys, tokens, passwords and telephone numbers of somebody, anywhere in a file, code and front matter included."""
    for first, block in _split(source):
        if holds_secret(block):
            yield from _name_secrets(path, first, block)
    numbers = {match.start(1): match[1] for pattern in (_FIELD, _WRITTEN) for match in pattern.finditer(source)}
    for place, number in numbers.items():
        digits = "".join(_DIGITS.findall(number))
        if _SHORTEST <= len(digits) <= _LONGEST and not _RESERVED.fullmatch(digits):
            line = source.count("\n", 0, place) + 1
            message = f"{number.strip()} may be somebody's number; examples use numbers such as +1 555 000 1234"
            yield Problem(path, line, "real-number", message, fatal=False)


def check_other_secrets(folder: Path) -> Iterator[Problem]:
    """The same in the texts beside the articles that customers get to read, for the moment before a commit."""
    files = (file for name in _BESIDE for file in (folder / name).rglob("*") if file.suffix in _TEXTS)
    for file in sorted(files):
        # A file that cannot be read is told by whoever reads its kind.
        with suppress(OSError, UnicodeDecodeError):
            path = f"{folder.name}/{file.relative_to(folder).as_posix()}"
            yield from check_secrets(path, file.read_text("utf-8"))


def _name_secrets(path: str, first: int, block: str) -> Iterator[Problem]:
    masked = mask_text(block)
    for finding in masked.findings:
        line = first + masked.text.count("\n", 0, finding.start)
        kind = finding.kind.replace("_", " ")
        message = f"looks like a secret ({kind}); show abcd…wxyz or a placeholder instead"
        yield Problem(path, line, "secret-in-example", message)


def _split(source: str) -> Iterator[tuple[int, str]]:
    """The paragraphs of a file with their first lines; a block of fenced code is one, whatever blank lines it has."""
    gathered: list[str] = []
    fence = ""
    for number, line in enumerate(source.split("\n"), 1):
        text = line.lstrip(_INDENT)
        if fence:
            fence = "" if text.startswith(fence) else fence
        elif text.startswith(_FENCES):
            fence = text[:3]
        elif not text and gathered:
            yield number - len(gathered), "\n".join(gathered)
            gathered = []
            continue
        if text or fence:
            gathered.append(line)
    if gathered:
        yield source.count("\n") + 2 - len(gathered), "\n".join(gathered)
