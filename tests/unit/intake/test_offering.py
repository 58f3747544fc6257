"""What of the search's results the wizard offers."""

from markupsafe import Markup

from portal.intake.offering import SHARE_OF_BEST, SHARE_OF_SEEN, choose_offer
from portal.kernel.language import ENGLISH
from portal.search.model import Answer, Question, Result


def result(slug, score):
    words = Markup(slug)
    return Result("messages", slug, ENGLISH, False, slug.title(), words, "", words, "guide", "api", None, score)


def offered(*results, seen=()):
    found = Answer(Question("", ENGLISH), results=results)
    return [each.slug for each in choose_offer(found, "api", frozenset(f"messages/{slug}" for slug in seen)).results]


def test_what_fits_much_less_than_the_best_is_not_offered():
    assert offered(result("best", 5), result("near", 5 * SHARE_OF_BEST), result("far", 3.4)) == ["best", "near"]


def test_leftovers_are_not_offered_where_the_best_was_seen():
    good, poor = 5 * SHARE_OF_SEEN, 5 * SHARE_OF_SEEN - 0.1

    assert offered(result("best", 5), result("good", good), result("poor", poor), seen=["best"]) == ["good"]
    assert offered(result("best", 5), result("poor", poor), seen=["best"]) == []


def test_a_seen_article_that_was_not_the_best_changes_nothing():
    assert offered(result("best", 5), result("seen", 4.5), result("near", 4), seen=["seen"]) == ["best", "near"]


def test_nothing_found_is_nothing_offered():
    assert offered() == []
