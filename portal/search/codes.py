"""Error codes in a question, recognised by where they stand.

A number is an error code when its surroundings say so (``(#131047)``, ``"code":131047``, ``Fehler 131047``), when
it is the whole question, or when the library has an article for it and it is too long to be a count. Telephone
numbers, times, ids and amounts are not codes, whatever digits they have.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

MAX_CODES = 5
"""More than that is a log of everything, not a question."""

_DISTINCTIVE = 5
"""Digits from which a known code is recognised without any surroundings; ``3 templates`` is no error 3."""

# Codes have up to seven digits (facts: Meta's range from 0 to 2593108); telephone numbers and times have more.
_NUMBER = r"(?<![\w.+])(?<!\d-)\d{1,7}(?![\w%]|[.:-]\d|,\d{3}\b)"
_ALONE = re.compile(rf"\W*({_NUMBER})\W*\Z")
_HASH = re.compile(rf"#\s?({_NUMBER})")
# "code":131047 in JSON of any quoting, also escaped into another string, or as a form field.
_FIELD = re.compile(
    r"(?i)\b(?:error|err)?_?(?:sub)?(?:code|errno)\b[\\\"']{0,4}\s{0,4}[:=]\s{0,4}[\\\"']{0,4}"
    rf"({_NUMBER})",
)
_NAMES = (
    r"errors?|err|errorcodes?|codes?|subcode|"
    r"fehlern?|fehlercodes?|fehlernummer|fehlermeldung|"
    r"c[oó]digos?|erros?|errores|"
    r"ошибк[аиуеой]{1,2}|код[аоуем]{0,2}"
)
_LINKS = r"code|código|codigo|код|кода|number|nummer|nr|no|número|numero|de|do|номер|is|ist|es|é|mit|com|con|with"
_NAMED = re.compile(
    rf"(?i)\b(?:{_NAMES})(?:\W{{1,4}}(?:{_LINKS})\b){{0,3}}\W{{1,4}}({_NUMBER})",
)
_FOLLOWED = re.compile(rf"(?i)({_NUMBER})[\s:-]{{1,2}}(?:error|fehler|erro|ошибк)")
_MORE = re.compile(rf"\s{{0,2}}(?:,|/|;|\+|&|and|or|und|oder|y|o|e|ou|и|или)\s{{0,2}}({_NUMBER})")
_ANYWHERE = re.compile(rf"({_NUMBER})")
# What stands before a number that counts or names something else: "id":"131047", "timestamp": 131047.
_OTHER_FIELD = re.compile(
    r"(?i)(?:id|timestamp|time|from|to|phone|input|wa_id|pin|port|size|length|amount|count|date)"
    r"[\\\"']{0,4}\s{0,4}[:=]\s{0,4}[\\\"']{0,4}\Z",
)


@dataclass(frozen=True)
class Codes:
    """The error codes of a question in the order of their appearance, each once."""

    known: tuple[str, ...] = ()
    """Those the library has an article for."""
    unknown: tuple[str, ...] = ()
    """Those named as an error without an article of their own; their digits are still looked for."""

    @property
    def all(self) -> tuple[str, ...]:
        """Every code, the known ones first."""
        return self.known + self.unknown


def find_codes(text: str, known: Collection[str]) -> Codes:
    """The error codes a normalised text speaks of; ``known`` holds the codes of the library as digits."""
    found: dict[int, str] = {}
    for match in _in_context(text):
        found.setdefault(match.start(1), match[1])
    for match in _ANYWHERE.finditer(text):
        if len(match[1]) >= _DISTINCTIVE and _plain(match[1]) in known and not _belongs_elsewhere(text, match.start(1)):
            found.setdefault(match.start(1), match[1])
    ordered = list(dict.fromkeys(_plain(found[start]) for start in sorted(found)))
    return Codes(
        tuple(code for code in ordered if code in known)[:MAX_CODES],
        tuple(code for code in ordered if code not in known)[:MAX_CODES],
    )


def _in_context(text: str) -> list[re.Match[str]]:
    alone = _ALONE.match(text)
    found = [alone] if alone else []
    for pattern in (_HASH, _FIELD, _NAMED):
        for match in pattern.finditer(text):
            found.append(match)
            found += _listed_after(text, match.end())
    found += _FOLLOWED.finditer(text)
    return found


def _listed_after(text: str, position: int) -> list[re.Match[str]]:
    """The further numbers of "errors 131047, 131026 and 131049"; short ones count only before a longer one."""
    listed: list[re.Match[str]] = []
    while len(listed) < MAX_CODES and (match := _MORE.match(text, position)):
        if len(match[1]) < _DISTINCTIVE:
            break
        listed.append(match)
        position = match.end()
    return listed


def _belongs_elsewhere(text: str, start: int) -> bool:
    return bool(_OTHER_FIELD.search(text, max(0, start - 30), start))


def _plain(code: str) -> str:
    """The digits as the library writes them; other scripts' digits become ASCII, leading zeros go."""
    return str(int(code))
