"""What is written in a ticket reaches its request: once, by the rules of reports, and no echo comes back."""

from datetime import timedelta

from sqlalchemy import select

from portal.cases.deliveries import list_deliveries
from portal.connect.tickets.model import CaseTicket
from tests.building import START
from tests.cast import outbox
from tests.web.cases.builders import ANA, BEA, BO, opened
from tests.web.connect.ticket_acts import found, make_due, of, reply


def test_agents_first_public_answer_is_the_first_response(app, desk, followed, seen):
    desk.twin.writes(desk.number, "Only for us.", internal=True)
    desk.clock.advance(minutes=1)
    answered_at = desk.clock()
    desk.twin.writes(desk.number, "We found it.")
    desk.clock.advance(minutes=30)

    assert seen() == [("staff_replied", "We found it.")]

    now = found(desk, followed)
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


def test_what_came_from_the_ticket_is_not_told_to_it_again(desk, followed, seen):
    desk.twin.writes(desk.number, "We found it.")
    seen()

    assert desk.send() == 0
    with desk.database.read() as session:
        assert [row.seq for row in list_deliveries(session, 10)] == [1]


def test_own_words_come_back_as_nothing(desk, followed, seen):
    reply(desk.database, followed.reference, "Hello?", at=desk.clock())
    reply(desk.database, followed.reference, "From Bo", BO, at=desk.clock())
    desk.send()

    assert [kind for kind, _ in seen()] == ["customer_replied", "customer_replied"]


def test_own_words_are_known_without_a_mark(desk, followed, seen):
    reply(desk.database, followed.reference, "Hello?", at=desk.clock())
    desk.send()
    for each in getattr(desk.twin, "articles", None) or desk.twin.comments:
        each.pop("message_id", None)
        each.pop("metadata", None)

    assert [kind for kind, _ in seen()] == ["customer_replied"]
    desk.twin.writes(desk.number, "Hello?", sender="Customer", **of(desk, ANA))
    assert [kind for kind, _ in seen()] == ["customer_replied", "customer_replied"]


def test_customer_who_answers_the_helpdesk_is_heard(desk, followed, seen):
    desk.twin.writes(desk.number, "By mail.", sender="Customer", **of(desk, ANA))

    assert seen() == [("customer_replied", "By mail.")]
    assert found(desk, followed).history[1].author == ANA


def test_somebody_else_in_the_ticket_is_a_note_for_the_desk(desk, followed, seen):
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


def test_many_comments_come_in_parts(zendesk):
    case = opened(zendesk.database, START)
    zendesk.send()
    for number in range(7):
        zendesk.twin.writes(zendesk.number, f"Answer {number}")
    make_due(zendesk)
    zendesk.read()

    assert [each.event.text for each in found(zendesk, case).history[1:]] == [f"Answer {number}" for number in range(7)]


def test_clock_that_is_ahead_makes_nothing_happen_in_the_future(desk, followed, seen):
    article = desk.twin.writes(desk.number, "We found it.")
    article["created_at"] = (desk.clock() + timedelta(hours=3)).isoformat()

    seen()
    assert found(desk, followed).history[1].at == desk.clock()


def test_files_of_an_agent_are_named(desk, seen):
    field = {"zammad": "filename", "zendesk": "file_name"}[desk.name]
    files = [{"id": 1, field: "steps.pdf"}, {"id": 2, field: "log.txt"}, {"id": 3}]
    desk.twin.writes(desk.number, "See below.", attachments=files)

    assert seen() == [
        (
            "staff_replied",
            "See below.\n\nWith files that are not shown here: steps.pdf and log.txt. Ask us to send them.",
        )
    ]
