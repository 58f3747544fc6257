"""A text says what a reader has to know about it: what has changed in English, that a machine wrote it, a draft."""

import pytest

from tests.building import make_app, make_settings, tear_down
from tests.checked_client import Browser
from tests.html_document import text_of
from tests.unit.articles.content_folder import Writer

BODY = """Lead.

## Check {#check}

Words.

## Ask {#ask}

Words.

## Fix {#fix}

Words.
"""
# As the English text was: `check` said something else, `gone` was there, `ask` was not.
MADE_FROM = ["_start=%(start)s", "check=0000", "gone=0000", "fix=%(fix)s"]
GERMAN = "Anfang.\n\n## Prüfen {#check}\n\nx\n\n## Weg {#gone}\n\nx\n\n## Beheben {#fix}\n\nx\n"


@pytest.fixture(scope="module")
def writer(tmp_path_factory) -> Writer:
    writer = Writer(tmp_path_factory.mktemp("told") / "content", featured=("messages/late",))
    writer.write("messages/late", body=BODY, title="Late")
    english = writer.load().find("messages", "late", writer.load().languages[0]).article
    marks = dict(mark.split("=") for mark in english.marks)
    known = [mark % {"start": marks["_start"], "fix": marks["fix"]} for mark in MADE_FROM]
    start = [mark.replace(f"_start={marks['_start']}", "_start=0000") for mark in known]
    stale = {"translates": "00000000"}
    writer.write("messages/late", "de", GERMAN, title="Spät", **stale, translated_sections=known)
    writer.write("messages/late", "ru", GERMAN, title="Поздно", **stale, translated_sections=start)
    writer.write("messages/late", "es", GERMAN, title="Tarde", **stale, origin="machine")
    writer.write("messages/late", "pt-br", GERMAN, title="Atraso", translates=english.fingerprint, draft=True)
    writer.write("messages/draft", title="Half done", draft=True)
    writer.write("messages/draft", "de", title="Halb fertig")
    return writer


@pytest.fixture(scope="module")
def preview(writer, tmp_path_factory):
    app = make_app(make_settings(tmp_path_factory.mktemp("instance"), content_dir=writer.path, preview=True))
    yield Browser(app)
    tear_down(app)


def notices(page) -> list[str]:
    sections = page.document.list_elements("section")
    return [text_of(each) for each in sections if "notice" in each.get("class", "").split()]


class TestStale:
    def test_changed_sections_are_named_and_linked_by_their_own_titles(self, preview):
        page = preview.get("/de/messages/late")

        assert len(notices(page)) == 1
        assert "Geändert: Prüfen" in notices(page)[0]
        assert "Neu, nur auf Englisch: Ask" in notices(page)[0]
        assert page.link("Prüfen") == "#s-check"
        assert "s-check" in page.document.ids

    def test_new_section_leads_to_the_english_page_and_says_its_language(self, preview):
        page = preview.get("/de/messages/late")

        link = next(each for each in page.document.list_elements("a") if text_of(each) == "Ask")
        assert (link.get("href"), link.get("lang")) == ("/en/messages/late#s-ask", "en")
        assert "s-ask" in preview.get("/en/messages/late").document.ids

    def test_removed_section_is_named(self, preview):
        assert "Im englischen Text nicht mehr enthalten: Weg" in notices(preview.get("/de/messages/late"))[0]

    def test_unchanged_section_is_not_named(self, preview):
        assert "Beheben" not in notices(preview.get("/de/messages/late"))[0]
        assert "Am Anfang" not in notices(preview.get("/de/messages/late"))[0]

    def test_changed_start_is_named(self, preview):
        assert "Изменилось начало" in notices(preview.get("/ru/messages/late"))[0]

    def test_without_marks_the_notice_is_a_general_one(self, preview):
        stale = notices(preview.get("/es/messages/late"))[0]

        assert "El texto en inglés" in stale
        assert "Ha cambiado:" not in stale


def test_machine_translation_says_so(preview):
    assert any("Traducción automática" in each for each in notices(preview.get("/es/messages/late")))
    assert not any("Maschinell" in each for each in notices(preview.get("/de/messages/late")))


class TestDrafts:
    @pytest.mark.parametrize(
        "path", ["/en/messages/draft", "/ru/messages/draft", "/de/messages/draft", "/pt-br/messages/late"]
    )
    def test_page_of_a_draft_says_so_and_is_not_indexed(self, preview, path):
        page = preview.get(path)

        assert any(each.startswith(("Draft", "Черновик", "Entwurf", "Rascunho")) for each in notices(page))
        assert '<meta name="robots" content="noindex">' in page.source

    def test_published_text_of_the_same_article_carries_no_mark(self, preview):
        page = preview.get("/en/messages/late")

        assert notices(page) == []
        assert "noindex" not in page.source

    @pytest.mark.parametrize(
        ("path", "words"),
        [
            ("/en/messages/", "Half done Draft"),
            ("/en/messages/late", "Half done Draft"),
            ("/pt-br/", "Atraso Rascunho"),
            ("/en/search?q=half", "Guide Draft"),
        ],
    )
    def test_lists_mark_drafts(self, preview, path, words):
        assert preview.get(path).says(words)

    def test_portal_for_readers_knows_no_drafts(self, writer, tmp_path):
        app = make_app(make_settings(tmp_path, content_dir=writer.path))
        try:
            reader = Browser(app)
            reader.get("/en/messages/draft", status=404)
            assert reader.get("/pt-br/messages/late").says("Check")
        finally:
            tear_down(app)
