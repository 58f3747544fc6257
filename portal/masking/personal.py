"""Personal data in a question: replaced before it is shown, linked, logged or counted.

A message ID is base64 of, among other things, the recipient's telephone number, so whoever sees the ID sees the
number. In a case it is kept, since support needs it (`portal.masking.detectors.HARMLESS`); in a question to the search
nobody does.
"""

import re
from dataclasses import dataclass
from enum import StrEnum


class PersonalKind(StrEnum):
    """What was replaced."""

    MESSAGE_ID = "message_id"
    PHONE = "phone"
    MAIL = "mail"


@dataclass(frozen=True)
class Hidden:
    """A text without personal data, and which kinds of it were found."""

    text: str
    kinds: frozenset[PersonalKind]


_REPLACED = {PersonalKind.MESSAGE_ID: "wamid.…", PersonalKind.PHONE: "+…", PersonalKind.MAIL: r"…@\g<host>"}
"""Names nobody; the host of a mail address stays, since it tells which address a text speaks of."""

_MESSAGE_ID = re.compile(r"(?i)wamid(?:\.|%2e|_|\s?:\s?)(?:[a-z0-9+/=_-]|%[0-9a-f]{2}|\\/){2,400}")
_MAIL = re.compile(r"(?i)(?<![\w.+%-])[\w.+%-]{1,64}(?:@|%40)(?P<host>[a-z0-9](?:[a-z0-9-]{0,62}\.){1,4}[a-z]{2,20})\b")
# In international form: a plus and 8 to 15 digits (E.164), parted or not.
_INTERNATIONAL = re.compile(r"(?<![\w.])(?:\+|%2[bB]|00(?=[1-9]))[\s(]{0,2}[1-9](?:[\s().*/-]{0,3}\d){6,14}(?!\d)")
# Digits alone: the shortest with country and area code have 10. Of those that begin with 1, numbers of North America
# have 11; others are times in seconds or milliseconds. 16 digits and more are IDs.
_DIGITS = re.compile(r"(?<![\w.,:#+-])(?:1\d{10}|[2-9]\d{9,14}|0\d{9,12})(?!\w|[.,:-]\d)")
# With an area code, as people dial at home: at least 8 digits.
_PARTED = re.compile(r"(?<![\w.,:#+-])(?=(?:[ /()-]{0,4}\d){8})\(?0\d{1,5}\)?(?:[ /-]{1,3}\d{2,8}){1,4}(?!\w|[.,:-]\d)")
_SEARCHED = (
    (PersonalKind.MESSAGE_ID, _MESSAGE_ID),
    (PersonalKind.MAIL, _MAIL),
    (PersonalKind.PHONE, _INTERNATIONAL),
    (PersonalKind.PHONE, _DIGITS),
    (PersonalKind.PHONE, _PARTED),
)


def hide_personal(text: str) -> Hidden:
    """The text with message IDs, telephone numbers and the names in mail addresses replaced.

    Error codes, times, amounts and IDs of accounts stay. Hiding a hidden text changes nothing.
    """
    kinds: set[PersonalKind] = set()
    for kind, pattern in _SEARCHED:
        hidden, count = pattern.subn(_REPLACED[kind], text)
        if count and hidden != text:
            kinds.add(kind)
        text = hidden
    return Hidden(text, frozenset(kinds))
