import pytest
from limits import RateLimitItemPerHour

from portal.cases import feedback_views
from portal.cases.events import Actor, CaseClosed, CaseMerged, CaseResolved, Closing, FeedbackGiven
from portal.web.limits import Allowance
from tests.web.cases.builders import ANA, BO, DAY, HOUR, NOW, address, happened, history, opened

KEY = "D360-API-KEY: AbCdEfGhIjKlMnOpQrStUvWx1234_AK"
SEND = "Send the rating"


@pytest.fixture
def ended(portal_database, case):
    happened(portal_database, case.reference, CaseResolved("Fixed."))
    return case


@pytest.fixture
def rating_link(ended, link):
    """The answer "bad" in the mail."""
    return f"{address(ended)}/feedback?{link.partition('?')[2]}&score=2"


def judgements(database, case):
    return [
        (each.event.score, each.event.comment, each.author)
        for each in history(database, case)
        if isinstance(each.event, FeedbackGiven)
    ]


def test_one_of_five_with_words_is_kept_and_thanked_for(portal_database, ana, ended):
    page = ana.click(ana.get(address(ended)), "4 – Good")
    assert page.fields["score"] == "4"

    page = ana.submit(page, {"comment": "Quick."}, button=SEND)

    assert page.says("You gave 4 of 5: Good.")
    assert judgements(portal_database, ended) == [(4, "Quick.", ANA)]
    assert ana.get(address(ended)).says("Rated 4 of 5")


def test_opening_an_answer_of_the_mail_says_nothing_yet(portal_database, browse, ended, rating_link):
    page = browse.get(rating_link)

    assert page.fields["score"] == "2"
    assert not page.says("Thank you")
    assert judgements(portal_database, ended) == []


def test_holder_of_the_link_judges_without_a_name(portal_database, browse, ana, ended, rating_link):
    page = browse.submit(browse.get(rating_link), {"score": "1", "comment": f"No.\n{KEY}"}, button=SEND)

    ((score, comment, author),) = judgements(portal_database, ended)
    assert (score, author) == (1, "")
    assert "IjKlMnOp" not in comment
    assert page.says("We are sorry that it went badly")
    assert page.says("sign in and reopen the request")
    assert ana.get(address(ended)).says("By the link in our email")


def test_link_lets_judge_its_own_request_only(portal_database, browse, eve, ended, rating_link):
    other = opened(portal_database, idempotency_key="2")
    happened(portal_database, other.reference, CaseResolved("Fixed."))
    token = browse.get(rating_link).fields["csrf_token"]
    elsewhere = rating_link.replace(ended.reference, other.reference)

    browse.get(elsewhere, status=303)
    browse.post(elsewhere, {"csrf_token": token, "score": "1", "token": "x"}, status=303)
    token = eve.get("/en/requests/").fields["csrf_token"]
    eve.post(elsewhere, {"csrf_token": token, "score": "1", "token": "x"}, status=404)

    assert judgements(portal_database, other) == []


def test_strangers_can_neither_see_nor_send_the_form(portal_database, browse, eve, ended):
    eve.get(f"{address(ended)}/feedback", status=404)
    browse.get(f"{address(ended)}/feedback", status=303)
    token = eve.get("/en/requests/").fields["csrf_token"]
    eve.post(f"{address(ended)}/feedback", {"csrf_token": token, "score": "1", "token": "x"}, status=404)

    assert judgements(portal_database, ended) == []


def test_colleague_may_judge(portal_database, sign_in, ended):
    bo = sign_in(BO)

    bo.submit(bo.get(f"{address(ended)}/feedback"), {"score": "5"}, button=SEND)

    assert judgements(portal_database, ended) == [(5, "", BO)]


def test_double_click_judges_once(portal_database, ana, ended):
    page = ana.get(f"{address(ended)}/feedback")
    for _ in range(2):
        ana.submit(page, {"score": "3"}, button=SEND, status=303, follow=False)

    assert len(judgements(portal_database, ended)) == 1


def test_judgement_can_be_changed_for_thirty_days_after_the_end(portal_database, browse, ended, rating_link, clock):
    address_of_form = rating_link.removesuffix("&score=2")
    browse.submit(browse.get(rating_link), {"comment": "Slow."}, button=SEND)
    clock.now = NOW + 30 * DAY
    page = browse.get(address_of_form)
    assert (page.fields["score"], page.fields["comment"]) == ("2", "Slow.")
    clock.now = NOW + 30 * DAY + HOUR

    late = browse.submit(page, {"score": "4", "comment": "It held."}, button=SEND, status=409)
    clock.now = NOW + 30 * DAY
    browse.submit(page, {"score": "4", "comment": "It held."}, button=SEND)

    assert late.says("could be given and changed until December 23, 2026")
    assert late.says("It held.")
    assert [score for score, _, _ in judgements(portal_database, ended)] == [2, 4]


@pytest.mark.parametrize(("score", "offered"), [("1", True), ("2", True), ("3", False), ("5", False)])
def test_bad_judgement_leads_on(ana, ended, score, offered):
    page = ana.submit(ana.get(f"{address(ended)}/feedback"), {"score": score}, button=SEND)

    assert ("Reopen the request" in page.links) is offered


def test_bad_judgement_of_what_can_no_longer_be_reopened_leads_to_a_new_request(ana, ended, clock):
    clock.now = NOW + 8 * DAY

    page = ana.submit(ana.get(f"{address(ended)}/feedback"), {"score": "1"}, button=SEND)

    assert f"related={ended.reference}" in page.link("Open a new request")


def test_nothing_chosen_is_told_and_the_words_are_given_back(ana, ended):
    page = ana.submit(ana.get(f"{address(ended)}/feedback"), {"comment": "Fine."}, button=SEND, status=422)

    assert page.mistakes == ["Choose one of the five."]
    assert page.fields["comment"] == "Fine."


@pytest.mark.parametrize("score", ["0", "6", "x", ""])
def test_only_the_five_are_taken(portal_database, ana, ended, score):
    token = ana.get("/en/requests/").fields["csrf_token"]
    ana.get(f"{address(ended)}/feedback?score={score}")

    ana.post(f"{address(ended)}/feedback", {"csrf_token": token, "score": score, "token": "x"}, status=422)

    assert judgements(portal_database, ended) == []


def test_request_that_goes_on_is_not_judged_yet(portal_database, ana, case):
    assert ana.get(f"{address(case)}/feedback").says("You can rate it once it has ended.")
    token = ana.get("/en/requests/").fields["csrf_token"]

    ana.post(f"{address(case)}/feedback", {"csrf_token": token, "score": "5", "token": "x"}, status=409)

    assert judgements(portal_database, case) == []


def test_merged_request_is_judged_where_it_goes_on(portal_database, ana, case):
    happened(portal_database, case.reference, CaseMerged("M3RG-ED22"), CaseClosed(Closing.MERGED), actor=Actor.STAFF)
    token = ana.get("/en/requests/").fields["csrf_token"]

    page = ana.post(f"{address(case)}/feedback", {"csrf_token": token, "score": "5", "token": "x"}, status=409)

    assert page.says("This request goes on as M3RG-ED22.")


def test_too_many_changes_pause_and_give_the_words_back(portal_database, ana, ended, monkeypatch):
    monkeypatch.setattr(feedback_views, "CHANGES", Allowance("few", RateLimitItemPerHour(1)))
    ana.submit(ana.get(f"{address(ended)}/feedback"), {"score": "5"}, button=SEND)

    page = ana.submit(
        ana.get(f"{address(ended)}/feedback"), {"score": "1", "comment": "No, bad."}, button=SEND, status=429
    )

    assert page.says("No, bad.")
    assert len(judgements(portal_database, ended)) == 1


@pytest.mark.parametrize("language", ["de", "es", "pt-br", "ru"])
def test_page_is_sound_in_every_language(ana, ended, language):
    assert ana.get(f"/{language}/requests/{ended.reference}/feedback").says(ended.subject)
