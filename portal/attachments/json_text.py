"""JSON read token by token, so that it can be changed without being written anew, and in bounded memory.

A tree of a hostile text takes thirty times its size; tokens are looked at one after the other. Several documents in a
row, as logs have them line by line, count as JSON too.
"""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from portal.masking.looks import NOTHING
from portal.masking.model import Replacement

_SPACE = re.compile(r"[ \t\n\r]*")
_TOKEN = re.compile(
    r'(?P<string>"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*")'
    r"|(?P<number>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)"
    r"|(?P<sign>[{}\[\],:])|(?P<word>true|false|null)"
)
_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|.)")
_ESCAPED_LETTER = re.compile(r"\\(?:u([0-9a-fA-F]{4})|.)", re.DOTALL)
# After so many tokens, or replacements, whoever waits may give up.
_TOKENS_A_TURN = 10_000
_REPLACEMENTS_A_TURN = 1_000
# Deeper than anything is that somebody wants to be read.
MAX_DEPTH = 1_000
_CLOSES = {"}": "{", "]": "["}
# The members by which `portal.attachments.har` knows pairs and bodies; all of them would take too much memory.
WATCHED = frozenset({"name", "key", "value", "text", "encoding"})
COOKIES = "cookies"
_MOST_COOKIES = 1_000


class NotJson(Exception):
    """The text is no JSON after all."""


class Token(NamedTuple):
    """A string, number or word; ``start`` and ``end`` include the quotes of a string."""

    start: int
    end: int
    is_string: bool
    is_key: bool = False


@dataclass(slots=True)
class Container:
    """An object or a list."""

    sign: str
    name: str
    """The key it stands under; of an object in a list the list's."""
    in_list: bool
    members: dict[str, Token] = field(default_factory=dict)
    """The strings that are members of the object itself and that somebody may look for, by their keys."""
    key: str = ""
    expects: str = "first"
    """What may come next: ``first`` (also the end), ``value``, ``key``, ``colon`` or ``comma`` (also the end)."""

    @property
    def takes_value(self) -> bool:
        """Whether a value may come next."""
        return self.expects == "value" or (self.expects == "first" and self.sign == "[")

    def keep(self, token: Token) -> None:
        """Take the string that stands under the present key."""
        is_cookie = self.name == COOKIES and len(self.members) < _MOST_COOKIES
        if self.sign == "{" and (is_cookie or self.key in WATCHED):
            self.members[self.key] = token


def looks_like_json(text: str) -> bool:
    """Whether reading a text as JSON is worth the try."""
    return text.lstrip()[:1] in {"{", "["}


def read_tokens(text: str, pause: Callable[[], None] = lambda: None) -> Iterator[Token | Container]:
    """The tokens of a text in order, and each container when it ends.

    Raises:
        NotJson: where the text stops being JSON.
    """
    stack: list[Container] = []
    place = _after_space(text, 0)
    count = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise NotJson
        if match.lastgroup == "sign":
            yield from _turn(stack, match[0])
        else:
            yield _place(stack, match, text)
        place = _after_space(text, match.end())
        count += 1
        if count % _TOKENS_A_TURN == 0:
            pause()
    if stack or not count:
        raise NotJson


def _after_space(text: str, place: int) -> int:
    match = _SPACE.match(text, place)
    return match.end() if match else place


def _turn(stack: list[Container], sign: str) -> Iterator[Container]:
    """Follow a bracket, a comma or a colon."""
    top = stack[-1] if stack else None
    if sign in "{[":
        stack.append(_open(sign, top))
        if len(stack) > MAX_DEPTH:
            raise NotJson
    elif top and sign in _CLOSES and top.sign == _CLOSES[sign] and top.expects in {"first", "comma"}:
        yield stack.pop()
        if stack:
            stack[-1].expects = "comma"
    elif top and sign == "," and top.expects == "comma":
        top.expects = "key" if top.sign == "{" else "value"
    elif top and sign == ":" and top.expects == "colon":
        top.expects = "value"
    else:
        raise NotJson


def _open(sign: str, top: Container | None) -> Container:
    if top is None:
        return Container(sign, "", in_list=False)
    if not top.takes_value:
        raise NotJson
    in_list = top.sign == "["
    return Container(sign, top.name if in_list else top.key, in_list)


def _place(stack: list[Container], match: re.Match[str], text: str) -> Token:
    """The token of a match, with its place among the others."""
    is_string = match.lastgroup == "string"
    top = stack[-1] if stack else None
    token = Token(match.start(), match.end(), is_string)
    if top is None:
        return token
    if top.takes_value:
        top.expects = "comma"
        if is_string:
            top.keep(token)
        return token
    if is_string and top.sign == "{" and top.expects in {"first", "key"}:
        top.key, top.expects = text[token.start + 1 : token.end - 1], "colon"
        return token._replace(is_key=True)
    raise NotJson


def read_letters(text: str) -> str:
    r"""The same JSON with letters in place of their escapes: a detector reads "пароль", not ``\u043f\u0430…``."""
    return _ESCAPED_LETTER.sub(_letter, text) if "\\u" in text else text


def _letter(match: re.Match[str]) -> str:
    code = int(match[1], 16) if match[1] else 0
    # Control characters, quotes, backslashes and halves of pairs need their escapes.
    return match[0] if code < 0x20 or code in {0x22, 0x5C, 0x7F} or 0xD800 <= code < 0xE000 else chr(code)


def fit_to_tokens(
    text: str, replacements: Iterable[Replacement], pause: Callable[[], None] = lambda: None
) -> list[Replacement]:
    """The replacements cut to the insides of strings, so that the text stays JSON; numbers become strings.

    A replacement that begins within a string ends with it at the latest; one that reaches over brackets and quotes
    takes all values it touches, but no keys. ``pause`` is called again and again; what it raises ends the work.

    Raises:
        NotJson: where the text stops being JSON.
    """
    fitted: list[Replacement] = []
    waiting = deque(replacements)
    count = 0
    for token in read_tokens(text, pause):
        if not isinstance(token, Token):
            continue
        while waiting and waiting[0].end <= token.start:
            waiting.popleft()
        if not waiting or waiting[0].start >= token.end:
            continue
        escapes = _Escapes(text, token)
        while waiting and waiting[0].start < token.end:
            fitted += _fit(text, waiting[0], escapes, fitted[-1].end if fitted else 0)
            count += 1
            if count % _REPLACEMENTS_A_TURN == 0:
                pause()
            begins_within = token.is_string and waiting[0].start > token.start
            if waiting[0].end > token.end and not begins_within:
                break
            waiting.popleft()
    return fitted


class _Escapes:
    """The escapes of a token, gone through once however many replacements ask for them, in the order of the text.

    A log in one string has an escape at the end of every line and may have a replacement in each: looking from the
    beginning for each of them grows with the square of its length.
    """

    def __init__(self, text: str, token: Token) -> None:
        self.token = token
        self._rest = _ESCAPE.finditer(text, token.start + 1, token.end - 1)
        self._next = next(self._rest, None)

    def around(self, place: int) -> tuple[int, int]:
        """Where the escape that a place would cut in two begins and ends; the place itself where there is none."""
        while self._next and self._next.end() <= place:
            self._next = next(self._rest, None)
        return self._next.span() if self._next and self._next.start() < place else (place, place)


def _fit(text: str, replacement: Replacement, escapes: _Escapes, done: int) -> Iterator[Replacement]:
    """What of a replacement is for the escapes' token; ``done`` is where the one before it ends."""
    token = escapes.token
    if token.is_key and replacement.start <= token.start:
        return
    if not token.is_string:
        if text[token.start] in "-0123456789" and token.start >= done:
            yield Replacement(token.start, token.end, replacement.kind, NOTHING, quote='"')
        return
    start, end = max(replacement.start, token.start + 1, done), min(replacement.end, token.end - 1)
    if start >= end:
        return
    # An escape that would be cut in two goes as a whole.
    start, end = escapes.around(start)[0], escapes.around(end)[1]
    is_whole = (start, end) == (replacement.start, replacement.end) and not set(replacement.shown) & {"\\", '"'}
    yield Replacement(start, end, replacement.kind, replacement.shown if is_whole else NOTHING)
