"""The README lists every rule of ``content check``, and each has an example that fails."""

import pytest

from tests.house.content_rules import compare_rules, list_rules, list_told, list_unproved
from tests.house.sources import ROOT, list_modules

README = ROOT / "README.md"


@pytest.fixture(scope="module")
def rules() -> dict[str, str]:
    return list_rules(ROOT)


def test_readme_lists_every_rule(rules):
    assert len(rules) > 50
    assert compare_rules(list_told(README.read_text(encoding="utf-8")), rules) == []


def test_every_rule_has_an_example_that_fails(rules):
    tests = "\n".join(path.read_text(encoding="utf-8") for path in list_modules(ROOT, "tests/unit", "tests/web"))

    assert list_unproved(rules, tests) == []


def test_rule_without_an_example_is_found():
    tests = 'assert code == "broken-link"\nassert line == "a.md:1: missing-alt"\n"broken-anchors"'

    assert list_unproved({"broken-link": "", "missing-alt": "", "broken-anchor": ""}, tests) == ["broken-anchor"]


def test_codes_are_read_from_the_source(tmp_path):
    room = tmp_path / "portal" / "room"
    room.mkdir(parents=True)
    (room / "check.py").write_text(
        "from portal.kernel.problem import Problem\n"
        'one = Problem(path, 1, "bad-a", "Words of a message.")\n'
        'two = Problem(path, 1, "bad-b", message, fatal=False)\n'
        'three = Problem(path, 1, "bad-c", message, fatal=is_grave)\n'
        'entry.report("bad-d", "must be better")\n'
        'other("bad-e")\n'
    )
    (room / "stranger.py").write_text('Problem(path, 1, "bad-f", message)\n')

    assert list_rules(tmp_path) == {
        "bad-a": "error",
        "bad-b": "warning",
        "bad-c": "error or warning",
        "bad-d": "error",
    }


def test_differences_between_readme_and_source_are_found():
    readme = (
        "### Rules of `content check`\n\n| code | counts as | meaning |\n|---|---|---|\n"
        "| `bad-a` | error | a |\n| `bad-b` | error | b |\n| `gone` | warning | c |\n\n## Next\n\n| `x` | error | d |\n"
    )

    assert compare_rules(list_told(readme), {"bad-a": "error", "bad-b": "warning", "new": "error"}) == [
        "new is not in the README",
        "gone is in the README only",
        "bad-b counts as warning, not as error",
    ]
