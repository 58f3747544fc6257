"""Signed events of Chatwoot drive a case; nothing else does, and whoever cannot sign learns nothing."""

from datetime import timedelta

import pytest
from pydantic import SecretStr

from portal.cases.access import find_case_by_reference
from portal.cases.actions import lock_case
from portal.cases.chats import begin_chat, list_chats, settle_chat
from portal.cases.events import CaseMerged, CaseResolved
from portal.cases.rules import Status
from portal.connect.chatwoot.views import MAX_BODY
from portal.web.current import current_settings
from tests.building import START
from tests.chatwoot_twin import ACCOUNT, message_event, status_event
from tests.web.cases.builders import HOUR, happened, opened
from tests.web.connect.chatwoot_events import PATH, happenings

ADDRESS = "an-address-only-it-knows"


def status(stored, case):
    with stored.read() as session:
        return find_case_by_reference(session, case.reference).status


def last_text(stored, case):
    with stored.read() as session:
        return find_case_by_reference(session, case.reference).history[-1].event.text


def test_agents_message_is_a_persons_first_response(send, stored, case):
    answer = send(message_event(case.reference))

    assert (answer.status_code, answer.json) == (200, {"taken": True})
    assert happenings(stored, case) == [("staff_replied", "Lea")]
    with stored.read() as session:
        found = find_case_by_reference(session, case.reference)
        assert found.first_response_at == START + 4 * HOUR
        assert [(row.conversation, row.account) for row in list_chats(session, found)] == [("5001", str(ACCOUNT))]


def test_conversation_is_known_by_its_number_once_it_was_told(send, stored, case):
    send(message_event(case.reference))

    send(message_event(None, id=7002, content="Fixed."), delivery="delivery-2")

    assert [kind for kind, _ in happenings(stored, case)] == ["staff_replied"] * 2


def test_conversation_that_the_portal_opened_is_known_by_its_number(send, stored, case):
    with stored.write() as session:
        settle_chat(begin_chat(session, lock_case(session, case.reference), "case-1", START), "5001")

    send(message_event(None))

    assert happenings(stored, case) == [("staff_replied", "Lea")]


def test_every_delivery_counts_once_and_so_does_a_message_that_comes_two_ways(send, stored, case):
    first, again, otherwise = (
        send(message_event(case.reference), delivery=delivery) for delivery in ("one", "one", "two")
    )

    assert [each.json["taken"] for each in (first, again, otherwise)] == [True, False, False]
    assert len(happenings(stored, case)) == 1


def test_resolved_and_reopened_conversations_take_the_case_along(send, stored, case):
    assert send(status_event("resolved", case.reference), delivery="1").json["taken"]
    assert status(stored, case) is Status.RESOLVED
    assert not send(status_event("resolved", case.reference), delivery="2").json["taken"]
    assert send(status_event("open", case.reference), delivery="3").json["taken"]
    assert status(stored, case) is Status.OPEN
    # What comes late is known by its delivery.
    assert not send(status_event("resolved", case.reference), delivery="1").json["taken"]
    assert status(stored, case) is Status.OPEN


@pytest.mark.parametrize(
    "changes",
    [
        {"private": True},
        {"message_type": "template", "sender": None},
        {"message_type": "activity"},
        {"message_type": "telepathy"},
        {"message_type": ["outgoing"]},
        {"message_type": None},
        {"sender": None},
        {"sender": {"id": 9, "name": "Helper", "type": "agent_bot"}},
        {"sender": {"id": 9, "name": "Helper", "type": "captain_assistant"}},
        {"sender": "Lea"},
        {"content_attributes": {"automation_rule_id": 3}},
        {"additional_attributes": {"campaign_id": 3}},
        {"content": ""},
        {"content": "  "},
        {"content": {"text": "Hello"}},
        {"event": "message_updated"},
        {"event": "contact_created"},
        {"event": "conversation_typing_on"},
        {"event": "something_of_tomorrow"},
        {"event": None},
        {"event": ["message_created"]},
        {"conversation": None},
        {"conversation": "5001"},
        {"conversation": {"id": "5001; drop", "custom_attributes": "none"}},
        {"conversation": {"id": True}},
    ],
)
def test_what_no_person_wrote_to_the_customer_is_left_alone(send, stored, case, changes):
    answer = send(message_event(case.reference, **changes))

    assert (answer.status_code, answer.json) == (200, {"taken": False})
    assert happenings(stored, case) == []


@pytest.mark.parametrize("state", ["pending", "snoozed", "tomorrow", None, 7, ["resolved"]])
def test_other_states_are_left_alone(send, stored, case, state):
    assert send(status_event(state, case.reference)).json == {"taken": False}
    assert happenings(stored, case) == []


@pytest.mark.parametrize("body", [b"[]", b"null", b"7", b'"message_created"', b'{"event": {}}'])
def test_bodies_of_another_shape_are_left_alone(send, body):
    assert (send(body).status_code, send(body).json) == (200, {"taken": False})


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_a_problem(send, body):
    answer = send(body)

    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")


def test_body_that_is_too_large_is_a_problem(send):
    assert send(b" " * (MAX_BODY + 1)).status_code == 413


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ({"secret": "another"}, "does not match"),
        ({"late": timedelta(minutes=5, seconds=1)}, "five minutes"),
        ({"late": -timedelta(minutes=5, seconds=1)}, "five minutes"),
    ],
)
def test_event_that_is_not_rightly_signed_is_refused(send, stored, case, how, reason):
    answer = send(message_event(case.reference), **how)

    assert (answer.status_code, answer.content_type) == (401, "application/problem+json")
    assert reason in answer.json["detail"]
    assert happenings(stored, case) == []


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Chatwoot-Timestamp": "1"},
        {"X-Chatwoot-Signature": "sha256=00"},
        {"X-Chatwoot-Timestamp": "tomorrow", "X-Chatwoot-Signature": "sha256=00"},
        {"X-Chatwoot-Timestamp": "9" * 20, "X-Chatwoot-Signature": "sha256=00"},
        {"X-Chatwoot-Timestamp": "1795341600", "X-Chatwoot-Signature": "sha256=ä".encode("latin-1").decode("latin-1")},
    ],
)
def test_whoever_cannot_sign_learns_nothing_of_cases(with_chatwoot, case, headers):
    client = with_chatwoot.test_client()

    known, unknown = (
        client.post(PATH, json=message_event(reference), headers=headers) for reference in (case.reference, "ZZZZ-ZZZZ")
    )

    assert known.status_code == unknown.status_code == 401
    assert known.json == unknown.json


def test_signature_is_the_one_of_the_published_example():
    """Made with OpenSSL: printf '1700000000.{"event":"x"}' | openssl dgst -sha256 -hmac secret."""
    from portal.connect.chatwoot.proof import sign as portal_signs

    assert (
        portal_signs("secret", "1700000000", b'{"event":"x"}')
        == "sha256=ca458d767c4041a70394d25abfdb6d6bc3777d2044b7dcf28fcc31911996fde4"
    )


def test_case_that_nobody_knows_is_answered_alike(send):
    assert send(message_event("ZZZZ-ZZZZ")).json == {"taken": False}


def test_older_servers_come_by_an_address_that_only_they_know(with_chatwoot, stored, case):
    kept = with_chatwoot.extensions[current_settings.name]
    current_settings.put(with_chatwoot, kept.model_copy(update={"chatwoot_webhook_token": SecretStr(ADDRESS)}))
    client = with_chatwoot.test_client()

    assert client.post(f"{PATH}/another-address-of-24-", json=message_event(case.reference)).status_code == 404
    assert client.post(f"{PATH}/{ADDRESS}", json=message_event(case.reference)).json == {"taken": True}
    assert happenings(stored, case) == [("staff_replied", "Lea")]


def test_there_is_no_door_without_chatwoot(app, case):
    client = app.test_client()

    assert client.post(PATH, json=message_event(case.reference)).status_code == 404
    assert client.post(f"{PATH}/{ADDRESS}", json=message_event(case.reference)).status_code == 404


def test_secrets_in_what_agents_write_are_masked(send, stored, case):
    send(message_event(case.reference, content="Use D360-API-KEY: AbCdEfGhIjKlMnOpQrStUvWx1234_AK"))

    assert "AbCdEfGhIjKlMnOp" not in last_text(stored, case)


def test_files_without_words_are_a_response_as_well(send, stored, case):
    send(message_event(case.reference, content=None, attachments=[{"id": 1, "data_url": "https://chat.example.org/1"}]))

    assert last_text(stored, case) == "A file was sent in the chat window."


@pytest.mark.parametrize("told", ["2020-03-03 13:05:57 UTC", "2031-01-01T00:00:00Z", "soon", None, 1e30, True])
def test_moment_that_cannot_be_counts_as_now(send, stored, case, clock, told):
    send(message_event(case.reference, created_at=told))

    with stored.read() as session:
        assert find_case_by_reference(session, case.reference).first_response_at == clock()


def test_what_an_agent_says_after_the_end_is_kept_as_a_note(send, stored, case):
    happened(stored, case.reference, CaseResolved("Done."), at=START + HOUR)

    assert send(message_event(case.reference, content="By the way.")).json["taken"]

    assert happenings(stored, case)[-1] == ("note_added", "Lea")
    assert status(stored, case) is Status.RESOLVED


def test_case_that_goes_on_in_another_is_followed(send, stored, case):
    other = opened(stored, START, idempotency_key="key-2")
    happened(stored, case.reference, CaseMerged(other.reference), at=START)

    send(message_event(case.reference))

    assert happenings(stored, other) == [("staff_replied", "Lea")]
