"""What happens to a request is told to its ticket: in order, once, as its customer's words or as a note."""

import pytest

from portal.cases.events import (
    Actor,
    CaseClosed,
    CaseReopened,
    CaseResolved,
    Closing,
    NoteAdded,
    SeverityChanged,
    StaffReplied,
)
from portal.cases.files import reply_id
from portal.cases.model import Attachment
from tests.building import START
from tests.web.cases.builders import ANA, BO, happened, opened
from tests.web.connect.helpdesk_server import changes, does_and_hangs_up, does_and_says
from tests.web.connect.ticket_acts import first_body, reply, ticket_of


def test_replies_become_the_customers_articles_in_order_and_once(desk):
    reference = opened(desk.database, START).reference
    reply(desk.database, reference, "One")
    reply(desk.database, reference, "Two")
    reply(desk.database, reference, "Three", BO)

    assert desk.send() == 4

    said = desk.said()[1:]
    assert [each[-1] for each in said] == ["One", "Two", f"{BO}:\n\nThree"]
    assert {each[:-1] for each in said} == {desk.customers}


@pytest.mark.parametrize("manner", [does_and_hangs_up, does_and_says(b"nonsense")])
def test_article_whose_answer_got_lost_is_not_written_twice(desk, manner):
    reference = opened(desk.database, START).reference
    desk.send()
    reply(desk.database, reference, "One")
    desk.twin.manners = [*desk.reading, manner]

    assert desk.send() == 0
    desk.clock.advance(minutes=1)
    assert desk.send() == 1
    assert [each[-1] for each in desk.said()[1:]] == ["One"]


def test_reply_opens_a_ticket_that_was_solved_meanwhile(desk):
    reference = opened(desk.database, START).reference
    desk.send()
    desk.twin.state(desk.number, desk.solved)
    reply(desk.database, reference, "Not over")

    desk.send()

    assert desk.state() == "open"


def test_what_the_team_does_in_the_portal_becomes_notes_and_states(desk):
    reference = opened(desk.database, START).reference
    happened(
        desk.database, reference, StaffReplied("Hello"), NoteAdded("Careful"), SeverityChanged(2, 1, "Worse"), at=START
    )
    happened(desk.database, reference, CaseResolved("Restart it."), at=START)
    desk.send()

    said = desk.said()[1:]
    assert {each[:-1] for each in said} == {desk.notes}
    assert [each[-1] for each in said] == [
        "Sam, support team:\n\nHello",
        "Sam, support team:\n\nCareful",
        "The severity is now: Severity 1 – critical. Worse",
        "Sam, support team:\n\nResolved:\nRestart it.",
    ]
    assert desk.state() == desk.solved
    happened(desk.database, reference, CaseReopened(), actor=Actor.CUSTOMER, at=START)
    desk.send()
    assert desk.state() == "open"
    happened(desk.database, reference, CaseClosed(Closing.BY_CUSTOMER), actor=Actor.CUSTOMER, at=START)
    desk.send()
    assert desk.state() == desk.solved
    assert desk.said()[-1][-1] == "The request was closed by the customer."


def test_rules_of_the_helpdesk_hold_up_nothing(zendesk):
    reference = opened(zendesk.database, START).reference
    happened(zendesk.database, reference, CaseResolved("Done."), at=START)
    zendesk.twin.unsolvable = True

    assert zendesk.send() == 2
    assert zendesk.state() == "new"


def test_closed_ticket_goes_on_in_a_follow_up(zendesk):
    reference = opened(zendesk.database, START).reference
    zendesk.send()
    zendesk.twin.state(zendesk.number, "closed")
    reply(zendesk.database, reference, "It is back")
    zendesk.send()

    closed, following = zendesk.twin.tickets.values()
    assert zendesk.twin.posts("/api/v2/tickets")[1]["ticket"]["via_followup_source_id"] == closed["id"]
    assert ticket_of(zendesk.database).ticket == str(following["id"])
    assert zendesk.twin.said(following["id"])[0][-1].startswith("It is back\n\n-- \nCustomer: Ana Silva")
    reply(zendesk.database, reference, "Hello?")
    zendesk.send()
    assert [each[-1] for each in zendesk.twin.said(following["id"])[1:]] == ["Hello?"]


def test_files_are_named_with_the_words_they_came_with(desk):
    case = opened(desk.database, START, draft_id="draft", idempotency_key="draft")
    reply(desk.database, case.reference, "One")
    for owner, name in (("draft", "log.txt"), (reply_id(case.reference, ANA, f"key-One-{START}"), "shot.png")):
        with desk.database.write() as session:
            file = Attachment(name=name, media_type="text/plain", size=7, stored_name=name, created_at=START)
            file.case_id, file.draft_id = case.id, owner
            session.add(file)
    desk.send()

    assert "Files: log.txt\n" in first_body(desk.twin)
    assert desk.said()[1][-1] == "One\n\nFiles: shot.png"


def test_unknown_state_counts_as_open(desk):
    reference = opened(desk.database, START).reference
    desk.send()
    reply(desk.database, reference, "One")
    desk.twin.manners = [changes(desk.rename("frozen"))]

    assert desk.send() == 1
    assert [each[-1] for each in desk.said()[1:]] == ["One"]
