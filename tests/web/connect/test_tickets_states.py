"""Where a ticket stands decides where its request stands, as far as its people knew what the customer wrote."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from portal.cases.rules import Status
from portal.connect.tickets.store import ask_for
from tests.building import START
from tests.cast import outbox
from tests.web.cases.builders import opened
from tests.web.connect.helpdesk_server import changes, does_and_hangs_up, does_it
from tests.web.connect.ticket_acts import found, make_due, reply


def test_solving_with_words_is_one_resolution(app, desk, followed, seen):
    desk.twin.writes(desk.number, "Restart it.")
    desk.twin.state(desk.number, desk.solved)

    assert [kind for kind, _ in seen()] == ["resolved"]
    assert [mail["text"] for mail in outbox(app, "case_resolved")] == ["Restart it."]
    assert outbox(app, "case_answered") == []


def test_solving_without_words_says_one_sentence(app, desk, followed, seen):
    desk.twin.writes(desk.number, "Restart it.")
    seen()
    desk.clock.advance(hours=1)
    desk.twin.state(desk.number, desk.solved)

    assert [kind for kind, _ in seen()] == ["staff_replied", "resolved"]
    assert found(desk, followed).status is Status.RESOLVED
    assert seen() == seen()


def test_waiting_for_the_customer_and_solved_and_open_again(desk, followed, seen):
    desk.twin.writes(desk.number, "Which number?")
    desk.twin.state(desk.number, desk.waiting)
    assert [kind for kind, _ in seen()] == ["staff_replied", "waiting_began"]

    desk.clock.advance(hours=1)
    desk.twin.state(desk.number, desk.solved)
    seen()
    desk.clock.advance(hours=1)
    desk.twin.state(desk.number, "open")
    assert [kind for kind, _ in seen()][2:] == ["resolved", "reopened"]
    assert found(desk, followed).status is Status.OPEN


def test_closed_for_good_ends_the_request(zendesk):
    case = opened(zendesk.database, START)
    zendesk.send()
    zendesk.clock.advance(hours=1)
    zendesk.twin.state(zendesk.number, "closed")
    make_due(zendesk)
    zendesk.read()

    assert found(zendesk, case).status is Status.CLOSED


def test_solved_without_having_seen_the_customers_newest_words_is_not_taken(desk, followed, seen):
    desk.twin.state(desk.number, desk.solved)
    desk.clock.advance(minutes=1)
    reply(desk.database, followed.reference, "Still broken", at=desk.clock())

    assert [kind for kind, _ in seen()] == ["customer_replied"]
    desk.send()
    assert desk.state() == "open"
    assert [kind for kind, _ in seen()] == ["customer_replied"]
    assert found(desk, followed).status is Status.OPEN


def test_what_the_portal_set_itself_changes_nothing(desk, followed, seen):
    reply(desk.database, followed.reference, "Hello?", at=desk.clock())
    desk.send()

    assert [kind for kind, _ in seen()] == ["customer_replied"]


def test_answer_after_the_end_is_kept_for_the_desk(desk, followed, seen):
    desk.twin.state(desk.number, desk.solved)
    seen()
    desk.clock.advance(hours=1)
    desk.twin.writes(desk.number, "One more thing.")

    kind, text = seen()[-1]
    assert kind == "note_added"
    assert text.endswith("the customer did not get it:\n\nOne more thing.")


@pytest.mark.parametrize("word", ["frozen", "", "новое"])
def test_unknown_state_is_open_and_told_once(desk, followed, seen, word):
    desk.twin.manners = [changes(desk.rename(word))]
    with capture_logs() as logs:
        assert seen() == []
    assert [line["event"] for line in logs] == ["ticket_state_unknown"]

    desk.twin.manners = [changes(desk.rename(word))]
    with capture_logs() as logs:
        assert seen() == []
    assert logs == []
    assert found(desk, followed).status is Status.OPEN


def test_state_that_the_portal_set_hides_no_later_one(desk, followed, seen):
    desk.twin.state(desk.number, desk.solved)
    seen()
    reply(desk.database, followed.reference, "Not over", at=desk.clock())
    desk.send()
    desk.clock.advance(minutes=5)
    # Nobody has read the ticket while it was open.
    desk.twin.writes(desk.number, "Now it is.")
    desk.twin.state(desk.number, desk.solved)

    assert [kind for kind, _ in seen()] == ["resolved", "reopened", "customer_replied", "resolved"]


def test_ticket_that_was_found_again_tells_what_was_decided_meanwhile(zammad):
    case = opened(zammad.database, START)
    zammad.twin.manners = [does_and_hangs_up]
    zammad.send()
    zammad.clock.advance(minutes=2)
    zammad.twin.state(1, "closed")
    zammad.send()
    make_due(zammad)
    zammad.read()

    assert found(zammad, case).status is Status.RESOLVED


def test_reminder_of_an_agent_neither_waits_nor_stays_when_the_customer_writes(desk, followed, seen):
    desk.twin.state(desk.number, {"zammad": "pending reminder", "zendesk": "hold"}[desk.name])
    assert seen() == []
    reply(desk.database, followed.reference, "Any news?", at=desk.clock())
    desk.send()

    assert desk.state() == "open"


def test_merged_ticket_solves_nothing_and_the_next_words_open_a_new_one(desk, followed, seen):
    merged = desk.number
    desk.merges(merged)
    assert seen() == []
    reply(desk.database, followed.reference, "Any news?", at=desk.clock())
    desk.twin.manners = [*desk.reading, does_and_hangs_up]
    desk.send()
    desk.clock.advance(minutes=2)
    desk.send()

    assert len(desk.twin.tickets) == 2
    assert desk.said()[0][-1].startswith("Any news?\n\n-- \nCustomer: Ana Silva")
    desk.twin.writes(desk.number, "We found it.")
    assert [kind for kind, _ in seen()] == ["customer_replied", "staff_replied"]


def test_answer_that_opens_a_solved_ticket_reaches_the_customer(app, desk, followed, seen):
    desk.twin.state(desk.number, desk.solved)
    seen()
    desk.clock.advance(hours=1)
    desk.twin.writes(desk.number, "It is back, we look into it.")
    desk.twin.state(desk.number, "open")

    assert [kind for kind, _ in seen()] == ["resolved", "reopened", "staff_replied"]
    assert len(outbox(app, "case_answered")) == 1


def test_question_in_a_solved_ticket_opens_it_and_waits(desk, followed, seen):
    desk.twin.state(desk.number, desk.solved)
    seen()
    desk.clock.advance(hours=1)
    desk.twin.writes(desk.number, "Is it back?")
    desk.twin.state(desk.number, desk.waiting)

    assert [kind for kind, _ in seen()] == ["resolved", "reopened", "staff_replied", "waiting_began"]


def test_earlier_answers_are_answers_and_the_last_one_is_the_resolution(desk, followed, seen):
    desk.twin.writes(desk.number, "Try this.")
    desk.twin.writes(desk.number, "It was a cache.")
    desk.twin.state(desk.number, desk.solved)

    assert [kind for kind, _ in seen()] == ["staff_replied", "resolved"]


def test_webhook_that_comes_while_the_ticket_is_read_has_it_read_again(desk, followed, seen):
    def answers_late(handler, act):
        answer = act()
        # Before the answer is sent: whoever reads it goes on at once, and may be done before this thread is.
        desk.twin.writes(desk.number, "Just now.")
        with desk.database.write() as session:
            ask_for(session, desk.name, str(desk.number), desk.clock() + timedelta(seconds=1))
        does_it(handler, lambda: answer)

    make_due(desk)
    # The second call reads what is written, before somebody writes.
    desk.twin.manners = [does_it, answers_late]
    assert seen(again=False) == []
    desk.clock.advance(seconds=1)

    assert seen(again=False) == [("staff_replied", "Just now.")]
