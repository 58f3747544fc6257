"""Under which name the team writes, and what somebody who writes has not seen yet."""

from datetime import UTC, datetime

import pytest

from portal.cases.events import Actor, Breach, CaseEscalated, CustomerReplied, NoteAdded, Recorded, StaffReplied
from portal.cases.team import name_member
from portal.desk.rules import find_unseen

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("lea.stern@team.example", "Lea Stern"),
        ("tom@team.example", "Tom"),
        ("ana-maria_silva+desk@team.example", "Ana Maria Silva"),
        ("...@team.example", "...@team.example"),
    ],
)
def test_name_comes_from_the_address(address, name):
    assert name_member(address) == name


def test_unseen_is_what_others_wrote_since():
    history = (
        Recorded(1, NOW, Actor.CUSTOMER, "ana@x.example", CustomerReplied("seen")),
        Recorded(2, NOW, Actor.SYSTEM, "", CaseEscalated(Breach.RESOLUTION)),
        Recorded(3, NOW, Actor.STAFF, "Lea", NoteAdded("my own")),
        Recorded(4, NOW, Actor.STAFF, "Tom", StaffReplied("a colleague's")),
        Recorded(5, NOW, Actor.CUSTOMER, "ana@x.example", CustomerReplied("new")),
    )

    assert [recorded.seq for recorded in find_unseen(history, 1, "Lea")] == [4, 5]
    assert find_unseen(history, 5, "Lea") == ()
