"""What the team does with a case: answers, notes, ready-made texts, severity, merging, reopening."""

import pytest

from portal.cases.actions import find_case_by_key
from portal.cases.events import Actor, CaseResolved, CustomerReplied
from portal.cases.rules import Status
from portal.kernel.language import find_language
from tests.cast import outbox
from tests.web.cases.builders import ANA, BEA, BO, NOW, happened, opened

KEY = "D360-API-KEY: 4f8a1c9be27d4063a5f1c0d97be83a12"
XSS = "<script>alert(1)</script>"
ACTS = ["answer", "note", "severity", "incident", "merge", "reopen"]


def state_of(database, key="key-1"):
    with database.read() as session:
        return find_case_by_key(session, key).state


class TestAnswering:
    def test_answer_reaches_the_customer_under_the_members_name(self, app, lea, desk, portal_database):
        page = lea.submit(lea.get(desk), {"message": "We found it."}, button="Send answer")

        assert page.says("Lea Stern, support team")
        assert page.says("We found it.")
        (mail,) = outbox(app, "case_answered")
        assert (mail["to"], mail["text"], mail["author"]) == (ANA, "We found it.", "Lea Stern")
        assert state_of(portal_database).first_response_at == NOW

    def test_answer_that_asks_lets_the_case_wait(self, app, lea, desk, portal_database):
        lea.submit(lea.get(desk), {"message": "Which key?", "then": "wait"}, button="Send answer")

        assert state_of(portal_database).status is Status.WAITING_ON_CUSTOMER
        assert outbox(app, "case_answered")[0]["closes_at"]

    def test_answer_that_resolves_is_the_summary(self, app, lea, desk, portal_database):
        page = lea.submit(lea.get(desk), {"message": "A new key.", "then": "resolve"}, button="Send answer")

        assert state_of(portal_database).status is Status.RESOLVED
        assert outbox(app, "case_resolved")[0]["text"] == "A new key."
        assert page.says("The request has ended.")

    def test_sent_twice_it_arrives_once(self, app, lea, desk):
        page = lea.get(desk)
        for _ in range(2):
            lea.submit(page, {"message": "We found it."}, button="Send answer")

        assert len(outbox(app, "case_answered")) == 1

    def test_empty_answer_is_refused(self, lea, desk):
        page = lea.submit(lea.get(desk), {"message": " "}, button="Send answer", status=422)

        assert page.mistakes == ["Write an answer before you send it."]
        assert page.title.startswith("Error: ")

    def test_secret_is_masked_and_told_before_anything_leaves(self, app, lea, desk):
        page = lea.submit(lea.get(desk), {"message": f"Use {KEY}"}, button="Send answer", status=422)

        assert "4f8a1c9be27d4063a5f1c0d97be83a12" not in page.source
        assert "API key 4f8a…3a12" in page.mistakes[0]
        assert outbox(app, "case_answered") == []

        lea.submit(page, {"message": page.fields["message"]}, button="Send answer")
        assert outbox(app, "case_answered")[0]["text"] == "Use D360-API-KEY: 4f8a…3a12"

    def test_secret_in_a_note_is_masked(self, lea, desk):
        page = lea.submit(lea.get(desk), {"note": KEY}, button="Keep note", status=422)

        assert "4f8a1c9be27d4063a5f1c0d97be83a12" not in page.source

    def test_case_that_ended_meanwhile_keeps_what_was_typed(self, lea, desk, portal_database, case):
        page = lea.get(desk)
        happened(portal_database, case.reference, CaseResolved("Done."), actor=Actor.STAFF)
        page = lea.submit(page, {"message": "And one more thing"}, button="Send answer", status=409)
        page = lea.submit(page, {"message": page.fields["message"]}, button="Send answer", status=409)

        assert page.says("The request has ended meanwhile.")
        assert page.fields["message"] == "And one more thing"


class TestCollisions:
    def test_answer_waits_until_the_customers_new_message_was_read(self, app, lea, desk, portal_database, case):
        page = lea.get(desk)
        happened(portal_database, case.reference, CustomerReplied("It works again!"), actor=Actor.CUSTOMER)

        page = lea.submit(page, {"message": "Try another key."}, button="Send answer", status=409)

        assert page.says("1 new message came while you were writing.")
        assert page.words.index("It works again!") < page.words.index("Conversation")
        assert outbox(app, "case_answered") == []
        lea.submit(page, {"message": page.fields["message"]}, button="Send answer")
        assert outbox(app, "case_answered")[0]["text"] == "Try another key."

    def test_colleagues_answer_holds_back_mine(self, lea, tom, desk):
        page = lea.get(desk)
        tom.submit(tom.get(desk), {"message": "I have it."}, button="Send answer")

        page = lea.submit(page, {"message": "Me too"}, button="Send answer", status=409)

        assert page.says("Tom, support team")

    def test_own_note_and_what_time_did_hold_nothing_back(self, lea, desk, app):
        page = lea.get(desk)
        lea.submit(page, {"note": "Same as last week."}, button="Keep note")

        lea.submit(page, {"message": "We found it."}, button="Send answer")

        assert len(outbox(app, "case_answered")) == 1

    @pytest.mark.parametrize("seen", ["", "x", "9" * 5000, "²"])
    def test_form_that_does_not_say_what_was_seen_is_held_back_after_others_wrote(
        self, lea, desk, portal_database, case, seen
    ):
        page = lea.get(desk)
        happened(portal_database, case.reference, CustomerReplied("Hello?"), actor=Actor.CUSTOMER)
        data = {**{name: page.fields[name][0] for name in ("csrf_token", "token")}, "message": "Hi", "then": "go-on"}

        status = 303 if seen.startswith("9") else 409
        lea.post(desk, {**data, "act": "answer", "seen": seen}, status=status)


class TestNotes:
    def test_note_is_marked_and_the_customer_never_sees_it(self, app, lea, ana, desk, case):
        page = lea.submit(lea.get(desk), {"note": "Check the log first."}, button="Keep note")

        assert page.says("Internal note")
        assert page.says("Check the log first.")
        assert not ana.get(f"/en/requests/{case.reference}").says("Check the log first.")
        assert [row for row in outbox(app) if "Check the log" in str(row)] == []


class TestMacros:
    def test_text_comes_in_the_customers_language_with_its_facts(self, lea, portal_database):
        case = opened(portal_database, language=find_language("de"), name="Bea Blum")
        page = lea.get(f"/desk/{case.reference}")

        page = lea.submit(page, {"macro": "request-and-response", "message": "Typed already"}, button="Insert")

        text = page.fields["message"]
        assert text.startswith("Typed already\n\nGuten Tag Bea Blum,")
        assert case.reference in text
        assert text.endswith("Lea Stern")
        assert page.says("The customer reads Deutsch.")

    def test_text_of_the_address_is_filled_in(self, lea, desk):
        assert "24 hours" in lea.get(f"{desk}?macro=window-closed").fields["message"]
        assert lea.get(f"{desk}?macro=no-such-text").fields["message"] == ""

    def test_braces_of_customers_are_not_filled_in(self, lea, portal_database):
        case = opened(portal_database, name="{agent}")

        assert "{agent}" in lea.get(f"/desk/{case.reference}?macro=window-closed").fields["message"]


class TestOtherActs:
    def test_severity_changes_with_a_reason_that_the_customer_reads(self, lea, ana, desk, case):
        page = lea.submit(lea.get(desk), {"severity": "1", "because": "All fail."}, button="Change")

        assert page.says("Severity 1 – critical")
        assert ana.get(f"/en/requests/{case.reference}").says("All fail.")

    def test_severity_needs_a_reason_and_a_change(self, lea, desk):
        page = lea.submit(lea.get(desk), {"severity": "1", "because": ""}, button="Change", status=422)
        assert page.mistakes == ["Give the customer the reason."]

        page = lea.submit(page, {"severity": "2", "because": "Hm"}, button="Change", status=409)
        assert page.says("Nothing would change.")

    def test_ended_case_is_reopened(self, lea, desk, portal_database, case):
        happened(portal_database, case.reference, CaseResolved("Done."))

        page = lea.submit(lea.get(desk), button="Reopen")

        assert page.says("The request was reopened.")
        assert state_of(portal_database).status is Status.OPEN

    def test_two_requests_of_one_customer_become_one(self, app, lea, desk, portal_database):
        other = opened(portal_database, idempotency_key="2", opened_by=BO, subject="The same again")

        page = lea.submit(lea.get(desk), {"into": other.reference.lower()}, button="Merge")

        assert page.link(f"Goes on as {other.reference}") == f"/desk/{other.reference}"
        assert outbox(app, "case_merged")[0]["other"] == other.reference

    @pytest.mark.parametrize(
        ("opened_by", "said"),
        [(BEA, "These are requests of two customers."), (None, "No request has this reference.")],
    )
    def test_merging_is_refused_in_words(self, lea, desk, portal_database, opened_by, said):
        other = opened(portal_database, idempotency_key="2", opened_by=opened_by or BO, account_id="demo-basic")
        into = other.reference if opened_by else "0000-0000"

        page = lea.submit(lea.get(desk), {"into": into}, button="Merge", status=None)

        assert page.status in {409, 422}
        assert page.says(said)
        assert into in page.source

    def test_merging_into_itself_changes_nothing(self, lea, desk, case):
        assert lea.submit(lea.get(desk), {"into": case.reference}, button="Merge", status=409).says("Nothing would")
