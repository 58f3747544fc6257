"""Snippets show the best passage, escaped, with the words marked."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.language import ENGLISH, GERMAN, RUSSIAN
from portal.search.analysis import normalise, stem
from portal.search.snippets import PASSAGE, best_passage, mark_beginnings, mark_words

ENTITY = re.compile(r"&(?:amp|lt|gt|#34|#39);")


def wanted(*words: str, language=ENGLISH) -> dict[str, int]:
    return {stem(word, language): place for place, word in enumerate(words)}


def test_words_are_marked_in_all_their_forms():
    marked = mark_words("Template rejected: two templates", wanted("template"), ENGLISH)

    assert marked == "<mark>Template</mark> rejected: two <mark>templates</mark>"


@pytest.mark.parametrize(
    ("language", "text", "word", "marked"),
    [
        (GERMAN, "Zwei Häuser", "haus", "Zwei <mark>Häuser</mark>"),
        (RUSSIAN, "Шаблон отклонён", "отклонен", "Шаблон <mark>отклонён</mark>"),
        (ENGLISH, "messaging_product", "product", "messaging_<mark>product</mark>"),
        (ENGLISH, "reproduction of a product", "product", "reproduction of a <mark>product</mark>"),
    ],
)
def test_words_are_marked_where_they_stand(language, text, word, marked):
    assert mark_words(text, wanted(word, language=language), language) == marked


def test_markup_of_a_text_does_not_come_alive():
    marked = mark_words('<script>key</script> & "key" <mark>', wanted("key"), ENGLISH)

    assert marked == ("&lt;script&gt;<mark>key</mark>&lt;/script&gt; &amp; &#34;<mark>key</mark>&#34; &lt;mark&gt;")


def test_passage_holds_most_of_what_is_looked_for():
    text = "The window. " + "Other words here. " * 40 + "A closed window is reopened by the person. " + "More. " * 90

    passage = best_passage(text, wanted("closed", "window", "person"), ENGLISH)

    assert "A <mark>closed</mark> <mark>window</mark> is reopened by the <mark>person</mark>" in passage
    assert passage.startswith("… ")
    assert passage.endswith(" …")


def test_short_text_is_shown_whole():
    assert best_passage("One  line\nof text", wanted("line"), ENGLISH) == "One <mark>line</mark> of text"


def test_text_without_the_words_is_shown_from_its_beginning():
    passage = best_passage("First words. " * 50, wanted("nothing"), ENGLISH)

    assert passage.startswith("First words.")
    assert "<mark>" not in passage


@given(st.text(alphabet=st.sampled_from("ab <>&\"'key.\n;#"), max_size=600))
def test_passage_is_a_piece_of_the_text_whatever_stands_in_it(text):
    passage = best_passage(text, wanted("key"), ENGLISH)

    bare = re.sub(r"</?mark>", "", str(passage))
    assert not re.sub(ENTITY, "", bare).strip("… ").count("&")
    shown = unescape(bare).removeprefix("… ").removesuffix(" …")
    assert shown in " ".join(text.split())
    assert len(shown) <= PASSAGE * 2


@given(st.text(max_size=300))
def test_any_text_can_be_marked(text):
    sound = normalise(text)

    assert unescape(re.sub(r"</?mark>", "", str(mark_words(sound, wanted("key"), GERMAN)))) == unescape(
        str(mark_words(sound, {}, GERMAN))
    )


def test_beginnings_are_marked_as_whole_words():
    assert mark_beginnings("Verificação em duas etapas", ["verif"]) == "<mark>Verificação</mark> em duas etapas"


SECTION = (
    "A failed message names its code.\nRead the code first.\n\tPlace · What failed\n\tstatuses[].errors · a message\n"
    '\t\t{"code": 131026, "title": "Message undeliverable"}'
)


def test_prose_is_shown_rather_than_a_table_or_code():
    passage = best_passage(SECTION, wanted("message", "code"), ENGLISH)

    assert passage == "A failed <mark>message</mark> names its <mark>code</mark>. Read the <mark>code</mark> first."


def test_rows_of_a_table_stay_apart_where_only_a_table_answers():
    passage = best_passage(SECTION, wanted("place", "statuses"), ENGLISH)

    assert passage == "<mark>Place</mark> · What failed; <mark>statuses</mark>[].errors · a message"


def test_code_is_shown_where_nothing_else_answers():
    assert "<mark>undeliverable</mark>" in best_passage(SECTION, wanted("undeliverable"), ENGLISH)


def test_text_of_tables_alone_is_shown_when_nothing_is_found():
    assert best_passage("\tPlace · What failed", {}, ENGLISH) == ""
