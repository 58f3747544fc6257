"""One language's index put to work: a question in, an answer out."""

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from markupsafe import Markup

from portal.articles.error_codes import ErrorCodes
from portal.search.analysis import tokenise
from portal.search.builder import OpenIndex
from portal.search.documents import Card, Heading
from portal.search.index.protocol import Matches
from portal.search.index.scoring import EVERY_WORD, rarity
from portal.search.lexicon import Lexicon
from portal.search.model import Answer, ArticleLink, BareStatus, KnownError, Question, Result, SectionLink
from portal.search.named_errors import ErrorNames, find_status
from portal.search.planning import Plan, plan_query
from portal.search.ranking import Aim, Ranked, rerank
from portal.search.snippets import Wanted, best_passage, mark_words

MAX_RESULTS = 200
"""Results that can be leafed through; nobody reads further, and the work stays bounded."""

_GOOD, _ALWAYS_GOOD = 0.5, 5
"""Share of the best result's score from which a result is good, and how many are good in any case.

Of 282 judged questions whose article is among the first ten, two have theirs behind that: both stood in place 9.
"""

_SUGGESTED = 15
"""Hits of which the best are suggested: enough to choose a few titles from."""

_WORTH_SUGGESTING = 0.5
"""Articles that cover less than this share of what the best one covers are results, but no suggestions."""


@dataclass(frozen=True)
class LanguageIndex:
    """The index of one language with what planning knows of it; immutable, and shared by all threads."""

    opened: OpenIndex
    lexicon: Lexicon
    size: int
    """How many documents it holds."""
    errors: ErrorCodes = field(default_factory=ErrorCodes)
    """The error codes of the same library."""

    def plan(self, question: Question) -> Plan:
        """How the words of a question are taken here."""
        return plan_query(question.text, self.lexicon, literal=question.literal)

    def answer(self, question: Question, plan: Plan) -> Answer:
        """The page of results that a question asks for."""
        keys = self._error_keys(plan)
        named = tuple(dict.fromkeys(number for key in keys for number in self._articles_for(key)))
        matches = self.opened.index.match(plan.concepts, question.filters, MAX_RESULTS, named)
        ranked = self._ranked(plan, matches, named)
        good = count_good(ranked, named) if question.parted else len(ranked)
        leaves = cut_pages(ranked, good, question.limit)
        page = min(max(1, question.page), len(leaves))
        results = tuple(self._result(each, plan) for each in leaves[page - 1])
        return Answer(
            question=question,
            total=matches.total,
            unrestricted=matches.unrestricted,
            facets=matches.facets,
            page=page,
            pages=len(leaves),
            weaker=matches.total - good if good < len(ranked) else 0,
            weaker_from=-(-good // question.limit) + 1 if good < len(ranked) else 0,
            results=results,
            errors=tuple(map(self._known_error, keys)),
            status=None if keys else self._bare_status(plan),
            did_you_mean=corrected_text(plan) if plan.corrections and matches.total else None,
            searched_for=_searched_for(plan),
            fallback=bool(results) and all(result.fallback for result in results),
        )

    def list_cards(self, question: Question, plan: Plan) -> tuple[Card, ...]:
        """The articles that fit a question, by their titles alone: for suggestions, which have to be quick."""
        hits = self.opened.index.match(plan.concepts, question.filters, _SUGGESTED).hits
        floor = _WORTH_SUGGESTING * max((hit.coverage for hit in hits), default=0.0)
        fitting = [hit for hit in hits if hit.coverage >= floor]
        ranked = rerank(fitting, self._aim(plan), self.opened.documents, sections=0)
        return tuple(self._card(each.number) for each in ranked[: question.limit])

    def _ranked(self, plan: Plan, matches: Matches, named: tuple[int, ...]) -> list[Ranked]:
        """The hits in their final order, the articles for known errors first."""
        ranked = rerank(matches.hits, self._aim(plan), self.opened.documents)
        return sorted(ranked, key=lambda each: each.number not in named)

    def _aim(self, plan: Plan) -> Aim:
        count = self.opened.index.count
        most = (max(count(stem) for way in concept.alternatives for stem in way.stems) for concept in plan.concepts)
        worths = [
            (EVERY_WORD + rarity(self.size, documents)) * concept.worth
            for documents, concept in zip(most, plan.concepts, strict=True)
        ]
        return Aim(plan.concepts, worths)

    def _result(self, ranked: Ranked, plan: Plan) -> Result:
        card = self._card(ranked.number)
        wanted = _wanted(plan)
        heading = self.opened.documents.headings(ranked.number)[ranked.section]
        return Result(
            category=card.category,
            slug=card.slug,
            language=card.language,
            fallback=card.fallback,
            title=card.title,
            marked_title=mark_words(card.title, wanted, card.language),
            summary=card.summary,
            snippet=self._snippet(ranked, card, wanted),
            kind=card.kind,
            component=card.component,
            section=SectionLink(heading.title, heading.anchor) if ranked.points else None,
            score=round(ranked.score, 4),
        )

    def _snippet(self, ranked: Ranked, card: Card, wanted: Wanted) -> Markup:
        """The best passage of the best section; the summary when only title or keywords hold the words."""
        text = self.opened.documents.section_texts(ranked.number)[ranked.section]
        passage = best_passage(text, wanted, card.language)
        return passage if "<mark>" in passage else mark_words(card.summary, wanted, card.language)

    @cached_property
    def _names(self) -> ErrorNames:
        return ErrorNames(self.errors)

    def _error_keys(self, plan: Plan) -> tuple[str, ...]:
        """The known errors of a question: those with their number, then those that are told by their words."""
        numbered = plan.codes.known
        named = self._names.find(plan.text, numbered=bool(numbered))
        return (*numbered, *(key for key in named if key not in numbered))

    def _bare_status(self, plan: Plan) -> BareStatus | None:
        status = find_status(plan.text)
        return BareStatus(status, tuple(code for code in self.errors.codes if code.http == status)) if status else None

    def _known_error(self, code: str) -> KnownError:
        error = self.errors.find(code)
        card = next((self._card(number) for number in self._articles_for(code)), None)
        article = ArticleLink(card.category, card.slug, card.title, card.summary, card.language) if card else None
        component = (error.component if error else None) or (card.component if card else "")
        return KnownError(code, self.lexicon.language, error, article, component)

    def _articles_for(self, code: str) -> tuple[int, ...]:
        """The articles for a code: those that name it, else the one that the error data names."""
        numbers = tuple(self.opened.index.find_code(code))
        error = self.errors.find(code)
        if numbers or error is None or error.article is None:
            return numbers
        number = self.opened.documents.find_number(str(error.article))
        return () if number is None else (number,)

    def _card(self, number: int) -> Card:
        return self.opened.documents.card(number)

    def find_card(self, path: str) -> Card | None:
        """The card of an article, or None when this index does not hold it."""
        number = self.opened.documents.find_number(path)
        return None if number is None else self._card(number)

    def list_headings(self, path: str) -> tuple[Heading, ...]:
        """The headings of an article; none when this index does not hold it."""
        number = self.opened.documents.find_number(path)
        return () if number is None else self.opened.documents.headings(number)


def count_good(ranked: Sequence[Ranked], named: Container[int] = ()) -> int:
    """How many of the results, the best first, are worth reading beside the best one; the first few always are."""
    floor = _GOOD * max((each.score for each in ranked), default=0.0)
    weak = (place for place, each in enumerate(ranked) if each.score < floor and each.number not in named)
    return max(min(_ALWAYS_GOOD, len(ranked)), next(weak, len(ranked)))


def cut_pages(ranked: Sequence[Ranked], good: int, limit: int) -> list[Sequence[Ranked]]:
    """The pages of results; weak ones begin a page of their own. Without a result there is one empty page."""
    starts = [*range(0, good, limit), *range(good, len(ranked), limit)]
    return [ranked[start:end] for start, end in pairwise([*starts, len(ranked)])] or [()]


def in_own_language(english: Answer, own: LanguageIndex, errors: tuple[KnownError, ...]) -> Answer:
    """English results with the reader's own title and summary wherever the article exists in their language.

    ``errors`` are the known codes as the reader's own index explains them.
    """
    results = tuple(_translated(result, own) for result in english.results)
    return replace(english, results=results, errors=errors, fallback=all(result.fallback for result in results))


def _translated(result: Result, own: LanguageIndex) -> Result:
    card = own.find_card(f"{result.category}/{result.slug}")
    if card is None or card.fallback:
        return replace(result, fallback=True)
    return replace(
        result,
        language=card.language,
        title=card.title,
        marked_title=Markup.escape(card.title),
        summary=card.summary,
        snippet=Markup.escape(card.summary),
        section=_same_section(result.section, own.list_headings(card.path)),
    )


def _same_section(section: SectionLink | None, headings: Iterable[Heading]) -> SectionLink | None:
    """The section in the other language: headings have the same anchors in all of them."""
    anchors = {heading.anchor: heading.title for heading in headings}
    return SectionLink(anchors[section.anchor], section.anchor) if section and section.anchor in anchors else None


def _searched_for(plan: Plan) -> str:
    """What a paste was reduced to: the sentence beside it as it was said, then words of the paste itself."""
    if not plan.pasted:
        return ""
    said = {token.joined for token in tokenise(plan.sentence)}
    return " ".join((*plan.sentence.split(), *(word for word in plan.words if word.lower() not in said)))


def corrected_text(plan: Plan) -> str:
    """What was typed with its typing errors corrected; the words alone when it was a paste."""
    if plan.pasted:
        return " ".join(plan.words)
    text = plan.text
    for correction in plan.corrections:
        # Both words hold letters only, so nothing in them has a meaning of its own to the pattern.
        text, whole = re.subn(rf"(?i)(?<![^\W_]){correction.typed}(?![^\W_])", correction.meant, text)
        if not whole:
            # It is a part of a compound.
            text = re.sub(rf"(?i){correction.typed}", correction.meant, text, count=1)
    return " ".join(text.split())


def _wanted(plan: Plan) -> Wanted:
    wanted: dict[str, int] = {}
    for place, concept in enumerate(plan.concepts):
        for stem in (stem for way in concept.alternatives for stem in way.stems):
            wanted.setdefault(stem, place)
    return wanted
