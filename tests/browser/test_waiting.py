"""Whoever came too often sees the time run down, and may send again once it is over."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.requires_program("chromium")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_time_runs_down_and_the_button_opens(meet, language):
    customer = meet(language)
    page = customer.page
    customer.opens("/sign-in")
    token = page.locator("main [name=csrf_token]").input_value()
    for _ in range(60):
        page.request.post(page.url, form={"csrf_token": token, "email": "no address"})
    page.clock.install()
    page.locator("main [name=email]").fill(customer.address)
    with page.expect_navigation():
        page.locator("main form [type=submit]").click()
    again, left = page.locator("[data-when-open]"), page.locator("[data-countdown]")
    expect(again).to_be_disabled()
    expect(left).to_have_text(re.compile(r"\d"))
    before = left.text_content()

    page.clock.run_for(2_000)

    expect(left).not_to_have_text(before)
    page.clock.run_for(60_000)
    expect(again).to_be_enabled()
    expect(left).to_be_hidden()
    expect(page.locator("main .lead [role=status]")).not_to_be_empty()
