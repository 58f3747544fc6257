"""Every benchmark that the README names can be called."""

import re

import pytest

from bench.__main__ import main
from tests.building import ROOT

NAMED = sorted(set(re.findall(r"`python -m bench ([a-z-]+)", (ROOT / "README.md").read_text(encoding="utf-8"))))


def test_readme_names_benchmarks():
    assert {"growth", "serving", "search"} <= set(NAMED)


@pytest.mark.parametrize("name", NAMED)
def test_benchmark_of_the_readme_is_there(name):
    assert name in main.commands
