"""Narrowing by category, kind and component, and how many results each choice would leave.

Filters only take away: what fits a question is decided before, so a number that is announced is the number that
comes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from portal.search.model import FACETS, FacetCounts, Filters

Numbers = NDArray[np.uint32]
"""Numbers of documents, ascending."""


@dataclass(frozen=True, slots=True)
class FacetColumn:
    """The value of one facet of every document, by its number."""

    names: tuple[str, ...]
    """Each value once; the empty one stands for documents that have none."""
    places: NDArray[np.intp]
    """Where among the names each document's value is."""

    @classmethod
    def of(cls, values: Sequence[str]) -> Self:
        """The column of these values."""
        names = tuple(dict.fromkeys(values))
        place = {name: number for number, name in enumerate(names)}
        return cls(names, np.fromiter((place[value] for value in values), np.intp, len(values)))

    def meets(self, numbers: Numbers, wanted: str) -> NDArray[np.bool_]:
        """Which of the documents have the value."""
        place = self.names.index(wanted) if wanted in self.names else -1
        meeting: NDArray[np.bool_] = self.places[numbers] == place
        return meeting

    def count(self, numbers: Numbers) -> Mapping[str, int]:
        """How many of the documents have each value; those that have none do not count."""
        counts = np.bincount(self.places[numbers], minlength=len(self.names)).tolist()
        return {name: count for name, count in zip(self.names, counts, strict=True) if name and count}


FacetValues = Mapping[str, FacetColumn]
"""The column of each facet."""


def narrow(fitting: Numbers, filters: Filters, values: FacetValues) -> tuple[Numbers, FacetCounts]:
    """The documents that meet the filters, and how many each value of each facet would leave.

    The numbers of a facet are those under the choices in all other facets, so that they say what choosing another
    value instead would give.
    """
    meeting = {facet: values[facet].meets(fitting, wanted) for facet, wanted in filters.pairs()}
    counts = {
        facet: values[facet].count(_common(fitting, [meeting[other] for other in meeting if other != facet]))
        for facet in FACETS
    }
    return _common(fitting, list(meeting.values())), counts


def _common(fitting: Numbers, meeting: Sequence[NDArray[np.bool_]]) -> Numbers:
    return fitting[np.logical_and.reduce(meeting)] if meeting else fitting
