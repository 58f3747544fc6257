"""The second look at the best hits: title, phrase, nearness, section.

An engine counts words; a reader looks for the page that is about the question. Re-ranking the best fifty by how much
of the question stands in the title lifted the right page from 0.85 to 0.95 (mean reciprocal rank for questions made
of inflected titles, 2,000 pages a language, five languages), at a third of the cost of separate fields.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from portal.search.documents import Card, DocumentStore
from portal.search.index.protocol import Concept
from portal.search.model import Hit
from portal.search.places import Places

RERANKED = 50
"""Hits that get the second look."""

SECTIONS_READ = 12
"""Hits whose sections are read: those that lead after titles and keywords have been looked at."""

# What each sign is worth beside the engine's score, whose best is 1. Chosen at random seventy times, judged by half of
# the judged questions and by documentation that nobody wrote for this portal, and confirmed by the other half.
_TITLE, _TITLE_EXACT, _TITLE_PAIRS = 1.9, 0.5, 0.2
# What keywords say of a question beyond the title, together and the best one alone.
_LABELS, _KEYWORD, _SUMMARY = 1.5, 1.2, 0.6
# An editor who wrote down the very question knows which article answers it.
_KEYWORD_IS_QUESTION, _NEARLY_ALL = 0.7, 0.99
_SECTION, _SECTION_HEADING, _SECTION_PAIRS = 0.35, 0.2, 0.25
_NEARLY_AS_MUCH = 0.7
# The part of a score that is lost where nothing of the question stands in the text.
_COVERED = 0.3


@dataclass(frozen=True, slots=True)
class Sought:
    """A concept made ready for looking into lines of stems."""

    share: float
    """How much of the question it is, by how much it tells."""
    ways: tuple[tuple[tuple[str, ...], float], ...]
    """The ways to say it, each as stems between spaces with its weight, the best first."""

    @property
    def is_plain(self) -> bool:
        """Whether it is one word that is said in one way."""
        return len(self.ways) == 1 and len(self.ways[0][0]) == 1

    def fit(self, line: str) -> float:
        """The weight of the best way in which a line of stems says it, 0 when it does not."""
        for stems, weight in self.ways:
            for stem in stems:
                if stem not in line:
                    break
            else:
                return weight
        return 0.0


class Aim:
    """All that a question looks for."""

    def __init__(self, concepts: Sequence[Concept], worths: Sequence[float]) -> None:
        whole = sum(worths) or 1.0
        self.sought = tuple(
            Sought(worth / whole, _padded(concept)) for concept, worth in zip(concepts, worths, strict=True)
        )
        self._spoken = frozenset(stem for each in self.sought for stems, _ in each.ways for stem in stems)
        # Most concepts are one word said in one way, and every line of every hit is looked through for all of them.
        plain = [(each.ways[0], each.share) for each in self.sought if each.is_plain]
        self._plain = tuple((stems[0], weight * share) for (stems, weight), share in plain)
        self._others = tuple(each for each in self.sought if not each.is_plain)

    def coverage(self, line: str) -> float:
        """The share of the question that stands in a line of stems."""
        said = sum([worth for stem, worth in self._plain if stem in line])
        return said + sum([each.share * each.fit(line) for each in self._others])

    def precision(self, line: str) -> float:
        """The share of a line's stems that the question speaks of."""
        stems = line.split()
        return sum([f" {stem} " in self._spoken for stem in stems]) / len(stems) if stems else 0.0

    def pairs(self, line: str) -> float:
        """The share of neighbours in the question that are neighbours in a line of stems too."""
        if len(self.sought) < 2:
            return 0.0
        together = sum([_neighbours(line, left, right) for left, right in pairwise(self.sought)])
        return together / (len(self.sought) - 1)

    def most_pairs(self, signs: int) -> float:
        """The most that `pairs` can be for a text that speaks of these concepts; ``signs`` has a bit for each."""
        return (signs & signs >> 1).bit_count() / max(1, len(self.sought) - 1)

    def spread(self, lines: Sequence[str]) -> tuple[list[float], list[int]]:
        """For each of the lines its `coverage`, and a bit for each concept that it speaks of.

        Reference pages have a hundred sections, of which few speak of any one concept; so each stem is looked for in
        all of them at once.
        """
        said, signs = [0.0] * len(lines), [0] * len(lines)
        places = Places(lines)
        for place, sought in enumerate(self.sought):
            sign = 1 << place
            for stems, weight in sought.ways:
                for number in places.of_all(stems):
                    if not signs[number] & sign:
                        signs[number] |= sign
                        said[number] += sought.share * weight
        return said, signs


@dataclass(frozen=True, slots=True)
class Ranked:
    """A hit after the second look."""

    number: int
    score: float
    section: int = 0
    """The place of the section that answers best among the document's headings."""
    points: bool = False
    """Whether that section answers better than the article as a whole, so that a link should lead to it."""


def rerank(hits: Sequence[Hit], aim: Aim, store: DocumentStore, sections: int = SECTIONS_READ) -> list[Ranked]:
    """The hits in the order in which a reader wants them; those beyond the fiftieth keep theirs.

    ``sections`` is for how many of them the best section is found; it costs more than all the rest.
    """
    if not hits:
        return []
    top = max(hit.score for hit in hits) or 1.0
    looked = [(_by_title(hit, hit.score / top, store.card(hit.number), aim), hit) for hit in hits[:RERANKED]]
    looked.sort(key=lambda each: (-each[0], each[1].number))
    leading = [_with_section(hit, score, aim, store) for score, hit in looked[:sections]]
    leading.sort(key=lambda each: (-each.score, each.number))
    return (
        leading
        + [Ranked(hit.number, score) for score, hit in looked[sections:]]
        + [Ranked(hit.number, hit.score / top) for hit in hits[RERANKED:]]
    )


def _by_title(hit: Hit, base: float, card: Card, aim: Aim) -> float:
    title, keyword = aim.coverage(card.title_stems), _best_keyword(card.keyword_stems, aim)
    score = (
        base
        + _TITLE * title
        + _TITLE_EXACT * title * aim.precision(card.title_stems)
        + _TITLE_PAIRS * aim.pairs(card.title_stems)
        + _LABELS * (aim.coverage(card.title_stems + "".join(card.keyword_stems)) - title)
        + _KEYWORD * keyword
        + _KEYWORD_IS_QUESTION * (keyword > _NEARLY_ALL)
        + _SUMMARY * aim.coverage(card.summary_stems)
    )
    return score * (1 - _COVERED + _COVERED * hit.coverage)


def _best_keyword(lines: Iterable[str], aim: Aim) -> float:
    """How well the best keyword fits, both ways: it is in the question, and the question is in it."""
    return max(
        (precision * (0.5 + aim.coverage(line) / 2) for line in lines if (precision := aim.precision(line))),
        default=0.0,
    )


def _with_section(hit: Hit, score: float, aim: Aim, store: DocumentStore) -> Ranked:
    """The hit with the section that holds most of the question.

    A link leads to a section when its heading says more of the question than the title, or when it holds nearly as
    much as the title or the text above the first heading: there the reader would have to look for it.
    """
    card, headings, lines = store.card(hit.number), store.headings(hit.number), store.section_stems(hit.number)
    held, signs = aim.spread([heading.stems + line for heading, line in zip(headings, lines, strict=True)])
    named, _ = aim.spread([heading.stems if heading.title else "" for heading in headings])
    fits = [_SECTION * most + _SECTION_HEADING * in_heading for most, in_heading in zip(held, named, strict=True)]
    best = max(range(len(fits)), key=fits.__getitem__)
    title = aim.coverage(card.title_stems)
    enough = _NEARLY_AS_MUCH * max(title, aim.coverage(card.summary_stems + lines[0]))
    points = bool(headings[best].anchor and held[best]) and (named[best] > title or held[best] >= enough)
    value = _best_value(fits, lines, signs, aim)
    return Ranked(hit.number, score + value * (0.5 + hit.coverage / 2), best, points)


def _best_value(fits: Sequence[float], lines: Sequence[str], signs: Sequence[int], aim: Aim) -> float:
    """What the best section is worth to its article, neighbours included.

    Neighbours tell articles apart; of the sections of one, the long ones have them by chance, so they have no say in
    which section is best.
    """
    best = 0.0
    for place in sorted(range(len(fits)), key=fits.__getitem__, reverse=True):
        if fits[place] + _SECTION_PAIRS <= best:
            break
        if fits[place] + _SECTION_PAIRS * aim.most_pairs(signs[place]) > best:
            best = max(best, fits[place] + _SECTION_PAIRS * aim.pairs(lines[place]))
    return best


def _padded(concept: Concept) -> tuple[tuple[tuple[str, ...], float], ...]:
    ways = sorted(concept.alternatives, key=lambda way: -way.weight)
    return tuple((tuple(f" {stem} " for stem in way.stems), way.weight) for way in ways)


def _neighbours(line: str, left: Sought, right: Sought) -> bool:
    for first, _ in left.ways:
        if first[-1] in line:
            for second, _ in right.ways:
                if first[-1] + second[0][1:] in line:
                    return True
    return False
