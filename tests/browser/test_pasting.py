"""A paste in the search field: sent where no address holds it, answered, and shareable without its secrets."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.customer import Trouble

pytestmark = pytest.mark.requires_program("chromium")

KEY = "Xy12Zw34Qr56Tu78Vb90Nm"
PASTE = (
    f"curl -X POST https://waba-v2.360dialog.io/messages \\\n  -H 'D360-API-KEY: {KEY}'\n"
    '{"error":{"message":"(#131047) Re-engagement message",\n"code":131047}}'
)
SHORT = re.compile(r"/en/search\?q=%23131047\+re-engagement\+message$")


@pytest.fixture
def page(meet) -> Page:
    customer = meet("en")
    customer.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    customer.opens("/")
    return customer.page


def paste(page: Page, text: str) -> None:
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.get_by_role("combobox").focus()
    page.keyboard.press("Control+v")


def test_paste_is_answered_and_stands_in_no_address(page):
    addresses = []
    page.on("request", lambda request: addresses.append(request.url))
    paste(page, PASTE)

    page.keyboard.press("Enter")
    expect(page).to_have_url(SHORT)

    expect(page.locator(".known-error")).to_contain_text("Error 131047")
    expect(page.locator(".notice-warning")).to_contain_text("API key: Xy1…0Nm")
    assert not [address for address in addresses if "Zw34" in address]


def test_page_of_a_paste_can_be_loaded_again_and_come_back_to(page):
    paste(page, PASTE)
    page.keyboard.press("Enter")
    expect(page).to_have_url(SHORT)

    page.reload()
    expect(page.locator(".known-error")).to_contain_text("Error 131047")
    page.locator(".known-error a").first.click()
    expect(page).to_have_url(re.compile("/errors/131047"))
    page.go_back()

    expect(page).to_have_url(SHORT)
    expect(page.locator(".known-error")).to_contain_text("Error 131047")


def test_paste_that_no_address_can_hold_is_answered(page):
    paste(page, "x " * 50_000 + "\n(#131026) Message undeliverable")

    page.keyboard.press("Enter")

    expect(page.locator(".known-error")).to_contain_text("Error 131026")


def test_question_stays_in_its_address(page):
    paste(page, "webhook does not answer")

    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/en/search\?q=webhook\+does\+not\+answer$"))


def test_address_loses_the_secret_it_came_with(page):
    page.goto(page.url.replace("/en/", f"/en/search?q=D360-API-KEY:+{KEY}"))

    expect(page).to_have_url(re.compile(r"q=D360-API-KEY:$"))


def test_error_in_the_wizard_stands_in_no_address(meet):
    customer = meet("en")
    customer.starts_a_request()
    customer.chooses("access", "yes")
    customer.goes_on("access", "problem")
    addresses = []
    customer.page.on("request", lambda request: addresses.append(request.url))

    customer.fills(error=PASTE)

    expect(customer.page.locator("#live-answers")).to_contain_text("Error 131047")
    expect(customer.page.locator("#live-answers")).to_contain_text("API key Xy1…0Nm")
    assert not [address for address in addresses if "Zw34" in address]


def test_without_scripts_a_paste_stands_in_no_address_either(meet):
    customer = meet("en", java_script_enabled=False)
    customer.opens("/")
    addresses = []
    customer.page.on("request", lambda request: addresses.append(request.url))
    field = customer.page.locator("main [name=q]")
    field.fill(PASTE.replace("\n", " "))
    field.press("Enter")

    expect(customer.page.locator(".known-error")).to_contain_text("Error 131047")
    assert addresses
    assert not [address for address in addresses if "Zw34" in address]


def test_without_scripts_a_question_has_an_address(meet):
    customer = meet("en", java_script_enabled=False)
    customer.opens("/")
    field = customer.page.locator("main [name=q]")
    field.fill("webhook does not answer")
    field.press("Enter")

    expect(customer.page).to_have_url(re.compile(r"/en/search\?q=webhook\+does\+not\+answer$"))


def test_words_in_the_field_of_the_front_page_come_along(meet):
    customer = meet("en")
    customer.opens("/")
    customer.page.locator("#q").fill("No webhook has arrived since noon")
    customer.page.locator("main .ask button").click()
    customer.says_access(Trouble())

    expect(customer.page.locator("[name=subject]")).to_have_value("No webhook has arrived since noon")
