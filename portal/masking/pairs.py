"""Values whose name stands in a field of its own, as exports of browsers and files of settings write them."""

import re

from portal.masking.looks import is_quoted_secret, may_be_password
from portal.masking.model import Detector, Kind
from portal.masking.patterns import AFTER_NAME, LINE_END, QUOTED, VALUE

_LONGER = r"(?:[a-z0-9_.-]{0,40}[_.-])?"
_PASSWORD = rf"{_LONGER}(?:password|passwd|pwd|pin)|[a-z]{{1,20}}password"
_KEY = rf"{_LONGER}api[-_]?key|[a-z0-9]{{1,20}}apikey"
_TOKEN = rf"{_LONGER}(?:token|secret)|[a-z]{{1,20}}(?:token|secret)"


def _named(kind: Kind, names: str, *, keeps_ends: bool = False) -> Detector:
    """Exports of browsers and API clients: ``"name": "Cookie", "value": "…"``."""
    return Detector(
        f"{kind} in a named pair",
        kind,
        re.compile(
            rf"(?:name|key){AFTER_NAME}\s{{0,9}}[:=]\s{{0,9}}\\{{0,7}}[\"'](?:{names})\\{{0,7}}[\"']"
            rf"\s{{0,80}},?\s{{0,80}}\\{{0,7}}[\"']?value{AFTER_NAME}\s{{0,9}}[:=]\s{{0,9}}{QUOTED}"
        ),
        ("value",),
        keeps_ends=keeps_ends,
        accepts=may_be_password,
    )


def _set(kind: Kind, names: str, *, keeps_ends: bool = False) -> Detector:
    """The environment of a container: ``- name: DB_PASSWORD`` and below it ``value: …``."""
    return Detector(
        f"{kind} in the environment of a container",
        kind,
        re.compile(rf"name:[^\S\n]{{1,4}}(?:{names})[^\S\n]{{0,4}}\r?\n[^\S\n]{{1,40}}value:[^\S\n]{{1,4}}{VALUE}"),
        ("value:",),
        keeps_ends=keeps_ends,
        accepts=is_quoted_secret if keeps_ends else may_be_password,
    )


def _posted(kind: Kind, names: str, *, keeps_ends: bool = False) -> Detector:
    """A part of a form as it is posted: ``name="password"``, maybe more headers, an empty line, the value."""
    return Detector(
        f"{kind} in a part of a form",
        kind,
        re.compile(
            rf"form-data;[^\S\n]{{0,4}}name=\\{{0,7}}\"?(?:{names})\\{{0,7}}\"?"
            rf"(?:{LINE_END}content-[^\n\\]{{1,100}}){{0,3}}{LINE_END}{{2}}((?:[^\n\\]|\\(?![rn\\])){{1,2048}})"
        ),
        ("form-data",),
        keeps_ends=keeps_ends,
        accepts=may_be_password,
    )


PAIRS = (
    _posted(Kind.PASSWORD, rf"{_PASSWORD}|{_LONGER}(?:pass|passphrase)"),
    _posted(Kind.API_KEY, _KEY, keeps_ends=True),
    _posted(Kind.ACCESS_TOKEN, _TOKEN, keeps_ends=True),
    _named(Kind.AUTHORIZATION, rf"{_LONGER}authorization"),
    _named(Kind.COOKIE, rf"{_LONGER}(?:set-)?cookie"),
    _named(Kind.PASSWORD, _PASSWORD),
    _named(Kind.API_KEY, _KEY, keeps_ends=True),
    _named(Kind.HEADER, _TOKEN),
    _set(Kind.PASSWORD, _PASSWORD),
    _set(Kind.API_KEY, _KEY, keeps_ends=True),
    _set(Kind.ACCESS_TOKEN, _TOKEN, keeps_ends=True),
)
