"""A known hole fails the check, and what could not be asked about is told."""

import pytest

from tests.house.known_holes import judge

SOUND = {"name": "flask", "version": "3.1.0", "vulns": []}
UNKNOWN = {"name": "whoosh", "skip_reason": "Dependency not found"}
HOLE = {"id": "PYSEC-1", "fix_versions": ["3.1.2"], "aliases": [], "description": ""}


@pytest.mark.parametrize(
    ("report", "code", "told"),
    [
        (None, 0, "not looked for"),
        ({"dependencies": [SOUND]}, 0, "none in 1 packages"),
        ({"dependencies": [SOUND, UNKNOWN]}, 0, "1 of 2 packages could not be asked about"),
        ({"dependencies": [{**SOUND, "vulns": [HOLE]}, UNKNOWN]}, 1, "flask 3.1.0: PYSEC-1, mended in 3.1.2"),
        ({"dependencies": [{**SOUND, "vulns": [{**HOLE, "fix_versions": []}]}]}, 1, "no version yet"),
    ],
)
def test_report_is_judged(report, code, told):
    found, lines = judge(report)

    assert found == code
    assert len(lines) == 1
    assert told in lines[0]
