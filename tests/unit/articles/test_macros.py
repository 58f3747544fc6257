"""Ready-made texts: what they say in which language, what is filled in, and what can be wrong with them."""

import pytest

from portal.articles.macros import fill_in
from portal.kernel.language import ENGLISH, GERMAN

BODY = "Hello {name},\n\nyour request {reference} is on its way.\n"


def put(writer, tag="en", body=BODY, name="on-its-way", title="On its way"):
    return writer.put(f"macros/{name}/{tag}.md", f"---\ntitle: {title}\n---\n{body}")


class TestTexts:
    def test_text_comes_in_the_language_asked_for_or_in_english(self, writer):
        put(writer)
        put(writer, "de", "Guten Tag {name}, {reference}", title="Unterwegs")

        (macro,) = writer.load().macros

        text, language = macro.find_text(GERMAN)
        assert (text.title, language) == ("Unterwegs", GERMAN)
        text, language = macro.find_text(next(each for each in writer.load().languages if each.tag == "ru"))
        assert (text.body, language) == (BODY.strip(), ENGLISH)

    def test_facts_are_filled_in_once_and_other_braces_stay(self):
        text = fill_in('{name} sent {"code": 1} and {unknown}', {"name": "{reference}", "reference": "R"})

        assert text == '{reference} sent {"code": 1} and {unknown}'

    def test_change_of_a_text_changes_the_library(self, writer):
        put(writer)
        before = writer.load().fingerprint
        put(writer, body="Another text for {name} about {reference}.")

        assert writer.load().fingerprint != before


class TestMistakes:
    def test_sound_text_has_none(self, writer):
        put(writer)

        assert [problem for problem in writer.read().problems if problem.fatal] == []

    @pytest.mark.parametrize(
        ("file", "text", "code"),
        [
            ("macros/loose.md", "---\ntitle: X\n---\nText", "misplaced-file"),
            ("macros/a/fr.md", "---\ntitle: X\n---\nText", "unknown-locale"),
            ("macros/a/de.md", "---\ntitle: X\n---\nText", "english-missing"),
            ("macros/a/en.md", "Text", "front-matter-missing"),
            ("macros/a/en.md", "---\nname: X\n---\nText", "missing-key"),
            ("macros/a/en.md", "---\ntitle: X\n---\n  \n", "empty-value"),
            ("macros/a/en.md", "---\ntitle: X\n---\n\nHello\n{nmae}", "unknown-placeholder"),
        ],
    )
    def test_mistake_is_found(self, writer, file, text, code):
        writer.put(file, text)

        assert code in {problem.code for problem in writer.read().problems}

    def test_placeholder_that_only_one_language_has_is_a_warning(self, writer):
        put(writer)
        put(writer, "de", "Guten Tag {name}")

        (found,) = [problem for problem in writer.read().problems if problem.code == "placeholders-differ"]

        assert "reference" in found.message
        assert found.path.endswith("de.md")
        assert not found.fatal
