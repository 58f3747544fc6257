"""From what somebody typed or pasted to what is looked for.

The words worth looking for are chosen here, taken for what they may mean in `understanding`, and put together into
concepts with the synonyms that editors name.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from portal.kernel.folding import fold
from portal.masking.mask import leave_out_masks
from portal.search.analysis import Token, normalise, stem, tokenise
from portal.search.codes import Codes, find_codes
from portal.search.index.protocol import Alternative, Concept
from portal.search.lexicon import Lexicon
from portal.search.moments import leave_out_moments
from portal.search.pasted import explaining_words, is_paste, part_sentence, reduce_paste, shorten
from portal.search.stopwords import NEGATIONS
from portal.search.understanding import PART_OF_TERM, Word, is_idle, understand

MAX_WORDS = 8
"""Words that are looked for; of a longer question those that tell most."""

_MAX_TOKENS = 400
_MAX_ALTERNATIVES = 12

# What was typed counts fully; what editors put in its place counts less, so that the very word wins.
_SYNONYM = 0.7

_NO_SUBJECT = 0.5
"""What a word that is no subject of the library counts beside one that is.

People talk around their question ("the boss says that they never got it"), and in a library of some hundred articles
such words are rarer than the ones that matter.
"""
_SUBJECTS = 2
"""Words about what the library is about from which a sentence beside a paste says enough."""
_REPEATED_WHOLE = 120
"""Characters of a sentence that is repeated as it was said."""
_SPARING = 2
"""Words up to which nobody talks around: each is meant."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A typing error and the word it was taken for."""

    typed: str
    meant: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A question as it is put to the index."""

    text: str
    """What was typed, without control characters."""
    words: tuple[str, ...]
    """What is looked for, in the spelling of the library."""
    concepts: tuple[Concept, ...]
    codes: Codes
    corrections: tuple[Correction, ...]
    pasted: bool
    """Whether the text was copied from a machine and reduced."""
    understood: bool
    """Whether the library knows every word as it was written."""
    sentence: str = ""
    """What was said beside a paste, when that is what is looked for."""


def plan_query(text: str, lexicon: Lexicon, *, literal: bool = False) -> Plan:
    """What to look for; ``literal`` leaves typing errors as they are."""
    sound = leave_out_masks(normalise(shorten(text)))
    codes = find_codes(sound, lexicon.codes)
    pasted = is_paste(sound)
    sentence, tokens = _read_paste(sound, codes, lexicon) if pasted else ("", _telling_tokens(sound, codes, lexicon))
    words = understand(tokens, lexicon, literal=literal)
    words += [Word(code, (Alternative((code,)),)) for code in codes.all]
    concepts = _concepts(words, lexicon)
    corrections = tuple(Correction(word.written, word.meant) for word in words if word.meant)
    shown = tuple(word.meant or word.written for word in words)
    understood = bool(words) and all(word.alternatives and not word.guessed for word in words)
    return Plan(sound, shown, concepts, codes, corrections, pasted, understood, sentence)


def _read_paste(text: str, codes: Codes, lexicon: Lexicon) -> tuple[str, list[Token]]:
    """What is said about a paste, and the words worth looking for in both.

    A sentence says what is wrong, a command only what was called. Where a sentence speaks of what the library is about
    it is looked for, with as many words as it has itself from what the paste says of the failure.
    """
    sentence, copied = part_sentence(text)
    said = _telling_tokens(sentence, codes, lexicon)
    if sum(lexicon.is_subject(fold(token.joined)) for token in said) < _SUBJECTS:
        return "", _telling_tokens(reduce_paste(text), codes, lexicon)
    known = {token.joined for token in said}
    told = [token for token in _telling_tokens(explaining_words(copied), codes, lexicon) if token.joined not in known]
    return _repeat(sentence, said), said + told[: min(len(said), MAX_WORDS - len(said))]


def _repeat(sentence: str, said: Sequence[Token]) -> str:
    """A sentence as it is repeated to whoever said it: whole, or what is looked for of it with every "not"."""
    whole = " ".join(sentence.split()).rstrip(" :;,–-")
    if len(whole) <= _REPEATED_WHOLE:
        return whole
    kept = {token.joined for token in said} | NEGATIONS
    return " ".join(sentence[token.start : token.end] for token in tokenise(sentence) if token.joined in kept)


def _telling_tokens(text: str, codes: Codes, lexicon: Lexicon) -> list[Token]:
    """The words worth looking for, each once; the rarest when there are too many."""
    unique: dict[str, Token] = {}
    timeless = leave_out_moments(text)
    for token, _ in zip(tokenise(timeless if timeless.strip() else text), range(_MAX_TOKENS), strict=False):
        if token.joined not in codes.all and len(token.joined) > 0:
            unique.setdefault(token.joined, token)
    tokens = list(unique.values())
    telling = [token for token in tokens if not is_idle(token, lexicon)] or tokens
    if len(telling) <= MAX_WORDS:
        return telling
    rarest = sorted(telling, key=lambda token: (_commonness(token, lexicon), token.start))[:MAX_WORDS]
    return sorted(rarest, key=lambda token: token.start)


def _commonness(token: Token, lexicon: Lexicon) -> float:
    """In how many documents a word stands; unknown words come last, since they find nothing."""
    counts = [lexicon.count(stem(word, lexicon.language)) for word in token.words]
    return min((count for count in counts if count), default=float("inf"))


def _concepts(words: Sequence[Word], lexicon: Lexicon) -> tuple[Concept, ...]:
    """What the words speak of, in their order; words that make up an editors' term are one thing."""
    concepts: list[Concept] = []
    position = 0
    while position < len(words):
        group, others = _term_at(words, position, lexicon)
        ways = tuple(_ways_of_term(group, others, lexicon))
        if ways:
            worth = 1.0 if len(words) <= _SPARING else _worth(ways, lexicon)
            concepts.append(Concept(ways[:_MAX_ALTERNATIVES], worth))
        position += len(group)
    return tuple(concepts)


def _worth(ways: Iterable[Alternative], lexicon: Lexicon) -> float:
    """What a concept tells: words that no title and no keyword has are how people talk, not what they ask for."""
    return 1.0 if any(lexicon.subjects.issuperset(way.stems) for way in ways) else _NO_SUBJECT


def _term_at(
    words: Sequence[Word], position: int, lexicon: Lexicon
) -> tuple[Sequence[Word], Sequence[tuple[str, ...]]]:
    """The longest term that begins here with its synonyms, else the single word."""
    for length in range(min(lexicon.synonyms.longest, len(words) - position), 0, -1):
        group = words[position : position + length]
        others = lexicon.synonyms.find(tuple(_first_stem(word, lexicon) for word in group))
        if others:
            return group, others
    return words[position : position + 1], ()


def _first_stem(word: Word, lexicon: Lexicon) -> str:
    return stem(word.meant or word.written, lexicon.language)


def _ways_of_term(group: Sequence[Word], others: Sequence[tuple[str, ...]], lexicon: Lexicon) -> Iterator[Alternative]:
    """A term may stand in a document as such, as one of its synonyms, or by some of its words."""
    if len(group) == 1:
        yield from group[0].alternatives
    elif all(word.alternatives for word in group):
        yield Alternative(tuple(word.alternatives[0].stems[0] for word in group))
    for stems in others:
        if all(lexicon.count(each) for each in stems):
            yield Alternative(stems, _SYNONYM)
    if len(group) > 1:
        for word in group:
            yield from (Alternative(way.stems, PART_OF_TERM) for way in word.alternatives)
