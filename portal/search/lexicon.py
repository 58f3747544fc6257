"""What planning knows of the index of one language."""

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nlargest
from operator import itemgetter

from portal.kernel.language import Language
from portal.search.analysis import query_stems, stem
from portal.search.builder import KEYWORD
from portal.search.compounds import Compounds, compounds_of
from portal.search.index.protocol import SearchIndex
from portal.search.synonyms import Synonyms
from portal.search.vocabulary import Vocabulary


@dataclass(frozen=True)
class Lexicon:
    """The words of one language's index, and what is known of them."""

    language: Language
    index: SearchIndex
    vocabulary: Vocabulary
    synonyms: Synonyms
    codes: frozenset[str]
    """The error codes that are explained, in an article or in the error data."""
    compounds: Compounds
    subjects: frozenset[str]
    """The stems of titles and keywords: what the library is about."""

    def count(self, stem: str) -> int:
        """In how many documents a stem stands."""
        return self.index.count(stem)

    def is_subject(self, word: str) -> bool:
        """Whether a word without accents is what the library is about, or editors name a synonym of it."""
        spellings = (word, *self.vocabulary.spellings(word))
        stems = {each for spelling in spellings for each in query_stems(spelling, self.language)}
        return not stems.isdisjoint(self.subjects) or word in self.synonyms.words


def commonest_stems(lexicon: Lexicon, most: int) -> tuple[str, ...]:
    """The stems of the words that stand in most documents: long to read, and in nearly every question."""
    words = nlargest(most, lexicon.vocabulary.counts.items(), key=itemgetter(1))
    stems = (stem(spelling, lexicon.language) for word, _ in words for spelling in lexicon.vocabulary.spellings(word))
    return tuple(dict.fromkeys(stems))


def read_lexicon(index: SearchIndex, language: Language, synonyms: Synonyms, codes: Iterable[str] = ()) -> Lexicon:
    """The lexicon of an index; ``codes`` are those that are explained outside its documents."""
    vocabulary = Vocabulary(index.vocabulary(), synonyms.words)
    return Lexicon(
        language,
        index,
        vocabulary,
        synonyms,
        index.codes().union(codes),
        compounds_of(language, vocabulary.counts),
        _subjects(index, language),
    )


def _subjects(index: SearchIndex, language: Language) -> frozenset[str]:
    words = (word for word, weight in index.labels() if weight >= KEYWORD)
    return index.codes().union(each for word in words for each in query_stems(word, language))
