"""Providers with the manners of real ones: slow, cut off, busy, broken, mistaken."""

import pytest

from portal.identity.oidc import provider as reaching
from tests.checked_client import Browser
from tests.openid_provider import asked
from tests.web.connect.receiving import answers, drips, floods, hangs_up, speaks_nonsense
from tests.web.identity.openid.provider_of_our_own import claims_of
from tests.web.identity.openid.walking import begin, come_back, sign_in

DISCOVERY = "/.well-known/openid-configuration"
KIM = "kim@acme.example"
AWAY = "Signing in with your 360dialog account does not work right now."


@pytest.mark.parametrize(
    "manner",
    [
        answers(500),
        answers(404),
        answers(429, Retry_After="120"),
        answers(301, Location="http://127.0.0.1:1/"),
        answers(200, b"<html>"),
        answers(200, b"[]"),
        answers(200, b"null"),
        answers(200, b'{"issuer": 17}'),
        answers(200, b"[" * 50_000),
        hangs_up,
        speaks_nonsense,
        floods,
    ],
)
@pytest.mark.parametrize("path", [DISCOVERY, "/jwks", "/token"])
def test_provider_that_answers_with_nothing_of_use_is_told_and_a_code_is_offered(app, server, clock, path, manner):
    browser = Browser(app)
    server.manners[path] = manner
    if path == DISCOVERY:
        location = browser.get("/en/sign-in/account?next=/en/help/", status=303).location
    else:
        way = begin(browser)
        if path == "/jwks":
            server.gives(claims_of(server, clock(), way["nonce"]))
        location = come_back(browser, way).location

    page = browser.get(location)
    assert page.says(AWAY)
    assert browser.submit(page, {"email": KIM}, button="Send the code").heading == "Enter your code"


def test_provider_that_drips_holds_nobody_for_long(app, server, monkeypatch):
    monkeypatch.setitem(reaching._LIMITS, "together_s", 0.3)
    server.manners[DISCOVERY] = drips
    browser = Browser(app)

    assert "trouble=away" in browser.get("/en/sign-in/account", status=303).location


def test_provider_that_failed_is_left_alone_for_half_a_minute(app, server, clock):
    server.manners[DISCOVERY] = answers(500)
    browser = Browser(app)
    for _ in range(3):
        browser.get("/en/sign-in/account", status=303)
    assert server.count(DISCOVERY) == 1

    server.describe()
    clock.advance(seconds=30)

    browser.get("/en/sign-in/account", status=302)


def test_documents_are_kept_as_long_as_they_may_be(app, server, clock):
    sign_in(app, server, clock)
    clock.advance(seconds=599)
    sign_in(app, server, clock)
    assert (server.count(DISCOVERY), server.count("/jwks")) == (1, 1)

    clock.advance(seconds=1)
    sign_in(app, server, clock)

    assert (server.count(DISCOVERY), server.count("/jwks")) == (2, 1)


def test_old_documents_serve_for_a_day_while_there_are_no_newer_ones(app, server, clock):
    sign_in(app, server, clock)
    server.manners[DISCOVERY] = server.manners["/jwks"] = answers(503)

    clock.advance(hours=23)
    assert sign_in(app, server, clock)[1] == "/en/requests/"

    clock.advance(hours=1, seconds=1)
    assert "trouble=away" in Browser(app).get("/en/sign-in/account", status=303).location


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": None},
        {"token_endpoint": 17},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"end_session_endpoint": "javascript:alert(1)"},
    ],
)
def test_document_that_cannot_be_right_is_not_used(app, server, changes):
    server.describe(**changes)

    assert "trouble=away" in Browser(app).get("/en/sign-in/account", status=303).location


def test_slash_at_the_end_of_the_issuer_is_the_providers_own_matter(app, server, clock):
    server.describe(issuer=f"{server.issuer}/")

    assert sign_in(app, server, clock, iss=f"{server.issuer}/")[1] == "/en/requests/"


def test_unknown_values_in_the_document_do_no_harm(app, server, clock):
    server.describe(
        token_endpoint_auth_methods_supported=["quantum", 17],
        id_token_signing_alg_values_supported="RS256",
        authorization_response_iss_parameter_supported="yes",
    )

    assert sign_in(app, server, clock)[1] == "/en/requests/"


def test_secret_goes_into_the_form_where_the_provider_wants_it_there(app, server, clock):
    server.describe(token_endpoint_auth_methods_supported=["client_secret_post"])

    sign_in(app, server, clock)

    assert server.forms[0]["client_secret"] == ["s3cret of the tests: % & +"]


@pytest.mark.parametrize("brought", [{}, {"iss": "https://evil.example"}])
def test_way_back_without_the_name_that_was_promised_is_refused(app, server, clock, brought):
    server.describe(authorization_response_iss_parameter_supported=True)
    browser = Browser(app)
    way = begin(browser)
    server.gives(claims_of(server, clock(), way["nonce"]))

    assert "trouble=refused" in come_back(browser, way, **brought).location
    assert server.count("/token") == 0


def test_made_up_state_reaches_nobody(app, server):
    browser = Browser(app)
    begin(browser)

    assert "trouble=not-begun" in come_back(browser, {"state": "made-up"}).location
    assert server.count("/token") == 0


def test_several_tabs_may_be_on_their_way(app, server, clock):
    browser = Browser(app)
    ways = [begin(browser) for _ in range(6)]

    assert "trouble=not-begun" in come_back(browser, ways[0]).location
    server.gives(claims_of(server, clock(), ways[1]["nonce"]))
    assert come_back(browser, ways[1]).location == "/en/requests/"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example", "/%0d%0aX: y"])
def test_signing_in_leads_nowhere_else(app, server, clock, target):
    browser = Browser(app)
    way = asked(browser.get(f"/en/sign-in/account?next={target}", status=302).location)
    server.gives(claims_of(server, clock(), way["nonce"]))

    assert come_back(browser, way).location == "/en/requests/"
