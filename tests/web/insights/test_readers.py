"""Editors see which articles are read and which do not help, and why."""

import pytest

from portal.articles.readership.actions import add_counts
from portal.articles.readership.model import Measure, Noted
from portal.insights.questions import Wish
from portal.insights.readers import sum_articles
from portal.web.current import current_database
from tests.building import START

TODAY = START.date()
LATE = "messages/late"


@pytest.fixture
def counted(small):
    counts = {
        Noted(TODAY, "en", LATE, Measure.READ): 1_234,
        Noted(TODAY, "en", LATE, Measure.HELPED): 40,
        Noted(TODAY, "de", LATE, Measure.READ): 80,
        Noted(TODAY, "de", LATE, Measure.NOT_HELPED): 9,
        Noted(TODAY, "de", LATE, Measure.OUTDATED): 7,
        Noted(TODAY, "en", "gone/gone", Measure.READ): 5,
    }
    with small.app_context(), current_database.get().write() as session:
        add_counts(session, counts)


def test_counts_of_all_languages_stand_beside_the_article_with_the_reasons(lead, counted):
    page = lead.get("/insights/articles")

    assert "Messages are late 1,314 40 9 It is out of date: 7" in page.words
    assert "gone" not in page.words


def test_one_language_shows_its_own_counts(lead, counted):
    page = lead.get("/insights/articles?locale=de&days=7")

    assert "Zu spät 80 0 9" in page.words


def test_articles_that_help_least_come_first(small, counted):
    counts = {Noted(TODAY, "en", "messages/worse", Measure.NOT_HELPED): 10}
    with small.app_context(), current_database.get().write() as session:
        add_counts(session, counts)
        found = list(sum_articles(session, Wish(), TODAY))

    assert found == ["messages/worse", LATE, "gone/gone"]


def test_page_without_counts_says_so(lead):
    assert "Nothing was counted in this period" in lead.get("/insights/articles").words


def test_staff_alone_may_see_it(small, stranger, counted):
    assert stranger.get("/insights/articles", status=403).status == 403
