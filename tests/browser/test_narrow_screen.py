"""Pages are read in one direction at 320 px, which is also 1280 px at 400 % zoom (WCAG 1.4.10), and on a tablet."""

from collections.abc import Iterable

import pytest

from tests.browser.customer import Customer
from tests.browser.overflow import OVERFLOW, WIDTH
from tests.browser.places import meet_incident, visit_public_pages, walk_through_everything

TABLET = 768

pytestmark = pytest.mark.requires_program("chromium")


@pytest.mark.parametrize("language", ["en", "de", "ru"])
def test_no_page_is_wider_than_a_small_phone(meet, troubled_portal, language):
    customer = meet(language, viewport={"width": WIDTH, "height": 568})
    on_a_bad_day = meet(language, at=troubled_portal, viewport={"width": WIDTH, "height": 568})

    assert find_wide_pages(customer, visit_public_pages(customer)) == {}
    assert find_wide_pages(customer, walk_through_everything(customer, mistakes=language == "de")) == {}
    assert find_wide_pages(on_a_bad_day, meet_incident(on_a_bad_day)) == {}


def test_wide_page_is_found(meet):
    customer = meet("en", viewport={"width": WIDTH, "height": 568})
    customer.opens("/")

    customer.page.evaluate("document.querySelector('h1').style.whiteSpace = 'nowrap'")

    assert list(find_wide_pages(customer, ["home"])) == ["home"]


def find_wide_pages(customer: Customer, places: Iterable[str]) -> dict[str, list[str]]:
    """The pages that have to be scrolled sideways on a phone or a tablet, with what makes them wide."""
    found = {place: look_at_each_width(customer) for place in places}
    return {place: wide for place, wide in found.items() if wide}


def look_at_each_width(customer: Customer) -> list[str]:
    """What makes the page at hand wide; in the end it is as small as before."""
    found: list[str] = []
    for width in (TABLET, WIDTH):
        customer.page.set_viewport_size({"width": width, "height": 568})
        found += [f"{width} px: {what}" for what in customer.page.evaluate(OVERFLOW)]
    return found
