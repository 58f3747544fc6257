"""How far down the right article stands, and what that is worth on average."""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field

LOOKED_AT = 10
"""Results of a page; what stands further down has not been found."""


@dataclass(frozen=True)
class Page:
    """What one page of results leads to, as ``category/slug``."""

    results: tuple[str, ...] = ()
    """The best first."""
    told: frozenset[str] = frozenset()
    """The articles of the cards above the results, which explain error codes; each stands first."""
    codes: tuple[str, ...] = ()
    """The error codes of those cards."""
    sections: dict[str, str] = field(default_factory=dict)
    """The anchor each result leads to, as editors write it, where it leads to a section."""

    @property
    def empty(self) -> bool:
        return not self.results and not self.codes


Ask = Callable[[str], Page]
"""Asks one program in one language."""


def rank(page: Page, expected: Container[str]) -> int:
    """The place of the first right article, counted from 1; 0 when none is on the page."""
    if any(path in expected for path in page.told):
        return 1
    places = (place for place, path in enumerate(page.results[:LOOKED_AT], start=1) if path in expected)
    return next(places, 0)


@dataclass
class Tally:
    """The places of the right articles of many questions."""

    ranks: list[int] = field(default_factory=list)
    empty: int = 0

    def add(self, page: Page, expected: Container[str]) -> int:
        """Count a page; returns the place of its right article."""
        place = rank(page, expected)
        self.ranks.append(place)
        self.empty += page.empty
        return place

    def success(self, places: int) -> float:
        """The share of questions whose article is among the first so many."""
        return sum(1 <= place <= places for place in self.ranks) / max(1, len(self.ranks))

    @property
    def mrr(self) -> float:
        """The mean reciprocal rank: 1 when each article stands first, 0.5 when each stands second."""
        return sum(1 / place for place in self.ranks if place) / max(1, len(self.ranks))

    def columns(self) -> Sequence[str]:
        """Number, success among the first one and three, reciprocal rank and empty pages, for a table."""
        return (
            f"{len(self.ranks):,}",
            f"{self.success(1):.3f}",
            f"{self.success(3):.3f}",
            f"{self.mrr:.3f}",
            str(self.empty),
        )


COLUMNS = ("n", "@1", "@3", "MRR", "empty")
"""Success at one and at three, reciprocal rank within ten."""


def join(tallies: Sequence[Tally]) -> Tally:
    """All of them as one."""
    return Tally([place for tally in tallies for place in tally.ranks], sum(tally.empty for tally in tallies))
