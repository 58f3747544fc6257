"""Narrowing by category, kind and component, and how many results each choice would leave.

Filters only take away: what fits a question is decided before, so a number that is announced is the number that
comes.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from portal.search.model import FACETS, FacetCounts, Filters

FacetValues = Mapping[str, Sequence[str]]
"""For each facet the value of every document, by its number; empty where a document has none."""


def narrow(fitting: Collection[int], filters: Filters, values: FacetValues) -> tuple[Collection[int], FacetCounts]:
    """The documents that meet the filters, and how many each value of each facet would leave.

    The numbers of a facet are those under the choices in all other facets, so that they say what choosing another
    value instead would give.
    """
    meeting = {
        facet: frozenset(number for number in fitting if values[facet][number] == wanted)
        for facet, wanted in filters.pairs()
    }
    counts = {
        facet: _count(_common(fitting, [meeting[other] for other in meeting if other != facet]), values[facet])
        for facet in FACETS
    }
    return _common(fitting, list(meeting.values())), counts


def _common(fitting: Collection[int], meeting: list[frozenset[int]]) -> Collection[int]:
    return frozenset.intersection(*meeting) if meeting else fitting


def _count(numbers: Collection[int], values: Sequence[str]) -> Mapping[str, int]:
    counts = Counter(map(values.__getitem__, numbers))
    counts.pop("", None)
    return counts
