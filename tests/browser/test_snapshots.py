"""Twenty views look as they looked when somebody last looked at them.

A change of their look is no mistake, but nobody shall make one unawares: ``make snapshots`` takes them anew, and the
pictures are part of the change that is reviewed.
"""

import os
import re
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.browser.customer import Customer, Trouble
from tests.browser.pictures import difference, keep, take
from tests.browser.places import PUBLIC_PAGES
from tests.programs import unavailable

pytestmark = pytest.mark.requires_program("chromium")

KEPT = Path(__file__).parent / "snapshots"
TAKE_ANEW = "PORTAL_TEST_SNAPSHOTS"
MOST = 0.04
"""The part that may look different: a longer date, a reference of wider letters, another version of the browser."""
PUBLIC = ("home", "category", "article", "policy", "search", "error code", "first question", "outcome", "status", "404")
SMALL = ("home", "article", "status", "sign-in")
STEPS = ("problem", "details", "impact", "review")
LETTERS = "DejaVu Sans"
"""The font of the kept pictures: in letters of another width, every line of a page stands elsewhere."""
_STOP_TIME = """() => {
  for (const moment of document.querySelectorAll("time")) moment.textContent = "10 November 2026, 12:00 (UTC)";
}"""
"""A longer month breaks a line, and everything below it stands elsewhere."""
_MEASURE = """font => {
  const pen = document.createElement("canvas").getContext("2d");
  const width = family => { pen.font = `16px ${family}`; return pen.measureText("Support request, 0123456789").width; };
  return width("system-ui") === width(`"${font}", monospace`);
}"""


@pytest.mark.parametrize("place", PUBLIC)
def test_page_looks_as_before(meet, screenshots, place):
    customer = meet("en", viewport={"width": 1280, "height": 900}, color_scheme="light")
    customer.opens(PUBLIC_PAGES[place])

    compare(customer, place, screenshots)


@pytest.mark.parametrize("place", SMALL)
def test_page_looks_as_before_on_a_phone_in_the_dark(meet, screenshots, place):
    customer = meet("ru", viewport={"width": 375, "height": 740}, color_scheme="dark")
    customer.opens(PUBLIC_PAGES[place])

    compare(customer, f"{place} small", screenshots)


def test_wizard_and_request_look_as_before(meet, screenshots):
    customer = meet("de", viewport={"width": 1280, "height": 900}, color_scheme="light")

    for step in customer.walks_to_review(Trouble()):
        if step in STEPS:
            compare(customer, step, screenshots)
    reference = customer.sends()
    customer.opens_request(reference)
    compare(customer, "request", screenshots)
    customer.opens("/requests/")
    compare(customer, "requests", screenshots)


def test_every_kept_picture_is_compared():
    wanted = {*PUBLIC, *STEPS, *(f"{place} small" for place in SMALL), "request", "requests"}

    assert {file.stem for file in KEPT.glob("*.png")} == {_name(view) for view in wanted}
    assert len(wanted) == 20


def test_another_look_is_found():
    page = Image.new("RGB", (320, 400), "white")
    other = page.copy()
    ImageDraw.Draw(other).rectangle((0, 0, 320, 40), fill="navy")

    assert difference(page, page) == 0
    assert difference(page, other) > MOST
    assert difference(page, page.crop((0, 0, 320, 360))) > MOST


def compare(customer: Customer, view: str, screenshots: Path) -> None:
    """Hold a page against its kept picture, or keep it when that is wished."""
    if not customer.page.evaluate(_MEASURE, LETTERS):
        unavailable(f"this machine's browser does not write in {LETTERS}, which the kept pictures are in")
    customer.page.evaluate(_STOP_TIME)
    picture, kept = take(customer.page), KEPT / f"{_name(view)}.png"
    if os.environ.get(TAKE_ANEW) == "take":
        keep(picture, kept)
        return
    keep(picture, screenshots / kept.name)
    assert kept.is_file(), f"{view} has no kept picture; `make snapshots` takes it"
    part = difference(picture, Image.open(kept).convert("RGB"))
    assert part <= MOST, f"{part:.0%} of {view} looks different; compare {screenshots / kept.name} with {kept}"


def _name(view: str) -> str:
    return re.sub(r"\W+", "-", view)
