"""One case at the desk: what the page tells, and each thing that can be done with it."""

from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from portal.cases.actions import add_customer_message, find_case_by_key, lock_case
from portal.cases.events import Actor, CustomerReplied, MaskedSecret, StaffReplied
from portal.cases.model import Attachment
from portal.cases.new_case import CustomerMessage
from portal.kernel.language import find_language
from portal.web.current import current_settings
from tests.checked_client import Browser
from tests.web.cases.builders import ANA, BEA, BO, CARL, NEW, NOW, happened, opened

KEY = "D360-API-KEY: 4f8a1c9be27d4063a5f1c0d97be83a12"
XSS = "<script>alert(1)</script>"
ACTS = ["answer", "note", "severity", "incident", "merge", "reopen"]


def state_of(database, key="key-1"):
    with database.read() as session:
        return find_case_by_key(session, key).state


class TestWhatThePageTells:
    def test_everything_the_customer_gave(self, lea, portal_database):
        details = replace(
            NEW.details, steps="Send one.", api_request="POST /messages", api_response='{"code": 131047}',
            occurred_at="08:10", scope="some", workaround=False, production=True,
            masked=(MaskedSecret("api_key", "4f8a…3a12"),),
        )  # fmt: skip
        case = opened(portal_database, details=details, articles_read=("api-keys/generate-store-rotate", "gone/away"))

        page = lea.get(f"/desk/{case.reference}")

        for words in ("Send one.", "POST /messages", '{"code": 131047}', "08:10", "API key 4f8a…3a12"):
            assert page.says(words)
        assert page.says("There is no workaround.")
        assert page.says("Premium Parcels (demo-premium)")
        assert page.says("Premium · with chat")
        assert page.says("First response 30 minutes left")
        assert any(address.endswith("/api-keys/generate-store-rotate") for address in page.addresses)

    def test_customer_without_account_and_name(self, lea, portal_database):
        case = opened(portal_database, opened_by=CARL, name="", account_id=None, plan=None)

        assert lea.get(f"/desk/{case.reference}").says("Account Without account")

    def test_request_that_names_no_part_is_spoken_of_by_its_subject(self, lea, portal_database):
        case = opened(portal_database, component="")

        page = lea.get(f"/desk/{case.reference}?macro=times-and-message-ids")

        assert page.says("Not known yet")
        assert lea.get("/desk/").says("Not known yet")
        assert f"about “{case.subject}”" in page.fields["message"]

    def test_similar_requests_of_anybody_are_marked(self, lea, portal_database, case):
        opened(portal_database, idempotency_key="2", opened_by=BEA, account_id="demo-basic", subject=NEW.subject)
        opened(portal_database, idempotency_key="3", opened_by=BO, subject=NEW.subject)
        opened(portal_database, idempotency_key="4", opened_by=BEA, subject="Invoice is missing", component="billing",
               error="", details=replace(NEW.details, description="We did not get it."))  # fmt: skip

        page = lea.get(f"/desk/{case.reference}")

        assert page.says("Another customer")
        assert page.says("Same customer")
        assert not page.says("Invoice is missing")

    def test_files_are_saved_by_the_team(self, app, lea, desk, portal_database, case):
        with app.app_context():
            folder = current_settings.get().uploads_dir
        folder.mkdir(exist_ok=True)
        (folder / "random").write_bytes(b"log")
        with portal_database.write() as session:
            session.add(Attachment(case_id=case.id, name="log.txt", media_type="text/plain", size=3,
                                   stored_name="random", created_at=NOW))  # fmt: skip

        page = lea.get(lea.get(desk).link("log.txt"))

        assert page.body == b"log"
        assert "attachment" in page.headers["Content-Disposition"]
        lea.get(f"{desk}/files/99", status=404)

    def test_what_customers_typed_is_shown_as_text(self, lea, portal_database):
        texts = dict.fromkeys(("description", "steps", "api_request", "api_response", "occurred_at"), XSS)
        case = opened(
            portal_database, subject=XSS, name=XSS, error=XSS, component=XSS, details=replace(NEW.details, **texts)
        )
        happened(portal_database, case.reference, CustomerReplied(XSS), actor=Actor.CUSTOMER)

        page = lea.get(f"/desk/{case.reference}?macro=window-closed")

        assert page.heading == XSS
        assert "<script>alert" not in page.source

    def test_reference_may_be_typed_carelessly_and_unknown_ones_are_missing(self, lea, case):
        assert lea.get(f"/desk/{case.reference.lower()}").heading == case.subject
        lea.get("/desk/0000-0000", status=404)


class TestPresence:
    def test_colleague_is_told_for_a_minute(self, lea, tom, desk, clock):
        page = tom.submit(tom.get(desk), button="I am looking at this")
        assert "tom@team.example" not in page.words

        assert lea.get(desk).says("Also looking at this now: tom@team.example")
        clock.advance(seconds=61)
        assert not lea.get(desk).says("tom@team.example")

    def test_sign_of_the_open_page_gets_the_others(self, lea, tom, desk):
        token = {"csrf_token": lea.get(desk).fields["csrf_token"][0], "act": "look"}
        lea.post(desk, token, status=200, headers={"HX-Request": "true"})
        token = {"csrf_token": tom.get(desk).fields["csrf_token"][0], "act": "look"}

        answer = tom.post(desk, token, status=200, headers={"HX-Request": "true"})

        assert "lea.stern@team.example" in answer.words


class TestWhoMaySee:
    def test_visitor_is_sent_to_sign_in(self, app, desk):
        assert Browser(app).get(desk, status=303).location.startswith("/en/sign-in")

    @pytest.mark.parametrize("act", ACTS)
    def test_customer_may_do_nothing(self, ana, desk, case, act):
        token = {
            "csrf_token": ana.get(f"/en/requests/{case.reference}").fields["csrf_token"],
            "act": act,
            "message": "Hi",
        }

        ana.post(desk, token, status=403)
        ana.post(desk, {**token, "act": "look"}, status=403)

    def test_customer_sees_nothing_of_their_own_case_here(self, ana, desk, case):
        assert case.subject not in ana.get(desk, status=403).source
        ana.get(f"{desk}/files/1", status=403)

    @pytest.mark.parametrize("act", ACTS)
    def test_unknown_case_is_missing(self, lea, act):
        token = {"csrf_token": lea.get("/desk/").fields["csrf_token"], "act": act}

        lea.post("/desk/0000-0000", token, status=404)
        lea.post("/desk/0000-0000", {**token, "act": "look"}, status=404)

    def test_act_that_is_none_is_refused(self, lea, desk):
        lea.post(desk, {"csrf_token": lea.get("/desk/").fields["csrf_token"], "act": "delete"}, status=400)


def test_log_holds_nothing_of_the_customer(lea, desk, case):
    with capture_logs() as logs:
        page = lea.get(desk)
        lea.submit(page, {"message": "We found it."}, button="Send answer")
        lea.get(f"/desk/?q={case.opened_by}")

    assert not any(word in str(logs) for word in (ANA, case.subject, "We found it."))


def test_customers_reply_after_an_answer_is_shown_in_their_language(lea, portal_database):
    case = opened(portal_database, language=find_language("ru"))
    happened(portal_database, case.reference, StaffReplied("Мы смотрим."))
    with portal_database.write() as session:
        add_customer_message(session, lock_case(session, case.reference), CustomerMessage("r", ANA, "Спасибо"), NOW)

    assert '<p class="message-text" lang="ru">Спасибо</p>' in lea.get(f"/desk/{case.reference}").source
