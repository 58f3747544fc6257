"""Trees as graphs: every page in its column, nothing over another, a line for every answer."""

import re
from itertools import combinations
from pathlib import Path

import pytest

from portal.articles.source import load_library
from portal.insights.tree_drawing import CHARACTERS, WIDTH, draw
from portal.kernel.language import LANGUAGES

CONTENT = Path(__file__).resolve().parents[3] / "content"
LIBRARY = load_library(CONTENT)


@pytest.fixture(
    params=[(tree, language) for tree in LIBRARY.trees for language in LANGUAGES],
    ids=lambda each: f"{each[0].id}-{each[1].tag}",
)
def drawn(request):
    tree, language = request.param
    return tree, draw(tree, lambda name: tree.find_words(name, language)[0].text)


def test_every_question_and_outcome_has_one_box(drawn):
    tree, drawing = drawn

    assert sorted(box.name for box in drawing.boxes) == sorted([*tree.questions, *tree.outcomes])


def test_boxes_lie_within_the_drawing_and_beside_each_other(drawn):
    _, drawing = drawn

    assert all(box.x + WIDTH <= drawing.width and box.y + box.height <= drawing.height for box in drawing.boxes)
    for one, other in combinations(drawing.boxes, 2):
        apart = one.x != other.x or one.y + one.height < other.y or other.y + other.height < one.y
        assert apart, (one.name, other.name)


def test_each_answer_leads_to_the_right_along_a_line_of_its_own(drawn):
    tree, drawing = drawn

    assert len(drawing.edges) == sum(len(question.answers) for question in tree.questions.values())
    assert len(set(drawing.edges)) == len(drawing.edges)
    for edge in drawing.edges:
        numbers = [int(number) for number in re.findall(r"\d+", edge)]
        assert numbers[0] < numbers[-2]


def test_words_stay_in_their_box(drawn):
    _, drawing = drawn

    for box in drawing.boxes:
        assert all(len(line.text) <= CHARACTERS for line in box.lines)
        assert all(box.y < line.y < box.y + box.height for line in box.lines)


def test_an_outcome_says_who_helps():
    tree = LIBRARY.find_tree("webhook-silent")
    kinds = {box.name: box.kind for box in draw(tree, str).boxes}

    assert (kinds["call"], kinds["slow"], kinds["calls-missing"]) == ("question", "article", "support")
