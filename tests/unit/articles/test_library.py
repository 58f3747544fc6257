"""Which article a reader gets, and what stands beside it."""

import pytest

from portal.articles.model import ArticleId
from portal.articles.staleness import Freshness
from portal.kernel.language import ENGLISH, GERMAN, LANGUAGES, RUSSIAN

LATE = ArticleId("messages", "late")


def titles(articles) -> list[str]:
    return [found.article.title for found in articles]


def test_article_is_found_in_the_language_asked_for(writer):
    writer.write("messages/late")
    writer.write("messages/late", "de", title="Spät")

    found = writer.load().find("messages", "late", GERMAN)

    assert found.article.title == "Spät"
    assert not found.fallback


def test_article_that_nobody_translated_is_found_in_english(writer):
    writer.write("messages/late")

    found = writer.load().find("messages", "late", GERMAN)

    assert found.fallback
    assert found.article.language == ENGLISH
    assert found.requested == GERMAN


@pytest.mark.parametrize(("category", "slug"), [("messages", "other"), ("other", "late"), ("..", ".."), ("", "")])
def test_article_that_does_not_exist_is_not_found(writer, category, slug):
    writer.write("messages/late")

    assert writer.load().find(category, slug, ENGLISH) is None


def test_draft_in_english_hides_the_article_in_every_language(writer):
    writer.write("messages/late", draft=True)
    writer.write("messages/late", "de")

    library = writer.load()

    assert library.find("messages", "late", GERMAN) is None
    assert library.list_articles(ENGLISH) == ()


def test_draft_of_a_translation_leaves_readers_the_english_text(writer):
    writer.write("messages/late")
    writer.write("messages/late", "de", draft=True)

    assert writer.load().find("messages", "late", GERMAN).fallback


@pytest.mark.parametrize(
    ("translates", "stale", "freshness"),
    [("today", False, Freshness.CURRENT), ("00000000", True, Freshness.STALE), (None, False, Freshness.UNSTAMPED)],
)
def test_reader_is_told_of_a_translation_that_is_out_of_date(writer, translates, stale, freshness):
    writer.write("messages/late")
    today = writer.load().find("messages", "late", ENGLISH).article.fingerprint
    writer.write("messages/late", "de", translates=today if translates == "today" else translates)

    library = writer.load()

    assert library.find("messages", "late", GERMAN).stale is stale
    assert library.judge(LATE, GERMAN) is freshness
    assert library.judge(LATE, ENGLISH) is Freshness.SOURCE
    assert library.judge(LATE, RUSSIAN) is Freshness.MISSING


def test_shelf_shows_featured_articles_first_and_the_others_by_english_title(writer):
    writer.write_site("webhooks", "messages", featured=("messages/zebra",))
    for slug, title in (("b", "Beta"), ("a", "alpha"), ("zebra", "Zebra"), ("c", "Gamma")):
        writer.write(f"messages/{slug}", title=title)
    writer.write("messages/b", "de", title="Zuletzt")
    writer.write("webhooks/x", title="First shelf")

    library = writer.load()

    assert titles(library.list_category("messages", ENGLISH)) == ["Zebra", "alpha", "Beta", "Gamma"]
    assert titles(library.list_category("messages", GERMAN)) == ["Zebra", "alpha", "Zuletzt", "Gamma"]
    assert titles(library.list_articles(ENGLISH))[0] == "First shelf"
    assert library.list_category("nothing", ENGLISH) == ()


def test_neighbours_are_those_on_the_shelf(writer):
    for slug in "abc":
        writer.write(f"messages/{slug}")
    library = writer.load()

    def around(slug):
        return [
            neighbour and neighbour.id.slug
            for neighbour in library.find_neighbours(library.find("messages", slug, ENGLISH))
        ]

    assert [around(slug) for slug in "abc"] == [[None, "b"], ["a", "c"], ["b", None]]


def test_related_articles_are_the_editors_choice_then_the_same_shelf(writer):
    for slug in "abcdef":
        writer.write(f"messages/{slug}")
    writer.write("webhooks/x")
    writer.write("messages/late", related=["webhooks/x", "messages/c"])

    library = writer.load()
    found = library.find("messages", "late", GERMAN)

    related = library.list_related(found)
    assert [str(other.id) for other in related] == ["webhooks/x", "messages/c", "messages/a", "messages/b"]
    assert {other.requested for other in related} == {GERMAN}


def test_alternates_say_which_languages_exist(writer):
    writer.write("messages/late")
    writer.write("messages/late", "ru")

    alternates = writer.load().list_alternates(LATE)

    assert alternates == tuple((language, language.tag in {"en", "ru"}) for language in LANGUAGES)


def test_featured_articles_come_in_the_order_of_the_site(writer):
    writer.write_site("messages", featured=("messages/b", "messages/a"))
    writer.write("messages/a")
    writer.write("messages/b")

    assert titles(writer.load().list_featured(ENGLISH)) == ["About messages/b", "About messages/a"]


def test_body_is_what_stands_below_the_front_matter(writer):
    writer.put("articles/messages/late/en.md", "---\r\ntitle: A\r\nsummary: Ä\r\nkind: guide\r\n---\r\nOne\r\nTwo\r\n")

    assert writer.load().find("messages", "late", ENGLISH).article.body == "One\nTwo\n"
