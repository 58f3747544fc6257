"""Passwords of several words, which end with their line; these patterns read text in small letters."""

import re

from portal.masking.below import NEXT_LINE
from portal.masking.looks import may_be_phrase
from portal.masking.model import Detector, Kind
from portal.masking.patterns import AFTER_NAME, ASSIGNED, OPENING, PASSWORD, PASSWORD_HINTS, SUFFIX

_NAME = rf"{PASSWORD}{SUFFIX}{AFTER_NAME}[^\S\n]{{0,6}}[:：][^\S\n]{{0,12}}"
# After an equals sign a command may follow: ``docker run -e PASSWORD=hello image``. Only a line of settings has none.
_SETTING = (
    rf"(?m:^)[^\S\n]{{0,4}}(?:export\s)?(?:[a-z0-9]{{1,20}}[_.-]){{0,4}}{PASSWORD}{SUFFIX}[^\S\n]{{0,4}}=[^\S\n]{{0,4}}"
)
_WORDS = (
    r"([^\W\d_]{2,30}(?:[^\S\n][^\W\d_]{2,30}){1,4}(?:[^\S\n]\d{1,4})?[!.]?)"
    r"(?=(?:[^\S\n]|[\"'`*_]){0,4}(?:\r?\n|\\{1,3}[rn]|\Z))"
)

PHRASES = (
    Detector(
        "password in groups of four letters",
        Kind.PASSWORD,
        re.compile(
            rf"{PASSWORD}(?:\s[^\W\d_]{{2,15}}){{0,3}}{ASSIGNED}(?:{NEXT_LINE}){{0,2}}{OPENING}"
            r"([a-z]{4}(?:[^\S\n][a-z]{4}){3})(?![^\W_])"
        ),
        PASSWORD_HINTS,
        accepts=may_be_phrase,
    ),
    Detector(
        "password of several words",
        Kind.PASSWORD,
        re.compile(rf"(?:{_NAME}|{_SETTING}){_WORDS}"),
        PASSWORD_HINTS,
        accepts=may_be_phrase,
    ),
)
