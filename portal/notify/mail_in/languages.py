"""In which of the portal's languages somebody writes, by the small words that each language cannot do without."""

import re

from portal.kernel.language import LANGUAGES, RUSSIAN, Language, negotiate
from portal.search.stopwords import stopwords

MAX_TEXT = 5_000
MIN_WORDS = 3
"""Small words that a guess needs."""
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


def guess_language(text: str, claimed: str) -> Language | None:
    """The language of a text, else the one its header claims; None when neither tells."""
    text = text[:MAX_TEXT].lower()
    words = _WORD.findall(text)
    if words and sum(1 for word in words if _CYRILLIC.match(word)) * 2 > len(words):
        return RUSSIAN
    counts = {language: sum(1 for word in words if word in stopwords(language)) for language in LANGUAGES}
    first, second = sorted(counts.values(), reverse=True)[:2]
    if first >= MIN_WORDS and first > second:
        return max(counts, key=lambda language: counts[language])
    return negotiate(None, claimed) if claimed else None
