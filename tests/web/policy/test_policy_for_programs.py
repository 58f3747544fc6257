import pytest

QUESTION = {
    "plan": "premium",
    "channel": "chat",
    "severity": 1,
    "side": "provider",
    "at": "2026-11-23T10:00:00+01:00",
}


def ask(browse, **changes):
    body = {key: value for key, value in {**QUESTION, **changes}.items() if value is not ...}
    return browse.client.post("/api/v1/policy/promise", json=body)


def test_policy_can_be_read_by_any_site(browse):
    answer = browse.client.get("/api/v1/policy")

    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers
    assert answer.json["version"]
    assert answer.json["plans"]["premium"] == {"name": "Premium", "first_response_seconds": 1800}
    assert answer.json["channels"]["chat"] == {"requires": "chat_enabled", "first_response_seconds": None}
    assert answer.json["resolution"] == {"target_seconds": 172800, "no_target_for": ["meta"]}


def test_promise_names_its_due_times_and_reasons(browse):
    answer = ask(browse)

    assert answer.status_code == 200
    assert answer.json["first_response_due"] == "2026-11-23T09:30:00+00:00"
    assert answer.json["resolution_due"] == "2026-11-25T09:00:00+00:00"
    assert answer.json["because"] == ["plan", "resolution_target"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "no-store"


def test_promise_for_metas_side_has_no_resolution(browse):
    answer = ask(browse, side="meta")

    assert answer.json["resolution_due"] is None
    assert answer.json["because"] == ["plan", "no_target_for_side"]


@pytest.mark.parametrize("plan", ["platinum", None, ...])
def test_unknown_plan_gets_what_every_plan_gets(browse, plan):
    answer = ask(browse, plan=plan)

    assert answer.json["first_response_due"] == "2026-11-24T09:00:00+00:00"
    assert answer.json["because"][0] == "slowest_plan"


def test_promise_counts_from_now_when_no_moment_is_given(browse, clock):
    answer = ask(browse, at=...)

    assert answer.json["first_response_due"] == clock.advance(minutes=30).isoformat()


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"channel": "fax"}, {"channel"}),
        ({"severity": 4}, {"severity"}),
        ({"severity": "1"}, {"severity"}),
        ({"severity": True}, {"severity"}),
        ({"side": ...}, {"side"}),
        ({"at": "2026-11-23T10:00:00"}, {"at"}),
        ({"at": "soon"}, {"at"}),
        ({"at": 0}, {"at"}),
        ({"at": "9999-12-31T23:59:59Z"}, {"at"}),
        ({"at": "0001-01-01T00:00:00+14:00"}, {"at"}),
        ({"plan": 5}, {"plan"}),
        ({"colour": "red"}, {"colour"}),
        ({"channel": "fax", "severity": 0, "side": "moon", "at": "x"}, {"channel", "severity", "side", "at"}),
    ],
)
def test_every_wrong_field_is_told_at_once(browse, changes, fields):
    answer = ask(browse, **changes)

    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert answer.json["status"] == 422
    assert {mistake["field"] for mistake in answer.json["errors"]} == fields
    assert all(mistake["message"] for mistake in answer.json["errors"])


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"\xff", b"null"])
def test_body_that_is_no_question_is_a_problem(browse, body):
    answer = browse.client.post("/api/v1/policy/promise", data=body)

    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert answer.json["errors"]


def test_endless_body_is_refused(browse):
    answer = browse.client.post("/api/v1/policy/promise", data=b" " * 20_000)

    assert answer.status_code == 413
    assert answer.mimetype == "application/problem+json"


def test_browser_of_another_site_may_ask(browse):
    answer = browse.client.options(
        "/api/v1/policy/promise",
        headers={"Origin": "https://shop.example", "Access-Control-Request-Method": "POST"},
    )

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert answer.headers["Access-Control-Allow-Headers"] == "Content-Type, If-None-Match"
    assert "Access-Control-Allow-Credentials" not in answer.headers
