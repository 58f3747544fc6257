"""Guided troubleshooting: the way through a tree, and everything that can be wrong in one."""

import pytest
import yaml

from portal.articles.trees.model import Outcome
from portal.articles.trees.replay import UnknownAnswer, replay
from portal.kernel.language import ENGLISH, GERMAN, LANGUAGES

TREE = {
    "component": "delivery",
    "category": "messages",
    "begin": "first",
    "questions": {"first": {"good": "second", "bad": "broken"}, "second": {"near": "broken", "far": "fine"}},
    "outcomes": {"broken": {"article": "messages/late#fix"}, "fine": {}},
}
END = {"title": "An end", "cause": "A cause.", "action": "An action."}
TEXTS = {
    "title": "Nothing arrives",
    "summary": "From question to question.",
    "questions": {
        "first": {"ask": "Is it good?", "hint": "Look.", "answers": {"good": "Yes", "bad": "No, `bad`"}},
        "second": {"ask": "Where is it?", "answers": {"near": "Near", "far": "Far"}},
    },
    "outcomes": {"broken": END, "fine": END},
}
PLACE = "trees/nothing-arrives"


def changed(data, path, value):
    """A copy of nested mappings with one value replaced, or taken out when it is None."""
    key, _, rest = path.partition(".")
    copy = dict(data)
    if rest:
        copy[key] = changed(data[key], rest, value)
    elif value is None:
        del copy[key]
    else:
        copy[key] = value
    return copy


@pytest.fixture
def plant(writer):
    """Writes the tree with an article that helps; every language has the English words unless told otherwise."""

    def write(tree=TREE, **texts):
        writer.write("messages/late", body="## Fix it {#fix}\n\nWords.\n")
        writer.put(f"{PLACE}/tree.yml", yaml.safe_dump(tree, sort_keys=False))
        for language in LANGUAGES:
            words = texts.get(language.tag.replace("-", "_"), TEXTS)
            writer.put(f"{PLACE}/{language.tag}.yml", yaml.safe_dump(words, sort_keys=False))

    return write


@pytest.fixture
def tree(plant, writer):
    plant()
    return writer.load().find_tree("nothing-arrives")


class TestWay:
    def test_without_an_answer_it_is_the_first_question(self, tree):
        position = replay(tree, ())

        assert (position.here.id, position.steps) == ("first", ())

    def test_answers_lead_to_the_next_question(self, tree):
        position = replay(tree, ["good"])

        assert position.here.id == "second"
        assert [(step.question.id, step.answer.id) for step in position.steps] == [("first", "good")]

    @pytest.mark.parametrize(
        ("answers", "end"), [(["bad"], "broken"), (["good", "near"], "broken"), (["good", "far"], "fine")]
    )
    def test_every_way_ends_in_its_outcome(self, tree, answers, end):
        position = replay(tree, answers)

        assert isinstance(position.here, Outcome)
        assert (position.here.id, position.answers) == (end, tuple(answers))

    @pytest.mark.parametrize(
        ("answers", "unknown"), [(["what"], "what"), (["good", "bad"], "bad"), (["bad", "near"], "near"), ([""], "")]
    )
    def test_answer_that_is_none_is_told(self, tree, answers, unknown):
        assert replay(tree, answers) == UnknownAnswer(unknown)


class TestWords:
    def test_words_are_the_readers_own(self, plant, writer):
        plant(de=changed(TEXTS, "questions.first.ask", "Ist es gut?"))
        tree = writer.load().trees[0]

        words, language = tree.find_words(tree.first.ask, GERMAN)

        assert (words.text, language) == ("Ist es gut?", GERMAN)

    def test_what_a_language_lacks_is_said_in_english(self, plant, writer):
        plant(de=changed(TEXTS, "questions.first.answers.bad", None))
        tree = writer.load().trees[0]

        words, language = tree.find_words(tree.first.label(tree.first.answers[1]), GERMAN)

        assert (words.text, language) == ("No, `bad`", ENGLISH)
        assert tree.list_missing(GERMAN) == ("questions.first.answers.bad",)
        assert GERMAN not in tree.list_languages()

    def test_hint_may_be_left_out_by_all_but_not_by_one(self, plant, writer):
        plant(ru=changed(TEXTS, "questions.first.hint", None))
        tree = writer.load().trees[0]

        assert tree.find_words(tree.questions["second"].hint, ENGLISH) is None
        assert writer.findings == [f"{PLACE}/ru.yml:1: missing-text"]


class TestCheck:
    def test_sound_tree_has_no_findings(self, plant, writer):
        plant()

        assert writer.findings == []

    @pytest.mark.parametrize(
        ("path", "value", "finding"),
        [
            ("component", "teapot", "1: unknown-component"),
            ("category", "teapots", "2: unknown-category"),
            ("begin", "nowhere", "3: unknown-target"),
            ("begin", "fine", "3: unknown-target"),
            ("questions.first.good", "nowhere", "6: unknown-target"),
            ("questions.second.far", "first", "8: tree-cycle"),
            ("questions.first.good", "broken", "8: never-reached"),
            ("questions.second.far", "broken", "14: never-reached"),
            ("questions.second", {"far": "fine"}, "8: answer-count"),
            ("outcomes.second", {}, "15: duplicate-id"),
            ("outcomes.broken.article", "messages/nowhere", "12: unknown-article"),
            ("outcomes.broken.article", "messages/late#nowhere", "12: broken-anchor"),
            ("outcomes.broken.article", "nowhere", "13: bad-value"),
            ("outcomes.broken.component", "teapot", "12: unknown-component"),
            ("outcomes.broken.error", "4711", "12: unknown-code"),
            ("outcomes.broken.colour", "red", "14: unknown-key"),
            ("questions.Not A Name", {"a": "fine", "b": "broken"}, "12: bad-address"),
            ("begin", None, "1: missing-key"),
        ],
    )
    def test_mistake_in_the_tree_is_told_with_its_line_and_keeps_it_from_readers(
        self, plant, writer, path, value, finding
    ):
        plant(changed(TREE, path, value))

        assert f"{PLACE}/tree.yml:{finding}" in writer.findings
        assert writer.read().library is None

    def test_many_answers_are_told(self, plant, writer):
        many = {f"a-{number}": "broken" for number in range(6)}
        labels = {f"a-{number}": f"Answer {number}" for number in range(6)}
        texts = changed(TEXTS, "questions.first.answers", {**labels, "good": "Yes"})
        plant(
            changed(TREE, "questions.first", {**many, "good": "second"}),
            **{language.tag.replace("-", "_"): texts for language in LANGUAGES},
        )

        assert writer.findings == [f"{PLACE}/tree.yml:5: answer-count"]
        assert writer.read().library is not None

    def test_answer_that_stands_twice_is_told(self, plant, writer):
        plant()
        file = writer.path / PLACE / "tree.yml"
        file.write_text(
            file.read_text("utf-8").replace("    near: broken\n", "    near: broken\n    near: fine\n"), "utf-8"
        )

        assert writer.findings == [f"{PLACE}/tree.yml:10: duplicate-key"]

    @pytest.mark.parametrize(
        ("path", "value", "finding"),
        [
            ("questions.first.answers.bad", None, "1: missing-text"),
            ("questions.first.answers.ugly", "Ugly", "10: unknown-text"),
            ("questions.third", {"ask": "What?"}, "16: unknown-text"),
            ("questions.first.answers.bad", "Yes", "9: duplicate-answer"),
            ("outcomes.fine.action", "See [this](../../articles/messages/nowhere/en.md).", "23: broken-link"),
            ("outcomes.fine.action", "See [this](../../articles/messages/late/en.md#nowhere).", "23: broken-anchor"),
            ("outcomes.fine.cause", "Within {{ policy.nothing }}.", "22: unknown-placeholder"),
            ("outcomes.fine.cause", "## A heading", "22: tree-markup"),
            ("outcomes.fine.title", " ", "21: empty-value"),
        ],
    )
    def test_mistake_in_english_words_keeps_the_tree_from_readers(self, plant, writer, path, value, finding):
        plant(en=changed(TEXTS, path, value))

        assert f"{PLACE}/en.yml:{finding}" in writer.findings
        assert writer.read().library is None

    def test_words_that_a_translation_lacks_are_told_but_go_live(self, plant, writer):
        plant(es=changed(TEXTS, "outcomes.fine.title", None))

        assert writer.findings == [f"{PLACE}/es.yml:1: missing-text"]
        assert writer.read().library is not None

    def test_language_without_a_file_is_told_once(self, plant, writer):
        plant()
        (writer.path / PLACE / "ru.yml").unlink()

        assert writer.findings == [f"{PLACE}/ru.yml:1: missing-translation"]

    def test_long_lines_are_told(self, plant, writer):
        plant(de=changed(TEXTS, "questions.first.ask", "Wort " * 30))

        assert writer.findings == [f"{PLACE}/de.yml:5: text-length"]

    @pytest.mark.parametrize(
        ("name", "finding"),
        [
            ("trees/stray.yml", "trees/stray.yml:1: misplaced-file"),
            (f"{PLACE}/fr.yml", f"{PLACE}/fr.yml:1: unknown-locale"),
            ("trees/other/en.yml", "trees/other/tree.yml:1: missing-file"),
        ],
    )
    def test_stray_file_is_told(self, plant, writer, name, finding):
        plant()
        writer.put(name, "title: A\n")

        assert writer.findings == [finding]

    def test_file_that_is_no_yaml_is_told_alone(self, plant, writer):
        plant()
        writer.put(f"{PLACE}/en.yml", "title: [\n")

        assert [finding.rpartition(": ")[2] for finding in writer.findings] == ["yaml-syntax"]

    def test_file_that_is_not_utf_8_is_told(self, plant, writer):
        plant()
        writer.put(f"{PLACE}/de.yml", b"title: \xff\n")

        assert f"{PLACE}/de.yml:1: unreadable" in writer.findings


def test_change_of_a_tree_is_another_state_of_the_library(plant, writer):
    plant()
    before = writer.load().fingerprint

    plant(de=changed(TEXTS, "title", "Nichts kommt an"))

    assert writer.load().fingerprint != before
