"""Open pages ask whether anything has changed; what has not changed costs next to nothing."""

import json
from dataclasses import fields

import pytest
from sqlalchemy import event
from werkzeug.test import Client

from portal.cases.events import (
    Breach,
    CaseClosed,
    CaseEscalated,
    CaseMerged,
    CaseReopened,
    CaseResolved,
    Closing,
    CustomerReminded,
    FeedbackGiven,
    NoteAdded,
    SeverityChanged,
    StaffReplied,
    WaitingBegan,
)
from portal.cases.rules import CaseState
from portal.policy.model import Channel
from portal.web.page_cache import PageCache
from tests.web.cases.builders import BEA, DAY, HOUR, NOW, address, happened, opened


def find_live(page):
    """The place of a page that asks for itself."""
    return next(element for element in page.document.elements if element.get("id") == "live")


def poll(browser, page, **options):
    """What a page asks for, as htmx asks for it."""
    place = find_live(page)
    return browser.get(place.get("hx-get"), fragment=True, headers=json.loads(place.get("hx-headers")), **options)


def test_page_that_is_up_to_date_is_told_so_without_reading_the_history(portal_database, ana, case):
    page = ana.get(address(case))
    asked = []
    event.listen(portal_database.engine, "before_cursor_execute", lambda *about: asked.append(about[2]))

    answer = poll(ana, page, status=304)

    assert answer.body == b""
    assert not answer.headers["ETag"].startswith("W/")
    assert not [statement for statement in asked if "case_events.data" in statement]


def test_new_answer_is_added_and_told(portal_database, ana, case):
    page = ana.get(address(case))
    happened(portal_database, case.reference, StaffReplied("Which number do you use?"), WaitingBegan())

    answer = poll(ana, page)

    assert answer.says("Which number do you use?")
    assert answer.says("New answer from the support team.")
    assert answer.says("Waiting for your answer")
    assert not answer.says("Since this morning every message fails.")
    assert poll(ana, answer, status=304).body == b""


def test_promise_is_told_anew_when_its_words_change(ana, case, clock):
    page = ana.get(address(case))
    clock.advance(seconds=20)
    assert poll(ana, page, status=304).body == b""

    clock.advance(minutes=5)

    answer = poll(ana, page)
    assert answer.says("in 25 minutes")
    assert not answer.document.list_elements("ol")


def test_notes_of_the_team_change_nothing_and_are_never_told(portal_database, ana, case):
    page = ana.get(address(case))

    happened(portal_database, case.reference, NoteAdded("They forgot to pay."))

    assert poll(ana, page, status=304).body == b""


def test_page_whose_forms_no_longer_fit_says_so_and_leaves_them_alone(portal_database, ana, case):
    page = ana.get(address(case))
    happened(portal_database, case.reference, CaseResolved("We raised the limit."))

    answer = poll(ana, page)

    assert answer.says("This request has changed")
    assert answer.link("Load the page again") == address(case)
    assert not answer.document.list_elements("form")
    assert not ana.get(address(case)).says("This request has changed")


def test_request_that_can_no_longer_change_is_not_asked_about(portal_database, ana, case, clock):
    happened(portal_database, case.reference, CaseResolved("Fixed."))
    assert find_live(ana.get(address(case))).get("hx-trigger")

    clock.now = NOW + 8 * DAY

    assert not find_live(ana.get(address(case))).get("hx-trigger")


def test_chat_is_asked_about_more_often_than_mail(portal_database, ana, case):
    mail = opened(portal_database, idempotency_key="2", channel=Channel.EMAIL)

    assert "every 5s" in find_live(ana.get(address(case))).get("hx-trigger")
    assert "every 20s" in find_live(ana.get(address(mail))).get("hx-trigger")


def test_strangers_get_the_same_whether_or_not_there_is_a_request(case, eve, sign_in):
    for stranger in (eve, sign_in(BEA)):
        theirs = stranger.get(f"{address(case)}/live", fragment=True, status=404)
        missing = stranger.get("/en/requests/0000-0000/live", fragment=True, status=404)
        assert theirs.source == missing.source
        assert case.subject not in theirs.source


def test_whoever_is_no_longer_signed_in_is_told_so_and_asked_nothing_more(browse, ana, case):
    page, listed = ana.get(address(case)), ana.get("/en/requests/")

    for place in (page, listed):
        answer = poll(browse, place, status=403)
        assert answer.says("You are no longer signed in")
        assert not find_live(answer).get("hx-trigger")
        assert "next=" in answer.link("Sign in")


def test_holder_of_the_link_follows_this_one_request(portal_database, browse, link, case):
    page = browse.get(link)
    happened(portal_database, case.reference, StaffReplied("We look."))

    answer = poll(browse, page)

    assert answer.says("We look.")
    assert "key=" in find_live(answer).get("hx-get")
    other = opened(portal_database, idempotency_key="2")
    key = link.partition("?")[2]
    assert browse.get(f"{address(other)}/live?{key}", fragment=True, status=403).says("You are no longer signed in")


def test_list_is_asked_for_anew_and_stays_when_nothing_changed(portal_database, ana, case, clock):
    page = ana.get("/en/requests/")
    assert poll(ana, page, status=304).body == b""

    clock.advance(minutes=5)
    assert poll(ana, page).says("in 25 minutes")
    happened(portal_database, case.reference, StaffReplied("Which number?"), WaitingBegan())
    assert poll(ana, page).says("Waiting for your answer")


def test_no_history_is_read_for_the_list(portal_database, ana, case):
    asked = []
    event.listen(portal_database.engine, "before_cursor_execute", lambda *about: asked.append(about[2]))

    ana.get("/en/requests/")

    assert asked
    assert not [statement for statement in asked if "case_events" in statement]


@pytest.mark.parametrize("query", ["after=-1", "after=99999", "after=x", "forms=", "forms=%22%3E%3Cscript%3E"])
def test_made_up_addresses_do_no_harm(ana, case, query):
    assert ana.get(f"{address(case)}/live?{query}", fragment=True).says("First response")


def test_history_stays_unread_behind_the_page_cache_too(app, portal_database, ana, case):
    place = find_live(ana.get(address(case)))
    asked = []
    event.listen(portal_database.engine, "before_cursor_execute", lambda *about: asked.append(about[2]))
    session = ana.client.get_cookie("portal")
    outside = Client(PageCache(app, lambda _: "1"))
    outside.set_cookie(session.key, session.value)

    answer = outside.get(place.get("hx-get"), headers=json.loads(place.get("hx-headers")))

    assert answer.status_code == 304
    assert asked
    assert not [statement for statement in asked if "case_events.data" in statement]


def test_columns_repeat_where_a_case_stands(portal_database, case):
    steps = (
        StaffReplied("We look."),
        WaitingBegan(),
        CustomerReminded(),
        CaseEscalated(Breach.RESOLUTION),
        SeverityChanged(2, 1),
        CaseMerged("K7Q2-9XHM"),
        CaseClosed(Closing.MERGED),
        CaseReopened(),
        CaseResolved("Fixed."),
        FeedbackGiven(4),
        CaseClosed(Closing.RESOLVED),
    )
    for hours, step in enumerate(steps, start=1):
        happened(portal_database, case.reference, step, at=NOW + hours * HOUR)
        with portal_database.read() as session:
            stored = session.merge(case, load=True)
            session.refresh(stored)
            for each in fields(CaseState):
                if each.name != "closed_because":
                    assert getattr(stored.standing, each.name) == getattr(stored.state, each.name), (step, each.name)
