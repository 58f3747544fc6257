"""Data for search engines: when an article is a list of questions, and that nothing in it can end its block."""

import json

import pytest

from portal.articles.model import Section
from portal.articles.structured_data import as_element, find_questions
from tests.html_document import parse_html


def section(title: str, text: str = "Words.", level: int = 2) -> Section:
    return Section("s-x", title, text, level)


OPENING = Section("", "", "What comes first.", 1)


def test_two_questions_with_answers_are_a_list():
    sections = (OPENING, section("Why?", "Because."), section("How?", "So."))

    assert find_questions(sections) == (("Why?", "Because."), ("How?", "So."))


def test_smaller_sections_belong_to_the_answer():
    sections = (
        section("Why?", "Because."),
        section("More", "Details.", 3),
        section("How?", "", 2),
        section("So", "So.", 3),
    )

    assert find_questions(sections) == (("Why?", "Because. More Details."), ("How?", "So So."))


@pytest.mark.parametrize(
    "sections",
    [
        (OPENING,),
        (section("Why?"),),
        (section("Why?"), section("How?", "")),
        (section("Why?"), section("How")),
        (section("Why?"), section("How?"), section("Fix it"), section("Check"), section("Send")),
    ],
)
def test_anything_less_is_none(sections):
    assert find_questions(sections) == ()


def test_words_of_an_article_cannot_end_the_block():
    words = {"text": "</script><script>alert(1)</script> <!-- ]]> & \u2028"}

    document = parse_html(str(as_element(words)))

    assert len(document.elements) == 2
    (block,) = document.list_elements("script")
    assert not {"<", ">", "&"} & set(block.text)
    assert json.loads(block.text) == words
