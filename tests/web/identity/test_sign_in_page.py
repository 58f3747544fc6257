from urllib.parse import urlsplit

import pytest
from limits import RateLimitItemPerHour

from portal.identity import proving
from portal.identity.browser import COOKIE
from portal.web.limits import Allowance
from tests.cast import ANA, mailed_code, outbox
from tests.checked_client import HOST, Browser


def ask(browse, email=ANA, path="/en/sign-in", **options):
    return browse.submit(browse.get(path), {"email": email}, button="Send the code", **options)


def wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_address_then_code_lead_to_the_own_requests(app, browse):
    page = ask(browse, " Ana@Premium.Example ")
    assert page.heading == "Enter your code"
    assert page.says("ana@premium.example")

    arrived = browse.submit(page, {"code": mailed_code(app, ANA)}, button="Sign in", status=303, follow=False)

    assert arrived.location == "/en/requests/"
    assert browse.get("/en/requests/").says("ana@premium.example")


def test_signing_in_leads_back_to_where_it_was_asked_for(app, browse):
    door = browse.get("/en/requests/K7Q2-9XHM", status=303)
    assert door.location == "/en/sign-in?next=/en/requests/K7Q2-9XHM"

    page = ask(browse, path=door.location)
    arrived = browse.submit(page, {"code": mailed_code(app, ANA)}, status=303, follow=False)

    assert arrived.location == "/en/requests/K7Q2-9XHM"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_signing_in_leads_nowhere_else(app, browse, target):
    page = ask(browse, path=f"/en/sign-in?next={target}")
    arrived = browse.submit(page, {"code": mailed_code(app, ANA)}, status=303, follow=False)

    assert arrived.location == "/en/requests/"
    assert browse.get(f"/en/sign-in?next={target}", status=303).location == "/en/requests/"


def test_known_and_unknown_addresses_read_the_same_words(app):
    known, unknown = (ask(Browser(app), email) for email in (ANA, "nobody@nowhere.example"))

    assert known.words.replace(ANA, "…") == unknown.words.replace("nobody@nowhere.example", "…")
    assert [mail["to"] for mail in outbox(app, "sign_in_code")] == [ANA, "nobody@nowhere.example"]


def test_typo_in_the_address_is_told_and_kept(browse):
    page = ask(browse, "ana@premium", status=422)

    assert page.mistakes == ["Enter an email address in the form name@example.com."]
    assert page.fields["email"] == "ana@premium"
    assert ask(browse, "", status=422).mistakes == ["Enter the email address you use with us."]


def test_wrong_code_says_how_many_tries_are_left(app, browse):
    page = ask(browse)
    code = mailed_code(app, ANA)

    for left in (4, 3, 2):
        page = browse.submit(page, {"code": wrong(code)}, status=422)
        assert page.mistakes == [f"This is not the code from the newest email. You can try {left} more times."]
    page = browse.submit(page, {"code": wrong(code)}, status=422)
    assert page.mistakes == ["This is not the code from the newest email. You can try 1 more time."]
    page = browse.submit(page, {"code": wrong(code)}, status=422)
    assert page.mistakes == ["This code was tried too often. Ask for a new one."]
    assert browse.submit(page, {"code": code}, status=422).mistakes == page.mistakes


def test_old_code_is_refused(app, browse, clock):
    page = ask(browse)
    clock.advance(minutes=10)

    page = browse.submit(page, {"code": mailed_code(app, ANA)}, status=422)

    assert page.mistakes == ["This code can no longer be used. Ask for a new one."]


def test_code_is_needed(browse):
    page = ask(browse)

    assert browse.submit(page, {"code": " "}, status=422).mistakes == ["Enter the six-digit code from the email."]


@pytest.mark.parametrize(
    ("target", "says_why"),
    [
        ("/en/requests/K7Q2-9XHM", True),
        ("/en/requests/K7Q2-9XHM/feedback?score=1", True),
        ("/en/requests/", False),
        ("/en/requests/my-data", False),
        ("/en/requests/K7Q2-9XHM-1", False),
    ],
)
def test_whoever_came_for_a_request_is_told_why_to_sign_in(browse, target, says_why):
    page = browse.get(f"/en/sign-in?next={target}")

    assert page.says("only the people they belong to can open them") is says_why
    refused = browse.submit(page, {"email": " "}, button="Send the code", status=422)
    assert refused.says("only the people they belong to can open them") is says_why


def test_new_code_can_be_asked_for_until_there_were_too_many(app, browse, clock):
    page = ask(browse)
    for minutes in (0, 1, 5, 10):
        clock.advance(minutes=minutes)
        page = browse.submit(page, button="Send a new code")
    page = browse.submit(page, button="Send a new code", status=429)

    assert page.mistakes == ["Use the code from the newest email. You can ask for another one in 44 minutes."]
    assert round(int(page.headers["Retry-After"]) / 60) == 44
    assert browse.submit(page, {"code": mailed_code(app, ANA)}, status=303, follow=False).location == "/en/requests/"


def test_another_address_can_be_typed(browse):
    page = browse.submit(ask(browse), button="Use another address")

    assert page.heading == "Sign in"


def test_code_is_only_taken_where_it_was_asked_for(app, browse):
    ask(browse)
    elsewhere = Browser(app)
    page = elsewhere.get("/en/sign-in")

    elsewhere.post(
        "/en/sign-in",
        {"csrf_token": page.fields["csrf_token"], "step": "code", "code": mailed_code(app, ANA), "email": ""},
        status=422,
    )
    assert elsewhere.get("/en/requests/", status=303).location.startswith("/en/sign-in")


def test_signing_out_forgets_the_visitor(ana):
    left = ana.submit(ana.get("/en/requests/"), button="Sign out", status=303, follow=False)

    assert left.location == "/en/"
    assert ana.get("/en/requests/", status=303).location.startswith("/en/sign-in")


def test_signing_out_needs_a_form_of_ours(ana):
    assert ana.post("/en/sign-out", status=400).status == 400
    assert ana.get("/en/requests/").status == 200


def test_address_has_to_be_proven_again_after_thirty_days(ana, clock):
    clock.advance(days=29, hours=23)
    assert ana.get("/en/requests/").status == 200

    clock.advance(hours=1)
    assert ana.get("/en/requests/", status=303).location.startswith("/en/sign-in")


def test_signed_in_visitor_is_not_asked_again(ana):
    assert ana.get("/en/sign-in?next=/en/requests/x", status=303).location == "/en/requests/x"


def test_session_that_was_tampered_with_is_nobodys(app, browse):
    browse.client.set_cookie("session", "eyJ2aXNpdG9yIjp7ImVtYWlsIjoiYW5hQHByZW1pdW0uZXhhbXBsZSJ9fQ.x.y")

    assert browse.get("/en/requests/", status=303).location.startswith("/en/sign-in")


def test_nothing_of_the_session_is_kept_by_caches(ana):
    assert ana.get("/en/requests/").headers["Cache-Control"] == "private, no-store"
    assert ana.get("/en/sign-in", status=303).headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("language", ["en", "de", "es", "pt-br", "ru"])
def test_page_is_sound_in_every_language(browse, language):
    page = ask_any(browse, language)

    assert page.says(ANA)


def ask_any(browse, language):
    return browse.submit(browse.get(f"/{language}/sign-in"), {"email": ANA})


def test_code_is_mailed_in_the_language_of_the_page(app, browse):
    ask_any(browse, "pt-br")

    assert [mail["language"] for mail in outbox(app, "sign_in_code")] == ["pt-br"]


def test_limit_for_one_network_address_ends_the_guessing(browse):
    token = browse.get("/en/sign-in").fields["csrf_token"]
    for number in range(60):
        browse.post("/en/sign-in", {"csrf_token": token, "email": f"no address {number}"}, status=422)

    browse.post("/en/sign-in", {"csrf_token": token, "email": ANA}, status=429)


def test_page_to_sign_out_works_from_a_plain_link(ana):
    page = ana.get("/en/sign-out")
    assert page.says("ana@premium.example")
    ana.submit(page, button="Sign out", status=303, follow=False)

    assert ana.get("/en/sign-out").says("You are not signed in.")


def leave(browser):
    browser.submit(browser.get("/en/sign-out"), button="Sign out", status=303, follow=False)


def test_strangers_cannot_lock_the_owner_out_of_her_browser(app, ana):
    leave(ana)
    for number in range(12):
        stranger = Browser(app)
        token = stranger.get("/en/sign-in").fields["csrf_token"]
        sent = {"csrf_token": token, "email": ANA}
        stranger.client.post("/en/sign-in", data=sent, environ_base={"REMOTE_ADDR": f"192.0.2.{number}"})
    assert ask(Browser(app), status=429).mistakes

    page = ask(ana)

    assert ana.submit(page, {"code": mailed_code(app, ANA)}, status=303, follow=False).location == "/en/requests/"


def test_code_a_stranger_asked_for_is_nothing_in_her_browser_and_hers_stays_good(app, browse):
    page = ask(browse)
    code = mailed_code(app, ANA)
    stranger = Browser(app)
    strange_page = ask(stranger)
    for _ in range(5):
        strange_page = stranger.submit(strange_page, {"code": wrong(mailed_code(app, ANA))}, status=422)

    assert browse.submit(page, {"code": mailed_code(app, ANA)}, status=422).mistakes
    assert browse.submit(page, {"code": code}, status=303, follow=False).location == "/en/requests/"


def test_cookie_that_knows_a_browser_names_nobody_and_opens_nothing(ana):
    cookie = ana.client.get_cookie(COOKIE, domain=urlsplit(HOST).hostname)
    leave(ana)

    assert cookie.http_only
    assert "ana" not in cookie.value
    assert ana.get("/en/requests/", status=303).location.startswith("/en/sign-in")


@pytest.mark.parametrize("value", ["made-up", "e30.x", "", "WyJ4Il0.AAAA"])
def test_cookie_that_was_made_up_is_nobodys(app, browse, value):
    browse.client.set_cookie(COOKIE, value, domain=urlsplit(HOST).hostname)

    assert ask(browse).heading == "Enter your code"


def test_network_that_mistypes_too_many_codes_has_to_wait(app, browse, monkeypatch):
    monkeypatch.setattr(proving, "MISTAKES", Allowance("few-mistakes", RateLimitItemPerHour(2)))
    page = ask(browse)
    code = mailed_code(app, ANA)
    for _ in range(2):
        page = browse.submit(page, {"code": wrong(code)}, status=422)

    page = browse.submit(page, {"code": code}, status=429)

    assert page.mistakes[0].startswith("There were too many attempts from your network.")
    assert int(page.headers["Retry-After"]) > 0


def test_network_that_causes_too_many_mails_has_to_wait(app, browse, monkeypatch):
    monkeypatch.setattr(proving, "MAILS", Allowance("few-mails", RateLimitItemPerHour(1)))
    ask(browse)

    page = ask(Browser(app), "bea@basic.example", status=429)

    assert page.mistakes[0].startswith("There were too many attempts from your network.")
    assert page.fields["email"] == "bea@basic.example"


def test_without_a_provider_a_code_is_the_only_way_in(browse):
    assert not [words for words in browse.get("/en/sign-in").links if "Sign in with" in words]
    for path in ("/en/sign-in/account", "/en/sign-out/account", "/sign-in/return"):
        browse.get(path, status=404)
    browse.post("/hooks/sign-out", {"logout_token": "x"}, status=404)
