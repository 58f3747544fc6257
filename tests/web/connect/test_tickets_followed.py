"""What happens in a ticket happens to its request: once, by the same rules as reports, whatever webhooks do."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from portal.cases.access import find_case_by_reference
from portal.cases.deliveries import list_deliveries
from portal.cases.rules import REOPEN_WITHIN, Status
from portal.connect.tickets.model import CaseTicket
from portal.connect.tickets.rounds import helpdesk_state
from portal.serving import work
from tests.building import START
from tests.cast import outbox
from tests.web.cases.builders import ANA, BEA, BO, opened
from tests.web.connect.helpdesk_server import changes, does_and_hangs_up, hangs_up, refuses, says
from tests.web.connect.test_tickets import reply


@pytest.fixture
def case(desk):
    """Ana's request with its ticket, an hour later."""
    made = opened(desk.database, START)
    desk.send()
    desk.clock.advance(hours=1)
    return made


@pytest.fixture
def seen(desk, case):
    """Reads the ticket; gives what has happened to the request since it was opened."""

    def look(*, again=True):
        if again:
            make_due(desk)
        desk.read()
        with desk.database.read() as session:
            history = find_case_by_reference(session, case.reference).history
            return [(each.event.kind, getattr(each.event, "text", None)) for each in history[1:]]

    return look


def make_due(desk):
    with desk.database.write() as session:
        for row in session.scalars(select(CaseTicket)):
            row.look_at = desk.clock()


def found(desk, case):
    with desk.database.read() as session:
        now = find_case_by_reference(session, case.reference)
        assert now.history
        return now


def test_agents_first_public_answer_is_the_first_response(app, desk, case, seen):
    desk.twin.writes(desk.number, "Only for us.", internal=True)
    desk.clock.advance(minutes=1)
    answered_at = desk.clock()
    desk.twin.writes(desk.number, "We found it.")
    desk.clock.advance(minutes=30)

    assert seen() == [("staff_replied", "We found it.")]

    now = found(desk, case)
    assert now.first_response_at == answered_at
    assert now.history[1].author == "Lea Stern"
    assert [mail["text"] for mail in outbox(app, "case_answered")] == ["We found it."]


def test_answer_is_taken_once_however_often_it_is_read(desk, seen):
    desk.twin.writes(desk.number, "We found it.")

    assert seen() == seen() == seen() == [("staff_replied", "We found it.")]


def test_answer_is_taken_once_even_when_it_is_forgotten_that_it_was(desk, seen):
    desk.twin.writes(desk.number, "We found it.")
    seen()
    with desk.database.write() as session:
        session.scalars(select(CaseTicket)).one().taken = []

    assert seen() == [("staff_replied", "We found it.")]


def test_what_came_from_the_ticket_is_not_told_to_it_again(desk, case, seen):
    desk.twin.writes(desk.number, "We found it.")
    seen()

    assert desk.send() == 0
    with desk.database.read() as session:
        assert [row.seq for row in list_deliveries(session, 10)] == [1]


def test_own_words_come_back_as_nothing(desk, case, seen):
    reply(desk.database, case.reference, "Hello?", at=desk.clock())
    reply(desk.database, case.reference, "From Bo", BO, at=desk.clock())
    desk.send()

    assert [kind for kind, _ in seen()] == ["customer_replied", "customer_replied"]


def test_own_words_are_known_without_a_mark(desk, case, seen):
    reply(desk.database, case.reference, "Hello?", at=desk.clock())
    desk.send()
    for each in getattr(desk.twin, "articles", None) or desk.twin.comments:
        each.pop("message_id", None)
        each.pop("metadata", None)

    assert [kind for kind, _ in seen()] == ["customer_replied"]
    desk.twin.writes(desk.number, "Hello?", sender="Customer", **of(desk, ANA))
    assert [kind for kind, _ in seen()] == ["customer_replied", "customer_replied"]


def test_customer_who_answers_the_helpdesk_is_heard(desk, case, seen):
    desk.twin.writes(desk.number, "By mail.", sender="Customer", **of(desk, ANA))

    assert seen() == [("customer_replied", "By mail.")]
    assert found(desk, case).history[1].author == ANA


def test_somebody_else_in_the_ticket_is_a_note_for_the_desk(desk, case, seen):
    desk.twin.writes(desk.number, "Me too.", sender="Customer", **of(desk, BEA))

    assert seen() == [("note_added", "Somebody who may not write in this request wrote in the ticket:\n\nMe too.")]


def test_machines_say_nothing_to_customers(desk, seen):
    machine = {"sender": "System"} if desk.name == "zammad" else {"channel": "rule"}
    desk.twin.writes(desk.number, "We have received your request.", **machine)

    assert seen() == []


def test_secrets_in_answers_are_masked(desk, seen):
    desk.twin.writes(desk.number, "Use password: hunter2hunter2 for now")

    ((_, text),) = seen()
    assert "hunter2" not in text


def test_note_that_is_made_public_reaches_the_customer(zammad):
    case = opened(zammad.database, START)
    zammad.send()
    note = zammad.twin.writes(zammad.number, "Restart it.", internal=True)
    make_due(zammad)
    zammad.read()
    note["internal"] = False
    make_due(zammad)
    zammad.read()

    assert [each.event.kind for each in found(zammad, case).history] == ["opened", "staff_replied"]


def test_html_becomes_text(zammad):
    case = opened(zammad.database, START)
    zammad.send()
    zammad.twin.writes(zammad.number, "<p>Hello <b>Ana</b>,</p><p>it works.</p><script>alert(1)</script>")
    make_due(zammad)
    zammad.read()

    assert found(zammad, case).history[1].event.text == "Hello Ana,\n\nit works."


def test_solving_with_words_is_one_resolution(app, desk, case, seen):
    desk.twin.writes(desk.number, "Restart it.")
    desk.twin.state(desk.number, desk.solved)

    assert [kind for kind, _ in seen()] == ["resolved"]
    assert [mail["text"] for mail in outbox(app, "case_resolved")] == ["Restart it."]
    assert outbox(app, "case_answered") == []


def test_solving_without_words_says_one_sentence(app, desk, case, seen):
    desk.twin.writes(desk.number, "Restart it.")
    seen()
    desk.clock.advance(hours=1)
    desk.twin.state(desk.number, desk.solved)

    assert [kind for kind, _ in seen()] == ["staff_replied", "resolved"]
    assert found(desk, case).status is Status.RESOLVED
    assert seen() == seen()


def test_waiting_for_the_customer_and_solved_and_open_again(desk, case, seen):
    desk.twin.writes(desk.number, "Which number?")
    desk.twin.state(desk.number, desk.waiting)
    assert [kind for kind, _ in seen()] == ["staff_replied", "waiting_began"]

    desk.clock.advance(hours=1)
    desk.twin.state(desk.number, desk.solved)
    seen()
    desk.clock.advance(hours=1)
    desk.twin.state(desk.number, "open")
    assert [kind for kind, _ in seen()][2:] == ["resolved", "reopened"]
    assert found(desk, case).status is Status.OPEN


def test_closed_for_good_ends_the_request(zendesk):
    case = opened(zendesk.database, START)
    zendesk.send()
    zendesk.clock.advance(hours=1)
    zendesk.twin.state(zendesk.number, "closed")
    make_due(zendesk)
    zendesk.read()

    assert found(zendesk, case).status is Status.CLOSED


def test_solved_without_having_seen_the_customers_newest_words_is_not_taken(desk, case, seen):
    desk.twin.state(desk.number, desk.solved)
    desk.clock.advance(minutes=1)
    reply(desk.database, case.reference, "Still broken", at=desk.clock())

    assert [kind for kind, _ in seen()] == ["customer_replied"]
    desk.send()
    assert desk.state() == "open"
    assert [kind for kind, _ in seen()] == ["customer_replied"]
    assert found(desk, case).status is Status.OPEN


def test_what_the_portal_set_itself_changes_nothing(desk, case, seen):
    reply(desk.database, case.reference, "Hello?", at=desk.clock())
    desk.send()

    assert [kind for kind, _ in seen()] == ["customer_replied"]


def test_answer_after_the_end_is_kept_for_the_desk(desk, case, seen):
    desk.twin.state(desk.number, desk.solved)
    seen()
    desk.clock.advance(hours=1)
    desk.twin.writes(desk.number, "One more thing.")

    kind, text = seen()[-1]
    assert kind == "note_added"
    assert text.endswith("the customer did not get it:\n\nOne more thing.")


def test_clock_that_is_ahead_makes_nothing_happen_in_the_future(desk, case, seen):
    article = desk.twin.writes(desk.number, "We found it.")
    article["created_at"] = (desk.clock() + timedelta(hours=3)).isoformat()

    seen()
    assert found(desk, case).history[1].at == desk.clock()


@pytest.mark.parametrize("word", ["frozen", "", "новое"])
def test_unknown_state_is_open_and_told_once(desk, case, seen, word):
    desk.twin.manners = [changes(desk.rename(word))]
    with capture_logs() as logs:
        assert seen() == []
    assert [line["event"] for line in logs] == ["ticket_state_unknown"]

    desk.twin.manners = [changes(desk.rename(word))]
    with capture_logs() as logs:
        assert seen() == []
    assert logs == []
    assert found(desk, case).status is Status.OPEN


@pytest.mark.parametrize(
    ("manner", "told"),
    [
        (hangs_up, "no answer (RemoteDisconnected)"),
        (refuses(500), "HTTP 500"),
        (refuses(404), "HTTP 404"),
        (says(b"<html>"), "no JSON came back"),
        (says(b"[]"), "the answer has another form than the interface's"),
        (says(b'{"id": "x", "ticket": {"id": true}}'), "the answer has another form than the interface's"),
    ],
)
def test_ticket_that_cannot_be_read_is_read_later(desk, case, seen, manner, told):
    desk.twin.writes(desk.number, "We found it.")
    desk.twin.manners = [manner]

    assert seen() == []
    with desk.database.read() as session:
        row = session.scalars(select(CaseTicket)).one()
    assert (row.failures, row.problem) == (1, told)
    assert row.look_at > desk.clock()
    desk.clock.advance(minutes=1)
    assert seen(again=False) == [("staff_replied", "We found it.")]


def test_busy_helpdesk_is_not_asked_for_any_other_ticket(desk, case, seen):
    opened(desk.database, desk.clock(), idempotency_key="two")
    desk.send()
    desk.twin.asked.clear()
    desk.twin.manners = [refuses(429, Retry_After="600")]
    seen()

    assert len(desk.twin.asked) == 1
    with desk.database.read() as session:
        due = {row.look_at for row in session.scalars(select(CaseTicket))}
    assert min(due) >= desk.clock() + timedelta(minutes=10) - timedelta(seconds=1)


def test_operators_see_tickets_that_cannot_be_read(desk, case, seen):
    desk.twin.manners = [refuses(403)] * 3
    for _ in range(3):
        seen()

    assert helpdesk_state(desk.database, desk.name).detail.startswith(
        f"{desk.name}: 1 tickets cannot be read; HTTP 403"
    )


def test_tickets_are_read_by_themselves_and_rarely_when_nothing_happens(desk, case, seen):
    desk.twin.writes(desk.number, "We found it.")
    assert seen(again=False) == [("staff_replied", "We found it.")], "two minutes have long passed"
    desk.twin.asked.clear()
    assert desk.read() == 0
    desk.clock.advance(minutes=7)
    assert desk.read() == 1
    desk.clock.advance(days=30)
    desk.read()
    desk.clock.advance(minutes=59)
    assert desk.read() == 0
    desk.clock.advance(minutes=1)
    assert desk.read() == 1


def test_ticket_of_a_request_that_is_over_is_left_alone(desk, case, seen):
    desk.twin.state(desk.number, desk.solved)
    seen()
    desk.clock.advance(days=REOPEN_WITHIN.days, hours=2)
    seen()
    desk.clock.advance(days=300)

    assert desk.read() == 0


def test_many_comments_come_in_parts(zendesk):
    case = opened(zendesk.database, START)
    zendesk.send()
    for number in range(7):
        zendesk.twin.writes(zendesk.number, f"Answer {number}")
    make_due(zendesk)
    zendesk.read()

    assert [each.event.text for each in found(zendesk, case).history[1:]] == [f"Answer {number}" for number in range(7)]


def of(desk, email):
    """How the twin is told that somebody with this address writes."""
    return {"author": f"Somebody <{email}>"} if desk.name == "zammad" else {"author": desk.twin.joins(email)}


def test_state_that_the_portal_set_hides_no_later_one(desk, case, seen):
    desk.twin.state(desk.number, desk.solved)
    seen()
    reply(desk.database, case.reference, "Not over", at=desk.clock())
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


def test_reminder_of_an_agent_neither_waits_nor_stays_when_the_customer_writes(desk, case, seen):
    desk.twin.state(desk.number, {"zammad": "pending reminder", "zendesk": "hold"}[desk.name])
    assert seen() == []
    reply(desk.database, case.reference, "Any news?", at=desk.clock())
    desk.send()

    assert desk.state() == "open"


def test_busy_helpdesk_is_told_nothing_either(desk, case, seen):
    reply(desk.database, case.reference, "Hello?", at=desk.clock())
    desk.twin.manners = [refuses(503, Retry_After="600")]
    seen()

    assert desk.send() == 0
    desk.clock.advance(minutes=10)
    assert desk.send() == 1


def test_worker_sends_and_reads(app, desk, case):
    desk.twin.writes(desk.number, "We found it.")
    reply(desk.database, case.reference, "Hello?", at=desk.clock())

    done = app.test_cli_runner().invoke(work, ["--once"])

    assert (done.exit_code, done.exception) == (0, None)
    assert [each.event.kind for each in found(desk, case).history] == ["opened", "customer_replied", "staff_replied"]
    assert desk.said()[-1][-1] == "Hello?"
