"""The whole way by keyboard alone: Tab, Space, Enter and arrows, and always to be seen where one is."""

import pytest
from playwright.sync_api import expect

from tests.browser.customer import Trouble
from tests.browser.keyboard import Keyboard

pytestmark = pytest.mark.requires_program("chromium")


def test_whole_way_by_keyboard(meet):
    customer = meet("de", account="regular")
    page, trouble = customer.page, Trouble()
    keyboard = Keyboard(page)

    customer.opens("/")
    keyboard.tabs_to(page.locator("[name=q]:visible"))
    page.keyboard.type("131047")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    keyboard.presses("Enter", page.locator("main .known-error a").last)
    keyboard.presses("Enter", page.locator("main form.ask button"))
    keyboard.chooses("access", "yes")
    keyboard.goes_on()
    keyboard.types("subject", trouble.subject)
    keyboard.types("error", trouble.error)
    keyboard.chooses("component", "api")
    keyboard.goes_on()
    # What the page before has shown is not offered again, and nothing else fits.
    customer.arrives_at("details")
    keyboard.types("description", trouble.description)
    keyboard.goes_on()
    for name, value in trouble.impact.items():
        keyboard.chooses(name, value)
    keyboard.goes_on()
    keyboard.types("name", "Kim Probe")
    keyboard.types("email", customer.address)
    keyboard.goes_on()
    # The field for the code has the focus already.
    page.keyboard.type(customer.mailed_code())
    with page.expect_navigation():
        page.keyboard.press("Enter")
    customer.arrives_at("review")
    keyboard.goes_on()
    customer.arrives_at("done")
    keyboard.presses("Enter", page.locator("main a[href*='/requests/']"))

    expect(page.locator("[data-reference]")).to_be_visible()
    assert keyboard.unseen == []


def test_skip_link_comes_first_and_leads_past_the_header(meet):
    customer = meet("ru")
    page = customer.page
    customer.opens("/")
    keyboard = Keyboard(page)

    keyboard.tabs_to(page.locator("a[href='#main']"))
    expect(page.locator("a[href='#main']")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    assert keyboard.unseen == []


def test_mistakes_take_the_focus_and_lead_to_their_fields(meet):
    customer = meet("es")
    customer.starts_a_request()
    page = customer.page
    keyboard = Keyboard(page)

    keyboard.goes_on()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    keyboard.tabs_to(summary.get_by_role("link").first)
    page.keyboard.press("Enter")

    expect(page.locator("main [name=access]").first).to_be_focused()
    assert keyboard.unseen == []


def test_languages_open_and_close(meet):
    customer = meet("en")
    page = customer.page
    customer.opens("/messages/")
    keyboard = Keyboard(page)
    menu = page.locator("details", has=page.locator("[data-language]"))

    keyboard.tabs_to(menu.locator("summary"))
    page.keyboard.press("Enter")
    expect(menu.locator("[data-language=ru]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu.locator("[data-language=ru]")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()
    page.keyboard.press("Space")
    keyboard.presses("Enter", menu.locator("[data-language=ru]"))

    assert page.url.endswith("/ru/messages/")
    assert keyboard.unseen == []
