"""Each word of a question taken for what it may be in the library.

A word is taken as it is when the library knows it. Only when it does not, it is joined with its neighbour, then taken
as the beginning of a word, as a typing error of one edit, as two words, as a typing error of two edits: each step finds
more and means less, so none is taken before the one above it has failed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from portal.kernel.folding import fold
from portal.search.analysis import Token, is_stopword, query_stems, stem
from portal.search.index.protocol import Alternative
from portal.search.lexicon import Lexicon

_MAX_COMPLETIONS = 8
_SHORTEST_PREFIX = 3
_MAX_CORRECTIONS = 4
# Letters that two forms of a word share at least, and those in which they may differ at the end.
_SHARED_LETTERS, _ENDING = 6, 2

# What was typed counts fully; a word we put in its place counts less, so that the very word wins.
_IDENTIFIER_PARTS, _COMPOUND_PARTS, _COMPLETION, _JOINED = 0.9, 0.7, 0.8, 0.9

PART_OF_TERM = 0.4
"""What one word counts where several together mean something else."""


@dataclass(frozen=True, slots=True)
class _Tolerance:
    """How far a typing error is looked for."""

    one_edit_from: int
    """Letters of a word that may have one error; in a shorter one it makes another word."""
    two_edits_from: int
    """Letters of a word that may have two and is still recognisable."""
    accepts: Callable[[str], bool]
    """Which words it may be taken for, without accents."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the question with the ways in which it may stand in a document."""

    written: str
    alternatives: tuple[Alternative, ...]
    meant: str = ""
    """The word it was taken for, when it was taken for a typing error."""
    guessed: bool = False
    """Whether the library does not know the word as it was written."""
    has_synonym: bool = False
    """Whether editors name another word for it that the library knows."""

    @property
    def is_known(self) -> bool:
        """Whether something can be found by it."""
        return bool(self.alternatives) or self.has_synonym


def understand(tokens: Sequence[Token], lexicon: Lexicon, *, literal: bool) -> list[Word]:
    """The words of a question in their order; ``literal`` leaves typing errors as they are.

    An unknown word is usually one of the many that a help page has no use for, so it is taken for a typing error only
    when it is nearly a subject of the library. Where nothing of the question would be known, for any word.
    """
    if literal:
        return _taken(tokens, lexicon, None)
    words = _taken(tokens, lexicon, _Tolerance(5, 8, lexicon.is_subject))
    return words if any(word.is_known for word in words) else _taken(tokens, lexicon, _Tolerance(4, 6, lambda _: True))


def is_idle(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word of a question carries no meaning of its own."""
    return len(token.parts) == 1 and is_stopword(token.joined, lexicon.language)


def _taken(tokens: Sequence[Token], lexicon: Lexicon, tolerance: _Tolerance | None) -> list[Word]:
    tokens = [part for token in tokens for part in _known_parts(token, lexicon, tolerance)]
    words: list[Word] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        pair = _joined(token, tokens[position + 1], lexicon) if position + 1 < len(tokens) else None
        if pair:
            words.append(pair)
            position += 2
            continue
        word = _as_written(token, lexicon)
        if not word.is_known:
            corrected = sum(bool(earlier.meant) for earlier in words)
            word = _guessed(token, lexicon, tolerance if corrected < _MAX_CORRECTIONS else None)
        words.append(word)
        position += 1
    return words


def _known_parts(token: Token, lexicon: Lexicon, tolerance: _Tolerance | None) -> list[Token]:
    """The token itself, or what an unknown identifier, compound or two words written as one are made of.

    So a typing error in a part can be found, and a text that speaks of some of the parts.
    """
    compound = lexicon.compounds.parts(token.joined)
    subject = not compound or lexicon.is_subject(fold(token.joined)) or not all(map(lexicon.is_subject, compound))
    if subject and _as_written(token, lexicon).is_known:
        return [token]
    words = token.parts if len(token.parts) > 1 else compound or _halves(token.joined, lexicon, tolerance)
    parts = [Token(token.start, token.end, (word,)) for word in words]
    return parts if len(parts) == 1 else [part for part in parts if not is_idle(part, lexicon)]


def _halves(written: str, lexicon: Lexicon, tolerance: _Tolerance | None) -> tuple[str, ...]:
    """The two words of ``apikey``, or the word itself when it is the beginning of another or nearly another.

    A compound with a typing error comes apart beside its longest part that is right.
    """
    halves = lexicon.vocabulary.split(written) or lexicon.compounds.cut(written)
    # The nearest word takes longest to find, so it is looked for only where it decides.
    if not halves or _completed(written, lexicon):
        return (written,)
    return (written,) if tolerance and _corrected(written, lexicon, tolerance, edits=1) else halves


def _as_written(token: Token, lexicon: Lexicon) -> Word:
    """The word itself: in both languages' stems, accents restored, an identifier whole or by its parts."""
    ways = [Alternative((each,)) for each in _known_stems(token.joined, lexicon)]
    if len(token.parts) > 1:
        parts = tuple(stem(part, lexicon.language) for part in token.parts if not is_stopword(part, lexicon.language))
        if parts and all(lexicon.count(part) for part in parts):
            ways.append(Alternative(parts, _IDENTIFIER_PARTS))
    elif ways and (parts := lexicon.compounds.parts(token.joined)):
        ways.append(Alternative(tuple(stem(part, lexicon.language) for part in parts), _COMPOUND_PARTS))
    written = token.joined if len(token.parts) == 1 else "-".join(token.parts)
    return Word(written, tuple(ways), has_synonym=_has_synonym(token.joined, lexicon))


def _known_stems(word: str, lexicon: Lexicon) -> list[str]:
    spellings = (word, *lexicon.vocabulary.spellings(word)[:3])
    stems = dict.fromkeys(each for spelling in spellings for each in query_stems(spelling, lexicon.language))
    return [each for each in stems if lexicon.count(each)]


def _joined(token: Token, following: Token, lexicon: Lexicon) -> Word | None:
    """Two words that the library also writes as one: ``web hook``. Each alone is a small part of it."""
    whole = token.joined + following.joined
    if whole not in lexicon.vocabulary:
        return None
    halves = [_known_stems(each.joined, lexicon) for each in (token, following)]
    ways = [Alternative((each,), _JOINED) for each in _known_stems(whole, lexicon)]
    if all(halves):
        ways.append(Alternative((halves[0][0], halves[1][0])))
    ways += (Alternative((each,), PART_OF_TERM) for half in halves for each in half)
    return Word(f"{token.joined} {following.joined}", tuple(ways))


def _has_synonym(word: str, lexicon: Lexicon) -> bool:
    others = lexicon.synonyms.find((stem(word, lexicon.language),))
    return any(all(lexicon.count(each) for each in stems) for stems in others)


def _guessed(token: Token, lexicon: Lexicon, tolerance: _Tolerance | None) -> Word:
    """What an unknown word may mean: the beginning of a word, or a typing error."""
    written = token.joined
    ways = _completed(written, lexicon)
    meant = _corrected(written, lexicon, tolerance) if tolerance and not ways else None
    if meant is None:
        return Word(written, ways, guessed=True)
    spelling = (*lexicon.vocabulary.spellings(meant), meant)[0]
    right = _as_written(Token(token.start, token.end, (spelling,)), lexicon)
    announced = "" if _differ_in_ending(written, meant) else spelling
    return replace(right, written=written, meant=announced, guessed=True)


def _differ_in_ending(written: str, meant: str) -> bool:
    """Whether two words are forms of one, as ``bekommt`` and ``bekommen``: no error, so none is announced."""
    letters = zip(fold(written), fold(meant), strict=False)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], letters))
    return shared >= _SHARED_LETTERS and shared >= max(len(written), len(meant)) - _ENDING


def _completed(written: str, lexicon: Lexicon) -> tuple[Alternative, ...]:
    if len(written) < _SHORTEST_PREFIX:
        return ()
    completions = lexicon.vocabulary.beginning_with(written, _MAX_COMPLETIONS)
    stems = dict.fromkeys(each for word in completions for each in _known_stems(word, lexicon))
    return tuple(Alternative((each,), _COMPLETION) for each in stems)


def _corrected(written: str, lexicon: Lexicon, tolerance: _Tolerance, edits: int = 2) -> str | None:
    """The word within one edit, else within two; never for words with digits, where every digit means something."""
    if not written.isalpha():
        return None
    length = len(fold(written))
    near = lexicon.vocabulary.near(written, 1, tolerance.accepts) if length >= tolerance.one_edit_from else None
    if near is None and edits > 1 and length >= tolerance.two_edits_from:
        near = lexicon.vocabulary.near(written, 2, tolerance.accepts)
    return near
