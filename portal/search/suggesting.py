"""What is offered while somebody types: titles, sections, error codes."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from markupsafe import Markup

from portal.kernel.folding import fold, lower
from portal.kernel.language import DEFAULT_LANGUAGE
from portal.search.analysis import is_stopword, normalise, tokenise
from portal.search.answering import LanguageIndex
from portal.search.documents import Card, Heading
from portal.search.index.protocol import Prefix
from portal.search.model import Question, Suggestion
from portal.search.snippets import mark_beginnings

MIN_TYPED = 2
"""Letters from which suggestions begin."""

_MAX_TYPED = 200
_CANDIDATES = 40
_ENOUGH = 3
"""Titles and headings from which the full search is not asked for more: what it adds fits less and less."""

_COMMON_HEADING = 3
"""A heading that so many of the candidates share says nothing, as "Check in this order"."""


_BETWEEN_PARTS = str.maketrans("", "", "._-'’")
"""What an identifier's words are joined by, and left out when it is written as one."""


@dataclass(frozen=True, slots=True)
class _Label:
    """A title or heading that may be offered."""

    rank: int
    """0 a title that holds all that was typed, 1 a heading that does, 2 a title that the full search found."""
    anchor: str
    text: str


def suggest(index: LanguageIndex, text: str, limit: int) -> tuple[Suggestion, ...]:
    """At most so many suggestions, best first; none before the second letter."""
    typed = normalise(text[:_MAX_TYPED]).strip()
    if len(typed) < MIN_TYPED:
        return ()
    words = _telling_words(typed, index)
    found = _first(chain(_for_codes(index, typed), _for_labels(index, words)), limit)
    if len(found) < min(_ENOUGH, limit):
        found = _first(chain(found, _for_question(index, typed, words)), limit)
    return tuple(found)


def _first(offered: Iterable[Suggestion], limit: int) -> list[Suggestion]:
    """The first few of which each leads elsewhere; further ones are not even made."""
    found: dict[tuple[str, str, str], Suggestion] = {}
    for suggestion in offered:
        found.setdefault((suggestion.category, suggestion.slug, suggestion.anchor), suggestion)
        if len(found) == limit:
            break
    return list(found.values())


def _telling_words(typed: str, index: LanguageIndex) -> list[str]:
    """The words typed so far without those that carry no meaning; the last may be the beginning of another."""
    words = [word for token in tokenise(typed) for word in token.parts]
    telling = [word for word in words[:-1] if not is_stopword(word, index.lexicon.language)]
    return [fold(word) for word in (*telling, *words[-1:])]


def _for_question(index: LanguageIndex, typed: str, words: list[str]) -> Iterator[Suggestion]:
    question = Question(typed, index.lexicon.language, limit=_ENOUGH)
    for card in index.list_cards(question, index.plan(question)):
        yield _suggestion(card, _Label(2, "", card.title), words, "")


def _for_codes(index: LanguageIndex, typed: str) -> Iterator[Suggestion]:
    """The error codes that begin with the digits typed: the article for each, or the code's own page."""
    digits = typed.lstrip("#( ")
    if not digits.isdecimal() or not digits.isascii():
        return
    codes = sorted(
        (code for code in index.lexicon.codes if code.startswith(digits)), key=lambda code: (len(code), code)
    )
    for code in codes:
        numbers = index.opened.index.find_code(code)[:1]
        for number in numbers:
            card = index.opened.documents.card(number)
            yield _suggestion(card, _Label(0, "", card.title), [digits], code)
        error = index.errors.find(code)
        if error and error.key == code and not numbers:
            marked = Markup.escape(error.title or error.find_text(index.lexicon.language)[0].meaning)
            yield Suggestion("", error.key, "", marked, code, DEFAULT_LANGUAGE, code=error.key)


def _for_labels(index: LanguageIndex, words: list[str]) -> Iterator[Suggestion]:
    # A single letter begins too many words to look them all up; it only narrows what the words before it find.
    begun = words if words and len(words[-1]) >= MIN_TYPED else words[:-1]
    if not begun:
        return
    prefix = Prefix(begun[-1], tuple(begun[:-1]))
    documents = index.opened.documents
    found = index.opened.index.complete(prefix, _CANDIDATES)
    articles = [(documents.card(number), documents.headings(number)) for number in found]
    offers = [(label, card) for card, headings in articles for label in _labels(card, headings, words)]
    offers.sort(key=lambda offer: offer[0].rank)
    shared = Counter(title for _, headings in articles for title in {heading.title for heading in headings})
    for label, card in offers:
        if not label.anchor or shared[label.text] < _COMMON_HEADING:
            yield _suggestion(card, label, words, card.title if label.anchor else "")


def _labels(card: Card, headings: Iterable[Heading], words: list[str]) -> Iterator[_Label]:
    if _holds(card.title, words):
        yield _Label(0, "", card.title)
        return
    for heading in headings:
        if heading.anchor and _holds(heading.title, words):
            yield _Label(1, heading.anchor, heading.title)


def _holds(text: str, words: Iterable[str]) -> bool:
    """Whether each word begins a word of the text."""
    # Some hundred texts are looked at for each letter typed, and taking one apart costs many times this look.
    written = _run_together(text)
    for word in words:
        if word not in written:
            return False
    have = [fold(word) for token in tokenise(text) for word in token.words]
    return all(any(each.startswith(word) for each in have) for word in words)


@lru_cache(20_000)
def _run_together(text: str) -> str:
    """A text in small letters without accents, identifiers as one word."""
    return fold(lower(text)).translate(_BETWEEN_PARTS)


def _suggestion(card: Card, label: _Label, words: list[str], context: str) -> Suggestion:
    marked = mark_beginnings(label.text, words)
    return Suggestion(card.category, card.slug, label.anchor, marked, context, card.language)
