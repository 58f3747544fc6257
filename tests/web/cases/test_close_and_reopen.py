import pytest

from portal.cases.actions import find_case_by_key
from portal.cases.events import Actor, CaseClosed, CaseMerged, CaseResolved, Closing
from portal.cases.model import Case
from tests.web.cases.builders import BEA, BO, DAY, HOUR, NOW, address, happened, history
from tests.web.intake.walking import Customer

KEY = "D360-API-KEY: AbCdEfGhIjKlMnOpQrStUvWx1234_AK"
CLOSE = "My problem is solved, close it"
REOPEN = "Reopen the request"


def kinds(database, case):
    return [each.event.kind for each in history(database, case)]


def test_closing_is_told_first_and_done_by_a_button(portal_database, ana, case, clock):
    page = ana.click(ana.get(address(case)), "My problem is solved")
    assert page.says("Until November 30, 2026, 13:00")
    assert kinds(portal_database, case) == ["opened"]

    page = ana.submit(page, button=CLOSE)

    assert page.path == address(case)
    assert page.says("The request was closed by the customer.")
    assert history(portal_database, case)[-1].author == "ana@premium.example"


def test_last_words_are_masked_and_come_before_the_end(portal_database, ana, case):
    page = ana.submit(ana.get(f"{address(case)}/close"), {"words": f"Thank you, this helped:\n{KEY}"}, button=CLOSE)

    assert kinds(portal_database, case) == ["opened", "customer_replied", "closed"]
    said = history(portal_database, case)[1].event
    assert "IjKlMnOp" not in said.text
    assert said.masked
    assert "IjKlMnOp" not in page.source


def test_double_click_closes_once(portal_database, ana, case):
    page = ana.get(f"{address(case)}/close")
    for _ in range(2):
        ana.submit(page, {"words": "Thanks"}, button=CLOSE, status=303, follow=False)

    assert kinds(portal_database, case) == ["opened", "customer_replied", "closed"]


def test_closing_what_has_ended_meanwhile_is_refused_and_gives_the_words_back(portal_database, ana, case):
    page = ana.get(f"{address(case)}/close")
    happened(portal_database, case.reference, CaseResolved("Fixed."))

    page = ana.submit(page, {"words": "It works again."}, button=CLOSE, status=409)

    assert page.mistakes == ["This request has ended already, so nothing was changed. What you wrote is still here."]
    assert page.says("It works again.")
    assert kinds(portal_database, case) == ["opened", "resolved"]
    assert ana.get(f"{address(case)}/close").says("There is nothing to close.")


def test_endless_last_words_are_given_back(ana, case):
    page = ana.submit(ana.get(f"{address(case)}/close"), {"words": "x" * 20_001}, button=CLOSE, status=422)

    assert page.fields["words"] == "x" * 20_001


def test_colleague_may_close_and_strangers_may_not(portal_database, sign_in, browse, eve, case, link):
    for stranger in (eve, sign_in(BEA)):
        stranger.get(f"{address(case)}/close", status=404)
        token = stranger.get("/en/requests/").fields["csrf_token"]
        stranger.post(f"{address(case)}/close", {"csrf_token": token, "token": "x"}, status=404)
    key = link.partition("?")[2]
    assert browse.get(f"{address(case)}/close?{key}", status=303).location.startswith("/en/sign-in")
    token = browse.get("/en/sign-in").fields["csrf_token"]
    browse.post(f"{address(case)}/close?{key}", {"csrf_token": token, "token": "x"}, status=303)
    assert kinds(portal_database, case) == ["opened"]

    bo = sign_in(BO)
    bo.submit(bo.get(f"{address(case)}/close"), button=CLOSE)
    assert kinds(portal_database, case) == ["opened", "closed"]


def test_form_without_its_token_closes_nothing(portal_database, ana, case):
    ana.post(f"{address(case)}/close", {"token": "x"}, status=400)

    assert kinds(portal_database, case) == ["opened"]


@pytest.mark.parametrize("language", ["de", "es", "pt-br", "ru"])
def test_page_is_sound_in_every_language(ana, case, language):
    assert ana.get(f"/{language}/requests/{case.reference}/close").says(case.subject)


def test_reopening_asks_what_is_still_wrong(portal_database, ana, case, clock):
    happened(portal_database, case.reference, CaseClosed(Closing.BY_CUSTOMER), actor=Actor.CUSTOMER)
    clock.now = NOW + 7 * DAY
    page = ana.get(f"{address(case)}/reopen", follow=True)

    page = ana.submit(page, {"message": " "}, button=REOPEN, status=422)
    assert page.mistakes == ["Write what is still wrong, so that we can go on at once."]
    page = ana.submit(page, {"message": f"It fails again.\n{KEY}"}, button=REOPEN)

    assert page.says("Received")
    assert kinds(portal_database, case) == ["opened", "closed", "reopened", "customer_replied"]
    assert "IjKlMnOp" not in history(portal_database, case)[-1].event.text


def test_double_click_reopens_once(portal_database, ana, case):
    happened(portal_database, case.reference, CaseResolved("Fixed."))
    page = ana.get(address(case))
    for _ in range(2):
        ana.submit(page, {"message": "Again"}, button=REOPEN, status=303, follow=False)

    assert kinds(portal_database, case) == ["opened", "resolved", "reopened", "customer_replied"]


def test_what_somebody_else_reopened_meanwhile_gets_the_message(portal_database, ana, sign_in, case):
    happened(portal_database, case.reference, CaseResolved("Fixed."))
    page, bo = ana.get(address(case)), sign_in(BO)
    bo.submit(bo.get(address(case)), {"message": "Not for me."}, button=REOPEN)

    ana.submit(page, {"message": "Nor for me."}, button=REOPEN)

    assert kinds(portal_database, case).count("reopened") == 1
    assert history(portal_database, case)[-1].event.text == "Nor for me."


def test_too_late_to_reopen_keeps_the_words_and_offers_a_request_that_refers_to_it(portal_database, ana, case, clock):
    happened(portal_database, case.reference, CaseResolved("Fixed."))
    page = ana.get(address(case))
    clock.now = NOW + 7 * DAY + HOUR

    page = ana.submit(page, {"message": "It fails again."}, button=REOPEN, status=409)

    assert page.says("It fails again.")
    assert f"related={case.reference}" in page.link("Open a new request")
    assert kinds(portal_database, case) == ["opened", "resolved"]


@pytest.mark.parametrize(("who", "linked"), [("ana", True), ("eve", False)])
def test_new_request_refers_to_the_old_one_of_the_same_customer_only(request, portal_database, case, who, linked):
    happened(portal_database, case.reference, CaseClosed(Closing.NO_REPLY))
    customer = Customer(request.getfixturevalue(who)).starts(f"?related={case.reference}")
    customer.can_sign_in().names_the_problem().goes_past_the_answers().describes_it().rates_it()
    if customer.step == "contact":
        customer.answers(name="Eve", email="eve@stranger.example")
    if customer.step == "duplicates":
        customer.answers(duplicate_of="none")
    customer.sends()

    with portal_database.read() as session:
        new = find_case_by_key(session, customer.draft)
        assert new.related_to == (case.reference if linked else None)
        assert session.query(Case).count() == 2


def test_merged_request_offers_neither(portal_database, ana, case):
    happened(portal_database, case.reference, CaseMerged("M3RG-ED22"), CaseClosed(Closing.MERGED))

    page = ana.get(address(case))

    assert "message" not in page.fields
    assert page.says("This request goes on as M3RG-ED22.")


def test_link_holder_cannot_reopen(portal_database, browse, eve, case, link):
    happened(portal_database, case.reference, CaseResolved("Fixed."))
    key = link.partition("?")[2]
    assert "message" not in browse.get(link).fields
    token = eve.get("/en/requests/").fields["csrf_token"]

    eve.post(f"{address(case)}/reopen?{key}", {"csrf_token": token, "message": "x", "token": "x"}, status=404)

    assert kinds(portal_database, case) == ["opened", "resolved"]
