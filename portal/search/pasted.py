"""A pasted answer, command or log reduced to the few words worth looking for.

People in trouble paste what they have: a JSON error, a cURL command, forty lines of log. What explains the failure
are the message, the title and the details; keys, addresses, identifiers and times are noise. Everything here is a
linear scan over a bounded text, because a paste may be a megabyte of brackets.
"""

import re
from itertools import islice

MAX_TEXT = 16_000
"""Characters that are looked at; of a longer text the beginning and the end, where errors stand."""

_PASTE_LENGTH = 200
"""Characters above which a text of several lines is a paste; a spoken question is shorter."""

_FIELDS_READ = 12
_LINES_READ = 20
_LONGEST_PIECE = 80

_LOOKS_PASTED = re.compile(r"[{}]|\\\"|\bcurl\s|\bHTTP/\d|\bTraceback\b|<\?xml|https?://\S{1,300}\s")

# A JSON field that explains; quoting may be single, double or escaped into another string.
_EXPLAINING = (
    "error_user_title|error_user_msg|error_description|developer_message|possible_solution|recommendation|"
    "message|title|details|detail|description|reason|error"
)
_FIELD = re.compile(
    rf"(?i)[\\\"']{{1,4}}(?:{_EXPLAINING})[\\\"']{{1,4}}\s{{0,4}}:\s{{0,4}}(\\?[\"'])(.{{2,600}}?)(?<!\\)\1",
    re.DOTALL,
)
_TROUBLED = re.compile(
    r"(?i)error|exception|fail|refused|denied|invalid|rejected|timed? ?out|fehler|erro|ошибк|abgelehnt|rechaz",
)
# In a line, what a sentence does not have: brackets, quoting around code, options, addresses, dates, requests.
_CODE_SIGN = re.compile(
    r"""(?x)
    [{}\[\]<>\\|=`] | (?<!\w)["'] | ["'](?!\w) | (?<!\S)--?[A-Za-z] | \bcurl\b | https?://\S* | \bHTTP/\d(?:\.\d)?
  | \d{4}-\d\d-\d\d\S* | \b(?:GET|POST|PUT|PATCH|DELETE)\b(?:\s+/\S*)? | \d{7,} | (?<!\S)/\w\S*
    """
)
# A line of a program, a log or a trace, whatever words it has.
_CODE_LINE = re.compile(
    r"""(?x)
    \s{2,} | \t | \W?\d{4}-\d\d-\d\d
  | .{0,120}(?:\d\d:\d\d:\d\d | \b(?:ERROR|WARN(?:ING)?|INFO|DEBUG|FATAL|Traceback|[A-Z]\w{1,40}(?:Error|Exception))\b)
    """
)
_LETTERS = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_MOSTLY = 0.7
_PIECES = re.compile(r"[\s{}\[\]()\"'\\,;<>|`]+")
_ADDRESS = re.compile(r"(?i)[a-z]+://[^/]*")
_NOISE = re.compile(
    r"""(?ix)
    --?[a-z][a-z-]*                              # an option of a command
  | .*@.*\..*                                    # a mail address
  | \d{4}-\d\d-\d\d([t].*)? | \d{1,2}:\d\d.*     # a time
  | [0-9a-f]{8}-[0-9a-f-]{27}                    # a UUID
  | (?=.*\d)(?=.*[a-z])[\w.=/+:-]{20,}           # a key, a hash, a message id
  | wamid\..* | eyj.*
  | [\d.:]{7,} | \+?[\d-]{8,}                    # a host, a telephone number, a timestamp
  | [a-z_]+=[+\d].*                              # pid=1234
    """,
)
_PLUMBING_WORDS = """
    messaging_product whatsapp recipient_type individual to type text body code error errors error_data error_subcode
    fbtrace_id oauthexception message title details status statuses id timestamp recipient_id contacts input wa_id
    messages object entry changes field value metadata display_phone_number phone_number_id curl http https post get
    put patch application json true false null info debug warn warning fatal url header request response trace
    d360-api-key ok headers success authorization bearer content-type accept user-agent host date cookie
    application/json http/1.1 http/2
"""
_PLUMBING = frozenset(_PLUMBING_WORDS.split())


def shorten(text: str) -> str:
    """At most 16,000 characters of a text: its beginning and its end."""
    if len(text) <= MAX_TEXT:
        return text
    half = MAX_TEXT // 2
    return f"{text[:half]}\n{text[-half:]}"


def is_paste(text: str) -> bool:
    """Whether a text was copied from a machine rather than asked by a person."""
    return bool(_LOOKS_PASTED.search(text)) or (len(text) > _PASTE_LENGTH and "\n" in text)


def reduce_paste(text: str) -> str:
    """The meaningful words of a shortened paste.

    The values of explaining JSON fields when there are any, else the lines that speak of trouble, else all that
    is not noise.
    """
    return explaining_words(text) or " ".join(_meaningful(text, _PLUMBING))


def explaining_words(text: str) -> str:
    """The words in which a shortened paste says itself what went wrong; empty when it does not."""
    explained = " ".join(_explaining_values(text))
    if explained:
        return " ".join(_meaningful(explained, frozenset()))
    lines = [line for line in text.splitlines() if _TROUBLED.search(line)]
    return " ".join(_meaningful("\n".join(lines[-_LINES_READ:]), _PLUMBING))


def part_sentence(text: str) -> tuple[str, str]:
    """What somebody says about a shortened paste, before and after it, and the paste without that."""
    said: list[str] = []
    copied: list[str] = []
    for line in text.splitlines():
        before, code, after = _around_code(line)
        said += (piece for piece in (before, after) if _is_said(piece))
        copied.append(" ".join(piece for piece in (before, code, after) if piece == code or not _is_said(piece)))
    return "\n".join(said), "\n".join(copied)


def _around_code(line: str) -> tuple[str, str, str]:
    """A line before its first sign of code, from there to behind the last one, and after it."""
    if _CODE_LINE.match(line):
        return "", line, ""
    signs = list(_CODE_SIGN.finditer(line))
    if not signs:
        return line, "", ""
    start, end = signs[0].start(), signs[-1].end()
    return line[:start], line[start:end], line[end:]


def _is_said(piece: str) -> bool:
    """Whether it reads like a sentence: at least two words that are no plumbing, and little else."""
    pieces = piece.split()
    words = [word for word in pieces if _LETTERS.fullmatch(word.strip(".,:;!?¿¡()«»„“”"))]
    telling = [word for word in words if _tells(word, _PLUMBING)]
    return len(telling) > 1 and len(words) >= _MOSTLY * len(pieces)


def _explaining_values(text: str) -> list[str]:
    found = (match[2] for match in islice(_FIELD.finditer(text), _FIELDS_READ))
    return list({value.lower(): value for value in found if " " in value or value.isalpha()}.values())


def _meaningful(text: str, plumbing: frozenset[str]) -> list[str]:
    kept: list[str] = []
    for piece in _PIECES.split(text):
        words = _path_words(piece) if "://" in piece[:_LONGEST_PIECE] else [piece]
        kept += [word for word in words if _tells(word, plumbing)]
    return kept


def _tells(word: str, plumbing: frozenset[str]) -> bool:
    bare = word.strip(".:!?=").lower()
    return 0 < len(bare) <= _LONGEST_PIECE and bare not in plumbing and not _NOISE.fullmatch(bare)


def _path_words(address: str) -> list[str]:
    """The words of an address's path: which endpoint was asked is worth knowing, which host is not."""
    path = _ADDRESS.sub("", address, count=1).partition("?")[0]
    return [word for word in path.split("/") if word.replace("_", "").replace("-", "").isalpha()]
