"""Secrets that are handed to a command or a call of a program; these patterns read text in small letters."""

import re

from portal.masking.looks import is_opaque, is_strong, may_be_login_password, may_be_password
from portal.masking.model import Detector, Kind
from portal.masking.patterns import PASSWORD, PASSWORD_HINTS, QUOTED, VALUE

CALLS = (
    Detector(
        "password of a shell over the network",
        Kind.PASSWORD,
        re.compile(rf"sshpass\s{{1,4}}-p\s{{0,4}}{VALUE}"),
        ("sshpass",),
        accepts=may_be_password,
    ),
    Detector(
        "password of a registry",
        Kind.PASSWORD,
        re.compile(rf"docker\s{{1,4}}login\s[^\n]{{0,200}}?\s-p\s{{0,4}}{VALUE}"),
        ("docker",),
        accepts=may_be_login_password,
    ),
    Detector(
        "password of a call",
        Kind.PASSWORD,
        re.compile(
            r"(?:basic_?auth|\bauth\s?=\s?)\(\s{0,9}(?:[a-z_]{1,20}\s?=\s?)?[\"'][^\"'\n]{1,100}[\"']\s{0,9},"
            r"\s{0,9}(?:[a-z_]{1,20}\s?=\s?)?[\"']([^\"'\n]{1,200})[\"']"
        ),
        ("basicauth(", "basic_auth(", "auth=(", "auth = (", "auth =("),
        accepts=may_be_login_password,
    ),
    Detector(
        "password of a database on a command line",
        Kind.PASSWORD,
        re.compile(r"mysql(?:dump|admin)?\s{1,4}(?:-[^\n|;]{0,200}?\s)?-p(?!\d{2,5}:)([^\s\"'-][^\s\"']{2,200})"),
        ("mysql",),
        accepts=may_be_login_password,
    ),
    Detector(
        "password set by a call",
        Kind.PASSWORD,
        re.compile(rf"{PASSWORD}\(\s{{0,9}}{QUOTED}\s{{0,9}}\)"),
        PASSWORD_HINTS,
        accepts=is_strong,
    ),
    Detector(
        "password in a list of two",
        Kind.PASSWORD,
        re.compile(rf"(?<=\[[\"']){PASSWORD}[\"']\s{{0,4}},\s{{0,4}}{QUOTED}\s{{0,4}}\]"),
        PASSWORD_HINTS,
        accepts=is_strong,
    ),
    Detector(
        "key or token set by a call",
        Kind.ACCESS_TOKEN,
        re.compile(rf"(?:set|with)_?(?:[a-z]{{1,16}}_?)?(?:token|secret|key)\(\s{{0,9}}{QUOTED}\s{{0,9}}\)"),
        ("token(", "secret(", "key("),
        keeps_ends=True,
        accepts=lambda value: is_opaque(value) and is_strong(value),
    ),
)
