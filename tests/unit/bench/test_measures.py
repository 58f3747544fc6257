"""Figures are only as good as what counts them."""

from bench.search.metrics import Page, Tally, join, rank

FIRST = Page(results=("api/keys", "messages/late", "numbers/pin"))


def test_rank_is_the_place_of_the_first_right_article():
    assert rank(FIRST, {"numbers/pin", "messages/late"}) == 2
    assert rank(FIRST, {"templates/rejected"}) == 0


def test_article_beyond_the_tenth_place_is_not_found():
    page = Page(results=tuple(f"category/{number}" for number in range(1, 13)))

    assert rank(page, {"category/10"}) == 10
    assert rank(page, {"category/11"}) == 0


def test_card_of_an_error_code_stands_first_when_its_article_is_expected():
    page = Page(results=("api/keys", "messages/late"), told=frozenset({"messages/late"}), codes=("131047",))

    assert rank(page, {"messages/late"}) == 1
    assert rank(page, {"api/keys"}) == 1
    assert rank(page, {"numbers/pin"}) == 0


def test_tally_of_three_questions():
    tally = Tally()
    for expected in ("api/keys", "numbers/pin", "templates/rejected"):
        tally.add(FIRST, {expected})

    assert tally.success(1) == 1 / 3
    assert tally.success(3) == 2 / 3
    assert abs(tally.mrr - (1 + 1 / 3) / 3) < 1e-9
    assert tally.empty == 0


def test_page_with_neither_results_nor_a_card_is_empty():
    tally = Tally()
    tally.add(Page(), {"api/keys"})
    tally.add(Page(codes=("131047",)), {"api/keys"})

    assert tally.empty == 1
    assert tally.columns() == ("2", "0.000", "0.000", "0.000", "1")


def test_tallies_of_several_languages_are_joined_question_by_question():
    whole = join([Tally([1, 1, 1], 0), Tally([0], 1)])

    assert whole.success(1) == 0.75
    assert whole.empty == 1
