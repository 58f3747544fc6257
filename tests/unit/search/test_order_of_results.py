"""What stands first: the article for a code, then what the question is about, then what mentions it."""

from itertools import pairwise

import pytest

from portal.kernel.language import ENGLISH
from portal.search.answering import count_good, cut_pages
from portal.search.index.scoring import penalties, rarity, saturate
from portal.search.model import Filters
from portal.search.ranking import Ranked
from tests.unit.search.small_library import ask, document, index_of, slugs

FILLER = "Words about other things, such as numbers and invoices and plans. " * 5


def test_title_outweighs_mention():
    index = index_of(
        document("a/mentions", "Numbers", f"{FILLER} The template was rejected. {FILLER}"),
        document("a/about", "Template rejected", FILLER),
        document("a/other", "Plans", FILLER),
    )

    assert slugs(ask(index, "rejected templates")) == ["about", "mentions"]


def test_all_words_stand_before_some_words():
    index = index_of(
        document("a/some", "Webhook webhook webhook", "webhook webhook"),
        document("a/all", "Callbacks", "The webhook sends a signature."),
        document("a/other", "Plans", FILLER),
    )

    assert slugs(ask(index, "webhook signature"))[0] == "all"


def test_article_for_a_code_stands_first_whatever_the_words():
    index = index_of(
        document("a/window", "The window is closed", FILLER, codes=("131047",)),
        document("a/template", "Template rejected by Meta", "Template rejected: see error 131047 template rejected."),
    )

    answer = ask(index, "template rejected error 131047")

    assert slugs(answer)[0] == "window"
    assert [(known.code, known.article.slug) for known in answer.errors] == [("131047", "window")]


def test_keyword_of_an_editor_leads_to_its_article():
    index = index_of(
        document("a/match", "Errors while sending", FILLER, keywords=("template param count mismatch",)),
        document("a/other", "Counting things", "A count of template words. A mismatch."),
        document("a/third", "Plans", FILLER),
    )

    assert slugs(ask(index, "template param count mismatch"))[0] == "match"


def test_the_very_question_as_a_keyword_beats_a_title_with_half_of_it():
    index = index_of(
        document("a/sign-up", "Sign-up stops or the code does not arrive", f"The message with the code. {FILLER}"),
        document("a/delivery", "Accepted, but nobody got it", FILLER, keywords=("message does not arrive",)),
        document("a/third", "Plans", FILLER),
    )

    assert slugs(ask(index, "message does not arrive"))[0] == "delivery"


def test_words_that_stand_together_win():
    index = index_of(
        document("a/apart", "Rules", "Rate your support. The limit is high. " + FILLER),
        document("a/together", "Speed", "The rate limit is high. Your support. " + FILLER),
    )

    assert slugs(ask(index, "rate limit"))[0] == "together"


def test_link_leads_to_the_section_that_answers():
    index = index_of(
        document(
            "a/plans", "Support plans", "What we offer.", "Escalation: A breach is escalated.", "Closing: The end."
        ),
        document("a/other", "Numbers", FILLER),
    )

    (result,) = ask(index, "escalation").results

    assert result.section
    assert (result.section.anchor, result.section.title) == ("s-escalation", "Escalation")


def test_link_leads_to_the_article_when_its_title_answers():
    index = index_of(document("a/plans", "Escalation", "Escalation explained.", "Details: More on escalation."))

    (result,) = ask(index, "escalation").results

    assert result.section is None


def test_filters_restrict_results_and_their_number():
    index = index_of(
        document("a/one", "Template one", "template"),
        document("b/two", "Template two", "template"),
        document("b/three", "Template three", "template", kind="guide"),
    )

    assert slugs(ask(index, "template", filters=Filters("b"))) == ["two", "three"]
    assert slugs(ask(index, "template", filters=Filters("b", "guide"))) == ["three"]
    assert ask(index, "template", filters=Filters("b")).total == 2


def test_code_does_not_pass_a_filter():
    index = index_of(document("a/window", "Window", "x", codes=("131047",)), document("b/two", "Two", "131047"))

    assert slugs(ask(index, "131047", filters=Filters("b"))) == ["two"]


def test_pages_follow_each_other_without_gap_or_repeat():
    index = index_of(*(document(f"a/n{number}", f"Template {number}", "template") for number in range(25)))

    pages = [ask(index, "template", page=page) for page in (1, 2, 3)]

    assert [len(page.results) for page in pages] == [10, 10, 5]
    assert len({slug for page in pages for slug in slugs(page)}) == 25
    assert {(page.total, page.pages) for page in pages} == {(25, 3)}


@pytest.mark.parametrize(("asked", "given"), [(0, 1), (-5, 1), (99, 3)])
def test_page_that_does_not_exist_is_the_nearest_one(asked, given):
    index = index_of(*(document(f"a/n{number}", f"Template {number}", "template") for number in range(25)))

    assert ask(index, "template", page=asked).page == given


def test_correction_is_told_only_when_it_finds_something():
    index = index_of(document("a/one", "Template one", "template"))

    assert ask(index, "tempalte").did_you_mean == "template"
    assert ask(index, "tempalte", filters=Filters("b")).did_you_mean is None


def test_rare_words_tell_more_and_repeated_ones_less_and_less():
    assert rarity(100, 1) > rarity(100, 50) > rarity(100, 100) > 0
    weights = saturate(range(1, 6), penalties([10.0] * 5))
    gains = [more - less for less, more in pairwise(weights)]
    assert gains == sorted(gains, reverse=True)
    short, long = saturate([1.0, 1.0], penalties([5.0, 20.0]))
    assert short > long


def test_language_of_a_result_is_that_of_its_text():
    index = index_of(document("a/one", "Template", "template", fallback=True))

    answer = ask(index, "template")

    assert answer.results[0].language == ENGLISH
    assert answer.fallback


def test_words_around_the_question_do_not_outweigh_its_subject():
    index = index_of(
        document("a/keys", "Replace an API key", "Make a new key.", keywords=("key", "api key")),
        document("a/boss", "Plans", "Whatever the boss wants, he says it on the phone before breakfast."),
        document("a/other", "Sending", FILLER),
        document("a/another", "Receiving", FILLER),
    )
    assert slugs(ask(index, "boss says before breakfast key"))[0] == "keys"


def test_weak_results_begin_a_page_of_their_own():
    ranked = [Ranked(number, score) for number, score in enumerate([4.0, 3.5, 2.2, 1.9, 1.8, 1.7, 0.4])]

    assert count_good(ranked) == 5
    assert [[each.number for each in page] for page in cut_pages(ranked, 5, 3)] == [[0, 1, 2], [3, 4], [5, 6]]


def test_article_of_a_named_error_is_no_weak_result():
    ranked = [Ranked(number, score) for number, score in enumerate([0.1, 4.0, 3.9, 3.8, 3.7, 3.6, 0.4])]

    assert count_good(ranked, named=(0,)) == 6


def test_no_result_is_one_empty_page():
    assert count_good([]) == 0
    assert list(map(list, cut_pages([], 0, 10))) == [[]]
