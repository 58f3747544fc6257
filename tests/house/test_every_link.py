"""Every link of the public site leads somewhere, in every language, down to the part of the page it names."""

from urllib.parse import urldefrag, urljoin

import pytest
from flask import Flask

from portal.kernel.language import LANGUAGES
from tests.checked_client import Browser
from tests.page import Page

ARRIVED = {200, 302, 303}


def crawl(browse: Browser, *begin: str) -> list[str]:
    """Follow every link from some pages on, as far as pages for everyone go; gives the links that lead nowhere."""
    waiting, seen = list(begin), {}
    while waiting:
        address = waiting.pop()
        if address not in seen:
            seen[address] = page = browse.get(address, status=None)
            waiting += [urldefrag(link).url for link in _followed(page)]
    broken = [f"{address}: {page.status}" for address, page in seen.items() if page.status not in ARRIVED]
    return broken + [f"{address}: {lost}" for address, page in seen.items() for lost in _lost_parts(page, seen)]


def _followed(page: Page) -> list[str]:
    """Where the links of a page for everyone lead within the portal."""
    public = page.status == 200 and "public" in page.headers.get("Cache-Control", "")
    if not (public and page.is_html):
        return []
    return [urljoin(page.address, link) for link in page.addresses if link.startswith(("/", "?"))]


def _lost_parts(page: Page, seen: dict[str, Page]) -> list[str]:
    """The links of a page to a part of another page that is not there."""
    parts = [(link, *urldefrag(link)) for link in _followed(page)]
    return [
        f"{link} names a part that is not there"
        for link, address, part in parts
        if part and seen[address].is_html and part not in seen[address].document.ids
    ]


def test_every_link_of_public_site_leads_somewhere(app):
    assert crawl(Browser(app), *(f"/{language.tag}/" for language in LANGUAGES)) == []


@pytest.fixture
def small() -> Flask:
    """An application with three pages, two broken links and a link to a part that is not there."""
    app = Flask(__name__, static_folder=None)
    pages = {
        "/en/": '<a href="/en/a">A</a>',
        "/en/a": '<a href="/en/b#here">B</a> <a href="/en/b#gone">B</a> <a href="/en/c">C</a>',
        "/en/b": '<p id="here">Here</p>',
    }

    @app.get("/en/", defaults={"name": ""})
    @app.get("/en/<name>")
    def show(name):
        body = pages.get(f"/en/{name}")
        html = f"<!doctype html><html lang=en dir=ltr><title>A</title><main><h1>A</h1>{body}</main>"
        headers = {"Cache-Control": "public", "Content-Security-Policy": "default-src 'self'"}
        return html, 200 if body else 404, headers

    return app


def test_links_that_lead_nowhere_are_found(small):
    assert crawl(Browser(small), "/en/") == ["/en/c: 404", "/en/a: /en/b#gone names a part that is not there"]
