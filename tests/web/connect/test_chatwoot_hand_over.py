"""Cases become conversations of Chatwoot over real sockets: each once, whatever is cut off, and in order."""

import json
from datetime import timedelta

import pytest

from portal.cases.actions import add_customer_message, lock_case
from portal.cases.chat_facts import name_customer, sign_identifier
from portal.cases.chats import list_chats
from portal.cases.deliveries import list_deliveries
from portal.cases.events import Details, StaffReplied
from portal.cases.new_case import CustomerMessage
from portal.connect.chatwoot.handing_over import MAX_CONTENT
from portal.connect.delivering.choosing import choose_receivers, name_receivers
from portal.connect.delivering.rounds import deliver_due, delivery_state
from portal.db.engine import Database
from portal.db.outbox import MAX_ATTEMPTS
from portal.kernel.language import BRAZILIAN
from portal.policy.model import Channel
from tests.building import START, make_settings
from tests.chatwoot_twin import HMAC_KEY, INBOX, INBOX_KEY, TOKEN, WEBHOOK_SECRET, Manner, chatwoot
from tests.web.cases.builders import ANA, happened, opened

SECRET = "the portal's own key"
BASE = "https://help.example.org"


@pytest.fixture
def twin():
    with chatwoot() as server:
        yield server


@pytest.fixture
def connected(settings, twin):
    return make_settings(
        settings.instance_dir,
        base_url=BASE,
        chat="chatwoot",
        chatwoot_url=twin.url,
        chatwoot_website_token=TOKEN,
        chatwoot_hmac_key=HMAC_KEY,
        chatwoot_webhook_secret=WEBHOOK_SECRET,
        chatwoot_inbox=INBOX,
        chatwoot_inbox_hmac_key=INBOX_KEY,
    )


@pytest.fixture
def told(app, connected):
    """The application's database, whose events go to Chatwoot."""
    database = Database(connected.database_address, name_receivers(connected))
    yield database
    database.dispose()


@pytest.fixture
def deliver(app, told, connected, clock):
    """Delivers what is due; a round for each event, as the worker does."""

    def run(rounds=3):
        receivers = choose_receivers(connected, told, SECRET, clock)
        with app.app_context():
            return sum(deliver_due(told, receivers, BASE, clock, lambda: False) for _ in range(rounds))

    return run


def rows(database):
    with database.read() as session:
        return list_deliveries(session, 100)[::-1]


def writes(database, case, text, key="k", at=START):
    with database.write() as session:
        held = lock_case(session, case.reference)
        add_customer_message(session, held, CustomerMessage(key, ANA, text), at)


def numbers(database, case):
    with database.read() as session:
        return [row.conversation for row in list_chats(session, case)]


def test_case_becomes_a_conversation_with_everything_an_agent_needs(told, deliver, twin):
    case = opened(told, START)

    assert deliver() == 1

    ((number, conversation),) = twin.conversations.items()
    assert conversation["attributes"] == {
        "reference": case.reference,
        "severity": "2",
        "component": "api",
        "plan": "premium",
        "language": "en",
        "first_response_due": case.first_response_due.isoformat(),
        "case_url": f"{BASE}/desk/{case.reference}",
    }
    (first,) = conversation["messages"]
    assert first["content"].startswith(f"Messages fail with 131047 ({case.reference})\n\nSince this morning")
    (contact,) = twin.contacts.values()
    identifier = name_customer(SECRET, ANA)
    assert ANA not in identifier
    assert contact["identifier"] == identifier
    assert contact["identifier_hash"] == sign_identifier(INBOX_KEY, identifier)
    assert (contact["email"], contact["name"]) == (ANA, "Ana Silva")
    assert numbers(told, case) == [str(number)]
    assert rows(told)[0].last_answer == f"conversation {number}"


def test_replies_follow_in_order_and_what_the_team_writes_does_not(told, deliver, twin):
    case = opened(told, START)
    writes(told, case, "One more thing.", "a")
    happened(told, case.reference, StaffReplied("We look."), at=START)
    writes(told, case, "Thank you.", "b")

    deliver()

    ((_, said),) = twin.said().items()
    assert said[1:] == ["One more thing.", "Thank you."]
    assert [row.seq for row in rows(told)] == [1, 2, 4]


def test_what_was_masked_stays_so_and_parts_have_their_labels(told, deliver, twin):
    opened(told, START, details=Details(description="The key was EAAG…wxyz.", api_request="GET /v1"))

    deliver()

    ((_, (content,)),) = twin.said().items()
    assert content.endswith("The key was EAAG…wxyz.\n\nAPI request:\nGET /v1")


def test_labels_are_in_the_customers_language_and_logs_stay_behind_a_link(told, deliver, twin):
    case = opened(told, START, language=BRAZILIAN, details=Details(description="Falha.", api_response="x" * 30_000))

    deliver()

    (content,) = next(iter(twin.said().values()))
    assert "Resposta da API:" in content
    assert len(content) < MAX_CONTENT + 300
    assert content.endswith(f"{BASE}/desk/{case.reference}")


def test_message_without_words_leads_to_what_came_with_it(told, deliver, twin):
    case = opened(told, START)
    writes(told, case, "")

    deliver()

    ((_, said),) = twin.said().items()
    assert said[1] == f"The whole text stands in the request: {BASE}/desk/{case.reference}"


def test_cases_by_email_are_no_chats(told, deliver, twin):
    opened(told, START, channel=Channel.EMAIL)

    assert (deliver(), rows(told), twin.requests) == (0, (), [])


def test_what_came_from_chatwoot_is_not_told_back(told, deliver, twin):
    case = opened(told, START)
    writes(told, case, "Written in the window.", "chatwoot-message-1")

    deliver()

    assert [len(said) for said in twin.said().values()] == [1]


TROUBLES = [(step, manner, tells) for step in range(3) for manner in Manner for tells in (False, True)]


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: f"{trouble[1].name}-at-{trouble[0]}-{trouble[2]}")
def test_whatever_goes_wrong_at_a_step_there_is_one_conversation_with_one_message(told, deliver, twin, clock, trouble):
    step, manner, twin.tells_attributes = trouble
    twin.manners = [None] * step + [manner]
    case = opened(told, START)

    assert deliver(1) == 0
    assert rows(told)[0].attempts == 1
    clock.advance(minutes=10)
    deliver()

    assert [len(said) for said in twin.said().values()] == [1]
    assert len(numbers(told, case)) == 1
    assert rows(told)[0].delivered_at


def test_same_words_twice_are_two_messages_though_an_answer_was_cut_off(told, deliver, twin, clock):
    case = opened(told, START)
    writes(told, case, "Hello?", "a")
    deliver()
    twin.manners = [Manner.CUT]
    writes(told, case, "Hello?", "b")
    deliver(1)
    clock.advance(minutes=10)
    deliver()

    ((_, said),) = twin.said().items()
    assert said[1:] == ["Hello?", "Hello?"]


def test_server_that_is_busy_is_left_alone_as_long_as_it_asks(told, deliver, twin, clock):
    twin.manners = [Manner.BUSY]
    opened(told, START)

    deliver(1)

    assert rows(told)[0].last_answer == "HTTP 429"
    assert rows(told)[0].due_at == clock() + timedelta(seconds=120)


@pytest.mark.parametrize("manner", [Manner.PROXY, Manner.LIST, Manner.TEXT])
def test_answer_that_is_none_is_told_in_words(told, deliver, twin, manner):
    twin.manners = [manner]
    opened(told, START)

    deliver(1)

    assert rows(told)[0].last_answer == "the answer is not what Chatwoot says"


def test_what_fails_for_good_is_set_aside_and_told(told, deliver, twin, clock):
    twin.manners = [Manner.BROKEN] * MAX_ATTEMPTS
    opened(told, START)

    for _ in range(MAX_ATTEMPTS):
        deliver(1)
        clock.advance(days=1)

    assert rows(told)[0].set_aside_at
    assert delivery_state(told).detail.startswith("1 events were given up")


def test_case_older_than_the_connection_begins_with_what_it_was_opened_with(told, stored, deliver, twin):
    case = opened(stored, START)
    writes(told, case, "Any news?")

    deliver()

    ((_, said),) = twin.said().items()
    assert said[0].startswith("Messages fail with 131047")
    assert said[1:] == ["Any news?"]


def test_customer_is_one_person_in_all_their_conversations(told, deliver, twin):
    opened(told, START)
    opened(told, START, idempotency_key="key-2", subject="Another")

    deliver()

    assert len(twin.conversations) == len(twin.contacts) == 2
    assert len({each["identifier"] for each in twin.contacts.values()}) == 1


def test_deleted_case_is_left_alone(told, deliver, twin, connected, clock):
    from portal.connect.delivering.receivers import Message
    from portal.connect.delivering.rounds import compose

    case = opened(told, START)
    with told.write() as session:
        held = lock_case(session, case.reference)
        document = json.loads(json.dumps(compose(held, 1, BASE)))
        session.delete(held)

    (receiver,) = choose_receivers(connected, told, SECRET, clock).values()
    assert receiver.deliver(Message("m", document)).answer == "the request is gone"
    assert twin.requests == []


def test_without_an_inbox_nothing_is_handed_over(connected, told, clock):
    alone = connected.model_copy(update={"chatwoot_inbox": ""})

    assert choose_receivers(alone, told, SECRET, clock) == {}
    assert name_receivers(alone)["receivers"] == ()
