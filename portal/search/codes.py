"""Error codes in a question, recognised by where they stand.

A number is an error code when its surroundings say so (``(#131047)``, ``"code":131047``, ``Fehler 131047``), when
it is the whole question, or when the library has an article for it and it is too long to be a count. Telephone
numbers, times, ids and amounts are not codes, whatever digits they have.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice

MAX_CODES = 5
"""More than that is a log of everything, not a question."""

_LOOKED_AT = 400
"""Numbers whose surroundings are looked at; a text with more of them is nothing but numbers."""

_DISTINCTIVE = 5
"""Digits from which a known code is recognised without any surroundings; ``3 templates`` is no error 3."""
_LOOKED_BACK = 200
"""Characters before a code in which the rank of its line is looked for."""
_COUNT = 3
"""Digits below which a number beside the plural is a count: ``3 errors``, ``errors: 0``."""

# Codes have up to seven digits (facts: Meta's range from 0 to 2593108); telephone numbers and times have more.
_NUMBER = r"(?<![\w.+])(?<!\d-)\d{1,7}(?![\w%#]|[.:-]\d|,\d{3}\b)"
_ALONE = re.compile(rf"\W*({_NUMBER})\W*\Z")
# A server's log has "process#thread:" in each line.
_HASH = re.compile(rf"(?<!\d)#\s?({_NUMBER})")
# "code":131047 in JSON of any quoting, also escaped into another string, as a form field, an element or as the
# languages of programs print it: 'code' => 131047, ["code"]=> int(131047).
_QUOTES = r"[\\\"'\]]{0,5}"
_FIELD = re.compile(
    rf"(?i)\b(?:[a-z]{{2,12}}_)?(?:error|err)?_?(?P<sub>sub)?(?<!http_)(?<!status_)(?<!country_)code\b{_QUOTES}\s{{0,4}}"
    rf"(?:=>|[:=>])\s{{0,9}}{_QUOTES}(?:int\()?(?P<code>{_NUMBER})",
)
_NAMES = (
    r"errors?|err(?!!)|errorcodes?|codes?|(?P<sub>sub[- ]?code|subcódigo)|"
    r"fehlern?|fehlercodes?|fehlernummer|fehlermeldung|"
    r"c[oó]digos?|erros?|errores|"
    r"ошибк[аиуеой]{1,2}|код[аоуем]{0,2}"
)
_LINKS = r"code|código|codigo|код|кода|number|nummer|nr|no|número|numero|de|do|номер|is|ist|es|é|mit|com|con|with"
_CALLED = rf"(?:{_NAMES})(?:\W{{1,4}}(?:{_LINKS})\b){{0,3}}"
_NAMED = re.compile(rf"(?i)\b{_CALLED}\W{{1,4}}(?P<code>{_NUMBER})")
_JOINED = re.compile(r"(?i)(?<![a-z])(?:err|error|fehler|erro|code|código|ошибка)_?(\d{5,7})(?!\w)")
# Spreadsheets and people part the digits of long numbers: "Fehler 131.047", "131 047" alone.
_PARTED = re.compile(
    rf"(?i)(?:\A\W*|\b{_CALLED}\W{{1,4}})(?P<code>\d{{3}}[ .,'’\u00a0\u202f]\d{{3}})(?![\w%]|[.:,-]\d)"
)
_FOLLOWED = re.compile(rf"(?i)({_NUMBER})[\s:-]{{1,2}}(?:error\b|fehler\b|erro\b|ошибк)")
_MORE = re.compile(rf"\s{{0,2}}(?:,|/|;|\+|&|and|or|und|oder|y|o|e|ou|и|или)\s{{0,2}}({_NUMBER})")
_ANYWHERE = re.compile(rf"(?<!\w\[)(?<!\d#)({_NUMBER})")
# What stands before a number that counts or names something else: "id":"131047", order #131047, $131047; in a server's
# log, the size of an answer after its status.
_OTHER_FIELD = re.compile(
    r"(?i)(?:(?:id|timestamp|time|from|to|phone|input|wa_id|pin|p?id|port|size|length|amount|count|total|date|price)"
    r"[\\\"']{0,4}\s{0,4}[:=]\s{0,4}[\\\"']{0,4}|(?:\bpid|\bport|\bthread|\bid)\s|[$€£]\s?|\"\s[1-5]\d\d\s)\Z",
)
_OTHER_THING = re.compile(
    r"(?i)\b(?:order|ticket|invoice|issue|case|request|customer|pr|pull|line|bestellung|rechnung|auftrag|kunde|zeile|"
    r"pedido|factura|fatura|cliente|línea|linha|заказ\w?|сч[её]т|строк[аеи])\W{0,3}"
    r"(?:n[or.]{0,2}\W?|nummer |number )?\Z"
)
# Other programs have codes too, and so have letters and cities.
_OTHER_CODE = re.compile(
    r"(?i)(?:\b(?:https?|status|response|exit(?:ed)?(?: with)?|return(?:ed)?|country|postal|zip|area|qr|source|"
    r"lines? of|verification|confirmation|pin|sms|promo|with|retorno|estado)|\bnpm err!)[\s_-]{0,3}\Z"
)
_COUNTED = re.compile(
    r"(?i)\s?(?:times|x\b|mal\b|veces|vezes|раз|messages|nachrichten|mensajes|mensagens|сообщени|customers|contacts|"
    r"users|rows|records|bytes|ms\b|s\b|seconds|minutes|hours|per |/s|retries|attempts|usd|eur|brl|€|of \d)"
)
# A JSON answer of any service that went well has 0 or an HTTP status in its code.
_WENT_WELL = re.compile(
    r"(?i)\W{1,6}(?:\"?(?:msg|message|status)\"?\s?[:=]\s?)?[\"']?(?:success|ok\b|created|accepted|done)"
)
_NO_FAILURE = re.compile(r"0|2\d\d")
# The first of these in a line of a log is its rank.
_LEVEL = re.compile(r"(?i)\b(?:(?P<quiet>debug|info|notice|trace|warn(?:ing)?)|error|fatal|critical|severe)\b")


@dataclass(frozen=True)
class Codes:
    """The error codes of a question, each once, what says most about the failure first.

    That is a subcode before the code that it belongs to, a code named as an error before a bare number, a line of a
    log that reports a failure before one that warns; and otherwise what stands first.
    """

    known: tuple[str, ...] = ()
    """Those the library has an article for."""
    unknown: tuple[str, ...] = ()
    """Those named as an error without an article of their own; their digits are still looked for."""

    @property
    def all(self) -> tuple[str, ...]:
        """Every code, the known ones first."""
        return self.known + self.unknown


@dataclass(frozen=True, slots=True, order=True)
class _Found:
    """A number that is a code; what says most sorts first."""

    rank: int
    """0 a subcode, 1 a code in its context, 2 a number that is known as a code."""
    quiet: bool
    start: int
    code: str


def find_codes(text: str, known: Collection[str]) -> Codes:
    """The error codes a normalised text speaks of; ``known`` holds the codes of the library as digits."""
    found: dict[int, _Found] = {}
    for match, rank in islice(_in_context(text, known), _LOOKED_AT):
        start = match.start(_group(match))
        found.setdefault(start, _Found(rank, _is_quiet(text, start), start, _plain(match[_group(match)])))
    distinctive = (match for match in _ANYWHERE.finditer(text) if len(match[1]) >= _DISTINCTIVE)
    for match in islice((match for match in distinctive if _plain(match[1]) in known), _LOOKED_AT):
        if not _belongs_elsewhere(text, match):
            start = match.start(1)
            found.setdefault(start, _Found(2, _is_quiet(text, start), start, _plain(match[1])))
    ordered = list(dict.fromkeys(each.code for each in sorted(found.values())))
    return Codes(
        tuple(code for code in ordered if code in known)[:MAX_CODES],
        tuple(code for code in ordered if code not in known)[:MAX_CODES],
    )


def _in_context(text: str, known: Collection[str]) -> Iterator[tuple[re.Match[str], int]]:
    """The numbers that their surroundings call a code, with their rank."""
    for pattern in (_HASH, _FIELD, _NAMED):
        for match in pattern.finditer(text):
            if _is_other(text, match):
                continue
            is_detail = bool(match.re.groupindex.get("sub") and match["sub"]) and _plain(match["code"]) in known
            yield match, 0 if is_detail else 1
            yield from ((listed, 1) for listed in _listed_after(text, match.end()))
    for pattern in (_ALONE, _JOINED, _FOLLOWED):
        for match in pattern.finditer(text) if pattern is not _ALONE else filter(None, [_ALONE.match(text)]):
            if pattern is not _FOLLOWED or len(match[1]) >= _COUNT:
                yield match, 1
    for match in _PARTED.finditer(text):
        if _plain(match["code"]) in known and not _COUNTED.match(text, match.end()):
            yield match, 1


def _is_other(text: str, match: re.Match[str]) -> bool:
    """Whether a number only looks as if it was called an error code."""
    code, end = match[_group(match)], match.end()
    if match.re is _HASH:
        return bool(_OTHER_THING.search(text, max(0, match.start() - 30), match.start()))
    if _OTHER_CODE.search(text, max(0, match.start() - 20), match.start()) and len(code) < _DISTINCTIVE:
        return True
    if _NO_FAILURE.fullmatch(code) and _WENT_WELL.match(text, end):
        return True
    if len(code) >= _DISTINCTIVE or match.re is _FIELD:
        return False
    is_count = len(code) < _COUNT and re.match(r"(?i)errors|errores|erros|codes|fehlern", match[0])
    return bool(is_count or _COUNTED.match(text, end))


def _listed_after(text: str, position: int) -> list[re.Match[str]]:
    """The further numbers of "errors 131047, 131026 and 131049"; short ones count only before a longer one."""
    listed: list[re.Match[str]] = []
    while len(listed) < MAX_CODES and (match := _MORE.match(text, position)):
        if len(match[1]) < _DISTINCTIVE:
            break
        listed.append(match)
        position = match.end()
    return listed


def _belongs_elsewhere(text: str, match: re.Match[str]) -> bool:
    before = (max(0, match.start(1) - 30), match.start(1))
    return bool(
        _OTHER_FIELD.search(text, *before) or _OTHER_THING.search(text, *before) or _COUNTED.match(text, match.end(1))
    )


def _is_quiet(text: str, start: int) -> bool:
    """Whether a code stands in a line of a log that reports no failure."""
    level = _LEVEL.search(text, max(text.rfind("\n", 0, start) + 1, start - _LOOKED_BACK), start)
    return bool(level and level["quiet"])


def _group(match: re.Match[str]) -> str | int:
    return "code" if "code" in match.re.groupindex else 1


def _plain(code: str) -> str:
    """The digits as the library writes them; other scripts' digits become ASCII, leading zeros go."""
    return str(int(re.sub(r"\D", "", code)))
