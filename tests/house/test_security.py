"""SECURITY.md tells of every requirement once, and what it names exists."""

import ast
import re
from collections import Counter
from functools import cache

import pytest

from tests.house.sources import ROOT

PAGE = ROOT / "SECURITY.md"
STATES = {"met", "partly", "open", "none here"}
# OWASP ASVS 5.0.0: by section the levels of its requirements in order; 3 is beyond what we claim and not in the table.
LEVELS = {
    "1.1": "22", "1.2": "1111122223", "1.3": "11222222222" + "3", "1.4": "222", "1.5": "123",
    "2.1": "122", "2.2": "112", "2.3": "12223", "2.4": "23",
    "3.1": "3", "3.2": "113", "3.3": "12223", "3.4": "11222233", "3.5": "11122333", "3.6": "3", "3.7": "22333",
    "4.1": "12233", "4.2": "23333", "4.3": "22", "4.4": "1222",
    "5.1": "2", "5.2": "112333", "5.3": "113", "5.4": "222",
    "6.1": "122", "6.2": "111111112222", "6.3": "11223333", "6.4": "112233", "6.5": "22222333", "6.6": "2223",
    "6.7": "33", "6.8": "2222",
    "7.1": "222", "7.2": "1111", "7.3": "22", "7.4": "11222", "7.5": "223", "7.6": "22",
    "8.1": "1233", "8.2": "1123", "8.3": "133", "8.4": "23",
    "9.1": "111", "9.2": "1222",
    "10.1": "22", "10.2": "223", "10.3": "22223", "10.4": "1111122222233333",
    "10.5": "22222", "10.6": "22", "10.7": "222",
    "11.1": "2233", "11.2": "22233", "11.3": "11233", "11.4": "1222", "11.5": "23", "11.6": "23", "11.7": "33",
    "12.1": "12233", "12.2": "11", "12.3": "22223",
    "13.1": "2333", "13.2": "222223", "13.3": "2233", "13.4": "1222233",
    "14.1": "22", "14.2": "12223333", "14.3": "122",
    "15.1": "12233", "15.2": "12233", "15.3": "1222222", "15.4": "3333",
    "16.1": "2", "16.2": "22222", "16.3": "2222", "16.4": "222", "16.5": "2223",
    "17.1": "23", "17.2": "22223333", "17.3": "22",
}  # fmt: skip

_ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| (\d) \| (.+?) \| (.+?) \| (.+) \|$", re.MULTILINE)
_PLACE = re.compile(r"`((?:portal|tests|static|deploy|docs|requirements|content)/[^`\s]+|\w+\.(?:md|toml)|Makefile)`")


def list_wanted() -> dict[str, str]:
    return {
        f"{section}.{number}": level
        for section, levels in LEVELS.items()
        for number, level in enumerate(levels, 1)
        if level != "3"
    }


@cache
def list_tests(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def find_missing(text: str) -> list[str]:
    """Files and tests that a text names and that do not exist."""
    found = []
    for place in _PLACE.findall(text):
        path, _, test = place.partition("::")
        if not (ROOT / path).exists():
            found.append(f"{path} does not exist")
        elif test and test not in list_tests(path):
            found.append(f"{path} has no {test}")
    return found


def check(page: str) -> list[str]:
    """Everything wrong with the table."""
    rows, wanted = _ROW.findall(page), list_wanted()
    counted = Counter(number for number, *_ in rows)
    found = [f"{number} stands there {counted[number]} times" for number in wanted if counted[number] != 1]
    found += [f"{number} is no requirement of levels 1 and 2" for number in counted if number not in wanted]
    for number, level, _, state, where in rows:
        if wanted.get(number, level) != level:
            found.append(f"{number} is of level {wanted[number]}")
        if state not in STATES:
            found.append(f"{number}: {state} is no state")
        if state in {"partly", "open"} and len(where.split()) < 3:
            found.append(f"{number} does not say why")
    return found + find_missing(page)


def test_every_requirement_stands_there_once_and_what_it_names_exists():
    assert check(PAGE.read_text(encoding="utf-8")) == []


def test_numbers_of_the_summary_are_those_of_the_table():
    page = PAGE.read_text(encoding="utf-8")
    states = Counter(state for _, _, _, state, _ in _ROW.findall(page))
    told = re.search(r"The (\d+) requirements .*: (\d+) are met, (\d+) partly, (\d+) are open, (\d+) are about", page)

    assert told
    assert [*map(int, told.groups())] == [
        states.total(),
        states["met"],
        states["partly"],
        states["open"],
        states["none here"],
    ]


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("| 1.2.4 | 1 |", "| 1.2.44 | 1 |", "1.2.4 stands there 0 times"),
        ("| 1.2.4 | 1 |", "| 1.2.4 | 2 |", "1.2.4 is of level 1"),
        ("`portal/web/forms.py`", "`portal/web/gone.py`", "portal/web/gone.py does not exist"),
        ("::test_a_line_has_no_line_breaks", "::test_gone", "has no test_gone"),
        ("| SQL injection | met |", "| SQL injection | fine |", "1.2.4: fine is no state"),
    ],
)
def test_mistake_is_found(old, new, finding):
    page = PAGE.read_text(encoding="utf-8")
    assert old in page

    assert any(finding in each for each in check(page.replace(old, new)))
