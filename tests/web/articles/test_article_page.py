"""An article's page: the text, what state it is in, and where to go from there."""

import pytest

from portal.articles.model import Kind
from portal.articles.wording import kind_name
from tests.html_document import text_of


def meta(page, **wanted) -> list[str]:
    """The addresses of the head's links that carry these attributes."""
    links = page.document.list_elements("link")
    return [link.get("href") for link in links if all(link.get(name) == value for name, value in wanted.items())]


def languages_of(page, words: str) -> set[str]:
    """What the innermost elements with exactly these words, or those around them, say about their language."""
    document = page.document
    found = [
        element
        for element in document.list_elements("h1", "h2", "a")
        if text_of(element) == words and words not in map(text_of, element)
    ]
    return {
        next((each.get("lang") for each in (element, *document.above(element)) if each.get("lang")), "")
        for element in found
    }


def test_article_is_shown_with_title_lead_and_text(read):
    page = read.get("/en/messages/late")

    assert page.heading == "Messages are late"
    assert page.title.startswith("Messages are late")
    for words in ("What helps.", "Troubleshooting", "What is wrong: nothing.", "Last changed on"):
        assert page.says(words)


def test_page_is_the_same_for_everyone(read):
    page = read.get("/en/messages/late")

    assert page.headers["Cache-Control"].startswith("public")
    assert "stale-while-revalidate" in page.headers["Cache-Control"]
    assert "Set-Cookie" not in page.headers


def test_promise_is_written_in_the_readers_language(read):
    assert read.get("/en/messages/late").says("First response: 24 hours.")
    assert read.get("/de/messages/late").says("First response: 24 Stunden.")


def test_links_lead_to_the_readers_language_even_where_nobody_translated(read):
    page = read.get("/de/messages/late")

    assert page.link("how to set it up") == "/de/webhooks/set-up#s-fix"
    assert "s-fix" in read.get("/de/webhooks/set-up").document.ids


def test_breadcrumbs_lead_up(read):
    page = read.get("/en/messages/late")

    assert page.link("Name in en") == "/en/messages/"


def test_table_of_contents_leads_to_the_sections(read):
    page = read.get("/en/messages/late")

    assert page.link("Check in this order") == "#s-check"
    assert page.link("What to send us") == "#s-send"


def test_short_article_has_no_table_of_contents(read):
    assert not read.get("/en/webhooks/set-up").says("On this page")


def test_neighbours_are_linked(read):
    page = read.get("/en/messages/early")

    assert page.says("Next article Messages are late")
    assert not page.says("Previous article")


def test_hidden_draft_is_not_found(read):
    read.get("/en/messages/hidden", status=404)
    assert "A draft" not in read.get("/en/messages/").source


@pytest.mark.parametrize(
    "path",
    [
        "/en/messages/nothing",
        "/en/nothing/late",
        "/en/messages/late/",
        "/en/messages/Late",
        "/en/messages/late.txt",
        "/fr/messages/late",
    ],
)
def test_address_of_no_article_is_not_found(read, path):
    read.get(path, status=404)


def test_every_kind_of_article_has_a_name(small_app):
    with small_app.test_request_context("/"):
        assert len({kind_name(kind) for kind in Kind}) == len(Kind)


class TestStillStuck:
    def test_wizard_is_told_what_the_article_knows(self, read):
        fields = read.get("/en/messages/late").fields

        assert (fields["component"], fields["article"]) == ("api", "messages/late")

    def test_code_that_the_reader_never_named_is_not_told(self, read):
        assert "error" not in read.get("/en/messages/late").fields

    def test_wizard_is_told_only_what_is_known(self, read):
        fields = read.get("/en/messages/early").fields

        assert fields["article"] == "messages/early"
        assert "component" not in fields


class TestAnotherLanguage:
    def test_text_that_nobody_translated_is_english_and_says_so(self, read):
        page = read.get("/ru/messages/late")

        assert page.language == "ru"
        assert languages_of(page, "Messages are late") == {"en"}
        assert languages_of(page, "Fix it") == {"en"}
        assert len(meta(page, rel="canonical")) == 1
        assert meta(page, rel="canonical")[0].endswith("/en/messages/late")
        assert "/en/messages/late" in {link.get("href") for link in page.document.list_elements("a")}

    def test_notice_speaks_the_readers_language(self, read):
        notices = [
            text_of(section)
            for section in read.get("/ru/messages/late").document.list_elements("section")
            if "notice" in section.get("class", "")
        ]

        assert len(notices) == 1

    def test_promise_in_an_english_text_is_english(self, read):
        assert read.get("/ru/messages/late").says("First response: 24 hours.")

    def test_stale_translation_says_so(self, read):
        page = read.get("/de/messages/late")

        assert any("notice-warning" in each.get("class", "") for each in page.document.list_elements("section"))
        assert meta(page, rel="canonical")[0].endswith("/de/messages/late")

    @pytest.mark.parametrize("tag", ["en", "es"])
    def test_current_text_carries_no_notice(self, read, tag):
        page = read.get(f"/{tag}/messages/late")

        assert not [each for each in page.document.list_elements("section") if "notice" in each.get("class", "")]

    def test_alternates_are_those_that_exist(self, read):
        page = read.get("/en/messages/late")

        hreflangs = {link.get("hreflang") for link in page.document.list_elements("link") if link.get("hreflang")}
        assert hreflangs == {"en", "de", "es", "x-default"}


class TestShelf:
    def test_articles_stand_with_summary_and_kind(self, read):
        page = read.get("/en/messages/")

        assert page.heading == "Name in en"
        assert page.link("Messages are late") == "/en/messages/late"
        for words in ("What helps.", "Troubleshooting", "Policy"):
            assert page.says(words)

    def test_english_titles_on_another_shelf_say_so(self, read):
        page = read.get("/ru/messages/")

        assert languages_of(page, "Messages are late") == {"en"}

    def test_empty_shelf_says_so(self, read):
        page = read.get("/en/empty/")

        assert page.says("Nothing here yet")
        assert page.link("See all topics") == "/en/"

    @pytest.mark.parametrize("path", ["/en/nothing/", "/en/messages"])
    def test_shelf_that_does_not_exist_is_not_found(self, read, path):
        assert read.client.get(path).status_code in {308, 404}
