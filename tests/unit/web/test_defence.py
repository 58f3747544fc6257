from datetime import UTC, datetime, timedelta

import pytest

from portal.web.defence.rules import Load, Shown, Usual, is_attack, is_solved, judge

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
USUAL = Usual(everywhere=100, network=10)


@pytest.mark.parametrize(
    ("load", "attack"),
    [
        (Load(0, 0), False),
        (Load(100, 10), False),
        (Load(101, 1), True),
        (Load(11, 11), True),
    ],
)
def test_more_than_people_do_is_an_attack(load, attack):
    assert is_attack(load, USUAL) is attack


@pytest.mark.parametrize(
    ("seconds", "solved", "shown"),
    [
        (0, True, Shown.GOOD),
        (0, False, Shown.EARLY),
        (14, False, Shown.EARLY),
        (15, False, Shown.GOOD),
        (30 * 60, True, Shown.GOOD),
        (30 * 60 + 1, True, Shown.WORTHLESS),
        (-1, True, Shown.WORTHLESS),
    ],
)
def test_challenge_is_solved_or_waited_for(seconds, solved, shown):
    assert judge(NOW, NOW + timedelta(seconds=seconds), solved=solved) is shown


def test_proof_is_a_number_that_makes_the_hash_begin_with_zeros():
    proof = next(str(number) for number in range(10_000) if is_solved("task", str(number), bits=8))

    assert not is_solved("another task", proof, bits=14)
    assert sum(is_solved("task", str(number), bits=8) for number in range(2_000)) < 30


@pytest.mark.parametrize("proof", ["", "x", "-1", "1" * 13, "١"])
def test_what_is_no_number_proves_nothing(proof):
    assert not is_solved("task", proof, bits=0)
