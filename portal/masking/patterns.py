r"""The pieces that context patterns are put together from; they read text in small letters.

A context is a name, what may stand around it, a separator and a value::

    "d360-api-key" : "abcd…wxyz"     D360_API_KEY=abcd…wxyz     \"token\": \"abcd…wxyz\"

Values in quotes reach to the closing quote, whatever number of backslashes JSON inside JSON put before it.
Every repetition has an upper limit, so a failed attempt costs a fixed amount of work.
"""


def any_of(*words: str) -> str:
    """An alternation."""
    return f"(?:{'|'.join(words)})"


QUOTES = "\"'`“”„«»‚‘’"

# Quotes as addresses and as pages of HTML write them: logs hold both.
ENCODED_QUOTE = r"(?:%2[27]|&(?:quot|apos|#0?3[49]);)"
# What may stand between a name and its separator: quotes, brackets of a look-up, bold type.
AFTER_NAME = rf"""(?:\\{{0,7}}["'`”“»’*_\])]|{ENCODED_QUOTE}){{0,3}}"""
# A fallback is a value as well: ``process.env.VERIFY_TOKEN || "…"``.
_SIGN = r"""(?:=>|->|:=|={1,3}|[:：]|%3[ad]|(?:\|\||\?\?)(?=\s?["'`]))"""
_BEFORE_VALUE = rf"(?:%20|\+(?=\S)|{ENCODED_QUOTE}){{0,3}}"
# The end of a line as it stands, or as JSON escapes it.
LINE_END = r"(?:\r?\n|(?:\\{1,3}r)?\\{1,3}n)"
# Settings are aligned with many spaces; a form writes a space as a plus: ``password+%3A+…``.
_BEFORE_SIGN = r"(?:[^\S\n]{0,40}|(?:\+|%20){0,3}(?=%3))"
SEPARATOR = rf"""{_BEFORE_SIGN}{_SIGN}[^\S\n]{{0,40}}[*_]{{0,2}}[\[({{]{{0,2}}[^\S\n]{{0,2}}{_BEFORE_VALUE}"""
# What may stand in the tag of an element after its name.
ATTRIBUTES = r"""(?:\s{1,4}[\w:.-]{1,40}=(?:"[^"<>\n]{0,200}"|'[^'<>\n]{0,200}')){0,6}"""
# The second argument of a call, ``header("D360-API-KEY", "…")``, or the next cell of a table.
ARGUMENT = r"""\\{0,7}["'`][^\S\n]{0,6},[^\S\n]{0,6}(?=["'`][^"'`\n]{1,300}["'`][^\S\n]{0,6}\))"""
CELL = r"""[^\S\n]{0,6}\|[^\S\n]{0,6}(?=\S{16})"""
ASSIGNED = rf"(?:{AFTER_NAME}(?:{SEPARATOR}|{CELL})|{ARGUMENT})"
# What may open a value that is not read up to its closing quote.
OPENING = r"""(?:\\{0,7}["'`“„«*(]){0,3}"""
# "is" between a name and its value in the five languages; Russian prefers a dash or nothing.
IS = r"(?:is|was|ist|lautet|war|wäre|heißt|es|era|é|eh|e|foi|это|был|—|–|-)"

# A shell writes a quote inside quotes as ``'\''``.
QUOTED = (
    r"""(?P<escape>\\{0,7})(?P<quote>["'`])(?P<inside>(?:'\\''|(?!'\\'')[^\n]){1,2048}?)"""
    r"""(?:(?<!\\)(?P=escape)(?P=quote)(?!\\'')|(?=\n)|\Z)"""
)
CURLY = r"""[“„«‚‘](?P<curly>[^“”»‘’\n]{1,200})[”“»’]"""
# A password without quotes ends at a space or a tag; a comma or an ampersand only where a list or a form goes on.
# A quote or a tag of bold type that stands between two of its letters belongs to it.
_LETTER = (
    rf"""(?:[^\s{QUOTES},;&<|\\]|\\(?!["'nrt])"""
    rf"""|[,;&|](?![\s{QUOTES}\\]|[\w.-]{{1,40}}=|[a-z]{{2,6}};|\#\d|\Z)|<(?!(?!(?:b|i|u|s|q)>\w)/?[a-z]{{1,10}}[\s/>])"""
    rf"""|(?<=[^\s{QUOTES}(\[{{=,:+])["'`‘’](?=\w))"""
)
BARE = rf"(?P<bare>{_LETTER}{{1,200}})"
WORD = rf"(?P<bare>{_LETTER}{{6,200}})"
VALUE = rf"(?:{QUOTED}|{CURLY}|{BARE})"
# A key or token without quotes. Where only its look tells that it is one, its group is called loose.
# An encoded quote, comma, ampersand or brace ends it as well as a plain one. It gives nothing back, or the look at
# what follows would only shorten the name of a call: ``os.enviro`` before ``n["KEY"]``.
_TOKEN = rf"(?:[^\s{QUOTES},;<>(){{}}\[\]&|\\%]|%(?!2[267c]|7d)){{6,2048}}+"
TOKEN = rf"(?P<bare>{_TOKEN})(?![(\[])"
LOOSE = rf"(?P<loose>{_TOKEN})(?![(\[])"
LOOSE_ELEMENT = rf"(?P<loose_element>{_TOKEN})(?=\s{{0,9}}</)"
LOOSE_TOO = rf"(?!-)(?P<loose_too>{_TOKEN})(?![(\[])"

PASSWORD = any_of(
    r"pass[-_ ]?word(?!s)",
    r"pass[-_ ]?phrase",
    "passwd",
    "pwd",
    "passcode",
    "passwort",
    "kennwort",
    "contrase(?:ñ|n)a",
    "senha",
    "palavra[- ]passe",
    "парол(?:ь|я|ем|е|ю)",
    "кодовое слово",
)
"""The word for a password in the five languages; it may end a longer name, as in ``DB_PASSWORD``."""

PASSWORD_HINTS = ("pass", "pwd", "kennwort", "contrase", "senha", "парол", "кодовое")
"""Every spelling of `PASSWORD` holds one of these."""

SUFFIX = r"(?:[-_ ]?(?:value|prod|production|live|test|dev|staging|sandbox|\d{1,2}))?(?::\s?str(?:ing)?\??(?=\s?=))?"
"""What may follow a name: ``D360_API_KEY_PROD``, ``apiKey: string``."""


def qualified(word: str, qualifiers: str) -> str:
    """A word with one of the qualifiers before it, joined or with a sign between: "api key", "apikey".

    The word is matched first and what stands before it is looked at afterwards, since a pattern that begins with
    few letters skips ordinary text several times faster. Qualifiers are separated by spaces and of fixed width.
    """
    before = "|".join(f"(?<={qualifier}{word})|(?<={qualifier}[-_. ]{word})" for qualifier in qualifiers.split())
    return f"{word}(?:{before})"
