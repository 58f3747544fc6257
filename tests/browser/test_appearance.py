"""Dark mode and paper: other colours, and nothing printed that cannot be used on paper. People look at the pictures."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import COLOURS, find_serious_faults
from tests.browser.places import PUBLIC_PAGES

pytestmark = pytest.mark.requires_program("chromium")

PLACES = ("home", "article", "policy", "status")
# How much light a colour gives back, from 0 to 1, roughly.
BRIGHTNESS = """([selector, property]) => {
  const [red, green, blue] = getComputedStyle(document.querySelector(selector))[property].match(/[\\d.]+/g).map(Number);
  return Math.round(100 * (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255) / 100;
}"""


@pytest.mark.parametrize("place", PLACES)
def test_dark_mode_turns_paper_and_ink_around(meet, screenshots, place):
    customer = meet("en")
    page = customer.page
    customer.opens(PUBLIC_PAGES[place])

    page.emulate_media(color_scheme="light")
    page.screenshot(path=screenshots / f"{place}-light.png", full_page=True)
    assert brightness_of_paper(page) > 0.9
    assert brightness_of_ink(page) < 0.3

    page.emulate_media(color_scheme="dark")
    page.screenshot(path=screenshots / f"{place}-dark.png", full_page=True)
    assert brightness_of_paper(page) < 0.2
    assert brightness_of_ink(page) > 0.8


@pytest.mark.parametrize("place", PLACES)
def test_paper_shows_the_text_alone(meet, screenshots, place):
    customer = meet("en")
    page = customer.page
    customer.opens(PUBLIC_PAGES[place])

    # Paper is white and what stands on it can be read, whatever the screen is like.
    for scheme in ("dark", "light"):
        page.emulate_media(media="print", color_scheme=scheme)
        assert brightness_of_paper(page) == 1
        assert brightness_of_ink(page) < 0.2
        assert find_serious_faults(page, COLOURS) == []
    page.screenshot(path=screenshots / f"{place}-print.png", full_page=True)

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("banner").get_by_role("navigation")).to_be_hidden()
    expect(page.get_by_role("search").filter(visible=True)).to_have_count(0)


def brightness_of_paper(page: Page) -> float:
    return page.evaluate(BRIGHTNESS, ["html", "backgroundColor"])


def brightness_of_ink(page: Page) -> float:
    return page.evaluate(BRIGHTNESS, ["h1", "color"])
