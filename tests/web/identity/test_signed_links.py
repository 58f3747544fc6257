"""Links that the provider's dashboard signs: they let somebody in once, for minutes, and only by a button."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, OKPKey, RSAKey

from portal.identity.links.actions import forget_used
from portal.identity.model import UsedLink
from portal.settings import SettingsError
from portal.web.current import current_database
from tests.building import make_app, make_settings, put_clock, tear_down
from tests.checked_client import HOST, Browser
from tests.web.identity.openid.directory import account_of

SECRET, OLD_SECRET = "a-secret-of-the-dashboard-of-40-letters", "the-one-before-that-is-still-in-use-there"
RSA, ED25519 = RSAKey.generate_key(2048), OKPKey.generate_key("Ed25519")
KIM = "kim@acme.example"


@pytest.fixture
def portal_with(shared_app, settings, few_articles, clock):
    """Builds a portal that takes links, over the shared one's instance folder."""
    made = []

    def build(**changes):
        app = make_app(make_settings(settings.instance_dir, content_dir=few_articles, base_url=HOST, **changes))
        put_clock(app, clock)
        made.append(app)
        return app

    yield build
    for app in made:
        tear_down(app)


@pytest.fixture
def app(portal_with):
    return portal_with(link_secret=f"{SECRET} {OLD_SECRET}")


def token(clock, *, key=None, alg="HS256", **changes):
    told = {
        "aud": HOST,
        "jti": "one-click-of-a-button",
        "exp": int(clock().timestamp()) + 120,
        "email": KIM,
        "email_verified": True,
        **changes,
    }
    claims = {name: value for name, value in told.items() if value is not None}
    return jwt.encode({"alg": alg}, claims, key or OctKey.import_key(SECRET), algorithms=[alg])


def open_link(browser, made, language="en", **options):
    return browser.get(f"/{language}/sign-in/link?token={made}", **options)


def go_on(browser, page, email=KIM, **options):
    return browser.submit(page, button=f"Continue as {email}", **{"status": 303, "follow": False, **options})


def test_link_shows_as_whom_it_lets_in_and_its_button_does_it(app, clock):
    browser = Browser(app)
    page = open_link(browser, token(clock, account_id="acme-1", plan="regular", chat_enabled=True))

    assert page.says("Your 360dialog account lets you in.")
    browser.get("/en/requests/", status=303)
    assert account_of(app, KIM) is None

    assert go_on(browser, page).location == "/en/requests/"
    assert browser.get("/en/requests/").says(KIM)
    assert account_of(app, KIM) == ("acme-1", "regular", True)


def test_looking_uses_nothing_up(app, clock):
    made = token(clock)
    for _ in range(3):
        open_link(Browser(app), made)
        Browser(app).client.head(f"/en/sign-in/link?token={made}", base_url=HOST)

    browser = Browser(app)
    assert go_on(browser, open_link(browser, made)).location == "/en/requests/"


def test_link_leads_to_a_place_on_this_site(app, clock):
    browser = Browser(app)
    page = open_link(browser, token(clock, to="/de/help/?component=api"), language="de")

    arrived = browser.submit(page, button=f"Als {KIM} fortfahren", status=303, follow=False)

    assert arrived.location == "/de/help/?component=api"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", 17, f"/{3_000 * 'x'}"]
)
def test_link_leads_nowhere_else(app, clock, target):
    browser = Browser(app)

    assert go_on(browser, open_link(browser, token(clock, to=target))).location == "/en/requests/"


def test_link_works_once(app, clock):
    made, browser, other = token(clock), Browser(app), Browser(app)
    page, second = open_link(browser, made), open_link(other, made)
    go_on(browser, page)

    refused = go_on(other, second, status=422)
    assert refused.heading == "This link does not work"
    assert refused.says("Somebody has already signed in with it, and it works once.")
    assert open_link(other, made, status=422).says("it works once")
    other.get("/en/requests/", status=303)


def test_whoever_presses_twice_goes_on(app, clock):
    made, browser = token(clock, to="/en/help/"), Browser(app)
    page = open_link(browser, made)
    go_on(browser, page)

    again = open_link(browser, made, status=303)

    assert again.location == "/en/help/"


def test_of_many_who_press_at_once_one_is_let_in(app, clock):
    made = token(clock)
    browsers = [Browser(app) for _ in range(8)]
    pages = [open_link(browser, made) for browser in browsers]

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda pair: go_on(*pair, status=None).status, zip(browsers, pages, strict=True)))

    assert sorted(taken) == [303] + [422] * 7


def test_link_for_somebody_else_says_who_is_signed_out(app, clock):
    browser = Browser(app)
    go_on(browser, open_link(browser, token(clock)))

    page = open_link(browser, token(clock, email="pat@acme.example", jti="another-click"))
    assert page.says(f"You are signed in as {KIM} on this browser.")
    go_on(browser, page, "pat@acme.example")

    assert browser.get("/en/requests/").says("pat@acme.example")


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "https://another.example"},
        {"aud": None},
        {"aud": {"to": HOST}},
        {"jti": None},
        {"jti": "short"},
        {"jti": "x" * 201},
        {"jti": 12345678},
        {"exp": None},
        {"exp": "soon"},
        {"email": None},
        {"email": "no address"},
        {"email_verified": None},
        {"email_verified": False},
        {"key": OctKey.import_key("a secret that nobody here has ever heard of")},
        {"key": RSA, "alg": "RS256"},
    ],
)
def test_link_that_is_none_of_ours_lets_nobody_in(app, clock, changes):
    page = open_link(Browser(app), token(clock, **changes), status=422)

    assert page.says("It is damaged, or was made for something else.")


@pytest.mark.parametrize("made", ["", "x", "a.b.c", "%00", "x" * 20_000])
def test_text_that_is_no_token_lets_nobody_in(app, made):
    assert open_link(Browser(app), made, status=422).says("It is damaged")


def test_link_lives_for_minutes(app, clock):
    made, browser = token(clock), Browser(app)
    page = open_link(browser, made)
    clock.advance(seconds=120)

    assert go_on(browser, page, status=422).says("It could be used for a few minutes only.")
    assert open_link(browser, made, status=422).says("It could be used for a few minutes only.")


def test_link_that_would_live_longer_is_refused(app, clock):
    now = int(clock().timestamp())

    open_link(Browser(app), token(clock, exp=now + 300))
    open_link(Browser(app), token(clock, exp=now + 301), status=422)


def test_secret_is_replaced_without_a_gap(app, clock):
    open_link(Browser(app), token(clock, key=OctKey.import_key(OLD_SECRET)))


@pytest.mark.parametrize(("key", "alg"), [(RSA, "RS256"), (ED25519, "EdDSA"), (ED25519, "Ed25519")])
def test_links_may_be_signed_by_a_private_key(portal_with, clock, tmp_path, key, alg):
    file = tmp_path / "dashboard.pem"
    file.write_bytes(ED25519.as_pem(private=False) + RSA.as_pem(private=False))
    app, browser = portal_with(link_public_key=file), None
    browser = Browser(app)

    assert go_on(browser, open_link(browser, token(clock, key=key, alg=alg))).location == "/en/requests/"
    by_text = OctKey.import_key({"kty": "oct", "k": "c2VjcmV0LXRoYXQtaXMtbm90LWEta2V5LWF0LWFsbA"})
    open_link(browser, token(clock, key=by_text), status=422)


@pytest.mark.parametrize("text", ["", "no key", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"])
def test_file_without_a_key_is_told_before_anything_is_served(portal_with, tmp_path, text):
    file = tmp_path / "dashboard.pem"
    file.write_text(text)

    with pytest.raises(SettingsError, match="PORTAL_LINK_PUBLIC_KEY"):
        portal_with(link_public_key=file)


def test_claims_of_a_link_leave_no_address_in_the_log(app, clock, capsys):
    browser = Browser(app)
    go_on(browser, open_link(browser, token(clock, plan="platinum")))

    told = capsys.readouterr().out
    assert "sign_in_by_link" in told
    assert KIM not in told
    assert "eyJ" not in told


def test_used_links_are_forgotten_when_they_are_too_old_anyway(app, clock):
    browser = Browser(app)
    go_on(browser, open_link(browser, token(clock)))

    with app.app_context(), current_database.get().write() as session:
        assert forget_used(session, clock() + timedelta(seconds=120)) == 0
        assert forget_used(session, clock() + timedelta(seconds=121)) == 1
        assert session.query(UsedLink).count() == 0


def test_there_are_no_links_unless_a_setting_says_so(shared_app, clock):
    open_link(Browser(shared_app), token(clock), status=404)
