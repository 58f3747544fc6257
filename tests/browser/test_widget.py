"""The help button on a site of somebody else, whose content security policy lets it in and nothing more."""

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page, expect

LABELS = {"en": "Help", "de": "Hilfe", "ru": "Помощь"}
TITLES = {"en": "How can we help?", "de": "Wie können wir helfen?", "ru": "Чем мы можем помочь?"}


class _Site(BaseHTTPRequestHandler):
    portal = ""

    def do_GET(self) -> None:
        language = self.path.strip("/") or "en"
        markup = (
            f'<!doctype html><html lang="{language}"><title>Shop</title><h1>Shop</h1>'
            "<style>* { color: red !important; font-size: 40px !important; } button { display: none; }</style>"
            f'<script src="{self.portal}/widget.js" async></script></html>'
        )
        policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src {self.portal}; connect-src {self.portal}"
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", f"{policy}; require-trusted-types-for 'script'")
        self.end_headers()
        self.wfile.write(markup.encode())

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture(scope="module")
def site(portal) -> Iterator[str]:
    """Another origin than the portal's."""
    handler = type("Site", (_Site,), {"portal": portal.address})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def visit(new_context, site):
    """Opens a page of the site and keeps what it asked for and complained of."""

    def open_page(language: str = "en", **options: object) -> tuple[Page, list[str], list[str]]:
        page = new_context(**options).new_page()
        asked, complaints = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.goto(f"{site}/{language}")
        expect(page.get_by_role("button", name=LABELS[language])).to_be_visible()
        return page, asked, [each for each in complaints if "favicon" not in each]

    return open_page


def test_nothing_is_loaded_before_the_button_is_pressed(visit, site, portal):
    _, asked, complaints = visit()

    assert sorted(url.removeprefix(site) for url in asked if not url.endswith("favicon.ico")) == sorted(
        ["/en", f"{portal.address}/widget.js"]
    )
    assert complaints == []


@pytest.mark.parametrize("language", LABELS)
def test_panel_speaks_the_pages_language_and_finds_answers(visit, language, portal):
    page, _, complaints = visit(language)
    page.get_by_role("button", name=LABELS[language]).click()

    panel = page.get_by_role("dialog", name=TITLES[language])
    expect(panel.get_by_role("searchbox")).to_be_focused()
    expect(panel.get_by_role("link").first).to_have_attribute("href", f"{portal.address}/{language}/status")
    page.keyboard.type("131047")
    expect(panel.get_by_role("listitem").first).to_contain_text("131047")
    expect(panel.get_by_role("link", name="131047").first).to_have_attribute(
        "href", re.compile(rf"^{re.escape(portal.address)}/")
    )
    assert complaints == []


def test_escape_closes_it_and_the_button_has_the_focus_again(visit):
    page, _, _ = visit()
    button = page.get_by_role("button", name="Help")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")


def test_styles_of_the_page_do_not_reach_it(visit):
    page, _, _ = visit()
    page.get_by_role("button", name="Help").click()

    title = page.get_by_role("heading", name="How can we help?")
    size, colour = title.evaluate("each => [getComputedStyle(each).fontSize, getComputedStyle(each).color]")
    assert size == "20px"
    assert colour != "rgb(255, 0, 0)"


def test_long_text_is_not_put_into_an_address(visit):
    page, asked, _ = visit()
    page.get_by_role("button", name="Help").click()
    key = "4f8a1c9be27d4063a5f1c0d97be83a12"

    page.get_by_role("searchbox").fill(f"curl -X POST -H 'D360-API-KEY: {key}' " + "x" * 120)
    with page.context.expect_page() as opened:
        page.keyboard.press("Enter")

    opened.value.wait_for_load_state()
    assert all(key not in url for url in [*asked, opened.value.url])


def test_it_fits_a_narrow_screen_in_the_dark(visit):
    page, _, _ = visit("ru", viewport={"width": 320, "height": 600}, color_scheme="dark")
    page.get_by_role("button", name=LABELS["ru"]).click()

    box = page.get_by_role("dialog").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
