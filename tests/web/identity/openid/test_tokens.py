"""What an ID token must say, and who must have signed it."""

import hmac
import json
from base64 import urlsafe_b64encode

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, OKPKey

from tests.checked_client import Browser
from tests.web.identity.openid.provider_of_our_own import KEY, OTHER_KEY, claims_of
from tests.web.identity.openid.walking import begin, come_back, sign_in

KIM = "kim@acme.example"
REFUSED = "Your 360dialog account could not be checked."


def test_usual_token_signs_in(app, server, clock):
    browser, location = sign_in(app, server, clock)

    assert location == "/en/requests/"
    assert browser.get(location).says(KIM)
    assert server.forms[0]["grant_type"] == ["authorization_code"]
    assert len(server.forms[0]["code_verifier"][0]) == 43


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://evil.example"},
        {"aud": "somebody-else"},
        {"aud": ["portal", "somebody-else"]},
        {"aud": ["portal", "somebody-else"], "azp": "somebody-else"},
        {"azp": "somebody-else"},
        {"aud": None},
        {"nonce": "another"},
        {"nonce": None},
        {"sub": None},
        {"sub": 17},
        {"exp": None},
        {"exp": "tomorrow"},
        {"exp": True},
        {"exp": 1e300},
        {"iat": None},
    ],
)
def test_token_for_somebody_else_or_without_what_it_needs_is_refused(app, server, clock, changes):
    browser, location = sign_in(app, server, clock, **changes)

    assert REFUSED in browser.get(location).words
    browser.get("/en/requests/", status=303)


@pytest.mark.parametrize(("exp", "iat"), [(-61, -100), (300, 120), (300, -700)])
def test_token_of_another_moment_is_refused(app, server, clock, exp, iat):
    now = int(clock().timestamp())

    browser, location = sign_in(app, server, clock, exp=now + exp, iat=now + iat)

    assert REFUSED in browser.get(location).words


def test_clocks_may_differ_by_a_minute(app, server, clock):
    now = int(clock().timestamp())

    assert sign_in(app, server, clock, exp=now - 50, iat=now - 100)[1] == "/en/requests/"
    assert sign_in(app, server, clock, iat=now + 50)[1] == "/en/requests/"


def test_several_audiences_with_us_as_the_party_are_fine(app, server, clock):
    assert sign_in(app, server, clock, aud=["portal", "billing"], azp="portal")[1] == "/en/requests/"


def part(text):
    return urlsafe_b64encode(text).rstrip(b"=").decode()


def said(algorithm, claims):
    return f"{part(json.dumps({'alg': algorithm}).encode())}.{part(json.dumps(claims).encode())}"


def unsigned(claims):
    return said("none", claims) + "."


def by_public_key_as_secret(claims):
    text = said("HS256", claims)
    return f"{text}.{part(hmac.digest(KEY.as_pem(private=False), text.encode(), 'sha256'))}"


def by_client_secret(claims):
    secret = OctKey.import_key("s3cret of the tests: % & +")
    return jwt.encode({"alg": "HS256"}, claims, secret, algorithms=["HS256"])


def by_another_key_of_that_name(claims):
    return jwt.encode({"alg": "RS256", "kid": "first"}, claims, OTHER_KEY, algorithms=["RS256"])


def with_a_key_that_it_brings(claims):
    header = {"alg": "RS256", "jwk": OTHER_KEY.as_dict(private=False)}
    return jwt.encode(header, claims, OTHER_KEY, algorithms=["RS256"])


def changed_afterwards(claims):
    head, _, signature = jwt.encode({"alg": "RS256"}, claims, KEY, algorithms=["RS256"]).split(".")
    return f"{head}.{part(b'{}')}.{signature}"


@pytest.mark.parametrize(
    "forge",
    [
        unsigned,
        by_public_key_as_secret,
        by_client_secret,
        by_another_key_of_that_name,
        with_a_key_that_it_brings,
        changed_afterwards,
        lambda _: "no token",
        lambda _: "a.b.c",
        lambda _: "ä.ö.ü",
        lambda _: "x" * 40_000,
        lambda _: f"{part(b'[' * 10_000)}.e30.e30",
    ],
)
def test_token_that_the_provider_has_not_signed_is_refused(app, server, clock, forge):
    browser = Browser(app)
    way = begin(browser)
    server.gives({}, token=forge(claims_of(server, clock(), way["nonce"])))

    location = come_back(browser, way).location

    assert REFUSED in browser.get(location).words
    browser.get("/en/requests/", status=303)


@pytest.mark.parametrize(
    ("key", "alg"),
    [
        (KEY, "PS256"),
        (ECKey.generate_key("P-256"), "ES256"),
        (OKPKey.generate_key("Ed25519"), "EdDSA"),
    ],
)
def test_other_sound_algorithms_are_taken(app, server, clock, key, alg):
    server.publish(key)
    browser = Browser(app)
    way = begin(browser)
    server.gives(claims_of(server, clock(), way["nonce"]), key=key, alg=alg)

    assert come_back(browser, way).location == "/en/requests/"


def test_keys_of_unknown_kinds_are_passed_over(app, server, clock):
    strange = [
        {"kty": "LATTICE", "kid": "first", "x": "…"},
        {"kty": "RSA", "n": "broken", "e": 17},
        {"kty": "oct", "k": "c2VjcmV0", "kid": "first"},
        {"kty": "EC", "crv": "P-1", "x": "AA", "y": "AA"},
        {**OTHER_KEY.as_dict(private=False), "kid": "first", "use": "enc"},
        {**KEY.as_dict(private=False), "x5c": 17, "key_ops": "verify", "use": "sig"},
    ]
    server.publish(*strange)

    assert sign_in(app, server, clock)[1] == "/en/requests/"


def test_token_of_one_visit_is_worth_nothing_for_another(app, server, clock):
    browser, other = Browser(app), Browser(app)
    server.gives(claims_of(server, clock(), begin(other)["nonce"]))

    assert "trouble=refused" in come_back(browser, begin(browser)).location


def test_unknown_keys_cannot_make_us_ask_again_and_again(app, server, clock):
    sign_in(app, server, clock)
    clock.advance(seconds=60)

    for _ in range(5):
        browser = Browser(app)
        way = begin(browser)
        server.gives(claims_of(server, clock(), way["nonce"]), key=OTHER_KEY)
        assert "trouble=refused" in come_back(browser, way).location

    assert server.count("/jwks") == 2
