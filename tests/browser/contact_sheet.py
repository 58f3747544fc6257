"""``make contact-sheet``: every kind of page in every language, width and colour scheme, on sheets to look at.

One sheet a page, a row a language, and in a row the widths in light and in dark. It judges nothing: people do.
"""

import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, sync_playwright

from portal.kernel.language import LANGUAGES
from tests.browser.conftest import CHROMIUM_ARGUMENTS
from tests.browser.customer import Customer
from tests.browser.pictures import take
from tests.browser.places import visit_public_pages, walk_through_everything
from tests.browser.running_portal import RunningPortal, run_portal

FOLDER = Path(__file__).parent / "screenshots" / "sheets"
WIDTHS = (320, 768, 1280)
SCHEMES = ("light", "dark")
_GAP = 12
_LABEL = 24

Row = dict[tuple[int, str], Image.Image]


def main() -> None:
    """Take all pictures and put them together."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    sheets: dict[str, dict[str, Row]] = {}
    with tempfile.TemporaryDirectory() as folder, run_portal(Path(folder)) as portal, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_ARGUMENTS)
        for number, language in enumerate(LANGUAGES):
            for place, row in _take_all(browser, portal, language.tag, number):
                sheets.setdefault(place, {})[language.tag] = row
        browser.close()
    for place, rows in sheets.items():
        name = re.sub(r"\W+", "-", place)
        _put_together(place, rows).save(FOLDER / f"{name}.png")
    print(f"{len(sheets)} sheets in {FOLDER}")


def _take_all(browser: Browser, portal: RunningPortal, language: str, number: int) -> Iterator[tuple[str, Row]]:
    context = browser.new_context(
        reduced_motion="reduce", extra_http_headers={"X-Forwarded-For": f"198.51.100.{number}"}
    )
    customer = Customer(context.new_page(), portal, language, f"probe@sheet-{number}.example")
    for places in (visit_public_pages(customer), walk_through_everything(customer, mistakes=True)):
        for place in places:
            yield place, dict(_take_each(customer))
    context.close()


def _take_each(customer: Customer) -> Iterator[tuple[tuple[int, str], Image.Image]]:
    for width in WIDTHS:
        customer.page.set_viewport_size({"width": width, "height": 800})
        for scheme in SCHEMES:
            customer.page.emulate_media(color_scheme=scheme)
            yield (width, scheme), take(customer.page)


def _put_together(place: str, rows: dict[str, Row]) -> Image.Image:
    width = sum(picture.width + _GAP for picture in next(iter(rows.values())).values()) + _GAP
    heights = [max(picture.height for picture in row.values()) + _LABEL + _GAP for row in rows.values()]
    sheet = Image.new("RGB", (width, sum(heights) + _GAP), "#8a8f8c")
    draw, top = ImageDraw.Draw(sheet), _GAP
    for (language, row), height in zip(rows.items(), heights, strict=True):
        left = _GAP
        for (each, scheme), picture in row.items():
            draw.text((left, top + 4), f"{place}, {language}, {each} px, {scheme}", fill="white")
            sheet.paste(picture, (left, top + _LABEL))
            left += picture.width + _GAP
        top += height
    return sheet


if __name__ == "__main__":
    main()
