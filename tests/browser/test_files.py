"""Files in a real browser: sent when they are chosen, kept while going back, counted once."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.customer import Customer, Trouble

pytestmark = pytest.mark.requires_program("chromium")

LOG = {"name": "app.log", "mimeType": "text/plain", "buffer": b"one\nD360-API-KEY: Zq8RtX2mLp0VwK5sJd7YbN3cHf\n"}
PROGRAM = {"name": "run.exe", "mimeType": "text/plain", "buffer": b"MZ\x90\x00\x03" + b"\x00" * 60}


def screenshot() -> dict:
    target = io.BytesIO()
    Image.new("RGB", (40, 20), "white").save(target, "PNG")
    return {"name": "screen.png", "mimeType": "image/png", "buffer": target.getvalue()}


@pytest.fixture
def customer(meet):
    """Somebody at the details."""
    return at_details(meet("en"))


def at_details(customer: Customer) -> Customer:
    for step in customer.walks_to_review(Trouble()):
        if step == "details":
            customer.unfolds_more_details()
            return customer
    raise AssertionError("the details were never asked for")


def test_chosen_files_are_kept_at_once_and_what_was_typed_stays(customer):
    page = customer.page
    customer.fills(description="Typed before the files.")

    page.locator("#attachments").set_input_files([LOG, PROGRAM, screenshot()])

    expect(page.locator(".upload-list > li")).to_have_count(2)
    expect(page.locator("#uploads")).to_contain_text("run.exe is of a kind we cannot open")
    expect(page.locator("[data-upload]")).to_be_hidden()
    assert page.evaluate("document.querySelector('#attachments').files.length") == 0

    page.get_by_role("button", name="Remove screen.png").click()

    expect(page.locator(".upload-list > li")).to_have_count(1)
    expect(page.locator("[name=description]")).to_have_value("Typed before the files.")


def test_chosen_file_survives_going_back_and_is_sent_once(customer):
    page = customer.page
    page.locator("#attachments").set_input_files([LOG])
    expect(page.locator(".upload-list > li")).to_have_count(1)

    page.locator(".back-link").click()
    page.go_back()
    expect(page.locator(".upload-list > li")).to_have_count(1)
    customer.tells_what_happens(Trouble())

    expect(page.locator(".notice-warning")).to_contain_text("app.log, line 2")
    page.go_back()
    expect(page.locator(".upload-list > li")).to_have_count(1)


def test_upload_that_fails_is_told_and_sent_with_the_form(new_context, portal):
    # Nobody listens here whether anything fails, since something does.
    customer = at_details(Customer(new_context().new_page(), portal, "en", "kim@stranger.example"))
    page = customer.page
    page.route("**/uploads", lambda route: route.fulfill(status=500, body=""))

    page.locator("#attachments").set_input_files([LOG])

    expect(page.locator("[data-upload-failed]")).to_be_visible()
    customer.tells_what_happens(Trouble())
    expect(page.locator(".notice-warning")).to_contain_text("app.log, line 2")
