"""Whether a value that stands where a secret could stand looks like one.

Customers paste examples, code and error messages next to real secrets: a placeholder, a type, a variable or an
ordinary word after "password:" is no secret, and a form full of false alarms teaches people to ignore the real one.
"""

import base64
import binascii
import re
from itertools import pairwise

from portal.masking.words import COMMON, CONTRACTIONS, ENDINGS, ERROR_MESSAGE, PREDICATES

GAP = "…"
"""Stands between the ends of a key that stay readable."""
NOTHING = "•••"
"""Stands in the place of a secret of which nothing stays readable."""

# Something may follow a mask without a space between, as in "•••.": what a mask begins with is masked.
_MASKED_KEY = re.compile(
    rf"[^\s{GAP}]{{0,4}}{GAP}(?:[^\s{GAP}]{{0,4}}|\w{{0,4}}(?!\w).*)|{NOTHING}.*|[•*xX._#-]{{3,}}"
    r"|[^\s.*]{1,4}(?:\.{3,}|\*{2,})[^\s.*]{0,4}"
)
_MASKED_WHOLLY = re.compile(rf"{NOTHING}.*|[•*xX.{GAP}_#-]{{3,}}|{GAP}")
_PLACEHOLDER = re.compile(
    r"""(?ix)
    <[a-z_ .-]{0,80}>? | \{{1,2}[\w .-]{0,80}\}{1,2} | \{{2}[\w .-]{1,80} | \[[a-z_ .-]{0,80}\]? | \([a-z_ .-]{0,80}\)
    | \$\{{1,2}[^{}]{0,80}\}{0,2} | \$\([^()]{0,80}\) | \$[a-z_]+ | (?-i:\$[A-Z][A-Z0-9_]+) | \$env:[a-z0-9_]+
    | %[sd] | %[a-z_]+% | \$_(?:post|get|request|server|env|session|cookie)\[.{0,80} | !(?:vault|secret|env_var|ref|sub)
    | (?:your|ihr|dein|insert|enter|put|replace|some)[-_ .][a-z_ .-]{1,60}
    | (?:my|our|the|mein|tu|su|mi|seu|sua|meu|minha|test|new)[-_ ](?:[a-z]+[-_ ])?(?:token|key|secret|password)
    | (?-i:[A-Z]{2,}(?:_[A-Z]{2,})+) | \.{1,2}/[\w./-]{1,200} | /(?:[\w.-]{1,60}/){1,20}[\w.-]{1,60}
    | unused | usestate\(.{0,80} | [a-z_]{1,20}\.[a-z_.]{1,40}\(\)
    | redacted | removed | masked | (?:n?varchar2?|char|optional|nullable|secretstr)[(\[<].{0,80}
    | (?:process\.env|os\.environ|os\.getenv|system\.getenv|getenv|env|environ|config|settings|self|this|secrets|vault
      | request|req|params|props|options|import\.meta|ctx|context)[.(\[].{0,80}
    | (?:get|read|load|fetch|decrypt|decode|generate|hash|input|prompt|str|string|bytes|make|create|random)[\w.]{0,40}
      \(.{0,80}
    """
)
# Names that examples give to a value of their own kind: ``"token": "access_token"``, ``https://user:password@host``.
_OWN_NAME = re.compile(
    r"(?i)(?:[a-z]{1,12}[-_ ])?(?:token|key|secret|password|passwort|passwd|pwd|pass|contraseña|senha)|example|dummy"
)
_CODE = re.compile(r"[A-Za-z_]+\d?(?:(?:\.|->|::)[A-Za-z_]+\d?)+|\w{1,60}\(.{0,200}")
_URL = re.compile(r"(?i)[a-z][a-z0-9+.-]{1,15}:(?:\\?/){2}.*")
_ERROR_CODE = re.compile(r"1[34]\d{4}|2388\d{3}|2494\d{3}|2593\d{3}|1752041|200005")
_TECHNICAL = re.compile(
    r"(?i)sha-?\d+|md5|bcrypt|argon2\w*|pbkdf2\w*|rfc-?\d+|base64|utf-?\d+|oauth2?(?:\.0)?|http/?\d(?:\.\d)?|aes-?\d+\w*|aws4[\w-]*"
    r"|v\d+(?:\.\d+)*|\d{1,3}(?:[.,:]\d{1,3})*(?:ms|[smhdx%]|min|kb|mb)?|2fa|\d{4}-\d\d-\d\dt\S*"
)
_CONTRACTION = re.compile(CONTRACTIONS)
_ENDING = re.compile(rf".*(?:{ENDINGS})")
_MESSAGE = re.compile(rf"(?i)\b(?:{ERROR_MESSAGE})\b")
_MESSAGE_LENGTH = 3
_STRONG_LENGTH = 6
# One turn in so many characters is more than words joined by capitals and years have.
_TURNS = 2.5
_QUOTED_LENGTH = 3
_MOST_WORDS = 6
_AROUND = " \t\"'`.,;:!?()[]{}<>*_„“”»«"


def is_masked(value: str, *, keeps_ends: bool) -> bool:
    """Whether a value is a mask already, ours or one made by hand, and shows no more than ours would."""
    return bool((_MASKED_KEY if keeps_ends else _MASKED_WHOLLY).fullmatch(value.strip()))


def may_be_password(value: str) -> bool:
    """For a value after "password:": anything but placeholders, ordinary words, addresses and error messages."""
    if _is_placeholder(value) or _is_word(value) or _URL.fullmatch(value):
        return False
    return len(value.split()) < _MESSAGE_LENGTH or not _MESSAGE.search(value)


def may_be_prose_password(value: str) -> bool:
    """For a plain word after "my password is": no word that says something about the password."""
    return may_be_password(value) and value.lower() not in PREDICATES and not _ENDING.fullmatch(value.lower())


def may_be_quoted_password(value: str) -> bool:
    """For a value in quotes in a sentence: also several words, unless the first says something about the password."""
    words = value.split()
    return len(value) >= _QUOTED_LENGTH and len(words) <= _MOST_WORDS and may_be_prose_password(words[0])


def may_be_login_password(value: str) -> bool:
    """For the password in an address: not the word itself, as examples have it, and not only a port."""
    return may_be_password(value) and not _OWN_NAME.fullmatch(value)


def may_be_phrase(value: str) -> bool:
    """For several words after "password:": none of them says anything about the password."""
    return all(may_be_prose_password(word) for word in value.split())


def is_strong(value: str) -> bool:
    """For a value in a sentence, where only its look tells: letters mixed with digits or signs, not too short."""
    bare = value.strip("¿¡").rstrip(".,;:!?)")
    mixed = re.search(r"[^\W\d_]", bare) and re.search(r"\d|[^\w\s.,:;'’/()-]", bare)
    return len(bare) >= _STRONG_LENGTH and bool(mixed) and not value.startswith("--") and may_be_password(bare)


def is_opaque(value: str) -> bool:
    """For keys and tokens: no spaces, a digit, and neither placeholder nor code nor address."""
    return bool(re.fullmatch(r"(?=\D*\d)\S{6,}", value)) and not (
        _is_placeholder(value) or _is_word(value) or _CODE.fullmatch(value) or _URL.fullmatch(value)
    )


def is_quoted_secret(value: str) -> bool:
    """For a quoted value after "token" or "secret": also one without digits, but no word and no message."""
    return bool(re.fullmatch(r"\S{6,}", value)) and not (
        _is_placeholder(value) or _is_word(value) or _URL.fullmatch(value) or _OWN_NAME.fullmatch(value)
    )


def has_digit(value: str) -> bool:
    """For shapes with a telling prefix: a name in a program seldom holds a digit in so long a tail."""
    return any(character.isdigit() for character in value)


def is_mixed(value: str) -> bool:
    """For keys by shape alone: digits, small letters and capitals in one run."""
    return has_digit(value) and any(map(str.islower, value)) and any(map(str.isupper, value))


def is_random(value: str) -> bool:
    """For keys after a plain word: small letters, capitals and digits take turns as no name of a thing lets them.

    In a run of random letters and digits six of ten neighbours differ in kind; in ``CustomerOrders2026Id`` three.
    """
    turns = sum(_kind(left) != _kind(right) for left, right in pairwise(value))
    return is_mixed(value) and "_" not in value[:-8] and turns * _TURNS > len(value)


def _kind(character: str) -> tuple[bool, bool]:
    return character.isdigit(), character.isupper()


def is_not_error_code(value: str) -> bool:
    """For numbers that could be a code to sign in with: none of the platform's error codes."""
    return not _ERROR_CODE.fullmatch(value)


def is_basic_pair(value: str) -> bool:
    """For the word "Basic" without its header: base64 of a user and a password with a colon between."""
    try:
        decoded = base64.b64decode(value + "=" * (-len(value) % 4), validate=True)
    except (binascii.Error, ValueError):
        return False
    return b":" in decoded and decoded.isascii() and decoded.decode("ascii").isprintable()


def _is_placeholder(value: str) -> bool:
    """Whether a value stands for a secret instead of being one: ``<token>``, ``${KEY}``, ``YOUR_API_KEY``."""
    return bool(_PLACEHOLDER.fullmatch(value.strip()))


def _is_word(value: str) -> bool:
    """Whether a value is an ordinary word or a technical term, so that it belongs to the sentence."""
    bare = value.strip(_AROUND).lower()
    return not bare or bare in COMMON or bool(_TECHNICAL.fullmatch(bare) or _CONTRACTION.fullmatch(bare))
