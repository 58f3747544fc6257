"""What a provider says of somebody, and what becomes of it here."""

import pytest

from tests.checked_client import Browser
from tests.web.connect.receiving import answers
from tests.web.identity.openid.directory import account_of
from tests.web.identity.openid.provider_of_our_own import claims_of
from tests.web.identity.openid.walking import begin, come_back, sign_in

KIM = "kim@acme.example"


def test_what_the_provider_adds_about_somebody_else_is_not_taken(app, server, clock):
    server.says("/me", {"sub": "somebody-else", "email": "boss@acme.example", "email_verified": True})

    _, location = sign_in(app, server, clock, email=None, email_verified=None)

    assert "trouble=unproven" in location


@pytest.mark.parametrize("manner", [answers(500), answers(200, b"[]"), answers(200, b"a.signed.token")])
def test_provider_that_adds_nothing_of_use_is_away(app, server, clock, manner):
    server.manners["/me"] = manner

    assert "trouble=away" in sign_in(app, server, clock)[1]


@pytest.mark.parametrize("verified", [False, None, "yes", 1, "false", ["true"]])
def test_address_counts_only_when_it_is_verified(app, server, clock, verified):
    browser, location = sign_in(app, server, clock, email_verified=verified)

    assert "trouble=unproven" in location
    browser.get("/en/requests/", status=303)


def test_word_for_true_counts_as_true(app, server, clock):
    assert sign_in(app, server, clock, email_verified="true")[1] == "/en/requests/"


def test_claims_open_and_change_an_account(app, server, clock):
    sign_in(app, server, clock, account_id="acme-1", plan="regular", chat_enabled=True)
    assert account_of(app, KIM) == ("acme-1", "regular", True)

    sign_in(app, server, clock, account_id="acme-1", plan="premium", chat_enabled="false")
    assert account_of(app, KIM) == ("acme-1", "premium", False)


def test_claims_without_a_name_change_the_account_of_the_address(app, server, clock):
    sign_in(app, server, clock, email="ana@premium.example", plan="basic", chat_enabled=False)

    assert account_of(app, "ana@premium.example") == ("demo-premium", "basic", False)


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"plan": "platinum"}, "plan is unknown"),
        ({"plan": 17.5}, "plan cannot be read"),
        ({"chat_enabled": "perhaps"}, "chat_enabled cannot be read"),
        ({"account_id": {"id": 1}}, "account_id cannot be read"),
        ({"account_id": "demo-basic"}, "the address belongs to another account"),
        ({"account_id": "nobodys", "plan": "platinum"}, "there is no such account"),
    ],
)
def test_claim_that_cannot_be_taken_is_logged_and_leaves_the_account(app, server, clock, capsys, claims, reason):
    _, location = sign_in(app, server, clock, email="ana@premium.example", **claims)

    assert location == "/en/requests/"
    assert account_of(app, "ana@premium.example") == ("demo-premium", "premium", True)
    told = capsys.readouterr().out
    assert reason in told
    assert "ana@premium.example" not in told


def test_visit_begins_with_new_tokens_and_without_anything_of_somebody_else(app, server, clock):
    browser = Browser(app)
    before = browser.get("/en/sign-in").fields["csrf_token"]
    with browser.client.session_transaction() as session:
        session["drafts"] = ["begun-by-nobody"]
    way = begin(browser)
    server.gives(claims_of(server, clock(), way["nonce"]))
    come_back(browser, way)

    with browser.client.session_transaction() as session:
        assert session["drafts"] == ["begun-by-nobody"]
    assert browser.get("/en/requests/").fields["csrf_token"] != before

    way = begin(browser)
    server.gives(claims_of(server, clock(), way["nonce"], email="pat@acme.example"))
    come_back(browser, way)

    with browser.client.session_transaction() as session:
        assert "drafts" not in session
    assert browser.get("/en/requests/").says("pat@acme.example")


def test_page_after_signing_out_leads_on_to_the_provider(app, server, clock):
    browser, _ = sign_in(app, server, clock)

    page = browser.submit(browser.get("/en/requests/"), button="Sign out")

    assert page.heading == "You are signed out"
    there = page.link("Sign out of your 360dialog account")
    assert there.startswith(
        "https://id.example.org/leave?client_id=portal&post_logout_redirect_uri=http%3A%2F%2Flocalhost%2F"
    )
    assert page.headers["Refresh"] == f"0; url={there}"


def test_provider_without_a_way_out_is_only_named(app, server, clock):
    server.describe(end_session_endpoint=None)
    browser, _ = sign_in(app, server, clock)

    page = browser.submit(browser.get("/en/requests/"), button="Sign out")

    assert page.says("You may still be signed in to your 360dialog account.")
    assert "Refresh" not in page.headers
