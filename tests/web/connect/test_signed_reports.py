"""Reports that are signed instead of carrying a token: what proves them, and what does not."""

from datetime import timedelta

import pytest

from portal.cases.access import find_case_by_reference
from tests.building import START
from tests.web.cases.builders import HOUR
from tests.web.connect.signing import SECRET, encode, sign

PATH = "/api/v1/cases/{reference}/events"


@pytest.fixture
def signed(with_secret, case, clock):
    """Sends a report that is signed; gives the answer."""
    body = encode({"type": "message", "at": (START + HOUR).isoformat(), "text": "We found it.", "author": "Lea"})

    def send(*, late=timedelta(), sent=None, **how):
        headers = sign(body, clock() - late, **how)
        return with_secret.test_client().post(PATH.format(reference=case.reference), data=sent or body, headers=headers)

    return send


def test_signed_report_is_taken_once(signed, stored, case):
    first, replay = signed(), signed()

    assert (first.status_code, first.json["recorded"]) == (200, True)
    assert (replay.status_code, replay.json["recorded"]) == (200, False)
    with stored.read() as session:
        history = find_case_by_reference(session, case.reference).history
    assert [recorded.author for recorded in history[1:]] == ["Lea"]


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ({"secret": "another secret of many letters"}, "does not match"),
        ({"sent": b'{"type": "closed"}'}, "does not match"),
        ({"late": timedelta(minutes=5, seconds=1)}, "five minutes"),
        ({"late": -timedelta(minutes=5, seconds=1)}, "five minutes"),
        ({"message_id": ""}, "missing"),
        ({"message_id": "x" * 201}, "is none"),
    ],
)
def test_report_that_is_not_rightly_signed_is_refused(signed, how, reason):
    answer = signed(**how)

    assert (answer.status_code, answer.content_type) == (401, "application/problem+json")
    assert reason in answer.json["detail"]


def test_stranger_learns_nothing_of_cases(with_secret, case):
    client = with_secret.test_client()

    known = client.post(PATH.format(reference=case.reference), json={"type": "closed"})
    unknown = client.post(PATH.format(reference="ZZZZ-ZZZZ"), json={"type": "closed"})

    assert (known.status_code, known.json) == (unknown.status_code, unknown.json)
    assert known.status_code == 401


def test_nobody_signs_where_no_secret_is_set(app, case, clock):
    body = encode({"type": "closed"})

    answer = app.test_client().post(
        PATH.format(reference=case.reference), data=body, headers=sign(body, clock(), secret=SECRET)
    )

    assert answer.status_code == 401
