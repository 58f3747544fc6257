"""Signing in with the provider's accounts, over real sockets, at a certified OpenID provider."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.checked_client import Browser
from tests.openid_provider import Guest, asked, rotate_keys, running_provider
from tests.web.identity.openid.directory import account_of

ACCOUNTS = {
    "nia": {
        "email": "Nia@Acme.example",
        "email_verified": True,
        "account_id": "acme-1",
        "plan": "premium",
        "chat_enabled": True,
        "groups": ["customers"],
    },
    "max": {"email": "max@provider.example", "email_verified": True, "groups": ["support", "people"]},
    "uli": {"email": "uli@acme.example", "email_verified": False},
}
LINK = "Sign in with your 360dialog account"


@pytest.fixture(scope="module")
def issuer():
    with running_provider("http://localhost", ACCOUNTS) as address:
        yield address


@pytest.fixture
def app(portal_of, issuer):
    return portal_of(issuer)


def sign_in(app, issuer, name="nia", path="/en/sign-in"):
    """A browser in which somebody has come back from the provider, and where it was led then."""
    browser = Browser(app)
    there = browser.get(browser.get(path).link(LINK), status=302).location
    back = Guest(issuer).sign_in(there, name)
    return browser, browser.get(back.removeprefix("http://localhost"), status=303).location


def test_sign_in_leads_to_the_own_requests_and_takes_over_the_account(app, issuer):
    browser, location = sign_in(app, issuer)

    assert location == "/en/requests/"
    assert browser.get("/en/requests/").says("You are signed in as nia@acme.example.")
    assert account_of(app, "nia@acme.example")[1:] == ("premium", True)


def test_sign_in_leads_back_to_where_it_was_asked_for(app, issuer):
    door = Browser(app).get("/de/requests/K7Q2-9XHM", status=303).location
    browser = Browser(app)
    there = browser.get(browser.get(door).link("Mit Ihrem 360dialog-Konto anmelden"), status=302).location

    assert asked(there)["ui_locales"] == "de"
    back = Guest(issuer).sign_in(there, "nia")
    assert browser.get(back.removeprefix("http://localhost"), status=303).location == "/de/requests/K7Q2-9XHM"


def test_way_there_carries_a_challenge_a_state_and_a_nonce_of_its_own(app):
    browser = Browser(app)
    ways = [asked(browser.get("/en/sign-in/account", status=302).location) for _ in range(2)]

    for way in ways:
        assert (way["response_type"], way["code_challenge_method"], way["scope"]) == (
            "code",
            "S256",
            "openid email account",
        )
        assert way["redirect_uri"] == "http://localhost/sign-in/return"
    assert not any(ways[0][name] == ways[1][name] for name in ("state", "nonce", "code_challenge"))


def test_claims_may_stand_in_the_id_token_itself(portal_of):
    with running_provider("http://localhost", ACCOUNTS, in_id_token=True) as issuer:
        app = portal_of(issuer)
        sign_in(app, issuer)

    assert account_of(app, "nia@acme.example")[1:] == ("premium", True)


def test_client_without_a_secret_proves_itself_by_pkce(portal_of):
    with running_provider("http://localhost", ACCOUNTS, secret=None) as issuer:
        _, location = sign_in(portal_of(issuer, secret=""), issuer)

    assert location == "/en/requests/"


def test_wrong_secret_is_told_as_our_trouble(portal_of, issuer):
    browser, location = sign_in(portal_of(issuer, secret="another one"), issuer)

    assert "trouble=away" in location
    assert browser.get(location).says("does not work right now")


def test_new_key_of_the_provider_is_found(portal_of, running_clock):
    with running_provider("http://localhost", ACCOUNTS) as issuer:
        app = portal_of(issuer)
        assert sign_in(app, issuer)[1] == "/en/requests/"
        rotate_keys(issuer)
        running_clock.advance(seconds=61)

        assert sign_in(app, issuer)[1] == "/en/requests/"


def test_address_that_is_not_verified_counts_for_nothing(app, issuer):
    browser, location = sign_in(app, issuer, "uli")

    page = browser.get(location)
    assert page.says("Your 360dialog account has no confirmed email address.")
    browser.get("/en/requests/", status=303)


def test_whoever_cancels_is_offered_a_code(app, issuer):
    browser = Browser(app)
    there = browser.get("/en/sign-in/account?next=/en/help/", status=302).location
    back = Guest(issuer).cancel(there)

    page = browser.get(back.removeprefix("http://localhost"), status=303, follow=False)
    page = browser.get(page.location)
    assert page.says("You did not sign in with your 360dialog account.")
    assert page.fields["next"] == "/en/help/"


def test_way_back_works_once_and_in_one_browser(app, issuer):
    browser, other = Browser(app), Browser(app)
    back = Guest(issuer).sign_in(browser.get("/en/sign-in/account", status=302).location, "nia")
    back = back.removeprefix("http://localhost")

    assert "trouble=not-begun" in other.get(back, status=303).location
    assert browser.get(back, status=303).location == "/en/requests/"
    browser.client.delete_cookie("portal")
    assert "trouble=not-begun" in browser.get(back, status=303).location


def test_way_back_takes_half_an_hour_at_most(app, issuer, running_clock):
    browser = Browser(app)
    back = Guest(issuer).sign_in(browser.get("/en/sign-in/account", status=302).location, "nia")
    running_clock.advance(minutes=30)

    assert "trouble=not-begun" in browser.get(back.removeprefix("http://localhost"), status=303).location


def test_staff_by_a_claim_only_when_a_setting_names_it(portal_of, issuer, running_clock):
    plain, _ = sign_in(portal_of(issuer), issuer, "max")
    plain.get("/desk/", status=403)

    app = portal_of(issuer, oidc_staff="groups=support")
    staff, _ = sign_in(app, issuer, "max")
    customer, _ = sign_in(app, issuer, "nia")
    staff.get("/desk/")
    customer.get("/desk/", status=403)

    running_clock.advance(hours=12)
    assert staff.get("/desk/", status=303).location == "/en/sign-in/account?next=/desk/"


def test_signing_out_leads_to_the_provider_as_well(app, issuer):
    browser = Browser(app)
    guest = Guest(issuer)
    back = guest.sign_in(browser.get("/en/sign-in/account", status=302).location, "nia")
    browser.get(back.removeprefix("http://localhost"), status=303)

    left = browser.submit(browser.get("/en/requests/"), button="Sign out", status=303, follow=False)
    # The page leads to a provider without encryption, which the checked client takes for a mistake.
    page = browser.client.get(left.location)

    there = page.headers["Refresh"].removeprefix("0; url=")
    assert there.replace("&", "&amp;") in page.get_data(as_text=True)
    assert guest.sign_out(there) == "http://localhost/"
    browser.get("/en/requests/", status=303)


@contextmanager
def endings():
    """Takes what the provider says of visits that are over; gives its address, and the list that grows."""
    heard, arrived = [], threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            heard.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())["logout_token"][0])
            self.send_response(200)
            self.end_headers()
            arrived.set()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", heard, arrived
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_provider_ends_a_visit_from_afar(portal_of):
    with (
        endings() as (address, heard, arrived),
        running_provider("http://localhost", ACCOUNTS, endings=address) as issuer,
    ):
        app = portal_of(issuer)
        browser, guest = Browser(app), Guest(issuer)
        back = guest.sign_in(browser.get("/en/sign-in/account", status=302).location, "nia")
        browser.get(back.removeprefix("http://localhost"), status=303)
        other, _ = sign_in(app, issuer)

        guest.sign_out(f"{issuer}/session/end?client_id=portal")
        assert arrived.wait(10)
        browser.get("/en/requests/")
        Browser(app).post("/hooks/sign-out", {"logout_token": heard[0]}, status=200)

    # The other visit of the same person is another session there.
    browser.get("/en/requests/", status=303)
    other.get("/en/requests/")
    assert urlsplit(back).path == "/sign-in/return"
