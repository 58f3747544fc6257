"""The words under which a question is counted: equal questions alike, and nothing in them of who asked.

Secrets are masked before a text comes here. What this leaves out besides tells nobody what to write and may tell who
somebody is: mail addresses, telephone numbers, message ids (a WhatsApp one holds the number it was sent to), account
numbers, links, times, and what is left of a masked key. A name cannot be told from other words and stays.
"""

import re
from collections.abc import Collection

from portal.kernel.folding import lower
from portal.masking.looks import GAP, NOTHING
from portal.search.analysis import normalise
from portal.search.model import Answer

MAX_KEY = 200
"""Characters of a key: a long sentence is recognised by its beginning, and a paste has been reduced before."""

_READ = 2_000
_LONGEST_WORD = 60
_ID_LENGTH = 16
_DIGITS_OF_A_NUMBER = 7
"""A telephone number has seven digits or more; Meta's codes have up to six, its subcodes seven and are known ones."""

_MASKS = (GAP, NOTHING[0])
# Words with one of these are mail addresses, links and message ids.
_TELLING = ("@", "://", "www.", "wamid")
# Digits with the signs between them that people write into telephone numbers and times.
_DIGIT_RUN = re.compile(r"(?:\+|\b)[(\[]?\d+(?:[\st()./:-]{1,3}\d+)*")
_DIGITS = re.compile(r"\d+")
_PUNCTUATION = "\"'`´‘’“”„«»‹›()[]{}<>|\\/,;:.!?¡¿#*=+~^&$%-–—_…"
_PART = re.compile(r"[-_.:/+=,;&?]+")
_SWITCH = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")


def question_key(text: str, known_codes: Collection[str] = ()) -> str:
    """A question in lower case, its words parted by single spaces; empty when nothing of it may be kept.

    ``text`` has its secrets masked. ``known_codes`` are the error codes in it that the portal explains: they stay
    however many digits they have.
    """
    # Folding comes before everything but the masks: it writes them otherwise, and other signs as an @ or a digit.
    folded = lower(_leave_out(normalise(text[:_READ]), _MASKS))
    plain = _leave_out(folded, _TELLING)
    bare = _DIGIT_RUN.sub(lambda run: _without_numbers(run[0], known_codes), plain)
    words = (word.strip(_PUNCTUATION) for word in bare.split())
    return _cut(" ".join(word for word in words if word and not _is_identifier(word, known_codes)))


def answered_key(answer: Answer) -> str:
    """The key of a question that was answered: of a paste, its known error codes and the words that were looked for."""
    codes = [error.code for error in answer.errors]
    if not answer.searched_for:
        return question_key(answer.question.text, codes)
    words = answer.searched_for.split()
    return question_key(" ".join([*(code for code in codes if code not in words), *words]), codes)


def _leave_out(text: str, signs: tuple[str, ...]) -> str:
    """The text without the words that hold one of the signs."""
    return " ".join(word for word in text.split() if not any(sign in word for sign in signs))


def _without_numbers(run: str, known_codes: Collection[str]) -> str:
    """A run of digits without what may be a telephone number; known codes stay, unless a country's code leads them."""
    groups = _DIGITS.findall(run)
    if run[0] != "+" and sum(map(len, groups)) < _DIGITS_OF_A_NUMBER:
        return run
    kept = () if run[0] == "+" or groups[0].startswith("00") else groups
    return " ".join(["", *(group for group in kept if group in known_codes), ""])


def _is_identifier(word: str, known_codes: Collection[str]) -> bool:
    """Whether a word is a key, a hash or an id rather than something that people read."""
    if word in known_codes:
        return False
    if len(word) > _LONGEST_WORD or sum(letter.isdigit() for letter in word) >= _DIGITS_OF_A_NUMBER:
        return True
    mixed = any(len(_SWITCH.findall(part)) > 1 for part in _PART.split(word))
    return len(word) >= _ID_LENGTH and mixed


def _cut(key: str) -> str:
    if len(key) <= MAX_KEY:
        return key
    return key[: MAX_KEY + 1].rpartition(" ")[0]
