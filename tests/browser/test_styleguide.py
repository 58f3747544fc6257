"""The design system as a developer sees it: readable in both schemes at once, and no wider than a small phone."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import find_serious_faults
from tests.browser.running_portal import run_portal

pytestmark = pytest.mark.requires_program("chromium")

BACKGROUNDS = """() => [...document.querySelectorAll(".in-light, .in-dark")]
  .map((element) => [element.className, getComputedStyle(element).backgroundColor])"""


@pytest.fixture(scope="module")
def preview(tmp_path_factory):
    with run_portal(tmp_path_factory.mktemp("guide"), PORTAL_PREVIEW="1") as running:
        yield running


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_component_is_readable_in_both_schemes_and_fits_a_small_phone(meet, preview, screenshots, scheme):
    page = meet("en", at=preview, color_scheme=scheme, viewport={"width": 320, "height": 640}).page
    page.goto(f"{preview.address}/styleguide")
    expect(page.get_by_role("heading", level=1)).to_have_text("Styleguide")

    assert dict(page.evaluate(BACKGROUNDS)) == {"in-light": "rgb(251, 250, 247)", "in-dark": "rgb(20, 23, 26)"}
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert find_serious_faults(page) == []
    page.screenshot(path=screenshots / f"styleguide-{scheme}.png", full_page=True)
