"""A pasted call taken apart: what was sent, and what came back.

People paste a command with the answer below it, and a field for a search makes one line of that. A command ends where
its quotes are closed and no option follows: from there, or from a status line on, it is the answer.
"""

import re

_CALL = re.compile(r"\bcurl\s+\S|(?m:^[>$\s]{0,4}(?:GET|POST|PUT|PATCH|DELETE)\s+\S)")
_STATUS = r"(?:<\s)?HTTP/\d(?:\.\d)?\s+\d{3}"
_ANSWER = re.compile(rf"(?m)^[<\s]{{0,4}}{_STATUS}|\s(?={_STATUS})")
# What stands in a command, in this order; anything else is a letter of a word.
_PIECE = re.compile(
    rf"""(?xs)
    (?P<quoted> '[^']*' | "(?:\\.|[^"\\])*" | \\. )
  | (?P<answer> (?<=\s) (?:{_STATUS} | [{{\[]) )
  | (?P<data> (?<=\s) (?:-d|--data(?:-raw|-binary)?|--json) [\s=]{{1,20}} [{{\[] )
  | (?P<line> \n (?! \s{{0,20}}(?:-{{1,2}}\w|https?://) ) )
  | .
    """
)


def part_call(text: str) -> tuple[str, str]:
    """What was sent and what came back; either may be empty, and all of a text without a call counts as answer."""
    call = _CALL.search(text)
    if call is None:
        return "", text.strip()
    end = _end_of_command(text, call.start()) if "curl" in call[0] else _end_of_request(text, call.end())
    rest = (text[: call.start()], text[end:])
    return text[call.start() : end].strip(), "\n".join(part.strip() for part in rest if part.strip())


def _end_of_command(text: str, start: int) -> int:
    """Where a command ends that is written for a shell."""
    for piece in _PIECE.finditer(text, start):
        if piece.lastgroup in {"answer", "line"}:
            return piece.start()
    return len(text)


def _end_of_request(text: str, start: int) -> int:
    """Where the answer to a request begins that is written as it goes over the wire."""
    answer = _ANSWER.search(text, start)
    return answer.start() if answer else len(text)
