"""Which part is affected, by what a customer says about it in their own words.

The editors list signs in ``components.yml``: English words whose meanings count in all five languages, one of them or
several that stand in one text. Only a sure guess is made. Where the signs of two parts are found nothing is guessed,
since a wrong choice costs more than one that has to be made.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from portal.cases.vocabulary.reading import MEANINGS, read_words
from portal.policy.model import Components

MAX_READ = 120
"""Characters of a text that still says one thing; a longer one speaks of more than what is wrong."""
_NAMES = re.compile(r"\w*_\w*|\S*[/@]\S*")
"""Names of templates and fields, addresses: ``invoice_ready`` is no invoice."""
WITHIN = "+"
"""Stands in a sign between words that must all be said."""


def find_affected_part(text: str, components: Components) -> str:
    """The id of the part that a text is about; empty when that is not sure.

    A sign of several words outweighs those that are part of it, so that "sign up" and "number" can mean something
    else together. Faint signs are what is said of many parts; they count where nothing clearer is said.
    """
    if len(text) > MAX_READ:
        return ""
    said = read_words(_NAMES.sub(" ", text))
    signs = {each: component.id for component in components for each in _found(component.signs, said)}
    faint = {each: component.id for component in components for each in _found(component.faint_signs, said)}
    found = signs or faint
    parts = {part for sign, part in found.items() if not any(sign < other for other in found)}
    return parts.pop() if len(parts) == 1 else ""


@lru_cache(500)
def read_sign(sign: str) -> frozenset[str]:
    """What a sign means, whichever language it is said in."""
    words = (word.strip() for word in sign.split(WITHIN))
    return frozenset[str]().union(*(frozenset({word}) if word in MEANINGS else read_words(word) for word in words))


def _found(signs: tuple[str, ...], said: frozenset[str]) -> Iterator[frozenset[str]]:
    return (meanings for sign in signs if (meanings := read_sign(sign)) and meanings <= said)
