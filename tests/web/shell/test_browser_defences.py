"""What browsers are told to refuse: foreign code, foreign frames, planted cookies."""

from base64 import b64decode
from hashlib import sha256

import pytest

from portal.app import create_app
from portal.db.schema import upgrade
from portal.web.current import current_database
from tests.building import make_settings, tear_down

HTTPS = "https://help.example"
PUBLIC = ("/en/", "/de/messages/window-closed-131047", "/ru/search?q=131047", "/brand/0/card.png", "/en/widget.json")
PERSONAL = ("/en/requests/", "/en/sign-in", "/de/chat", "/desk/", "/en/nowhere/at/all")


@pytest.fixture(scope="module")
def encrypted(tmp_path_factory):
    """A portal whose public address is https."""
    app = create_app(make_settings(tmp_path_factory.mktemp("encrypted"), base_url=HTTPS))
    with app.app_context():
        upgrade(current_database.get())
    yield app
    tear_down(app)


@pytest.mark.parametrize("path", [*PUBLIC, *PERSONAL, "/readyz", "/static/0/js/portal.js"])
def test_every_answer_tells_browsers_what_to_refuse(encrypted, path):
    headers = encrypted.test_client().get(path, base_url=HTTPS).headers
    policy = dict(rule.partition(" ")[::2] for rule in headers["Content-Security-Policy"].split("; "))

    assert policy["script-src"] == policy["style-src"] == policy["default-src"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["require-trusted-types-for"] == "'script'"
    assert policy["trusted-types"] == "default"
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("path", PUBLIC)
def test_other_sites_may_show_what_is_the_same_for_everyone(app, path):
    assert app.test_client().get(path).headers["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize("path", PERSONAL)
def test_other_sites_may_not_load_what_a_session_opens(app, path):
    assert app.test_client().get(path).headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_without_https_nobody_is_told_to_insist_on_it(app):
    assert "Strict-Transport-Security" not in app.test_client().get("/en/").headers


def test_cookies_of_an_encrypted_portal_can_be_planted_by_nobody(encrypted):
    """The prefix makes browsers refuse them from other hosts and from unencrypted answers."""
    client = encrypted.test_client()
    cookies = []
    for _ in range(2):
        answer = client.get("/en/sign-in", base_url=HTTPS)
        cookies += answer.headers.getlist("Set-Cookie")
    cookies += client.post("/en/help/", base_url=HTTPS).headers.getlist("Set-Cookie")

    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-portal=")
        for attribute in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
            assert attribute in cookie
        assert "Domain=" not in cookie


def test_cookie_is_signed_with_sha_256(ana):
    signed = ana.client.get_cookie("portal").value

    assert len(b64decode(f"{signed.rpartition('.')[2]}=", altchars="-_", validate=True)) == sha256().digest_size
