"""The numbers beside the choices are those that choosing gives, whatever else is chosen."""

from itertools import product

import pytest

from portal.kernel.language import ENGLISH
from portal.search.model import FACETS, Answer, Filters, Question
from portal.search.narrowing import offer_groups, read_filters, unknown_filter
from tests.unit.search.small_library import ask, document, index_of, slugs

SUBJECTS = ("template rejected", "webhook late", "number blocked", "template late", "131047")
ARTICLES = [
    document(
        f"{category}/n{number}",
        f"{SUBJECTS[number % 4]} {number}",
        f"text about {SUBJECTS[(number + 1) % 4]}",
        kind=("guide", "policy", "troubleshooting")[number % 3],
        component=("api", "", "webhooks")[(number // 2) % 3],
        codes=("131047",) if number == 7 else (),
    )
    for number, category in enumerate(("messages", "keys", "messages", "numbers") * 6)
]
CHOICES = {
    "category": ("", "messages", "keys", "numbers"),
    "kind": ("", "guide", "policy", "troubleshooting"),
    "component": ("", "api", "webhooks"),
}


@pytest.fixture(scope="module")
def index():
    return index_of(*ARTICLES)


@pytest.mark.parametrize("text", [*SUBJECTS, "template webhook number", "rejected", "tempalte 131047", "nowhere"])
def test_choosing_gives_the_number_that_was_announced(index, text):
    for values in product(*CHOICES.values()):
        chosen = dict(zip(FACETS, values, strict=True))
        facets = ask(index, text, filters=Filters(**chosen)).facets
        for facet in FACETS:
            given = {
                value: ask(index, text, filters=Filters(**{**chosen, facet: value})).total
                for value in CHOICES[facet]
                if value
            }
            assert facets[facet] == {value: count for value, count in given.items() if count}, (chosen, facet)


def test_filters_only_take_away(index):
    everything = ask(index, "template webhook number", limit=50)

    for category in CHOICES["category"][1:]:
        narrowed = ask(index, "template webhook number", limit=50, filters=Filters(category))
        kept = [result.slug for result in everything.results if result.category == category]
        assert sorted(slugs(narrowed)) == sorted(kept)
        assert narrowed.unrestricted == everything.total


def test_article_for_a_code_is_counted_once(index):
    answer = ask(index, "131047")

    assert (answer.total, len(answer.results)) == (1, 1)
    assert answer.facets["category"] == {"numbers": 1}


NAMES = {
    "category": {"messages": "Messages", "keys": "Keys"},
    "kind": {"guide": "Guide"},
    "component": {"api": "Interface"},
}


def test_values_that_nobody_can_choose_are_left_out_or_told():
    parameters = {"category": "keys", "kind": "novel", "component": "nowhere", "page": "2"}

    assert read_filters(parameters, NAMES) == Filters("keys")
    assert unknown_filter(parameters, NAMES) == "kind: 'novel' is not one of guide."
    assert unknown_filter({"category": "keys"}, NAMES) is None


def offered(total: int, filters: Filters, **facets: dict[str, int]) -> dict[str, list[tuple[str, int, str]]]:
    answer = Answer(Question("x", ENGLISH, filters), total, facets=facets)
    groups = offer_groups(answer, NAMES, lambda filters: "+".join(value for _, value in filters.pairs()))
    return {group.facet: [(choice.name, choice.count, choice.address) for choice in group.choices] for group in groups}


def test_choices_stand_in_the_editors_order_and_empty_ones_are_not_offered():
    counts = {"category": {"keys": 5, "messages": 2}, "kind": {}, "component": {"api": 3}}

    assert offered(7, Filters(), **counts) == {
        "category": [("Messages", 2, "messages"), ("Keys", 5, "keys")],
        "component": [("Interface", 3, "api")],
    }


def test_only_choice_that_all_results_share_is_no_choice():
    assert offered(4, Filters(), kind={"guide": 4}) == {}


def test_what_is_chosen_can_be_removed_even_where_it_leaves_nothing():
    assert offered(0, Filters("keys", "guide"), category={"messages": 1}) == {
        "category": [("Messages", 1, "messages+guide"), ("Keys", 0, "guide")],
        "kind": [("Guide", 0, "keys")],
    }
