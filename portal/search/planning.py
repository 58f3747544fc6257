"""From what somebody typed or pasted to what is looked for.

Each word is taken as it is when the library knows it. Only when it does not, it is joined with its neighbour or split
in two, then taken as the beginning of a word, then as a typing error of one or two edits: each step finds more and
means less, so none is taken before the one above it has failed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from portal.kernel.folding import fold
from portal.search.analysis import Token, is_stopword, normalise, query_stems, stem, tokenise
from portal.search.codes import Codes, find_codes
from portal.search.index.protocol import Alternative, Concept
from portal.search.lexicon import Lexicon
from portal.search.pasted import is_paste, reduce_paste, shorten

MAX_WORDS = 12
"""Words that are looked for; of a longer question those that tell most."""

_MAX_TOKENS = 400
_MAX_ALTERNATIVES = 12
_MAX_COMPLETIONS = 8
_SHORTEST_PREFIX = 3
# One edit in a short word makes another word; two need a long one to leave it recognisable.
_ONE_EDIT_FROM = 4
_TWO_EDITS_FROM = 7
_MAX_CORRECTIONS = 4
# Letters that two forms of a word share at least, and those in which they may differ at the end.
_SHARED_LETTERS, _ENDING = 6, 2

# What was typed counts fully; a word we put in its place counts less, so that the very word wins.
_IDENTIFIER_PARTS, _SYNONYM, _PART_OF_TERM, _COMPLETION, _JOINED = 0.9, 0.7, 0.4, 0.8, 0.9
_COMPOUND_PARTS = 0.7

_NO_SUBJECT = 0.25
"""What a word that is no subject of the library counts beside one that is.

People talk around their question ("the boss says that they never got it"), and in a library of some hundred articles
such words are rarer than the ones that matter.
"""
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


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the question with the ways in which it may stand in a document."""

    written: str
    alternatives: tuple[Alternative, ...]
    meant: str = ""
    """The word it was taken for, when it was taken for a typing error."""
    guessed: bool = False
    """Whether the library does not know the word as it was written."""


def plan_query(text: str, lexicon: Lexicon, *, literal: bool = False) -> Plan:
    """What to look for; ``literal`` leaves typing errors as they are."""
    sound = normalise(shorten(text))
    codes = find_codes(sound, lexicon.codes)
    pasted = is_paste(sound)
    tokens = _telling_tokens(reduce_paste(sound) if pasted else sound, codes, lexicon)
    words = _understood(tokens, lexicon, literal=literal)
    words += [_Word(code, (Alternative((code,)),)) for code in codes.all]
    concepts = _concepts(words, lexicon)
    corrections = tuple(Correction(word.written, word.meant) for word in words if word.meant)
    shown = tuple(word.meant or word.written for word in words)
    understood = bool(words) and all(word.alternatives and not word.guessed for word in words)
    return Plan(sound, shown, concepts, codes, corrections, pasted, understood)


def _telling_tokens(text: str, codes: Codes, lexicon: Lexicon) -> list[Token]:
    """The words worth looking for, each once; the rarest when there are too many."""
    unique: dict[str, Token] = {}
    for token, _ in zip(tokenise(text), range(_MAX_TOKENS), strict=False):
        if token.joined not in codes.all and len(token.joined) > 0:
            unique.setdefault(token.joined, token)
    tokens = list(unique.values())
    telling = [token for token in tokens if not _is_idle(token, lexicon)] or tokens
    if len(telling) <= MAX_WORDS:
        return telling
    rarest = sorted(telling, key=lambda token: (_commonness(token, lexicon), token.start))[:MAX_WORDS]
    return sorted(rarest, key=lambda token: token.start)


def _is_idle(token: Token, lexicon: Lexicon) -> bool:
    return len(token.parts) == 1 and is_stopword(token.joined, lexicon.language)


def _commonness(token: Token, lexicon: Lexicon) -> float:
    """In how many documents a word stands; unknown words come last, since they find nothing."""
    counts = [lexicon.count(stem(word, lexicon.language)) for word in token.words]
    return min((count for count in counts if count), default=float("inf"))


def _understood(tokens: Sequence[Token], lexicon: Lexicon, *, literal: bool) -> list[_Word]:
    tokens = [part for token in tokens for part in _known_parts(token, lexicon)]
    words: list[_Word] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        pair = _joined(token, tokens[position + 1], lexicon) if position + 1 < len(tokens) else None
        if pair:
            words.append(pair)
            position += 2
            continue
        word = _as_written(token, lexicon)
        if not word.alternatives and not _has_synonym(token, lexicon):
            corrected = sum(bool(earlier.meant) for earlier in words)
            word = _guessed(token, lexicon, correct=not literal and corrected < _MAX_CORRECTIONS)
        words.append(word)
        position += 1
    return words


def _known_parts(token: Token, lexicon: Lexicon) -> list[Token]:
    """The token itself, or what an unknown identifier or compound is made of.

    So a typing error in a part can be found, and a text that speaks of some of the parts.
    """
    if _as_written(token, lexicon).alternatives or _has_synonym(token, lexicon):
        return [token]
    words = token.parts if len(token.parts) > 1 else lexicon.compounds.parts(token.joined) or token.parts
    parts = [Token(token.start, token.end, (word,)) for word in words]
    return parts if len(parts) == 1 else [part for part in parts if not _is_idle(part, lexicon)]


def _as_written(token: Token, lexicon: Lexicon) -> _Word:
    """The word itself: in both languages' stems, accents restored, an identifier whole or by its parts."""
    ways = [Alternative((each,)) for each in _known_stems(token.joined, lexicon)]
    if len(token.parts) > 1:
        parts = tuple(stem(part, lexicon.language) for part in token.parts if not is_stopword(part, lexicon.language))
        if parts and all(lexicon.count(part) for part in parts):
            ways.append(Alternative(parts, _IDENTIFIER_PARTS))
    elif ways and (parts := lexicon.compounds.parts(token.joined)):
        ways.append(Alternative(tuple(stem(part, lexicon.language) for part in parts), _COMPOUND_PARTS))
    return _Word(token.joined if len(token.parts) == 1 else "-".join(token.parts), tuple(ways))


def _known_stems(word: str, lexicon: Lexicon) -> list[str]:
    spellings = (word, *lexicon.vocabulary.spellings(word)[:3])
    stems = dict.fromkeys(each for spelling in spellings for each in query_stems(spelling, lexicon.language))
    return [each for each in stems if lexicon.count(each)]


def _joined(token: Token, following: Token, lexicon: Lexicon) -> _Word | None:
    """Two words that the library also writes as one: ``web hook``. Each alone is a small part of it."""
    whole = token.joined + following.joined
    if whole not in lexicon.vocabulary:
        return None
    halves = [_known_stems(each.joined, lexicon) for each in (token, following)]
    ways = [Alternative((each,), _JOINED) for each in _known_stems(whole, lexicon)]
    if all(halves):
        ways.append(Alternative((halves[0][0], halves[1][0])))
    ways += (Alternative((each,), _PART_OF_TERM) for half in halves for each in half)
    return _Word(f"{token.joined} {following.joined}", tuple(ways))


def _has_synonym(token: Token, lexicon: Lexicon) -> bool:
    others = lexicon.synonyms.find((stem(token.joined, lexicon.language),))
    return any(all(lexicon.count(each) for each in stems) for stems in others)


def _guessed(token: Token, lexicon: Lexicon, *, correct: bool) -> _Word:
    """What an unknown word may mean: two words written as one, the beginning of a word, a typing error."""
    written = token.joined
    ways = _split(written, lexicon) or _completed(written, lexicon)
    if ways or not correct:
        return _Word(written, ways, guessed=True)
    meant = _corrected(written, lexicon)
    if meant is None:
        return _Word(written, (), guessed=True)
    spelling = lexicon.vocabulary.spellings(meant)[0]
    ways = tuple(Alternative((each,)) for each in _known_stems(spelling, lexicon))
    if _differ_in_ending(written, meant):
        return _Word(written, ways, guessed=True)
    return _Word(written, ways, spelling, guessed=True)


def _differ_in_ending(written: str, meant: str) -> bool:
    """Whether two words are forms of one, as ``bekommt`` and ``bekommen``: no error, so none is announced."""
    letters = zip(fold(written), fold(meant), strict=False)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], letters))
    return shared >= _SHARED_LETTERS and shared >= max(len(written), len(meant)) - _ENDING


def _split(written: str, lexicon: Lexicon) -> tuple[Alternative, ...]:
    halves = lexicon.vocabulary.split(written)
    stems = tuple(found[0] for half in halves or () if (found := _known_stems(half, lexicon)))
    return (Alternative(stems, _JOINED),) if stems else ()


def _completed(written: str, lexicon: Lexicon) -> tuple[Alternative, ...]:
    if len(written) < _SHORTEST_PREFIX:
        return ()
    completions = lexicon.vocabulary.beginning_with(written, _MAX_COMPLETIONS)
    stems = dict.fromkeys(each for word in completions for each in _known_stems(word, lexicon))
    return tuple(Alternative((each,), _COMPLETION) for each in stems)


def _corrected(written: str, lexicon: Lexicon) -> str | None:
    """The word within one edit, else within two; never for words with digits, where every digit means something."""
    if not written.isalpha():
        return None
    length = len(fold(written))
    near = lexicon.vocabulary.near(written, 1) if length >= _ONE_EDIT_FROM else None
    if near is None and length >= _TWO_EDITS_FROM:
        near = lexicon.vocabulary.near(written, 2)
    return near


def _concepts(words: Sequence[_Word], lexicon: Lexicon) -> tuple[Concept, ...]:
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
    words: Sequence[_Word], position: int, lexicon: Lexicon
) -> tuple[Sequence[_Word], Sequence[tuple[str, ...]]]:
    """The longest term that begins here with its synonyms, else the single word."""
    for length in range(min(lexicon.synonyms.longest, len(words) - position), 0, -1):
        group = words[position : position + length]
        others = lexicon.synonyms.find(tuple(_first_stem(word, lexicon) for word in group))
        if others:
            return group, others
    return words[position : position + 1], ()


def _first_stem(word: _Word, lexicon: Lexicon) -> str:
    return stem(word.meant or word.written, lexicon.language)


def _ways_of_term(group: Sequence[_Word], others: Sequence[tuple[str, ...]], lexicon: Lexicon) -> Iterator[Alternative]:
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
            yield from (Alternative(way.stems, _PART_OF_TERM) for way in word.alternatives)
