"""Staff see what is live, what keeps the newest state from it, and how every translation stands."""

from urllib.parse import parse_qs, urlsplit

import pytest

from portal.articles.current import current_holder
from portal.articles.translations import State
from portal.db.engine import DatabaseUnavailable
from portal.insights.wording import TONES, state_name
from portal.web.current import current_database
from tests.checked_client import Browser
from tests.html_document import SVG, text_of

PAGES = ["/insights/", "/insights/translations", "/insights/trees"]


def row(page, title: str) -> list[str]:
    """The words of the cells beside an article."""
    rows = [each for each in page.document.list_elements("tr") if title in text_of(each)]
    return [text_of(cell) for cell in rows[0] if cell.tag == "td"]


class TestWhoMaySee:
    @pytest.mark.parametrize("path", PAGES)
    def test_visitor_is_sent_to_sign_in_and_back(self, small, path):
        page = Browser(small).get(f"{path}?state=stale", status=303, headers={"Accept-Language": "de"})

        target = urlsplit(page.headers["Location"])
        assert target.path == "/de/sign-in"
        assert parse_qs(target.query) == {"next": [f"{path}?state=stale"]}

    @pytest.mark.parametrize("path", PAGES)
    def test_stranger_learns_nothing(self, stranger, path):
        page = stranger.get(path, status=403, headers={"Accept-Language": "ru"})

        assert page.language == "ru"
        assert not page.says("messages/late")

    @pytest.mark.parametrize("path", PAGES)
    def test_staff_page_is_kept_nowhere_and_indexed_nowhere(self, lead, path):
        page = lead.get(path)

        assert page.headers["Cache-Control"] == "private, no-store"
        assert 'name="robots" content="noindex"' in page.source

    @pytest.mark.parametrize("path", PAGES)
    def test_without_database_the_page_says_so(self, small, lead, path, monkeypatch):
        def refuse():
            raise DatabaseUnavailable("gone")

        with small.app_context():
            monkeypatch.setattr(current_database.get(), "read", refuse)

        lead.get(path, status=503)


class TestLanguage:
    def test_page_speaks_the_language_chosen_from_the_menu_from_then_on(self, lead):
        page = lead.get("/insights/translations?state=stale")

        chosen = lead.get(page.link("Deutsch"))

        assert urlsplit(chosen.address).query == "state=stale&language=de"
        assert chosen.language == "de"
        assert lead.get("/insights/").language == "de"
        assert urlsplit(chosen.link("Русский")).query == "state=stale&language=ru"

    def test_unknown_language_changes_nothing(self, lead):
        page = lead.get("/insights/?language=xx")

        assert page.language == "en"
        assert "Set-Cookie" not in page.headers


class TestContent:
    def test_version_and_counts_are_shown(self, small, lead):
        with small.app_context():
            fingerprint = current_holder.get().current().fingerprint

        page = lead.get("/insights/")

        assert page.says(fingerprint)
        assert page.says("The newest content is live")
        for words in ("Articles 1", "Texts in all languages 4", "Drafts 2", "Notices shown now 0"):
            assert page.says(words)

    def test_mistakes_that_keep_the_newest_state_back_are_named(self, small, lead, insights_writer):
        good = insights_writer.write("webhooks/new", title="New")
        with small.app_context():
            current_holder.get().refresh()
        insights_writer.write("webhooks/new", kind="gide", title="New")
        try:
            with small.app_context():
                current_holder.get().refresh()
            page = lead.get("/insights/")

            assert page.says("The newest content is not live")
            assert page.says("content/articles/webhooks/new/en.md:4: unknown-kind: 'gide' is not a kind")
            assert page.says("Articles 2")
        finally:
            good.unlink()
            good.parent.rmdir()
            with small.app_context():
                current_holder.get().refresh()

    def test_numbers_lead_to_the_articles_they_count(self, lead):
        page = lead.get("/insights/")

        address = page.link("1 Out of date, Deutsch")
        assert parse_qs(urlsplit(address).query) == {"state": ["stale"], "locale": ["de"]}
        assert lead.get(address).says("1 of 2 articles")


class TestTranslations:
    def test_matrix_shows_each_language(self, lead):
        cells = row(lead.get("/insights/translations"), "messages/late")

        for cell, words in zip(
            cells, ["Source text", "Out of date", "Up to date", "Origin unknown", "Draft"], strict=True
        ):
            assert cell.startswith(words)
        assert "Machine" in cells[2]

    def test_changed_sections_are_named_by_the_translations_titles(self, lead):
        german = row(lead.get("/insights/translations"), "messages/late")[1]

        assert german.endswith("1 part changed Prüfen")

    def test_article_that_is_only_a_draft_is_listed_without_links(self, lead):
        page = lead.get("/insights/translations")

        assert row(page, "webhooks/later") == ["Draft", "Missing", "Missing", "Missing", "Missing"]
        assert "/en/webhooks/later" not in page.source

    def test_cells_lead_to_the_text_they_speak_of(self, lead):
        page = lead.get("/insights/translations")

        assert lead.get(page.link("Out of date, Deutsch: Messages are late")).heading == "Zu spät"

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("", 2),
            ("state=stale", 1),
            ("state=stale&locale=es", 0),
            ("state=missing&locale=ru", 1),
            ("state=draft", 2),
            ("state=machine", 1),
            ("state=machine&locale=de", 0),
            ("locale=de", 2),
            ("state=nonsense&locale=xx", 2),
        ],
    )
    def test_filter_in_the_address_leaves_what_fits(self, lead, query, found):
        page = lead.get(f"/insights/translations?{query}")

        assert page.says(f"{found} of 2 articles")
        assert page.says("No article matches") == (found == 0)

    def test_filter_is_an_ordinary_form(self, lead):
        page = lead.submit(lead.get("/insights/translations"), {"state": "stale", "locale": "de"})

        assert page.says("1 of 2 articles")
        assert page.link("Show all") == "/insights/translations"


def test_every_state_has_a_name_and_a_colour(small):
    with small.test_request_context("/"):
        assert len({state_name(state) for state in State}) == len(State)
    assert set(TONES) == set(State)


class TestTrees:
    def test_missing_texts_are_counted_in_each_language(self, lead):
        cells = row(lead.get("/insights/trees"), "Nothing arrives")

        # Questions and outcomes, then English, German, Spanish, Portuguese, Russian.
        assert cells == ["1", "2", "0", "0", "11", "0", "3"]

    def test_graph_holds_every_question_answer_and_outcome(self, lead):
        page = lead.get("/insights/trees")

        (graph,) = [svg for svg in page.document.list_elements(f"{SVG}svg") if svg.get("role") == "img"]
        words = {text_of(each) for each in graph.iter(f"{SVG}text")}
        assert words == {"Is it good?", "Quite good", "Quite bad", "It is fine", "It is broken"}
        assert [each.get("class") for each in graph.iter(f"{SVG}path") if each.get("class")] == ["edge", "edge"]

    def test_list_says_the_same_and_where_the_article_is(self, lead):
        page = lead.get("/insights/trees")

        assert page.says("Quite bad → It is broken")
        assert page.link("messages/late#check") == "/en/messages/late#s-check"

    def test_page_speaks_the_chosen_language(self, lead):
        page = lead.get("/insights/trees?language=ru")

        assert page.language == "ru"
        assert page.says("Недостающие тексты")
