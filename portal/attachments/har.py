"""What a browser recorded (HAR), and other JSON that gives names and values in fields of their own.

In ``{"value": "…", "name": "sid"}`` nothing that a detector reads stands before the value, and a body in base64 cannot
be read at all. HAR 1.2 writes headers, cookies, query strings, forms and bodies like this.
"""

import base64
import binascii
import json
from collections.abc import Callable, Iterator
from urllib.parse import quote

from portal.attachments.decoding import NotText, decode_text
from portal.attachments.json_text import COOKIES, Container, Token, read_tokens
from portal.masking.looks import GAP, NOTHING, is_masked, may_be_password
from portal.masking.mask import find_secrets
from portal.masking.model import UNSEARCHABLE, Kind, Replacement

_IN_ADDRESS = frozenset({"queryString", "params"})
# Headers whose values are secrets whatever they look like.
_SECRET_HEADERS = {
    "authorization": Kind.AUTHORIZATION,
    "proxy-authorization": Kind.AUTHORIZATION,
    "cookie": Kind.COOKIE,
    "set-cookie": Kind.COOKIE,
    "d360-api-key": Kind.API_KEY,
    "x-api-key": Kind.API_KEY,
    "x-csrf-token": Kind.HEADER,
    "x-xsrf-token": Kind.HEADER,
}
_MARK = f'"{NOTHING}"'


def unpack_bodies(text: str, pause: Callable[[], None]) -> str:
    """The text with bodies in base64 written as the texts they are; of those that are none a mark stays.

    Raises:
        NotJson: where the text stops being JSON.
    """
    if "base64" not in text:
        return text
    parts: list[str] = []
    done = 0
    for start, end, written in sorted(_bodies(text, pause)):
        parts += (text[done:start], written)
        done = end
    return "".join([*parts, text[done:]])


def find_in_pairs(text: str, pause: Callable[[], None]) -> list[Replacement]:
    """What has to be replaced because of a name that stands in another field, in the order of the text.

    Raises:
        NotJson: where the text stops being JSON.
    """
    found: list[Replacement] = []
    # A recording repeats the same headers with each of its requests.
    known: dict[tuple[str, str, str], list[Replacement]] = {}
    for each in read_tokens(text, pause):
        if isinstance(each, Container) and each.sign == "{":
            found += _look_at(each, text, known)
    return sorted(found, key=lambda replacement: replacement.start)


def _bodies(text: str, pause: Callable[[], None]) -> Iterator[tuple[int, int, str]]:
    """Which parts of a text are to be written in another way, and in which."""
    for each in read_tokens(text, pause):
        if not isinstance(each, Container) or not _is_encoded(each, text):
            continue
        body, encoding = each.members["text"], each.members["encoding"]
        try:
            plain = decode_text(base64.b64decode(_inside(text, body), validate=True))
        except (binascii.Error, ValueError, NotText):
            yield body.start, body.end, _MARK
        else:
            yield body.start, body.end, json.dumps(plain, ensure_ascii=False)
            yield encoding.start, encoding.end, '""'


def _is_encoded(each: Container, text: str) -> bool:
    encoding = each.members.get("encoding")
    return "text" in each.members and encoding is not None and _inside(text, encoding).lower() == "base64"


def _look_at(each: Container, text: str, known: dict[tuple[str, str, str], list[Replacement]]) -> Iterator[Replacement]:
    """What has to be replaced in an object."""
    name, value = each.members.get("name") or each.members.get("key"), each.members.get("value")
    if _is_encoded(each, text) and text[each.members["text"].start : each.members["text"].end] == _MARK:
        yield _whole(each.members["text"], UNSEARCHABLE)
    if each.name == COOKIES and not each.in_list:
        yield from (_whole(cookie, Kind.COOKIE) for cookie in each.members.values() if _is_open(text, cookie))
    elif name and value and value.end - value.start > 2:
        pair = (each.name, _inside(text, name), _inside(text, value))
        if pair not in known:
            known[pair] = list(_look_at_pair(*pair))
        start = value.start + 1
        yield from (Replacement(start + it.start, start + it.end, it.kind, it.shown) for it in known[pair])


def _look_at_pair(group: str, name: str, value: str) -> Iterator[Replacement]:
    """What has to be replaced in a value; places are those in the value."""
    if is_masked(value, keeps_ends=True) or not may_be_password(value):
        return
    if group == COOKIES:
        yield Replacement(0, len(value), Kind.COOKIE, NOTHING)
        return
    before = f'"{name}": "'
    found = find_secrets(f'{before}{value}"')
    if not found and group in _IN_ADDRESS:
        before = f"?{quote(name)}="
        found = find_secrets(f"{before}{quote(value)}")
        if found:
            yield Replacement(0, len(value), found[0].kind, NOTHING)
            return
    inside = [each for each in found if each.start < len(before) + len(value) and each.end > len(before)]
    for each in inside:
        start, end = max(each.start - len(before), 0), min(each.end - len(before), len(value))
        whole = (start, end) == (each.start - len(before), each.end - len(before))
        yield Replacement(start, end, each.kind, each.shown if whole else NOTHING)
    if not inside and name.lower() in _SECRET_HEADERS and not set(value) & {GAP, NOTHING[0]}:
        yield Replacement(0, len(value), _SECRET_HEADERS[name.lower()], NOTHING)


def _whole(token: Token, kind: str) -> Replacement:
    return Replacement(token.start + 1, token.end - 1, kind, NOTHING)


def _inside(text: str, token: Token) -> str:
    return text[token.start + 1 : token.end - 1]


def _is_open(text: str, token: Token) -> bool:
    value = _inside(text, token)
    return bool(value) and not is_masked(value, keeps_ends=False)
