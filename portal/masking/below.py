"""Secrets on the line below their names, as forms, mails and YAML put them; these patterns read small letters."""

import re
from collections.abc import Callable

from portal.masking.looks import is_not_error_code, is_opaque, is_random, is_strong
from portal.masking.model import Detector, Kind
from portal.masking.names import (
    KEY_NAMES,
    KEY_WORDS,
    NO_LETTER,
    PROVIDER_KEY,
    SESSION,
    TOKEN_WORDS,
    VERIFY,
    VERIFY_HINTS,
)
from portal.masking.patterns import AFTER_NAME, LINE_END, OPENING, PASSWORD, PASSWORD_HINTS, SUFFIX, any_of

_BLANKS = r"[^\S\n]{0,6}"
# The next line may be indented or quoted, as an answer to a mail is.
NEXT_LINE = rf"{LINE_END}(?:[^\S\n]|>){{0,12}}"
# In the source of a page or a mail an element ends instead.
_NEXT_ELEMENT = r"</?[a-z]{1,10}\d?(?:\s[^<>\n]{0,200})?/?>\s{0,9}"
# YAML announces a block of text with a sign of its own, which may tell what happens to its last line end.
_BELOW = (
    rf"{NO_LETTER}{SUFFIX}{AFTER_NAME}{_BLANKS}[:=：][*_]{{0,2}}{_BLANKS}(?:[|>][+-]?{_BLANKS})?"
    rf"(?:(?:{NEXT_LINE}){{1,2}}|(?:{_NEXT_ELEMENT}){{1,4}})"
)
# The value fills its line: what goes on after a space is a sentence, what ends with a colon the next name.
_ALONE = rf"{OPENING}(\S{{4,512}}?)(?<!:)(?=[\"'`“”»*_,;]{{0,4}}{_BLANKS}(?:\r?\n|\\{{1,3}}[rn]|</?[a-z]|\Z))"

_NUMBER = re.compile(r"\d{6,10}")
_SIGNS = re.compile(r"[:=#]")
_KEY_LENGTH = 8


def _is_password(value: str) -> bool:
    """A word alone on its line may as well be a label or an answer, so it has to look like a password."""
    return (is_strong(value) or bool(_NUMBER.fullmatch(value))) and _names_no_error(value)


def _is_key(value: str) -> bool:
    return len(value) >= _KEY_LENGTH and is_opaque(value) and is_strong(value) and _names_no_error(value)


def _names_no_error(value: str) -> bool:
    """Whether a value is no number of an error, also none with a word before it: ``error:131047``."""
    return is_not_error_code(_SIGNS.split(value)[-1])


def _below(kind: Kind, names: str, hints: tuple[str, ...], accepts: Callable[[str], bool]) -> Detector:
    keeps_ends = kind in {Kind.API_KEY, Kind.ACCESS_TOKEN}
    pattern = re.compile(f"{names}{_BELOW}{_ALONE}")
    return Detector(f"{kind} below its name", kind, pattern, hints, keeps_ends=keeps_ends, accepts=accepts)


BELOW = (
    _below(
        Kind.PASSWORD,
        any_of(PASSWORD, r"(?<![a-zа-яё0-9])(?:pass|pw|psw|clave|пасс)"),
        (*PASSWORD_HINTS, "pw", "psw", "clave", "пасс"),
        _is_password,
    ),
    _below(Kind.VERIFY_TOKEN, VERIFY, VERIFY_HINTS, is_strong),
    _below(Kind.API_KEY, any_of(PROVIDER_KEY, KEY_WORDS), ("d360", "api", "апи"), _is_key),
    _below(
        Kind.ACCESS_TOKEN,
        any_of(KEY_NAMES, TOKEN_WORDS, SESSION),
        ("key", "token", "токен", "маркер", "secret", "geheimnis", "schl", "segredo", "секрет", "sess", "connect.sid"),
        _is_key,
    ),
    _below(
        Kind.API_KEY,
        r"(?<![a-zа-яёß0-9_-])(?:key|schl(?:ü|ue)ssel|chave|clave|llave|ключ\w{0,2})",
        ("key", "schl", "chave", "clave", "llave", "ключ"),
        is_random,
    ),
)
