"""A real browser between the portal and a real OpenID provider: cookies and security policies of both take part."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.running_portal import RunningPortal, run_portal
from tests.openid_provider import CLIENT, SECRET, rotate_keys, running_provider

pytestmark = pytest.mark.requires_program("chromium")

ACCOUNTS = {"nia": {"email": "nia@acme.example", "email_verified": True, "account_id": "acme-1", "plan": "premium"}}


@pytest.fixture(scope="module")
def portal(tmp_path_factory) -> Iterator[RunningPortal]:
    with running_provider("http://127.0.0.1:1", ACCOUNTS) as issuer:
        settings = {
            "PORTAL_OIDC_ISSUER": issuer,
            "PORTAL_OIDC_CLIENT_ID": CLIENT,
            "PORTAL_OIDC_CLIENT_SECRET": SECRET,
            "PORTAL_OIDC_SCOPES": "openid email account",
        }
        with run_portal(tmp_path_factory.mktemp("portal"), **settings) as running:
            rotate_keys(issuer, portal=running.address)
            yield running


def sign_in(page: Page, portal: RunningPortal) -> None:
    page.goto(f"{portal.address}/en/requests/")
    page.get_by_role("link", name="Sign in with your 360dialog account").click()
    page.get_by_placeholder("Enter any login").fill("nia")
    page.get_by_placeholder("and password").fill("any")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()


def test_browser_comes_back_signed_in_and_leaves_both_places(new_context, portal):
    page = new_context().new_page()

    sign_in(page, portal)
    expect(page.get_by_text("You are signed in as nia@acme.example.")).to_be_visible()
    assert page.url == f"{portal.address}/en/requests/"

    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Yes, sign me out").click()
    page.wait_for_url(f"{portal.address}/en/")

    page.goto(f"{portal.address}/en/requests/")
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
