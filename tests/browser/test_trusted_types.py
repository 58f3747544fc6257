"""Chromium makes no code of text on our pages, whoever asks; what our own scripts do, it allows."""

import pytest
from playwright.sync_api import Error

from tests.browser.search_field import Field

pytestmark = pytest.mark.requires_program("chromium")

MAKES_CODE = {
    "text of a script": "() => { document.createElement('script').text = '1' }",
    "address of a script": "() => { document.createElement('script').src = '/widget.js' }",
    "a worker": "() => { new Worker('/widget.js') }",
    "a policy of one's own": "() => trustedTypes.createPolicy('mine', { createScript: (text) => text })",
}


@pytest.mark.parametrize("way", MAKES_CODE)
def test_no_code_is_made_of_text(page, portal, way):
    page.goto(f"{portal.address}/en/")

    with pytest.raises(Error, match=r"Trusted|Policy"):
        page.evaluate(MAKES_CODE[way])


def test_our_own_scripts_are_not_stopped(meet):
    """What a browser writes down while a visitor goes about, `meet` takes for a failure."""
    customer = meet("en")
    customer.opens("/")

    field = Field(customer.page)
    field.types("webhook")
    field.shows_list()

    assert customer.page.evaluate("trustedTypes.defaultPolicy.name") == "default"
