"""Webhooks of helpdesks: a rightly signed one has its ticket read, and nothing in it is believed."""

import base64
import hashlib
import hmac
from datetime import timedelta

import pytest

from portal.cases.access import find_case_by_reference
from tests.building import START
from tests.web.cases.builders import opened
from tests.web.connect.connected_helpdesk import WEBHOOK_SECRET
from tests.web.connect.signing import encode


def sign_as_zammad(body, moment, secret=WEBHOOK_SECRET):
    return {"X-Hub-Signature": "sha1=" + hmac.new(secret.encode(), body, hashlib.sha1).hexdigest()}


def sign_as_zendesk(body, moment, secret=WEBHOOK_SECRET):
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    digest = hmac.new(secret.encode(), stamp.encode() + body, hashlib.sha256).digest()
    signature = base64.b64encode(digest).decode()
    return {"X-Zendesk-Webhook-Signature": signature, "X-Zendesk-Webhook-Signature-Timestamp": stamp}


SIGNS = {"zammad": sign_as_zammad, "zendesk": sign_as_zendesk}


@pytest.fixture
def case(desk):
    """Ana's request with its ticket, which was read a moment ago."""
    made = opened(desk.database, START)
    desk.send()
    desk.clock.advance(minutes=2)
    desk.read()
    return made


@pytest.fixture
def call(app, desk):
    """Calls the portal as the helpdesk does; gives the answer."""

    def send(document, *, kind=None, late=timedelta(), headers=None, **how):
        body = document if isinstance(document, bytes) else encode(document)
        signed = SIGNS[desk.name](body, desk.clock() - late, **how) if headers is None else headers
        return app.test_client().post(f"/api/v1/helpdesks/{kind or desk.name}", data=body, headers=signed)

    return send


def kinds(desk, case):
    desk.read()
    with desk.database.read() as session:
        return [each.event.kind for each in find_case_by_reference(session, case.reference).history]


def test_signed_webhook_has_its_ticket_read_at_once(desk, case, call):
    desk.twin.writes(desk.number, "We found it.")
    assert kinds(desk, case) == ["opened"]

    assert call({"ticket": {"id": desk.number}}).status_code == 204

    assert kinds(desk, case) == ["opened", "staff_replied"]


@pytest.mark.parametrize(
    "shape",
    [
        lambda number: {"ticket": {"id": number, "state": {"name": "closed"}}, "article": {"id": 1, "body": "Done"}},
        lambda number: {"type": "zen:event-type:ticket.comment_added", "detail": {"id": str(number)}},
        lambda number: {"subject": f"zen:ticket:{number}", "detail": None},
        lambda number: {"ticket_id": f"{number}"},
    ],
)
def test_every_payload_that_names_a_ticket_is_understood(desk, case, call, shape):
    desk.twin.writes(desk.number, "We found it.")

    assert call(shape(desk.number)).status_code == 204
    assert kinds(desk, case) == ["opened", "staff_replied"]


def test_what_a_webhook_says_is_not_believed(desk, case, call):
    told = {"ticket": {"id": desk.number, "state": "closed", "status": "closed"}, "article": {"body": "Closed."}}

    assert [call(told).status_code for _ in range(3)] == [204, 204, 204]
    assert kinds(desk, case) == ["opened"]


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"no json", b"[]", b'"x"', b"[" * 9999),
        *(b'{"ticket": 5}', b'{"ticket": {"id": true}}', b'{"ticket": {"id": 99999}}'),
        *(b'{"ticket_id": "1; --"}', b'{"ticket_id": "\\u0661"}'),
    ],
)
def test_signed_nonsense_is_taken_and_does_nothing(desk, case, call, body):
    desk.twin.writes(desk.number, "We found it.")

    assert call(body).status_code == 204
    assert kinds(desk, case) == ["opened"]


def test_call_that_is_not_rightly_signed_is_refused(desk, case, call):
    told = {"ticket": {"id": desk.number}}
    desk.twin.writes(desk.number, "We found it.")

    answers = [
        call(told, headers={}),
        call(told, secret="another secret of many letters"),
        call(told, headers=dict.fromkeys(("X-Hub-Signature", "X-Zendesk-Webhook-Signature"), "sha1=ü")),
        call(told, kind="zendesk" if desk.name == "zammad" else "zammad"),
        call(told, kind="jira"),
    ]

    assert {(each.status_code, each.content_type) for each in answers} == {(401, "application/problem+json")}
    assert kinds(desk, case) == ["opened"]


@pytest.mark.parametrize("late", [timedelta(minutes=5, seconds=1), -timedelta(minutes=5, seconds=1)])
def test_caught_webhook_of_zendesk_cannot_be_sent_later(zendesk, app, late):
    body = encode({"ticket_id": 1})
    headers = sign_as_zendesk(body, zendesk.clock() - late)

    answer = app.test_client().post("/api/v1/helpdesks/zendesk", data=body, headers=headers)

    assert (answer.status_code, "five minutes" in answer.json["detail"]) == (401, True)


def test_webhook_sooner_than_the_ticket_is_kept_is_lost_and_nothing_else(desk, call):
    case = opened(desk.database, START)
    assert call({"ticket": {"id": 1}}).status_code == 204
    desk.send()
    desk.twin.writes(desk.number, "We found it.")
    desk.clock.advance(minutes=2)

    assert kinds(desk, case) == ["opened", "staff_replied"]


def test_without_a_helpdesk_nobody_is_believed(app):
    body = encode({"ticket": {"id": 1}})

    answer = app.test_client().post("/api/v1/helpdesks/zammad", data=body, headers=sign_as_zammad(body, START))
    assert answer.status_code == 401
