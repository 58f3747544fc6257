"""What somebody wrote anew in a mail, without the history below it and the signature.

Line by line, so that the time is proportional to the length on any input, and indentation and lists stay as they are.
The whole is kept beside it: whatever this leaves out can be opened on the page of the request.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

MAX_LINE = 400
"""Characters of a line that are looked at; no marker is longer."""
MAX_SIGNATURE = 12
"""Lines a signature may have; after more, what looked like its beginning was none."""
_ATTRIBUTION = re.compile(
    r"^(?:on\b.*\bwrote|am\b.*\b(?:schrieb|hat .* geschrieben)\b.*|el\b.*\bescribi[oó]|"
    r"(?:em|no dia|a)\b.*\bescreveu|le\b.*\ba écrit|il\b.*\bha scritto|.*\b(?:пишет|написал\w*|писал\w*))\s*:?\s*:$",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(r"\d.*@[^@\s]+>\s?:$")
"""A date, a name and an address, as Gmail writes it in Russian without saying "wrote"."""
_RULE = re.compile(r"^[_-]{10,}$")
_DATED = re.compile(r"[\d@<]")
"""An attribution names a date or an address; "On Monday a colleague wrote:" is the customer's own sentence."""
_ORIGINAL = re.compile(
    r"^[-_ ]{2,}\s*(?:original message|ursprüngliche nachricht|originalnachricht|mensaje original|mensagem original|"
    r"исходное сообщение|message d.origine)\s*[-_ ]{2,}$",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"^(?:[-_ ]{2,}\s*(?:forwarded message|weitergeleitete nachricht|mensaje reenviado|mensagem encaminhada|"
    r"пересылаемое сообщение|пересланное сообщение)|begin forwarded message:|anfang der weitergeleiteten)",
    re.IGNORECASE,
)
_HEADER_BLOCK = (
    re.compile(r"^\W{0,3}(?:from|von|de|от|da)\W{0,3}:", re.IGNORECASE),
    re.compile(
        r"^\W{0,3}(?:sent|date|gesendet|datum|enviad[oa](?: el| em)?|fecha|data|отправлено|дата)\W{0,3}:", re.IGNORECASE
    ),
    re.compile(r"^\W{0,3}(?:to|subject|an|betreff|para|asunto|assunto|кому|тема)\W{0,3}:", re.IGNORECASE),
)
_SENT_FROM = re.compile(
    r"^(?:sent from (?:my|outlook|mail|yahoo|proton)|get outlook for|von meinem .{2,30} gesendet|"
    r"gesendet (?:mit|von|über)\b.{2,40}|diese nachricht wurde von meinem|enviado desde (?:mi|outlook)|"
    r"enviado (?:do|pelo|via) (?:meu|outlook|iphone|gmail|yahoo)|obtener outlook para|obter o outlook|"
    r"отправлено (?:с|из)\b.{2,40})",
    re.IGNORECASE,
)
_DASHES = re.compile(r"^--[ \xa0]?$")


class _Line(Enum):
    """What a line is."""

    BLANK = "blank"
    WORDS = "words"
    QUOTE = "quote"
    """Quoted, or the line above that says whom."""


@dataclass(frozen=True)
class Trimmed:
    """A text as it goes into the conversation."""

    text: str
    is_whole: bool
    """Whether nothing was left out."""


def trim(text: str) -> Trimmed:
    """What is new in a mail; the whole of it when nothing would be left, or when it forwards something."""
    lines = text.strip("\n").rstrip().split("\n")
    looked_at = [line.strip()[:MAX_LINE] for line in lines]
    whole = Trimmed(text.strip(), is_whole=True)
    if any(_FORWARDED.match(line) for line in looked_at):
        return whole
    kinds = _name_lines(looked_at)
    first, last = _without_quotes(kinds[: _before_signature(looked_at[: len(kinds)])])
    kept = "\n".join(lines[first:last]).strip("\n").rstrip()
    return Trimmed(kept, is_whole=kept.strip() == text.strip()) if kept.strip() else whole


def _name_lines(lines: Sequence[str]) -> list[_Line]:
    """What each line is, up to where everything is older than the mail."""
    kinds: list[_Line] = []
    while (number := len(kinds)) < len(lines):
        line = lines[number]
        if _ORIGINAL.match(line) or _is_header_block(lines[number : number + 6]):
            break
        length = _attribution_length(lines[number : number + 3])
        following = next((later for later in lines[number + length : number + length + 4] if later), ">")
        if length and not following.startswith(">"):
            break
        if length:
            kinds += [_Line.QUOTE] * length
        elif not line or _RULE.match(line):
            kinds.append(_Line.BLANK)
        else:
            kinds.append(_Line.QUOTE if line.startswith(">") else _Line.WORDS)
    return kinds


def _attribution_length(lines: Sequence[str]) -> int:
    """On how many lines it says who wrote what follows: programs break long ones; 0 when nobody is named."""
    for length in range(1, len(lines) + 1):
        if not lines[length - 1]:
            return 0
        joined = " ".join(lines[:length])
        if joined.endswith(":") and _is_attribution(joined):
            return length
    return 0


def _is_attribution(line: str) -> bool:
    return bool(_ADDRESSED.search(line) or (_ATTRIBUTION.match(line) and _DATED.search(line)))


def _is_header_block(lines: Sequence[str]) -> bool:
    """From, date and receiver or subject on lines below each other, as Outlook copies them."""
    if not _HEADER_BLOCK[0].match(lines[0]):
        return False
    return all(any(pattern.match(line) for line in lines[1:]) for pattern in _HEADER_BLOCK[1:])


def _without_quotes(kinds: Sequence[_Line]) -> tuple[int, int]:
    """From which line to before which line a mail is new; answers between quoted lines need these."""
    first, last = 0, len(kinds)
    while last and kinds[last - 1] is not _Line.WORDS:
        last -= 1
    words = next((number for number, kind in enumerate(kinds[:last]) if kind is _Line.WORDS), 0)
    if _Line.QUOTE not in kinds[words:last]:
        first = words
    return first, last


def _before_signature(lines: Sequence[str]) -> int:
    """How many lines stand before the signature; all when there is none."""
    for number in range(1, len(lines)):
        left = len(lines) - number
        if left <= MAX_SIGNATURE + 1 and _DASHES.match(lines[number]):
            return number
        if left <= 3 and _SENT_FROM.match(lines[number]):
            return number
    return len(lines)
