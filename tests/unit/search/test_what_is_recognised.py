"""What people paste, with what has to be recognised in it: nothing missed, and nothing made up."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from portal.articles.error_code_files import read_error_codes
from portal.masking.mask import mask_text
from portal.masking.personal import hide_personal
from portal.search.analysis import normalise
from portal.search.codes import find_codes
from portal.search.named_errors import ErrorNames, find_status
from portal.search.pasted import shorten
from tests.building import ROOT

SAMPLES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("pasted_texts.yml").read_text("utf-8"))
HELD = [sample for sample in SAMPLES if sample.get("held", True)]
MISSED = [sample for sample in SAMPLES if not sample.get("held", True)]
ENOUGH = 120


@pytest.fixture(scope="module")
def names() -> ErrorNames:
    errors, problems = read_error_codes(ROOT / "content")
    assert not problems
    return ErrorNames(errors)


def recognise(text: str, names: ErrorNames) -> tuple[list[str], int | None]:
    """The keys in their order, and the status when there is nothing else: as the search takes a question."""
    asked = hide_personal(mask_text(normalise(shorten(text))).text).text
    codes = find_codes(asked, names.errors.numbers).known
    keys = [*codes, *names.find(asked, numbered=bool(codes))]
    return keys, None if keys else find_status(asked)


@pytest.mark.parametrize("sample", HELD, ids=lambda sample: sample["text"][:40])
def test_paste_is_recognised(sample, names):
    assert recognise(sample["text"], names) == (sample["found"], sample.get("status"))


def test_nothing_is_missed_and_nothing_made_up(names):
    right = found = expected = 0
    for sample in HELD:
        keys, wanted = set(recognise(sample["text"], names)[0]), set(sample["found"])
        right, found, expected = right + len(keys & wanted), found + len(keys), expected + len(wanted)

    assert len(HELD) >= ENOUGH
    assert expected > ENOUGH / 2
    assert (right / found, right / expected) == (1.0, 1.0)


@pytest.mark.parametrize("joined", [" ", ""])
def test_field_of_one_line_changes_nothing(joined, names):
    for sample in _of_several_lines():
        pasted = joined.join(line.strip() + " " * (not joined) for line in sample["text"].splitlines())
        assert set(recognise(pasted, names)[0]) == set(sample["found"]), pasted


@pytest.mark.parametrize("sample", MISSED, ids=lambda sample: sample["why"])
def test_known_to_be_missed(sample, names):
    assert recognise(sample["text"], names)[0] != sample["found"], "no longer missed: take its mark away"


def _of_several_lines() -> Iterator[dict[str, Any]]:
    return (sample for sample in HELD if "\n" in sample["text"].strip())
