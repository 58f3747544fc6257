"""The chat panel and pages that follow a request: by keyboard, while somebody types, and without scripts."""

import re
import subprocess

import pytest
from playwright.sync_api import expect

from tests.browser.axe import COLOURS, EVERYTHING, find_serious_faults
from tests.browser.customer import Customer
from tests.browser.running_portal import COMMAND, account_domain

pytestmark = pytest.mark.requires_program("chromium")


@pytest.fixture
def member(meet, portal):
    """Somebody of the support team, signed in."""
    found = meet("en")
    command = [COMMAND, "staff", "add", found.address]
    subprocess.run(command, cwd=portal.folder, env=portal.environment(), check=True, capture_output=True)
    found.page.goto(f"{portal.address}/en/sign-in?next=/desk/")
    found.page.locator("main [name=email]").fill(found.address)
    found.page.keyboard.press("Enter")
    found.page.locator("main [name=code]").fill(found.mailed_code())
    found.page.keyboard.press("Enter")
    found.page.wait_for_url(re.compile(r"^[^?]*/desk/$"))
    return found


@pytest.fixture
def customer(meet):
    """A customer with a chat that goes on."""
    return with_chat(meet("en", account="premium"))


@pytest.fixture
def unlucky(new_context, portal):
    """The same, when something goes wrong: browsers write that down as well, so nobody watches."""
    context = new_context(locale="en", reduced_motion="reduce", extra_http_headers={"X-Forwarded-For": "203.0.113.9"})
    return with_chat(Customer(context.new_page(), portal, "en", f"unlucky@{account_domain('premium', 249)}"))


def with_chat(found):
    found.gets_to_review()
    found.reference = found.sends()
    return found


def answer(member, reference, text):
    member.page.goto(f"{member.portal.address}/desk/{reference}")
    member.page.locator("[name=message]").fill(text)
    member.page.get_by_role("button", name="Send answer").click()
    expect(member.page.locator(".message-staff").last).to_contain_text(text)


def open_panel(page):
    page.locator("[data-chat]").focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog", name="Chat with the support team")
    expect(panel).to_be_visible()
    return panel


def test_chat_by_keyboard_alone(customer, member):
    page = customer.page
    customer.opens("/webhooks/set-up")
    panel = open_panel(page)
    expect(panel).to_contain_text(customer.reference)
    expect(panel.locator("textarea")).to_be_focused()

    page.keyboard.type("Here is the log.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(panel.locator(".message").last).to_contain_text("Here is the log.")
    expect(panel.locator("textarea")).to_have_value("")
    expect(panel.locator("textarea")).to_be_focused()
    expect(panel.get_by_role("status")).to_have_text("Your message was sent.")

    page.keyboard.type("What I am about to say")
    answer(member, customer.reference, "Which number do you use?")
    expect(panel.locator(".message-staff").last).to_contain_text("Which number do you use?")
    expect(panel.get_by_role("status")).to_have_text("New answer from the support team.")
    expect(panel.locator(".message-staff").last).to_be_in_viewport()
    expect(panel.locator("textarea")).to_have_value("What I am about to say")
    expect(panel.locator("textarea")).to_be_focused()

    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(page.locator("[data-chat]")).to_be_focused()


def test_open_panel_goes_along_to_the_next_page_and_closed_stays_closed(customer):
    page = customer.page
    customer.opens("/webhooks/set-up")
    open_panel(page)
    page.keyboard.type("Half a sen")

    customer.opens("/webhooks/not-receiving")

    panel = page.get_by_role("dialog")
    expect(panel.locator("textarea")).to_have_value("Half a sen")
    expect(page.locator("body")).to_be_focused()
    panel.get_by_role("button", name="Close").click()
    customer.opens("/status")
    expect(page.locator("[data-chat]")).to_be_visible()
    expect(panel).to_have_count(0)


def test_message_that_cannot_be_sent_stays_and_is_told(unlucky):
    page = unlucky.page
    unlucky.opens("/status")
    panel = open_panel(page)
    page.keyboard.type("Is anybody there?")
    page.context.clear_cookies()

    panel.get_by_role("button", name="Send", exact=True).click()

    expect(panel.get_by_role("alert")).to_contain_text("may not have been sent")
    expect(panel.locator("textarea")).to_have_value("Is anybody there?")


def test_empty_message_is_told_beside_the_field(unlucky):
    unlucky.opens("/status")
    panel = open_panel(unlucky.page)

    panel.get_by_role("button", name="Send", exact=True).click()

    expect(panel.locator("textarea")).to_have_attribute("aria-invalid", "true")
    expect(panel.locator("textarea")).to_be_focused()


def test_small_screen_gets_the_whole_of_it_and_keeps_the_keyboard_inside(customer):
    page = customer.page
    page.set_viewport_size({"width": 320, "height": 640})
    customer.opens("/status")
    panel = open_panel(page)

    assert panel.bounding_box() == {"x": 0, "y": 0, "width": 320, "height": 640}
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    page.keyboard.press("Escape")
    expect(page.locator("[data-chat]")).to_be_focused()


def test_panel_has_no_serious_fault(customer, meet):
    nobody = meet("ru")
    for who in (customer, nobody):
        who.opens("/status")
        who.page.locator("[data-chat]").click()
        expect(who.page.get_by_role("dialog")).to_be_visible()
        for scheme, what in (("light", EVERYTHING), ("dark", COLOURS)):
            who.page.emulate_media(color_scheme=scheme)
            assert find_serious_faults(who.page, what) == []


def test_nothing_is_loaded_before_the_button_is_pressed(meet):
    customer = meet("en")
    asked = []
    customer.page.on("request", lambda request: asked.append(request.url))

    customer.opens("/")

    assert not [address for address in asked if "chat" in address]


def test_without_scripts_the_button_leads_to_a_page_that_does_it_all(customer, browser):
    page = customer.page.context.browser.new_context(
        java_script_enabled=False, storage_state=customer.page.context.storage_state()
    ).new_page()
    page.goto(f"{customer.portal.address}/en/status")
    page.locator("[data-chat]").click()
    page.locator("#chat-message").fill("Sent without a script.")
    page.get_by_role("button", name="Send", exact=True).click()

    expect(page.locator(".message").last).to_contain_text("Sent without a script.")
    page.context.close()


def look_again(page):
    """As when somebody comes back to the tab: what asks for itself asks at once."""
    with page.expect_response(lambda found: "/live" in found.url):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


@pytest.mark.parametrize("place", ["field in the middle", "field at the top"])
def test_request_page_grows_while_somebody_types_and_takes_nothing_away(customer, member, place):
    page = customer.page
    customer.opens_request(customer.reference)
    field = page.locator("main [name=message]")
    field.fill("What I am ab")
    field.evaluate(
        "(field, top) => scrollBy({top: field.getBoundingClientRect().top - top, behavior: 'instant'})",
        400 if place == "field in the middle" else 20,
    )
    field.focus()
    before = field.bounding_box()["y"]
    answer(member, customer.reference, "Which number do you use? Please send us the whole response.")

    look_again(page)

    expect(page.locator("#conversation .message-staff").last).to_contain_text("Which number do you use?")
    expect(page.locator("#news")).to_contain_text("New answer from the support team.")
    expect(field).to_be_focused()
    expect(field).to_have_value("What I am ab")
    page.wait_for_timeout(300)
    assert abs(field.bounding_box()["y"] - before) <= 2


def test_hidden_tab_asks_for_nothing(customer):
    page = customer.page
    customer.opens_request(customer.reference)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate("Object.defineProperty(document, 'hidden', {get: () => true, configurable: true})")

    page.evaluate("htmx.trigger('#live', 'wake')")
    page.evaluate("new Promise((resolve) => setTimeout(resolve, 200))")

    assert asked == []
