"""The desk by keyboard, and its list that asks for itself."""

import re
import subprocess
from http import HTTPStatus
from itertools import product

import pytest
from playwright.sync_api import expect

from portal.kernel.language import LANGUAGES
from tests.browser.axe import choose_schemes, find_serious_faults
from tests.browser.overflow import OVERFLOW, WIDTH
from tests.browser.running_portal import COMMAND

# The address of the sign-in page names the queue as well.
QUEUE = re.compile(r"^[^?]*/desk/$")
CASE = re.compile(r"^[^?]*/desk/[^/?]+$")

pytestmark = pytest.mark.requires_program("chromium")


@pytest.fixture
def member(meet, portal):
    """Somebody of the support team, at the queue, with one request of a customer in it."""
    customer = meet("en", account="premium")
    customer.gets_to_review()
    customer.sends()
    found = meet("en")
    command = [COMMAND, "staff", "add", found.address]
    subprocess.run(command, cwd=portal.folder, env=portal.environment(), check=True, capture_output=True)
    found.page.goto(f"{portal.address}/en/sign-in?next=/desk/")
    found.page.locator("main [name=email]").fill(found.address)
    found.page.keyboard.press("Enter")
    found.page.locator("main [name=code]").fill(found.mailed_code())
    found.page.keyboard.press("Enter")
    found.page.wait_for_url(QUEUE)
    return found


def test_request_is_opened_and_answered_by_keyboard(member):
    page = member.page
    page.keyboard.press("j")
    expect(page.locator("[data-row]").first).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url(CASE)

    page.keyboard.press("r")
    expect(page.locator("[name=message]")).to_be_focused()
    page.keyboard.type("jrnu/? are letters here")
    expect(page.locator("[name=message]")).to_have_value("jrnu/? are letters here")
    page.get_by_role("button", name="Send answer").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".message-staff").last).to_contain_text("jrnu/? are letters here")

    page.keyboard.press("n")
    expect(page.locator("[name=note]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("u")
    page.wait_for_url(QUEUE)
    page.keyboard.press("/")
    expect(page.locator("#desk-q")).to_be_focused()


def test_shortcuts_are_listed_and_can_be_switched_off(member):
    page = member.page
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")

    page.reload()
    page.keyboard.press("?")
    page.keyboard.press("/")

    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("#desk-q")).not_to_be_focused()


def test_list_that_has_not_changed_stays_where_it_is(member):
    page = member.page
    page.keyboard.press("j")

    # Its words tell minutes, so a minute that ends in between makes another list.
    for _ in range(3):
        page.evaluate("document.querySelector('#queue').dataset.kept = 'yes'")
        with page.expect_response(lambda answer: answer.request.headers.get("hx-request") == "true") as answer:
            page.evaluate("htmx.ajax('GET', '/desk/', {source: '#queue', target: '#queue', swap: 'outerHTML'})")
        if answer.value.status == HTTPStatus.NOT_MODIFIED:
            break

    assert answer.value.status == HTTPStatus.NOT_MODIFIED
    expect(page.locator("#queue[data-kept=yes]")).to_be_visible()
    expect(page.locator("[data-row]").first).to_be_focused()


STAFF_PAGES = (
    *("/desk/", "/desk/?status=closed", "/desk/mails/", "/desk/mails/case_opened/ru"),
    *(f"/insights/{name}" for name in ("", "articles", "intake", "search", "service", "translations", "trees")),
)


def test_staffs_pages_have_no_serious_fault_and_fit_on_a_phone(member, portal):
    page = member.page
    first = page.locator("[data-row] a, a[data-row]").first.get_attribute("href")

    # One after the other: it takes longer to become staff with a request to answer than to look at a language.
    found = []
    for language, path in product((language.tag for language in LANGUAGES), (*STAFF_PAGES, first)):
        page.context.add_cookies([{"name": "language", "value": language, "url": portal.address}])
        page.goto(f"{portal.address}{path}")
        assert page.locator("html").get_attribute("lang").lower() == language
        for scheme, what in choose_schemes(language):
            page.emulate_media(color_scheme=scheme)
            found += [f"{language}, {path}, {scheme}: {fault}" for fault in find_serious_faults(page, what)]
        page.set_viewport_size({"width": WIDTH, "height": 568})
        found += [f"{language}, {path}: {what}" for what in page.evaluate(OVERFLOW)]
        page.set_viewport_size({"width": 1280, "height": 800})

    assert not found, "\n".join(found)
