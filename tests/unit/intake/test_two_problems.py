"""Two problems in one request, on labelled texts in the five languages: found where they are, and hardly elsewhere."""

from pathlib import Path

import pytest
import yaml

from portal.articles.source import load_library
from portal.intake.splitting import SecondProblem, Told, find_second_problem, take_out
from tests.building import ROOT

SAMPLES = yaml.safe_load((Path(__file__).parent / "two_problems.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def library():
    return load_library(ROOT / "content")


def second_of(library, sample) -> SecondProblem | None:
    told = Told(sample["part"], sample["subject"], sample.get("error", ""), sample["text"])
    return find_second_problem(told, library.error_codes, library.components)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: f"{sample['second']}: {sample['text'][:40]}")
def test_labelled_text(library, sample):
    second = second_of(library, sample)

    assert (second.component if second else None) == sample["second"]


def test_second_problem_is_taken_out_of_the_first(library):
    text = "No webhook since 9:00.\n\nAlso our invoice of October is missing. It was due on the 5th.\n\nPlease help."
    second = find_second_problem(
        Told("webhooks", "Webhooks do not arrive", "", text), library.error_codes, library.components
    )

    assert second.text == "Also our invoice of October is missing. It was due on the 5th."
    assert second.subject == "Our invoice of October is missing."
    assert take_out(text, second) == "No webhook since 9:00.\n\nPlease help."


def test_first_problem_never_loses_its_last_words():
    assert take_out("2. Also this", SecondProblem("billing", "This", "", "2. Also this")) == "2. Also this"
    assert take_out("Both", SecondProblem("billing", "This", "133005", "")) == "Both"
