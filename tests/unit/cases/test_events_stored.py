import json

import pytest

from portal.cases.events import (
    EVENTS,
    AutomaticallyAnswered,
    Breach,
    CaseClosed,
    CaseEscalated,
    CaseLinked,
    CaseMerged,
    CaseOpened,
    CaseReopened,
    CaseResolved,
    CaseTakenIn,
    Closing,
    CustomerReminded,
    CustomerReplied,
    Details,
    FeedbackGiven,
    IncidentLinked,
    IssueAdded,
    MaskedSecret,
    NoteAdded,
    OfferedArticle,
    SeverityChanged,
    StaffReplied,
    WaitingBegan,
)
from portal.cases.stored_events import from_data, to_data

SECRET = MaskedSecret("api_key", "abcd…wxyz")
EXAMPLES = [
    CaseOpened(Details("It fails", scope="some", workaround=False, production=True, masked=(SECRET,))),
    CaseLinked("ABCD-2345"),
    IssueAdded("Another", Details("It fails too")),
    CustomerReplied("Any news? ñ я", (SECRET,)),
    StaffReplied("Yes."),
    AutomaticallyAnswered("A person answers soon.", (OfferedArticle("messages/131047", "Error 131047"),), "en"),
    WaitingBegan(),
    CustomerReminded(),
    CaseResolved("Fixed."),
    CaseReopened(),
    CaseClosed(Closing.NO_REPLY),
    CaseEscalated(Breach.RESOLUTION),
    NoteAdded("Looks like the one of last week."),
    SeverityChanged(3, 1, "All messages fail."),
    IncidentLinked("webhooks-slow"),
    CaseMerged("K7Q2-9XHM"),
    CaseTakenIn("M3RG-ED22", "Also templates"),
    FeedbackGiven(4, "Quick", (SECRET,)),
]


@pytest.mark.parametrize("event", EXAMPLES, ids=lambda event: event.kind)
def test_event_comes_back_as_it_was_stored(event):
    assert from_data(event.kind, json.loads(json.dumps(to_data(event)))) == event


def test_every_kind_has_an_example_and_a_name_of_its_own():
    assert {type(event) for event in EXAMPLES} == set(EVENTS)
    assert len({event.kind for event in EVENTS}) == len(EVENTS)


def test_event_of_an_older_release_lacks_what_came_later():
    assert from_data("opened", {"details": {"description": "It fails"}}) == CaseOpened(Details("It fails"))


def test_unknown_kind_is_a_fault():
    with pytest.raises(KeyError):
        from_data("vanished", {})
