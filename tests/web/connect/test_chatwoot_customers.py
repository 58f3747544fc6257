"""What customers type into Chatwoot's window, and which conversations a case is known by."""

import pytest

from portal.cases.access import find_case_by_reference
from portal.cases.actions import lock_case
from portal.cases.chat_facts import name_customer
from portal.cases.chats import MOST_OF_A_CASE, begin_chat, list_chats, settle_chat
from portal.web.current import current_secret
from tests.building import START
from tests.chatwoot_twin import ACCOUNT, message_event, status_event
from tests.web.cases.builders import ANA, BO, CARL
from tests.web.connect.chatwoot_events import happenings


def from_window(app, reference, email, identifier=None, **changes):
    """A message that a customer typed into the window."""
    event = message_event(reference, message_type="incoming", id=7100, content="It is back.", **changes)
    with app.app_context():
        known = identifier or name_customer(current_secret.get(), email)
    event["sender"] = event["conversation"]["meta"]["sender"] = {"id": 4, "email": email, "identifier": known}
    return event


@pytest.mark.parametrize("email", [ANA, BO])
def test_what_a_proven_customer_types_into_the_window_is_part_of_the_case(with_chatwoot, send, stored, case, email):
    assert send(from_window(with_chatwoot, case.reference, email)).json["taken"]

    assert happenings(stored, case) == [("customer_replied", email)]


def test_nobody_else_writes_in_the_name_of_a_customer(with_chatwoot, send, stored, case):
    for event in (
        from_window(with_chatwoot, case.reference, ANA, identifier="customer-made-up"),
        from_window(with_chatwoot, case.reference, CARL),
        from_window(with_chatwoot, case.reference, "nobody", identifier="x"),
    ):
        assert send(event).json == {"taken": False}

    assert happenings(stored, case) == []


def test_own_words_that_come_back_are_an_echo(with_chatwoot, send, stored, case):
    with stored.write() as session:
        settle_chat(begin_chat(session, lock_case(session, case.reference), "case-1", START), "5001")

    assert not send(from_window(with_chatwoot, case.reference, ANA)).json["taken"]
    assert happenings(stored, case) == []


def test_conversations_are_noted_but_not_without_end(send, stored, case):
    for number in range(MOST_OF_A_CASE + 2):
        send(status_event("open", case.reference, event="conversation_created", id=100 + number))

    with stored.read() as session:
        assert len(list_chats(session, find_case_by_reference(session, case.reference))) == MOST_OF_A_CASE
    assert happenings(stored, case) == []


def test_number_of_ones_own_conversation_may_be_told_before_the_answer_comes(send, stored, case):
    with stored.write() as session:
        begin_chat(session, lock_case(session, case.reference), "case-1", START)
    send(status_event("open", case.reference, event="conversation_created"))
    with stored.write() as session:
        settle_chat(begin_chat(session, lock_case(session, case.reference), "case-1", START), "5001")

    with stored.read() as session:
        (row,) = list_chats(session, find_case_by_reference(session, case.reference))
        assert (row.conversation, row.account, row.is_ours) == ("5001", str(ACCOUNT), True)
