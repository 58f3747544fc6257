"""`portal content new` gives editors and translators a file that is right before they have written a word."""

from functools import partial

import pytest

from portal.articles.model import ArticleId, Kind
from portal.articles.staleness import Freshness
from portal.kernel.language import GERMAN

LATE = ArticleId("messages", "late")
ENGLISH_TEXT = """!!! summary "In short"
    - **What is wrong:** nothing.

## What you see

See [set up](../../webhooks/set-up/en.md#fix), [below](#fix), [again](en.md) and [early](../early/en.md).

## Fix it {#fix}

`## Fix it`
"""


@pytest.fixture
def new(portal):
    """Runs `portal content new …` on the folder of the test."""
    return partial(portal, "new")


def text(writer, tag: str, article: str = "messages/late") -> str:
    return (writer.path / "articles" / article / f"{tag}.md").read_text(encoding="utf-8")


class TestArticle:
    @pytest.mark.parametrize("kind", [kind.value for kind in Kind])
    def test_skeleton_of_each_kind_is_a_sound_draft(self, writer, new, kind):
        result = new("messages/late", "--kind", kind)

        assert (result.exit_code, result.stdout) == (0, "content/articles/messages/late/en.md\n")
        assert writer.codes == []
        assert writer.load().drafts == {LATE: {"en": "Late"}}

    @pytest.mark.parametrize("kind", [kind.value for kind in Kind])
    def test_skeleton_is_sound_when_it_is_published_as_well(self, writer, new, kind):
        new("messages/late", "--kind", kind)
        writer.put("articles/messages/late/en.md", text(writer, "en").replace("draft: true ", "draft: false "))

        assert writer.codes == []
        assert all(heading.explicit for heading in writer.load().articles[LATE]["en"].outline.headings)

    def test_troubleshooting_is_the_usual_kind_and_has_its_sections(self, writer, new):
        new("messages/late")

        assert "kind: troubleshooting" in text(writer, "en")
        for anchor in ("symptom", "check", "fix", "wait", "send"):
            assert f"{{#{anchor}}}" in text(writer, "en")

    def test_known_components_stand_beside_their_key(self, writer, new):
        new("messages/late")

        assert "# component: api" in text(writer, "en")
        assert "webhooks, templates" in text(writer, "en")

    def test_article_beside_it_may_be_broken(self, writer, new):
        writer.write("messages/other", kind="gide")

        assert new("messages/late").exit_code == 0


class TestTranslation:
    def test_it_is_a_draft_made_from_todays_english_text(self, writer, new):
        writer.write("messages/late", body=ENGLISH_TEXT, title="Late", draft=True)

        assert new("messages/late", "--locale", "de").exit_code == 0

        draft = text(writer, "de")
        writer.write("messages/late", body=ENGLISH_TEXT, title="Late")
        writer.put("articles/messages/late/de.md", draft.replace("draft: true", "draft: false"))
        writer.write("webhooks/set-up", body="## Fix {#fix}\n")
        writer.write("messages/early")
        library = writer.load()
        assert library.judge(LATE, GERMAN) is Freshness.CURRENT
        assert library.articles[LATE]["de"].translated_sections == library.articles[LATE]["en"].marks
        assert library.articles[LATE]["de"].outline.anchors == library.articles[LATE]["en"].outline.anchors

    def test_front_matter_is_kept_and_ids_are_written_out(self, writer, new):
        writer.write("messages/late", body=ENGLISH_TEXT, title="Late", error_codes=[131047])

        new("messages/late", "--locale", "de")

        assert "error_codes:\n- 131047\n" in text(writer, "de")
        assert "title: Late\n" in text(writer, "de")
        assert "## What you see {#what-you-see}\n" in text(writer, "de")

    def test_links_lead_to_own_files_where_there_are_any(self, writer, new):
        writer.write("messages/late", body=ENGLISH_TEXT)
        writer.write("webhooks/set-up", "de", title="Einrichten")

        new("messages/late", "--locale", "de")

        for link in ("(../../webhooks/set-up/de.md#fix)", "(#fix)", "(de.md)", "(../early/en.md)"):
            assert link in text(writer, "de")

    def test_shared_words_are_those_of_the_other_translations(self, writer, new):
        writer.write("messages/late", body=ENGLISH_TEXT)
        writer.write("messages/early", body=ENGLISH_TEXT)
        early = ENGLISH_TEXT.replace("In short", "Kurz gesagt").replace("What is wrong:", "Was los ist:")
        writer.write("messages/early", "de", body=early.replace("## Fix it {", "## Beheben {"))
        writer.write("webhooks/set-up", body=ENGLISH_TEXT)
        writer.write("webhooks/set-up", "de", body=early.replace("## Fix it {", "## Entwurf {"), draft=True)

        new("messages/late", "--locale", "de")

        for words in ('!!! summary "Kurz gesagt"', "- **Was los ist:** nothing.", "## Beheben {#fix}", "`## Fix it`"):
            assert words in text(writer, "de")

    def test_windows_line_ends_become_unix_ones(self, writer, new):
        file = writer.write("messages/late", body=ENGLISH_TEXT)
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))

        new("messages/late", "--locale", "de")

        assert "\r" not in (writer.path / "articles/messages/late/de.md").read_bytes().decode()


class TestRefusals:
    @pytest.mark.parametrize(
        ("arguments", "code", "words"),
        [
            (("nowhere/late",), 2, "nowhere is not a category; known are messages, webhooks"),
            (("messages/La_te",), 2, "is not category/slug"),
            (("late",), 2, "is not category/slug"),
            (("messages/new", "--locale", "fr"), 2, "known are en, de, es, pt-br, ru"),
            (("messages/new", "--kind", "gide"), 2, "'best-practice', 'troubleshooting', 'guide', 'policy'"),
            (("messages/late", "--locale", "de", "--kind", "guide"), 2, "has the kind of its English text"),
            (("messages/late",), 1, "articles/messages/late/en.md: exists already"),
            (("messages/late", "--locale", "ru"), 1, "articles/messages/late/ru.md: exists already"),
            (("messages/new", "--locale", "ru"), 1, "new/en.md: does not exist; English comes first"),
            (("messages/broken", "--locale", "ru"), 1, "broken/en.md:1: front-matter-missing"),
        ],
    )
    def test_refusal_says_why_and_writes_nothing(self, writer, new, arguments, code, words):
        writer.write("messages/late")
        writer.write("messages/late", "ru")
        writer.put("articles/messages/broken/en.md", "no front matter")
        before = sorted(writer.path.rglob("*"))

        result = new(*arguments)

        assert (result.exit_code, result.stdout) == (code, "")
        assert words in result.stderr
        assert sorted(writer.path.rglob("*")) == before

    def test_site_file_with_mistakes_is_named(self, writer, new):
        writer.put("site.yml", "brand: no")

        result = new("messages/late")

        assert result.exit_code == 1
        assert "content/site.yml:1: site-value" in result.stderr

    def test_folder_that_cannot_be_written_is_named(self, writer, new):
        writer.put("articles/messages/late", "a file in the way")

        result = new("messages/late")

        assert result.exit_code == 1
        assert "late/en.md: cannot be written" in result.stderr
