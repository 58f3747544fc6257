"""The watch over every visitor's browser: what it must find, and what is no fault."""

import time

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.running_portal import RunningPortal
from tests.browser.watching import Watch

pytestmark = pytest.mark.requires_program("chromium")


@pytest.fixture
def context(new_context) -> BrowserContext:
    # The content security policy would keep the page from doing what the watch must find.
    context = new_context(bypass_csp=True)
    context.route("https://elsewhere.example/**", lambda route: route.fulfill(body=""))
    return context


@pytest.mark.parametrize(
    ("script", "finding"),
    [
        ("console.error('oh')", "console: oh"),
        ("setTimeout(() => { throw new Error('oh'); })", "script: oh"),
        ("fetch('/static/none.js')", "console: Failed to load resource"),
        (
            "new Image().src = 'https://elsewhere.example/pixel'",
            "request to another host: https://elsewhere.example/pixel",
        ),
    ],
)
def test_fault_is_found(context: BrowserContext, portal: RunningPortal, script: str, finding: str):
    watch = Watch(context, portal.address)
    page = context.new_page()
    page.goto(f"{portal.address}/en/")

    page.evaluate(script)
    until = time.monotonic() + 10
    while not watch.findings and time.monotonic() < until:
        page.wait_for_timeout(20)
    # Long enough for a second one, which would be one too many.
    page.wait_for_timeout(200)

    assert [found[: len(finding)] for found in watch.findings] == [finding]


def test_page_that_is_missing_is_no_fault(context: BrowserContext, portal: RunningPortal):
    watch = Watch(context, portal.address)
    page = context.new_page()

    page.goto(f"{portal.address}/en/nothing/here")
    page.wait_for_timeout(200)

    assert watch.findings == []
