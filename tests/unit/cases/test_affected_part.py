"""The part that plain words speak of, on labelled sentences in the five languages: sure where it is, else nothing."""

from pathlib import Path

import pytest
import yaml

from portal.cases.affected_part import MAX_READ, WITHIN, find_affected_part, read_sign
from portal.cases.vocabulary.reading import MEANINGS
from portal.policy.source import read_components
from tests.building import ROOT

LABELLED = yaml.safe_load((Path(__file__).parent / "affected_parts.yml").read_text(encoding="utf-8"))
COMPONENTS = read_components(ROOT / "content" / "components.yml")


def labelled(kind: str) -> list[tuple[str, str]]:
    return [(sentence, part or "") for part, sentences in LABELLED[kind].items() for sentence in sentences]


@pytest.mark.parametrize(("sentence", "part"), labelled("tuned"))
def test_labelled_sentence(sentence, part):
    assert find_affected_part(sentence, COMPONENTS) == part


def test_sentences_nobody_tuned_with_are_hardly_ever_taken_for_another_part():
    found = [(find_affected_part(sentence, COMPONENTS), part) for sentence, part in labelled("unseen")]
    guesses = [(guess, part) for guess, part in found if guess]
    right = sum(guess == part for guess, part in guesses)

    assert right >= 0.97 * len(guesses)
    assert right >= 0.9 * sum(bool(part) for _, part in found)


def test_every_part_has_signs_made_of_words_that_count_in_all_languages():
    for component in COMPONENTS:
        assert component.signs, component.id
        for sign in (*component.signs, *component.faint_signs):
            assert {word.strip() for word in sign.split(WITHIN)} <= MEANINGS, f"{component.id}: {sign}"


def test_sign_of_several_words_outweighs_its_own_parts():
    assert find_affected_part("Our number", COMPONENTS) == ""
    assert find_affected_part("Our number is not registered", COMPONENTS) == "numbers"
    assert find_affected_part("The webhook of our number is missing", COMPONENTS) == "webhooks"


def test_name_of_a_template_is_no_word():
    assert find_affected_part("invoice_ready", COMPONENTS) == ""
    assert find_affected_part("https://example.com/invoice", COMPONENTS) == ""


def test_long_text_says_too_much_to_be_sure():
    assert find_affected_part("No webhook arrives. " + "Please help us soon. " * 10, COMPONENTS) == ""
    assert MAX_READ < 200


def test_word_without_a_meaning_of_its_own_stands_for_itself():
    assert read_sign("frobnicator") == read_sign(" frobnicator ") != frozenset()
