"""What a helpdesk reports: each report once, within the rules of a case, and the customer gets the usual mail."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.cases.access import find_case_by_reference
from portal.cases.actions import add_customer_message, lock_case
from portal.cases.events import Actor, CaseClosed, CaseMerged, CaseResolved, Closing, StaffReplied, WaitingBegan
from portal.cases.new_case import CustomerMessage
from portal.db.outbox import OutboxRow
from portal.identity.tokens.rules import Scope
from tests.building import START
from tests.cast import outbox
from tests.web.cases.builders import ANA, BEA, BO, HOUR, happened
from tests.web.connect.description import judge
from tests.web.connect.signing import encode

PATH = "/api/v1/cases/{reference}/events"


@pytest.fixture
def report(app, case, token):
    """Reports something of Ana's case with a token; gives the answer."""
    headers = {"Authorization": f"Bearer {token(Scope.CASES_WRITE)}"}
    count = iter(range(1000))

    def send(kind="message", text="We found it.", *, reference=None, again=None, **more):
        sent = {
            "type": kind,
            "at": (START + HOUR).isoformat(),
            "text": text,
            "author": "lea.stern@team.example",
            **more,
        }
        known = {"webhook-id": again or f"msg_{next(count)}"}
        address = PATH.format(reference=reference or case.reference)
        return app.test_client().post(address, data=encode(sent), headers={**headers, **known})

    return send


@pytest.fixture
def history(stored, case):
    """What has happened to Ana's case."""

    def read():
        with stored.read() as session:
            return find_case_by_reference(session, case.reference).history

    return read


@pytest.fixture
def moved(history, stored):
    """What has happened since the opening, and the kinds of mail that told of it."""

    def read():
        with stored.read() as session:
            mails = list(session.scalars(select(OutboxRow.kind).where(OutboxRow.kind != "case_opened")))
        return [type(recorded.event).__name__ for recorded in history()[1:]], mails

    return read


def events(history):
    return [type(recorded.event).__name__ for recorded in history()]


def test_first_response_counts_from_when_it_was_given(report, stored, case, history, app):
    answer = report("first_response", "Hello Ana, we look into it.")

    assert answer.json == {"reference": case.reference, "status": "open", "recorded": True, "masked": []}
    assert history()[-1].event == StaffReplied("Hello Ana, we look into it.")
    assert (history()[-1].actor, history()[-1].author) == (Actor.STAFF, "Lea Stern")
    with stored.read() as session:
        assert find_case_by_reference(session, case.reference).first_response_at == START + HOUR
    (mail,) = outbox(app, "case_answered")
    assert (mail["to"], mail["text"], mail["author"]) == (ANA, "Hello Ana, we look into it.", "Lea Stern")


def test_answer_is_as_described(report, description):
    assert judge(description, PATH, report().json, method="post") == []
    assert judge(description, PATH, report("waves").json, method="post", status=422) == []


@pytest.mark.parametrize(
    ("sent", "status", "happens", "mail"),
    [
        (("message", "Hello"), "open", ["StaffReplied"], "case_answered"),
        (("waiting_on_customer", "Who?"), "waiting_on_customer", ["StaffReplied", "WaitingBegan"], "case_answered"),
        (("waiting_on_customer", ""), "waiting_on_customer", ["WaitingBegan"], None),
        (("resolved", "It was old."), "resolved", ["CaseResolved"], "case_resolved"),
        (("resolved", ""), "resolved", ["CaseResolved"], "case_resolved"),
        (("closed", "It was old."), "closed", ["CaseResolved", "CaseClosed"], "case_resolved"),
        (("closed", ""), "closed", ["CaseResolved", "CaseClosed"], "case_resolved"),
    ],
)
def test_each_type_moves_an_open_case(report, moved, sent, status, happens, mail):
    answer = report(*sent)

    assert (answer.status_code, answer.json["status"]) == (200, status)
    assert moved() == (happens, [mail] if mail else [])


def test_resolution_without_words_says_so_in_the_customers_language(report, history, app):
    report("resolved", "")

    (mail,) = outbox(app, "case_resolved")
    assert mail["text"] == history()[-1].event.summary == "Our support team has marked this request as solved."


def test_case_that_waits_in_vain_is_closed_for_that(report, stored, case, history, app):
    happened(stored, case.reference, StaffReplied("Which?"), WaitingBegan(), at=START + HOUR)

    answer = report("closed", "")

    assert answer.json["status"] == "closed"
    assert history()[-1].event == CaseClosed(Closing.NO_REPLY)
    assert [mail["to"] for mail in outbox(app, "case_closed")] == [ANA]


def test_resolved_case_is_closed_silently_and_words_stay_with_the_team(report, stored, case, history, app):
    happened(stored, case.reference, CaseResolved("Done."), at=START + HOUR)
    known = len(outbox(app))

    report("closed", "Invoice sent.")

    assert events(history)[-2:] == ["NoteAdded", "CaseClosed"]
    assert len(outbox(app)) == known


def test_ended_case_is_reopened_within_seven_days_only(report, stored, case, history, clock):
    happened(stored, case.reference, CaseResolved("Done."), at=START + HOUR)
    until = START + HOUR + timedelta(days=7)
    clock.now = until + timedelta(days=1)

    late = report("reopened", "", at=(until + timedelta(seconds=1)).isoformat())
    in_time = report("reopened", "It is back, we look again.", at=until.isoformat())

    assert (late.status_code, in_time.status_code) == (409, 200)
    assert "could be reopened until" in late.json["detail"]
    assert events(history)[-2:] == ["CaseReopened", "StaffReplied"]


@pytest.mark.parametrize(
    ("kind", "before"),
    [
        ("waiting_on_customer", [StaffReplied("Which?"), WaitingBegan()]),
        ("resolved", [CaseResolved("Done.")]),
        ("closed", [CaseResolved("Done."), CaseClosed(Closing.RESOLVED)]),
        ("reopened", [StaffReplied("Hello")]),
    ],
)
def test_case_that_is_so_already_stays_as_it_is(report, stored, case, history, kind, before):
    happened(stored, case.reference, *before, at=START + HOUR)
    known = events(history)

    answer = report(kind, "")

    assert (answer.status_code, answer.json["recorded"]) == (200, False)
    assert events(history) == known


@pytest.mark.parametrize("kind", ["first_response", "message", "waiting_on_customer"])
def test_case_that_has_ended_takes_no_words(report, stored, case, kind):
    happened(stored, case.reference, CaseResolved("Done."), at=START + HOUR)

    answer = report(kind)

    assert answer.status_code == 409
    assert answer.json["detail"] == "The case is resolved. Report that it was reopened first."


@pytest.mark.parametrize("kind", ["message", "resolved", "reopened", "closed"])
def test_merged_case_goes_on_elsewhere(report, stored, case, kind):
    happened(stored, case.reference, CaseMerged("0000-0000"), CaseClosed(Closing.MERGED), at=START + HOUR)

    assert report(kind, "Hello").status_code == 409


@pytest.mark.parametrize("kind", ["resolved", "closed", "waiting_on_customer"])
def test_decision_that_the_customers_words_have_overtaken_is_held_back(report, stored, case, history, kind):
    with stored.write() as session:
        held = lock_case(session, case.reference)
        add_customer_message(session, held, CustomerMessage("k", ANA, "There is more."), START + 2 * HOUR)
    known = events(history)

    assert report(kind).status_code == 409
    assert events(history) == known
    assert report(kind, at=(START + 2 * HOUR).isoformat()).status_code == 200


def test_report_that_comes_again_is_taken_once(report, history):
    first, second = report(again="msg_x"), report(again="msg_x")

    assert (first.json["recorded"], second.json["recorded"]) == (True, False)
    assert events(history).count("StaffReplied") == 1


@pytest.mark.parametrize(
    ("at", "status"),
    [
        (START + 4 * HOUR + timedelta(seconds=60), 200),
        (START + 4 * HOUR + timedelta(seconds=61), 422),
        (START, 200),
        (START - timedelta(seconds=1), 422),
    ],
)
def test_moment_lies_between_the_opening_and_now(report, history, clock, at, status):
    assert report(at=at.isoformat()).status_code == status
    assert history()[-1].at <= clock()


def test_report_without_a_moment_is_of_now(report, history, clock):
    report(at=None)

    assert history()[-1].at == clock()


def test_late_report_does_not_turn_the_clock_back(report, stored, case, clock):
    happened(stored, case.reference, StaffReplied("Hello"), at=START + 3 * HOUR)

    report()

    with stored.read() as session:
        assert find_case_by_reference(session, case.reference).changed_at == START + 3 * HOUR


@pytest.mark.parametrize(("author", "customer"), [(ANA, True), (ANA.upper(), True), (BEA, False), ("Ana Silva", False)])
def test_message_of_the_customer_is_the_customers(report, history, author, customer):
    report("message", "It happens again.", author=author)

    assert history()[-1].actor is (Actor.CUSTOMER if customer else Actor.STAFF)


def test_colleague_of_the_customer_is_one_as_well(report, history, stored):
    from portal.identity.model import Account

    with stored.write() as session:
        session.get_one(Account, "demo-premium").emails.append(BO)

    report("message", "It happens again.", author=BO)

    assert (history()[-1].actor, history()[-1].author) == (Actor.CUSTOMER, BO)


def test_secrets_never_reach_the_case(report, history, app):
    answer = report("message", "Your key is D360-API-KEY: Xy12Zw34Qr56Tu78Vb90Nm, use it.")

    assert answer.json["masked"][0]["shown"] == "Xy1…0Nm"
    assert "Zw34" not in str(history()) + str(outbox(app))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "waves"}, "type"),
        ({"kind": 5}, "type"),
        ({"text": "  "}, ""),
        ({"text": "x" * 20_001}, "text"),
        ({"at": "2026-11-23T09:00:00"}, "at"),
        ({"at": "1999-12-31T00:00:00Z"}, "at"),
        ({"author": "x" * 255}, "author"),
    ],
)
def test_wrong_fields_are_named(report, changes, field):
    answer = report(**changes)

    assert answer.status_code == 422
    assert [mistake["field"] for mistake in answer.json["errors"]] == [field]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b'"closed"'])
def test_body_that_is_no_report_is_refused(app, case, token, body):
    headers = {"Authorization": f"Bearer {token(Scope.CASES_WRITE)}"}

    answer = app.test_client().post(PATH.format(reference=case.reference), data=body, headers=headers)

    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")


def test_unknown_case_is_missing(report):
    assert report(reference="ZZZZ-ZZZZ").status_code == 404


def test_body_that_is_too_large_is_refused(report):
    assert report(text="x" * 300_000).status_code == 413


def test_token_that_only_reads_cannot_report(app, case, token):
    headers = {"Authorization": f"Bearer {token(Scope.CASES_READ)}"}

    assert app.test_client().post(PATH.format(reference=case.reference), json={}, headers=headers).status_code == 403
