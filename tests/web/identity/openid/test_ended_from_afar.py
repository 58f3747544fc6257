"""The provider's signed word that somebody has left ends their visits here, and nobody else's word does."""

from datetime import timedelta

import pytest
from joserfc import jwt

from portal.identity.ended import forget_ended
from portal.web.current import current_database
from tests.checked_client import Browser
from tests.openid_provider import CLIENT, asked
from tests.web.connect.receiving import answers
from tests.web.identity.openid.provider_of_our_own import KEY, OTHER_KEY, claims_of

EVENTS = {"http://schemas.openid.net/event/backchannel-logout": {}}


@pytest.fixture
def visit(app, server, clock):
    """Signs somebody in with a session at the provider; gives their browser."""

    def sign_in(sid, **changes):
        browser = Browser(app)
        way = asked(browser.get("/en/sign-in/account", status=302).location)
        server.gives(claims_of(server, clock(), way["nonce"], sid=sid, **changes))
        browser.get(f"/sign-in/return?code=x&state={way['state']}", status=303)
        browser.get("/en/requests/")
        return browser

    return sign_in


def tell(app, server, clock, *, key=KEY, status=200, **changes):
    told = {
        "iss": server.issuer,
        "aud": CLIENT,
        "iat": int(clock().timestamp()),
        "exp": int(clock().timestamp()) + 120,
        "jti": "j1",
        "events": EVENTS,
        "sid": "one",
        **changes,
    }
    claims = {name: value for name, value in told.items() if value is not None}
    header = {"alg": "RS256", "kid": "first", "typ": "logout+jwt"}
    token = jwt.encode(header, claims, key, algorithms=["RS256"])
    return Browser(app).post("/hooks/sign-out", {"logout_token": token}, status=status)


def test_one_visit_ends_and_the_others_go_on(app, server, clock, visit):
    one, two = visit("one"), visit("two")

    tell(app, server, clock)

    one.get("/en/requests/", status=303)
    two.get("/en/requests/")


def test_all_visits_of_a_person_end(app, server, clock, visit):
    one, two, other = visit("one"), visit("two"), visit("three", sub="customer-2")

    tell(app, server, clock, sid=None, sub="customer-1")

    one.get("/en/requests/", status=303)
    two.get("/en/requests/", status=303)
    other.get("/en/requests/")


def test_whoever_signs_in_again_is_in_again(app, server, clock, visit):
    visit("one")
    tell(app, server, clock)
    clock.advance(seconds=1)
    again = visit("one")
    tell(app, server, clock, sid="another")

    again.get("/en/requests/")


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://evil.example"},
        {"aud": "somebody-else"},
        {"events": None},
        {"events": {"http://schemas.openid.net/event/other": {}}},
        {"events": "logout"},
        {"nonce": "x"},
        {"sid": None},
        {"sid": 17},
        {"iat": 1},
        {"exp": 1},
        {"exp": None},
        {"key": OTHER_KEY},
    ],
)
def test_word_that_proves_nothing_ends_nothing(app, server, clock, visit, changes):
    browser = visit("one")

    problem = tell(app, server, clock, status=400, **changes)

    assert problem.json["title"] == "Not a logout token"
    browser.get("/en/requests/")


def test_id_token_is_no_such_word(app, server, clock, visit):
    browser = visit("one")
    token = jwt.encode({"alg": "RS256"}, claims_of(server, clock(), "n", sid="one"), KEY, algorithms=["RS256"])

    Browser(app).post("/hooks/sign-out", {"logout_token": token}, status=400)
    Browser(app).post("/hooks/sign-out", {}, status=400)

    browser.get("/en/requests/")


def test_while_keys_cannot_be_had_the_provider_shall_come_again(app, server, clock):
    server.manners["/jwks"] = answers(500)

    assert tell(app, server, clock, status=503).headers["Retry-After"] == "30"


def test_what_was_ended_is_kept_as_long_as_a_cookie_could_live(app, server, clock, visit):
    visit("one")
    tell(app, server, clock)

    with app.app_context(), current_database.get().write() as session:
        assert forget_ended(session, clock() + timedelta(days=30)) == 0
        assert forget_ended(session, clock() + timedelta(days=30, seconds=1)) == 1
