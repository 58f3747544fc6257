"""Cases and accounts for the team's programs: with a token, in parts, with versions."""

import pytest
from sqlalchemy import select

from portal.cases.events import CaseResolved, NoteAdded
from portal.identity.model import Account
from portal.identity.tokens.rules import Scope
from tests.building import START
from tests.web.cases.builders import ANA, BEA, HOUR, happened, opened
from tests.web.connect.description import judge

ACCOUNT = {
    "name": "Parcels, Ltd",
    "plan": "regular",
    "chat_enabled": True,
    "emails": ["Ops@Parcels.example"],
    "domains": ["PARCELS.example"],
}


@pytest.fixture
def read(app, token):
    headers = {"Authorization": f"Bearer {token(Scope.CASES_READ)}"}
    return lambda path, **more: app.test_client().get(path, headers={**headers, **more})


@pytest.fixture
def directory(app, token):
    """Speaks with the directory: the answer to a method, an account's id and a body."""
    headers = {"Authorization": f"Bearer {token(Scope.ACCOUNTS_WRITE)}"}

    def speak(method, account_id, body=None):
        return app.test_client().open(f"/api/v1/accounts/{account_id}", method=method, json=body, headers=headers)

    return speak


def test_case_is_told_whole(read, stored, case, description):
    happened(stored, case.reference, NoteAdded("Ask Meta."), at=START + HOUR)

    answer = read(f"/api/v1/cases/{case.reference.lower()}")

    assert judge(description, "/api/v1/cases/{reference}", answer.json) == []
    assert (answer.json["opened_by"], answer.json["url"]) == (ANA, f"http://127.0.0.1:8000/desk/{case.reference}")
    assert [(event["number"], event["kind"], event["internal"]) for event in answer.json["events"]] == [
        (1, "opened", False),
        (2, "note_added", True),
    ]
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_unchanged_case_is_not_sent_again(read, stored, case):
    etag = read(f"/api/v1/cases/{case.reference}").headers["ETag"]

    assert read(f"/api/v1/cases/{case.reference}", **{"If-None-Match": etag}).status_code == 304
    happened(stored, case.reference, CaseResolved("Done."), at=START + HOUR)
    assert read(f"/api/v1/cases/{case.reference}", **{"If-None-Match": etag}).status_code == 200


def test_cases_come_newest_first_in_parts(read, stored, description):
    made = [opened(stored, START, idempotency_key=f"key-{number}").reference for number in range(7)]

    gathered, address = [], "/api/v1/cases?limit=3"
    while address:
        part = read(address)
        assert judge(description, "/api/v1/cases", part.json) == []
        gathered += [entry["reference"] for entry in part.json["cases"]]
        # What is opened meanwhile shifts nothing.
        opened(stored, START, idempotency_key=f"later-{len(gathered)}")
        address = part.json["next"] and f"/api/v1/cases?limit=3&cursor={part.json['next']}"

    assert gathered == made[::-1]


def test_cases_are_chosen_by_status_and_change(read, stored):
    old = opened(stored, START, idempotency_key="old").reference
    new = opened(stored, START, idempotency_key="new").reference
    happened(stored, new, CaseResolved("Done."), at=START + HOUR)

    def found(query):
        return [entry["reference"] for entry in read(f"/api/v1/cases?{query}").json["cases"]]

    assert found("status=open") == [old]
    assert found("status=resolved") == [new]
    assert found("changed_since=2026-11-23T11:00:00%2B01:00") == [new]
    assert found("changed_since=2026-11-23T09:00:00Z") == [new, old]


@pytest.mark.parametrize(
    "query",
    ["status=lost", "changed_since=today", "changed_since=2026-11-23T09:00:00", "cursor=eA", "limit=0", "limit=101"],
)
def test_bad_question_is_a_problem(read, query):
    answer = read(f"/api/v1/cases?{query}")

    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")


@pytest.mark.parametrize("path", ["/api/v1/cases", "/api/v1/cases/ZZZZ-ZZZZ", "/api/v1/accounts/demo-basic"])
def test_nothing_is_told_without_the_right_token(app, token, path):
    client, other = app.test_client(), token(Scope.CASES_WRITE)

    assert client.get(path).status_code == 401
    assert client.get(path, headers={"Authorization": f"Bearer {other}"}).status_code == 403


def test_unknown_case_is_missing(read):
    assert read("/api/v1/cases/ZZZZ-ZZZZ").status_code == 404


def test_account_is_added_and_replaced(directory, stored, description):
    first = directory("PUT", "a1", ACCOUNT)
    again = directory("PUT", "a1", {**ACCOUNT, "plan": "premium", "domains": []})

    assert judge(description, "/api/v1/accounts/{account_id}", first.json, method="put") == []
    assert first.json["emails"] == ["ops@parcels.example"]
    assert first.json["domains"] == ["parcels.example"]
    assert directory("GET", "a1").json == again.json
    assert (again.json["plan"], again.json["domains"]) == ("premium", [])
    with stored.read() as session:
        assert len(session.scalars(select(Account).where(Account.account_id == "a1")).all()) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"plan": "gold"}, "plan"),
        ({"name": ""}, "name"),
        ({"name": "n" * 201}, "name"),
        ({"chat_enabled": "yes"}, "chat_enabled"),
        ({"emails": ["nobody"]}, "emails"),
        ({"domains": ["gmail.com"]}, "domains"),
        ({"domains": ["no dots"]}, "domains"),
        ({"emails": [], "domains": []}, ""),
        ({"colour": "red"}, "colour"),
    ],
)
def test_wrong_account_is_not_kept(directory, changes, field):
    answer = directory("PUT", "a1", {**ACCOUNT, **changes})

    assert answer.status_code == 422
    assert [mistake["field"] for mistake in answer.json["errors"]] == [field]
    assert directory("GET", "a1").status_code == 404


def test_address_of_another_account_is_a_conflict(directory):
    answer = directory("PUT", "a1", {**ACCOUNT, "emails": [BEA]})

    assert answer.status_code == 409
    assert answer.json["detail"] == f"{BEA} belongs to account demo-basic"
    assert directory("PUT", "x" * 65, ACCOUNT).status_code == 422
