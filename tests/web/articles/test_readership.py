"""Reads and verdicts are counted, nothing about a reader is; the front page shows what is read most."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.articles.readership.actions import KEPT, LEAST_READS, add_counts, forget_old_counts
from portal.articles.readership.current import current_popular, current_reads
from portal.articles.readership.model import ArticleCount, Measure, Noted
from portal.web.current import current_database

ARTICLE = "messages/window-closed-131047"
OWN = {"Origin": "http://localhost"}


@pytest.fixture(autouse=True)
def nothing_counted_yet(app):
    """Counts that wait, and what was popular, would outlive the database of a test."""
    with app.app_context():
        current_reads.get().take()
        yield
        current_popular.get()._articles = ()


@pytest.fixture
def counts(app):
    """What is stored once the counts of this process are carried over."""

    def read() -> dict[tuple[str, str, str], int]:
        with app.app_context():
            assert current_reads.get().carry()
            with current_database.get().read() as session:
                rows = session.scalars(select(ArticleCount)).all()
                return {(row.language, row.article, row.measure): row.count for row in rows}

    return read


@pytest.fixture
def write(app):
    """Stores counts as earlier days left them."""

    def write(counts: dict[Noted, int]) -> None:
        with app.app_context(), current_database.get().write() as session:
            add_counts(session, counts)

    return write


def test_read_is_counted_for_the_language_of_the_page(browse, counts):
    for _ in range(2):
        browse.post(f"/de/{ARTICLE}/read", status=204, headers=OWN)
    browse.post(f"/en/{ARTICLE}/read", status=204, headers=OWN)

    assert counts() == {("de", ARTICLE, "read"): 2, ("en", ARTICLE, "read"): 1}


def test_counts_of_other_sites_and_of_nothing_are_refused(browse, counts):
    browse.post(f"/en/{ARTICLE}/read", status=403, headers={"Origin": "https://elsewhere.example"})
    browse.post(f"/en/{ARTICLE}/helpful", {"helpful": "yes"}, headers={"Origin": "https://elsewhere.example"})
    browse.post("/en/messages/no-such-article/helpful", {"helpful": "yes"}, status=404, headers=OWN)
    browse.post(f"/en/{ARTICLE}/helpful", {"helpful": "perhaps", "reason": "weather"}, headers=OWN)

    assert counts() == {}


def test_reader_says_without_scripts_that_an_article_helped(browse, counts):
    article = browse.get(f"/en/{ARTICLE}")

    thanks = browse.submit(article, {}, button="Yes")

    assert "Good that it helped" in thanks.words
    assert f"/en/{ARTICLE}" in thanks.addresses
    assert counts() == {("en", ARTICLE, "helped"): 1}


def test_reader_says_without_scripts_why_not_and_is_led_on(browse, counts):
    article = browse.get(f"/ru/{ARTICLE}")

    why = browse.submit(article, {}, button="Нет")
    thanks = browse.submit(why, {"reason": "outdated"}, button="Отправить")

    assert any(address.startswith("/ru/help/?") for address in thanks.addresses)
    assert counts() == {("ru", ARTICLE, "not-helped"): 1, ("ru", ARTICLE, "outdated"): 1}


def test_front_page_shows_what_is_read_most_then_what_editors_chose(browse, app, clock, write, monkeypatch):
    today = clock().date()
    before = browse.get("/en/").addresses
    write(
        {
            Noted(today - timedelta(days=1), "en", "numbers/coexistence", Measure.READ): LEAST_READS,
            Noted(today - timedelta(days=1), "de", "webhooks/upload-media", Measure.READ): LEAST_READS - 1,
            Noted(today, "en", "webhooks/upload-media", Measure.READ): 1,
            Noted(today - timedelta(days=1), "en", "gone/gone", Measure.READ): 99,
        }
    )
    with app.app_context():
        popular = current_popular.get()
    monkeypatch.setattr(popular, "_clock", clock)
    unnamed = popular.fingerprint
    popular.refresh()

    assert popular.current() == ("gone/gone", "numbers/coexistence")
    assert popular.fingerprint != unnamed
    after = browse.get("/de/").addresses
    assert "/de/numbers/coexistence" in after
    assert "/en/numbers/coexistence" not in before
    assert "/de/webhooks/upload-media" not in after


def test_front_page_goes_on_when_the_database_is_away(browse, app, monkeypatch):
    with app.app_context():
        popular = current_popular.get()
    monkeypatch.setattr("portal.articles.readership.popular.list_popular", lambda *_: 1 / 0)

    popular.refresh()

    assert popular.current() == ()
    assert f"/en/{ARTICLE}" in browse.get("/en/").addresses


def test_counts_are_forgotten_in_time(app, clock, write, counts):
    today = clock().date()
    write({Noted(today - KEPT - timedelta(days=1), "en", ARTICLE, Measure.READ): 3})
    write({Noted(today - KEPT, "en", ARTICLE, Measure.HELPED): 3})

    with app.app_context(), current_database.get().write() as session:
        assert forget_old_counts(session, clock()) == 1

    assert counts() == {("en", ARTICLE, "helped"): 3}
