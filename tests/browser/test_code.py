"""The code of the mail goes by itself once its last digit is there, once, and a wrong one comes back to be changed."""

import pytest
from playwright.sync_api import expect

from tests.browser.customer import Customer, Trouble

pytestmark = pytest.mark.requires_program("chromium")

LONGER_THAN_THE_PAUSE_MS = 1_000


@pytest.fixture
def customer(meet) -> Customer:
    """Somebody who is asked for the code."""
    found = meet("en")
    for question in found.walks_to_review(Trouble()):
        if question == "code":
            return found
    raise AssertionError("nobody was asked for a code")


def count_sent(customer: Customer) -> list[str]:
    """The forms that the page sends from now on."""
    sent: list[str] = []
    customer.page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    return sent


def test_last_digit_sends_the_code(customer):
    customer.page.locator("[name=code]").press_sequentially(customer.mailed_code())

    customer.arrives_at("review")


def test_code_that_is_pasted_with_a_space_goes_too(customer):
    code = customer.mailed_code()
    customer.page.locator("[name=code]").focus()
    customer.page.keyboard.insert_text(f"{code[:3]} {code[3:]}")

    customer.arrives_at("review")


def test_whoever_presses_enter_all_the_same_sends_it_once(customer):
    sent = count_sent(customer)
    customer.page.locator("[name=code]").press_sequentially(customer.mailed_code())
    customer.page.keyboard.press("Enter")

    customer.arrives_at("review")
    customer.page.wait_for_timeout(LONGER_THAN_THE_PAUSE_MS)
    assert len(sent) == 1


def test_whoever_reaches_for_the_button_presses_it_themselves(customer):
    """The page that follows has a button in the same place, and theirs must not be pressed by mistake."""
    sent = count_sent(customer)
    customer.page.locator("[name=code]").press_sequentially(customer.mailed_code())
    customer.page.mouse.move(300, 300)
    customer.page.mouse.move(320, 320)
    customer.page.wait_for_timeout(LONGER_THAN_THE_PAUSE_MS)
    assert sent == []

    customer.page.locator("#step-form button.button-primary").click()
    customer.arrives_at("review")


def test_wrong_code_is_told_and_goes_again_when_it_was_changed(customer):
    code = customer.mailed_code()
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    sent = count_sent(customer)
    field = customer.page.locator("[name=code]")
    field.press_sequentially(wrong)

    expect(customer.page.get_by_role("alert").first).to_be_focused()
    expect(field).to_have_value(wrong)
    customer.page.wait_for_timeout(LONGER_THAN_THE_PAUSE_MS)
    assert len(sent) == 1

    field.fill("")
    field.press_sequentially(code)
    customer.arrives_at("review")
