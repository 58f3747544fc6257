"""The choices beside the results: by what they can be narrowed, and how many results each choice leaves."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from portal.articles.model import Kind
from portal.articles.wording import kind_name
from portal.kernel.language import Language
from portal.policy.model import Components
from portal.search.model import FACETS, Answer, Filters
from portal.web.site import Site

Known = Mapping[str, Collection[str]]
"""For each facet every value that can be chosen."""

Names = Mapping[str, Mapping[str, str]]
"""The same with their names, in the editors' order."""


@dataclass(frozen=True)
class Choice:
    """One value of a facet."""

    name: str
    count: int
    """How many results it leaves."""
    chosen: bool
    address: str
    """The results with it; without it when it is chosen."""


@dataclass(frozen=True)
class Group:
    """One facet with the choices worth offering."""

    facet: str
    choices: tuple[Choice, ...]

    @property
    def chosen(self) -> Choice | None:
        """What the results are narrowed to."""
        return next((choice for choice in self.choices if choice.chosen), None)


def known_values(site: Site, components: Components) -> Known:
    """What can be chosen."""
    return {
        "category": [category.slug for category in site.categories],
        "kind": [kind.value for kind in Kind],
        "component": [component.id for component in components],
    }


def name_values(site: Site, components: Components, language: Language) -> Names:
    """What can be chosen, in a reader's words."""
    return {
        "category": {category.slug: category.name(language) for category in site.categories},
        "kind": {kind.value: kind_name(kind) for kind in Kind},
        "component": {component.id: component.name(language) for component in components},
    }


def read_filters(parameters: Mapping[str, str], known: Known) -> Filters:
    """The filters that an address names; values that nobody can choose are left out."""
    return Filters(**{facet: value for facet in FACETS if (value := parameters.get(facet, "")) in known[facet]})


def unknown_filter(parameters: Mapping[str, str], known: Known) -> str | None:
    """What is wrong with the first filter that nobody can choose; None when there is none."""
    for facet in FACETS:
        value = parameters.get(facet, "")
        if value and value not in known[facet]:
            return f"{facet}: {value[:20]!r} is not one of {', '.join(known[facet])}."
    return None


def offer_groups(answer: Answer, names: Names, address: Callable[[Filters], str]) -> tuple[Group, ...]:
    """The facets in which something can be chosen or is; a choice that would change nothing is none.

    ``address`` is that of the same question's results under other filters.
    """
    groups = (_group(facet, answer, names[facet], address) for facet in FACETS)
    return tuple(group for group in groups if group.chosen or any(each.count < answer.total for each in group.choices))


def _group(facet: str, answer: Answer, names: Mapping[str, str], address: Callable[[Filters], str]) -> Group:
    return Group(facet, tuple(_choices(facet, answer, names, address)))


def _choices(
    facet: str, answer: Answer, names: Mapping[str, str], address: Callable[[Filters], str]
) -> Iterator[Choice]:
    filters = answer.question.filters
    counts = answer.facets.get(facet, {})
    for value, name in names.items():
        chosen = getattr(filters, facet) == value
        if chosen or counts.get(value):
            other = replace(filters, **{facet: "" if chosen else value})
            yield Choice(name, counts.get(value, 0), chosen, address(other))
