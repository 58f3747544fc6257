"""As-you-type suggestions: error codes, titles, sections."""

import pytest

from portal.kernel.language import ENGLISH
from portal.search.suggesting import suggest
from tests.unit.search.small_library import document, index_of

INDEX = index_of(
    document("templates/rejected", "Template rejected by Meta", "Words.", "Check in this order: a", "Appeal: b"),
    document("templates/paused", "Template paused", "Words.", "Check in this order: a", codes=("132015",)),
    document("webhooks/set-up", "Set up a webhook", "Words.", "Check in this order: a", "Verificação: c"),
    document("messages/late", "Late messages", "They arrive late.", codes=("131047", "131048"), keywords=("delay",)),
)


def offered(typed: str, limit: int = 8) -> list[str]:
    found = suggest(INDEX, typed, limit)
    return [f"{each.slug}#{each.anchor}" if each.anchor else each.slug for each in found]


@pytest.mark.parametrize("typed", ["", "t", " t "])
def test_nothing_before_the_second_letter(typed):
    assert offered(typed) == []


def test_titles_are_completed():
    assert offered("te") == ["rejected", "paused"]
    assert offered("template pau") == ["paused"]


def test_sections_are_offered_with_their_article():
    (suggestion,) = (each for each in suggest(INDEX, "appe", 8) if each.anchor)

    assert (suggestion.slug, suggestion.anchor, suggestion.context) == (
        "rejected",
        "s-appeal",
        "Template rejected by Meta",
    )


def test_accents_need_not_be_typed():
    assert "set-up#s-verificação" in offered("verifica")


def test_heading_that_all_share_is_not_offered():
    assert not any("#s-check" in each for each in offered("chec"))


@pytest.mark.parametrize("typed", ["131047", "1310", "#131047", "(#1310"])
def test_codes_are_completed(typed):
    (first, *_) = suggest(INDEX, typed, 8)

    assert (first.slug, first.context) == ("late", "131047")


def test_full_search_helps_when_no_title_fits():
    assert offered("arrive la") == ["late"]
    assert offered("delay") == ["late"]


def test_words_without_meaning_do_not_hinder():
    assert offered("how do i set u")[0] == "set-up"


def test_limit_holds():
    assert len(offered("te", limit=1)) == 1


@pytest.mark.parametrize("hostile", ["*" * 10_000, "((((", "<script>", "\x00\x00", "\ud800x", "a" * 100_000])
def test_hostile_beginnings_are_harmless(hostile):
    assert offered(hostile) == []


def test_what_was_typed_is_marked():
    (first, *_) = suggest(INDEX, "temp", 8)

    assert first.marked == "<mark>Template</mark> rejected by Meta"
    assert first.language == ENGLISH
