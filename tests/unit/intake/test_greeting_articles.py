import pytest
from markupsafe import Markup

from portal.cases.events import OfferedArticle
from portal.intake.greeting import choose_articles
from portal.intake.offering import LEAST_SCORE
from portal.kernel.language import ENGLISH
from portal.search.model import Answer, ArticleLink, KnownError, Question, Result

NOTHING = frozenset()


def result(slug, score, component="api"):
    words = Markup(slug)
    return Result("messages", slug, ENGLISH, False, slug.title(), words, "", words, "guide", component, None, score)


def known(code, slug=""):
    article = ArticleLink("messages", slug, slug.title(), "", ENGLISH) if slug else None
    return KnownError(code, ENGLISH, None, article, "api")


def choose(*results, errors=(), component="api", seen=NOTHING):
    found = Answer(Question("", ENGLISH), results=results, errors=errors)
    return [article.name for article in choose_articles(found, component, seen)]


def test_two_articles_are_offered_at_most_the_best_first():
    assert choose(result("third", 7), result("first", 9), result("second", 8)) == ["messages/first", "messages/second"]


def test_article_about_the_error_comes_first_and_once():
    assert choose(result("other", 9), result("code", 8), errors=(known("131047", "code"),)) == [
        "messages/code",
        "messages/other",
    ]


def test_code_without_an_article_offers_none():
    assert choose(errors=(known("1"),)) == []


def test_articles_about_another_part_are_left_out():
    assert choose(result("other", 10, "billing"), result("none", 10, ""), result("own", 7)) == ["messages/own"]


def test_what_was_read_is_not_offered_again():
    assert choose(result("read", 9), result("fresh", 8), seen=frozenset({"messages/read"})) == ["messages/fresh"]


@pytest.mark.parametrize("seen", [NOTHING, frozenset({"messages/best"})])
def test_what_fits_much_less_than_the_best_is_left_out_even_when_the_best_was_read(seen):
    assert "messages/weak" not in choose(result("best", 10), result("weak", 5.9), seen=seen)


def test_nothing_is_offered_when_nothing_fits():
    assert choose(result("shares-a-word", LEAST_SCORE - 0.1)) == []
    assert choose(result("fits", LEAST_SCORE)) == ["messages/fits"]


def test_article_is_offered_by_its_title():
    found = Answer(Question("", ENGLISH), results=(result("one", 4),))

    assert choose_articles(found, "api", NOTHING) == (OfferedArticle("messages/one", "One"),)
