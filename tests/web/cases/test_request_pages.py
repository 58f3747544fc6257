import re

import pytest

from portal.cases.events import (
    Actor,
    Breach,
    CaseClosed,
    CaseEscalated,
    CaseReopened,
    CaseResolved,
    Closing,
    CustomerReminded,
    Details,
    IssueAdded,
    StaffReplied,
    WaitingBegan,
)
from tests.growth import FACTOR, TOO_STEEP, cost
from tests.web.cases.builders import BEA, DAY, HOUR, NO_TARGET, NOW, address, happened, history, opened

KEY = "D360-API-KEY: AbCdEfGhIjKlMnOpQrStUvWx1234_AK"


def write(browser, case, text, **options):
    return browser.submit(browser.get(address(case)), {"message": text}, button="Send", **options)


def test_page_leads_down_to_the_answer_where_there_can_be_one(portal_database, ana, case, clock):
    assert ana.get(address(case)).link("Answer") == "#reply"
    happened(portal_database, case.reference, CaseResolved("Fixed."))

    assert ana.get(address(case)).link("Reopen the request") == "#reopen"
    clock.now = NOW + 8 * DAY
    page = ana.get(address(case))
    assert 'href="#re' not in page.source


def test_message_is_confirmed_where_it_stands(ana, case):
    page = write(ana, case, "One more thing.")

    assert re.search(r'<section class="notice notice-success" role="status">', page.source)
    assert page.words.index("One more thing.") < page.words.index("We received your message")
    assert not ana.get(address(case)).says("We received your message")


def test_page_says_at_its_top_when_a_person_answered(portal_database, ana, case):
    assert not ana.get(address(case)).says("Answered on")
    happened(portal_database, case.reference, StaffReplied("We found it."), at=NOW + HOUR / 4)

    assert ana.get(address(case)).says("Answered on November 23, 2026, 13:15 (Central European Time)")


def test_request_shows_what_was_said_promised_and_comes_next(ana, case):
    page = ana.get(address(case))

    assert page.heading == case.subject
    assert page.says(case.reference)
    assert page.says("Since this morning every message fails.")
    assert page.says("A person reads your request and writes to you with a first finding.")
    assert "13:30" in page.words
    assert page.says("in 30 minutes")


def test_nobody_is_said_to_work_on_a_request_before_a_person_has_answered(portal_database, ana, case):
    happened(portal_database, case.reference, CaseEscalated(Breach.FIRST_RESPONSE), actor=Actor.SYSTEM)
    page = ana.get(address(case))
    assert page.says("Received")
    assert not page.says("We are working on it")

    happened(portal_database, case.reference, StaffReplied("We found it."))
    page = ana.get(address(case))
    assert page.says("We are working on it")
    assert not page.says("Received")


def test_promise_is_told_truthfully_over_time(portal_database, ana, case, clock):
    clock.now = NOW + HOUR
    assert ana.get(address(case)).says("and are late. Your request was escalated.")

    happened(portal_database, case.reference, StaffReplied("We found it."), at=NOW + HOUR)
    page = ana.get(address(case))
    assert page.says("We had promised")
    assert page.says("Sam, support team")
    assert page.says("We are working on it and tell you when there is something new.")


def test_history_tells_everything_that_happened(portal_database, ana, case):
    details = Details("Templates fail too.", steps="Send one.", impact_note="Shop is down.")
    happened(portal_database, case.reference, IssueAdded("Also templates", details), actor=Actor.CUSTOMER)
    happened(portal_database, case.reference, WaitingBegan(), CaseResolved("Fixed in release 12."))
    events = (CaseEscalated(Breach.RESOLUTION), CustomerReminded(), CaseReopened(), CaseClosed(Closing.NO_REPLY))
    happened(portal_database, case.reference, *events, CaseClosed(Closing.RESOLVED), actor=Actor.SYSTEM)

    page = ana.get(address(case))

    for words in (
        "Added to this request",
        "Also templates",
        "Shop is down.",
        "The support team waits for an answer from you.",
        "Fixed in release 12.",
        "A promised time has passed, so the request was escalated.",
        "We reminded you that an answer is missing.",
        "The request was reopened.",
        "The request was closed, because no answer came.",
        "The request was closed.",
    ):
        assert page.says(words)


def test_metas_side_has_no_target(portal_database, ana):
    assert ana.get(address(opened(portal_database, promise=NO_TARGET))).says("Meta")


@pytest.mark.parametrize("language", ["de", "es", "pt-br", "ru"])
def test_pages_are_sound_in_every_language(portal_database, ana, case, language):
    happened(portal_database, case.reference, StaffReplied("Which number?"), WaitingBegan())

    assert ana.get(f"/{language}/requests/").says(case.subject)
    assert ana.get(f"/{language}/requests/{case.reference}").says(case.reference)


def test_reference_may_be_typed_carelessly(ana, case):
    assert ana.get(f"/en/requests/{case.reference.lower().replace('-', '')}").heading == case.subject


def test_stranger_gets_the_page_of_a_missing_request(app, case, eve, sign_in):
    for stranger in (eve, sign_in(BEA)):
        theirs, missing = stranger.get(address(case), status=404), stranger.get("/en/requests/0000-0000", status=404)
        assert without_references(theirs.source) == without_references(missing.source)


def test_nobody_is_asked_to_sign_in_the_same_way_for_any_request(browse, case):
    there, missing = browse.get(address(case), status=303), browse.get("/en/requests/0000-0000", status=303)

    assert without_references(there.location) == without_references(missing.location)


def without_references(text):
    return re.sub(r"[0-9A-Z]{4}-[0-9A-Z]{4}|csrf[^>]*", "", text)


def test_stranger_can_neither_write_nor_download(portal_database, case, eve):
    token = eve.get("/en/requests/").fields["csrf_token"]

    eve.post(address(case), {"csrf_token": token, "message": "Let me in", "token": "x"}, status=404)
    eve.get(f"{address(case)}/files/1", status=404)

    assert len(history(portal_database, case)) == 1


def test_message_is_added_and_shown(portal_database, ana, case):
    page = write(ana, case, "Here is the log you wanted.\nhttps://example.org/log")

    assert page.says("Here is the log you wanted.")
    assert page.links["https://example.org/log"] == "https://example.org/log"
    assert page.says("You")
    assert [event.event.kind for event in history(portal_database, case)] == ["opened", "customer_replied"]


def test_double_click_adds_a_message_once(portal_database, ana, case):
    page = ana.get(address(case))

    for _ in range(3):
        ana.submit(page, {"message": "Once"}, button="Send", status=303, follow=False)

    assert len(history(portal_database, case)) == 2


def test_secret_in_a_message_is_masked_before_it_is_stored_and_shown(app, portal_database, ana, case):
    page = write(ana, case, f"We use this header:\n{KEY}")

    stored = history(portal_database, case)[-1].event
    assert "IjKlMnOp" not in stored.text
    assert "IjKlMnOp" not in page.source
    assert stored.masked
    assert page.says("Secrets that were masked before the message was stored. Replace them now if they are real:")


def test_hostile_messages_are_shown_in_time_in_proportion_to_their_length(ana, case):
    def write_all(length):
        for piece in ("[", "http://", "www.", "a@b.", "<", "("):
            write(ana, case, piece * (length // len(piece)))

    write_all(19_000 // FACTOR)
    short = cost(lambda: ana.client.get(address(case)))
    write_all(19_000)

    assert cost(lambda: ana.client.get(address(case))) / short < TOO_STEEP


def test_markup_in_a_message_is_text(ana, case):
    page = write(ana, case, "<script>alert(1)</script> **bold** [x](javascript:alert(1))")

    assert page.says("<script>alert(1)</script> **bold** [x](javascript:alert(1))")


def test_empty_and_endless_messages_are_told_and_kept(portal_database, ana, case):
    assert write(ana, case, " ", status=422).mistakes == ["Write a message before you send it."]
    long = write(ana, case, "x" * 20_001, status=422)

    assert long.fields["message"] == "x" * 20_001
    assert len(history(portal_database, case)) == 1


def test_colleague_may_write(portal_database, sign_in, case):
    write(sign_in("bo@premium.example"), case, "I take over.")

    assert history(portal_database, case)[-1].author == "bo@premium.example"


def test_page_says_that_an_answer_is_needed_and_until_when(portal_database, ana, case):
    happened(portal_database, case.reference, StaffReplied("Which number?"), WaitingBegan())

    page = ana.get(address(case))

    assert page.says("We need your answer to go on.")
    assert "November 25, 2026" in page.words


def test_reply_reopens_a_resolved_request(portal_database, ana, case, clock):
    happened(portal_database, case.reference, CaseResolved("We raised the limit."))
    clock.now = NOW + 3 * DAY
    page = ana.get(address(case))
    assert page.says("that reopens this request")

    page = ana.submit(page, {"message": "It fails again."}, button="Reopen the request")

    assert page.says("The request was reopened.")
    assert page.says("We are working on it")


def test_request_that_ended_long_ago_says_what_to_do(portal_database, ana, case, clock):
    happened(portal_database, case.reference, CaseResolved("Fixed."))
    clock.now = NOW + 8 * DAY

    page = ana.get(address(case))

    assert page.says("This request can no longer be reopened.")
    assert "subject=Messages" in page.link("Open a new request")
    assert "message" not in page.fields


def test_message_written_too_long_is_refused_and_kept(portal_database, ana, case, clock):
    happened(portal_database, case.reference, CaseResolved("Fixed."))
    page = ana.get(address(case))
    clock.now = NOW + 8 * DAY

    page = ana.submit(page, {"message": "It fails again."}, button="Reopen the request", status=409)

    assert "Copy it and open a new request." in page.mistakes[0]
    assert page.says("It fails again.")
    assert page.link("Open a new request")
