"""Secrets in addresses, and in commands that ask an address; these patterns read text in small letters."""

import re

from portal.masking.looks import is_not_error_code, is_opaque, may_be_login_password
from portal.masking.model import Detector, Kind
from portal.masking.patterns import any_of

# In an address or a form: the name follows a separator, also one that JSON or HTML escaped.
_PARAMETER = r"(?:[?&;#]|\\u0026|&amp;|%26|%3f)"
_SECRET_PARAMETERS = any_of(
    r"(?:(?!flow)[a-z]{1,12}[-_])?token",
    "accesstoken",
    "idtoken",
    r"(?:[a-z0-9]{1,12}[-_])?api[-_]?key",
    "key",
    r"(?:[a-z]{1,12}[-_])?secret",
    "appsecret_proof",
    "signature",
    "sig",
    "auth",
    "jwt",
    "sid",
    "session",
    r"x-amz-(?:signature|credential|security-token)",
    r"x-goog-signature",
)
_PASSWORD_PARAMETERS = any_of(
    "password", "passwd", "passphrase", "pwd", "pass", r"hub[._]verify[._]token", "verify[._]token"
)
_PARAMETER_VALUE = r"(?:=|%3d)((?:[^&\s\"'`<>#\\;)\]%]|%(?!26)){4,2048})"

_LOGIN_CODE = re.compile(r"\d{6}")
# What names a state of a program in git: in short, or whole.
_COMMIT = re.compile(r"(?i)[0-9a-f]{7,20}|[0-9a-f]{40}")


def _is_code(value: str) -> bool:
    """Whether a code opens something; digits do when they are as many as a telephone is sent, and name no error."""
    if value.isdigit():
        return bool(_LOGIN_CODE.fullmatch(value)) and is_not_error_code(value)
    return is_opaque(value)


# A link that somebody masked keeps the names of its parameters: ``?mid=…&ext=…&hash=…``.
_MASKED_QUERY = re.compile(r"(?:[A-Za-z_]{1,20}=(?:…|•••|\.\.\.|<[a-z_]{1,20}>)(?:&(?:amp;)?|\Z))+")

# A command that asks an address, over all the lines it takes.
_COMMAND = (
    r"(?:curl|wget|httpie|https?)(?<![a-z]curl)(?<![a-z]wget)(?<![a-z]httpie)(?<![a-z]http)(?<![a-z]https)(?:\.exe)?"
    r"(?=\s)((?:[^\n\\]|\\\n|\\[^\n]){1,8000})"
)
ADDRESSES = (
    Detector(
        "cookie of a command",
        Kind.COOKIE,
        re.compile(r"(?<=\s)(?:-b|--cookie)[\s=]{1,4}[\"']([^\n\"']{3,4096})"),
        ("curl",),
        accepts=lambda value: "=" in value,
        within=re.compile(_COMMAND),
    ),
    Detector(
        "credentials in an address",
        Kind.LINK,
        re.compile(r":\\?/\\?/[^/\s:@\"'<>]{0,100}:([^\s\"'<>/]{1,200})@(?=[a-z0-9.\[$%{-])"),
        ("://", r":\/\/"),
        accepts=may_be_login_password,
    ),
    Detector(
        "key as the user of an address",
        Kind.LINK,
        re.compile(r":\\?/\\?/([^/\s:@\"'<>]{16,200})@(?=[a-z0-9.\[])"),
        ("://", r":\/\/"),
        keeps_ends=True,
        accepts=is_opaque,
    ),
    Detector(
        "user and password of a command",
        Kind.PASSWORD,
        re.compile(
            r"(?<=\s)(?:-u|-a|--auth|--(?:proxy-)?user)[\s=]{0,4}"
            r"(?:\"[^\s:\"']{1,100}:([^\n\"]{1,200})\"|'[^\s:\"']{1,100}:([^\n']{1,200})'"
            r"|[\"']?[^\s:\"']{1,100}:([^\s\"']{1,200}))"
        ),
        ("curl", "wget", "http"),
        accepts=may_be_login_password,
        within=re.compile(_COMMAND),
    ),
    Detector(
        "password in an address",
        Kind.PASSWORD,
        re.compile(rf"{_PARAMETER}{_PASSWORD_PARAMETERS}{_PARAMETER_VALUE}"),
        ("pass", "pwd", "verify"),
        accepts=may_be_login_password,
    ),
    Detector(
        "secret in an address",
        Kind.LINK,
        re.compile(rf"{_PARAMETER}{_SECRET_PARAMETERS}{_PARAMETER_VALUE}"),
        ("token", "key", "secret", "sig", "auth", "jwt", "sid", "session", "x-amz", "x-goog"),
        keeps_ends=True,
        accepts=is_opaque,
    ),
    Detector(
        "code in an address",
        Kind.LINK,
        re.compile(rf"{_PARAMETER}code{_PARAMETER_VALUE}"),
        ("code",),
        keeps_ends=True,
        accepts=_is_code,
    ),
    Detector(
        "hash in an address",
        Kind.LINK,
        re.compile(rf"{_PARAMETER}hash{_PARAMETER_VALUE}"),
        ("hash",),
        keeps_ends=True,
        accepts=lambda value: is_opaque(value) and not _COMMIT.fullmatch(value),
    ),
    Detector(
        "media link",
        Kind.LINK,
        re.compile(
            r"(?:whatsapp_business\\?/attachments\\?/?|lookaside\.fbsbx\.com[^\s\"'<>?]{0,200})"
            r"\?((?:[^\s\"'<>\\]|\\u[0-9a-f]{4}|\\/){4,2048})"
        ),
        ("attachments", "fbsbx"),
        accepts=lambda query: not _MASKED_QUERY.fullmatch(query),
    ),
    Detector(
        "storage or chat address that is a key",
        Kind.LINK,
        re.compile(
            r"(?:hooks\.slack\.com\\?/services\\?/|discord(?:app)?\.com\\?/api\\?/webhooks\\?/\d{5,30}\\?/)([a-z0-9_\\/-]{16,200})"
        ),
        ("hooks.slack", "discord"),
    ),
)
