"""From the text of a document to the terms under which it is found."""

from functools import lru_cache

from portal.kernel.language import Language
from portal.search.analysis import stem, written_forms
from portal.search.compounds import Compounds
from portal.search.stopwords import stopwords


class Analyser:
    """Makes the terms under which the texts of one language can be found."""

    def __init__(self, language: Language, compounds: Compounds) -> None:
        self._language = language
        self._compounds = compounds
        self._terms = lru_cache(100_000)(self._make_terms)

    def stems(self, text: str) -> list[str]:
        """The stems of a text in order, words without meaning of their own left out.

        The parts of a compound follow it, so that its last part stands before the next word of the text.
        """
        return [each for forms in written_forms(text) for each in self._terms(forms)]

    def _make_terms(self, forms: tuple[str, ...]) -> tuple[str, ...]:
        words = (word for word in forms if word not in stopwords(self._language))
        parts = (part for word in words for part in (word, *self._compounds.parts(word)))
        return tuple(stem(part, self._language) for part in parts)
