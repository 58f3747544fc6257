"""The chat: a plain link on every page, the visitor's own conversation behind it, and nothing of anybody else's."""

import json

import pytest

from portal.cases.events import Actor, CaseMerged, CaseResolved, StaffReplied
from portal.identity.actions import add_staff
from portal.policy.model import Channel
from portal.web.current import current_database
from tests.building import make_app, make_settings, tear_down
from tests.checked_client import Browser
from tests.web.cases.builders import ANA, DAY, HOUR, NOW, happened, history, opened

KEY = "D360-API-KEY: AbCdEfGhIjKlMnOpQrStUvWx1234_AK"
SEND = {"button": "Send"}


def buttons(page):
    return [link for link in page.document.list_elements("a") if link.get("data-chat")]


def element(page, name):
    return next(each for each in page.document.elements if each.get("id") == name)


@pytest.mark.parametrize("path", ["/en/", "/ru/webhooks/set-up", "/en/search?q=131047", "/de/status", "/en/help/"])
def test_every_public_page_leads_to_the_chat_and_stays_the_same_for_everyone(browse, ana, path):
    page, hers = browse.get(path), ana.get(path)

    (button,) = buttons(page)
    assert button.get("href") == f"/{path[1:3]}/chat"
    assert page.headers["Cache-Control"].startswith("public")
    # The status page may be of a newer reading by the second time, and is of the same one by the third.
    assert hers.source in (page.source, browse.get(path).source)
    assert "chat.js" not in "".join(script.get("src", "") for script in page.document.list_elements("script"))


def test_button_is_not_where_the_conversation_stands_or_it_would_cover_the_way_on(ana, case):
    wizard = ana.post("/en/help/", {}, follow=True, status=200)

    for page in (wizard, ana.get(f"/en/requests/{case.reference}"), ana.get("/en/chat")):
        assert buttons(page) == []
    assert buttons(ana.get("/en/requests/"))


def test_staffs_pages_have_none(app, ana):
    with app.app_context(), current_database.get().write() as session:
        add_staff(session, ANA, NOW)

    assert buttons(ana.get("/desk/")) == []


@pytest.fixture
def without_chat(tmp_path):
    app = make_app(make_settings(tmp_path, chat="off"))
    yield Browser(app)
    tear_down(app)


def test_portal_without_chat_shows_none_of_it(without_chat):
    assert buttons(without_chat.get("/en/")) == []
    without_chat.get("/en/chat", status=404)
    without_chat.get("/en/chat/panel", status=404)
    without_chat.get("/en/chat/K7Q2-9XHM/live", status=404)


def test_panel_shows_the_conversation_with_its_chat_id_and_promise(ana, case):
    for path in ("/en/chat", "/en/chat/panel"):
        page = ana.get(path)
        assert page.says("Chat ID")
        assert page.says(case.reference)
        assert page.says("Since this morning every message fails.")
        assert page.says("A person answers by November 23, 2026")
        assert page.link("Send files") == f"/en/requests/{case.reference}"


def test_panel_is_a_named_dialog_with_a_live_region(ana, case):
    panel = ana.get("/en/chat/panel")

    dialog = element(panel, "chat-panel")
    assert dialog.tag == "dialog"
    assert dialog.get("aria-labelledby") in panel.document.ids
    assert element(panel, "news").get("role") == "status"


def test_newest_chat_that_goes_on_is_shown(portal_database, ana, case):
    newer = opened(portal_database, now=NOW + HOUR, idempotency_key="2", subject="Newer")
    opened(portal_database, now=NOW + 2 * HOUR, idempotency_key="3", channel=Channel.EMAIL)
    ended = opened(portal_database, now=NOW + 3 * HOUR, idempotency_key="4")
    happened(portal_database, ended.reference, CaseResolved("Fixed."))
    merged = opened(portal_database, now=NOW + 3 * HOUR, idempotency_key="5")
    happened(portal_database, merged.reference, CaseMerged(case.reference))

    assert ana.get("/en/chat").says(newer.reference)


def test_colleagues_chat_is_not_ones_own(sign_in, case):
    page = sign_in("bo@premium.example").get("/en/chat")

    assert not page.says(case.reference)
    assert page.says("No chat is going on")


def test_ways_in_are_told_in_plain_words(browse, ana, bea):
    nobody = browse.get("/en/chat")
    assert nobody.says("A chat belongs to a request")
    assert nobody.link("Sign in").endswith("next=/en/chat")
    assert nobody.links["Ask support"]

    assert ana.get("/en/chat/panel").says("As soon as you send it, the chat opens here")
    assert bea.get("/en/chat/panel").says("Chat is not enabled for your account")


def test_message_is_added_on_the_page(portal_database, ana, case):
    page = ana.submit(ana.get("/en/chat"), {"message": "Here is the log."}, **SEND)

    assert page.path == "/en/chat"
    assert page.says("Here is the log.")
    assert history(portal_database, case)[-1].event.text == "Here is the log."


def send_in_panel(browser, panel, text, status=200):
    form = next(form for form in panel.document.list_elements("form"))
    data = {name: panel.fields[name] for name in ("csrf_token", "token")} | {"message": text}
    return browser.post(form.get("hx-post"), data, status=status, headers={"HX-Request": "true"})


def test_message_is_added_in_the_panel_once(portal_database, ana, case):
    panel = ana.get("/en/chat/panel")

    for _ in range(2):
        answer = send_in_panel(ana, panel, "Here is the log.")

    assert answer.document.is_fragment
    assert answer.says("Your message was sent.")
    assert answer.fields["message"] == ""
    assert answer.fields["token"] != panel.fields["token"]
    assert len(history(portal_database, case)) == 2


def test_secrets_are_masked_before_they_are_stored(portal_database, ana, case):
    answer = send_in_panel(ana, ana.get("/en/chat/panel"), f"We use:\n{KEY}")

    assert "IjKlMnOp" not in answer.source
    assert "IjKlMnOp" not in history(portal_database, case)[-1].event.text
    assert answer.says("Secrets that were masked before the message was stored. Replace them now if they are real:")


@pytest.mark.parametrize(("text", "words"), [("  ", "Write a message"), ("x" * 20_001, "Shorten this text")])
def test_mistake_comes_back_with_what_was_typed(portal_database, ana, case, text, words):
    panel, page = ana.get("/en/chat/panel"), ana.get("/en/chat")

    in_panel = send_in_panel(ana, panel, text, status=422)
    assert in_panel.says(words)
    assert in_panel.fields["message"] == text.strip()
    assert in_panel.fields["token"] == panel.fields["token"]
    on_page = ana.submit(page, {"message": text}, status=422, **SEND)
    assert words in on_page.mistakes[0]
    assert len(history(portal_database, case)) == 1


def test_message_that_comes_too_late_is_kept_and_refused(portal_database, ana, case, clock):
    panel = ana.get("/en/chat/panel")
    happened(portal_database, case.reference, CaseResolved("Fixed."))
    clock.now = NOW + 8 * DAY

    answer = send_in_panel(ana, panel, "It fails again.", status=409)

    assert answer.says("Copy it and open a new request.")
    assert answer.says("It fails again.")


def test_news_reach_the_open_panel(portal_database, ana, case):
    panel = ana.get("/en/chat/panel")
    place = element(panel, "live")
    headers = json.loads(place.get("hx-headers"))
    assert ana.get(place.get("hx-get"), fragment=True, headers=headers, status=304).body == b""

    happened(portal_database, case.reference, StaffReplied("Which number do you use?"))

    answer = ana.get(place.get("hx-get"), fragment=True, headers=headers)
    assert answer.says("New answer from the support team.")
    assert answer.says("Which number do you use?")
    assert not answer.says("Since this morning")


def test_strangers_and_links_get_nothing(portal_database, browse, case, eve, bea):
    for stranger in (eve, bea):
        stranger.get(f"/en/chat/{case.reference}/live", fragment=True, status=404)
        token = stranger.get("/en/requests/").fields["csrf_token"]
        stranger.post(f"/en/chat/{case.reference}", {"csrf_token": token, "message": "Hi"}, status=404)
    browse.get(f"/en/chat/{case.reference}/live", fragment=True, status=403)

    assert [recorded.actor for recorded in history(portal_database, case)] == [Actor.CUSTOMER]


@pytest.mark.parametrize("language", ["de", "es", "pt-br", "ru"])
def test_chat_is_sound_in_every_language(browse, ana, case, language):
    assert ana.get(f"/{language}/chat").says(case.reference)
    assert ana.get(f"/{language}/chat/panel").says(case.reference)
    assert browse.get(f"/{language}/chat").links
