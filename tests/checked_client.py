"""One checked client: every page that any test fetches is checked, so every test is a test of the whole shell.

``browse.get("/en/")`` gives a `Page`; ``browse.submit(page, {"email": …}, button="Send the code")`` fills in and sends
the form of a page as a browser would, hidden fields included. What is not there cannot be filled in or pressed.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask import Flask
from werkzeug.test import TestResponse

from tests.forms import fill_in, find_form
from tests.link_checks import check_links
from tests.page import Page
from tests.page_checks import PageFacts, check_page
from tests.page_gallery import keep

HOST = "http://localhost"
MAX_REDIRECTS = 10

HTML = "text/html"


class Browser:
    """One visitor's browser, with cookies of its own."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()

    def get(
        self,
        path: str,
        *,
        status: int | None = 200,
        follow: bool = False,
        fragment: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> Page:
        """Open an address; ``fragment`` asks as htmx does, and without a status any will do.

        Raises:
            AssertionError: when the status is another one, or anything about the page is wrong.
        """
        sent = {**({"HX-Request": "true"} if fragment else {}), **(headers or {})}
        return self._arrive(
            self.client.get(path, headers=sent, base_url=HOST, buffered=True), path, status, follow=follow
        )

    def post(
        self,
        path: str,
        data: Any = None,
        *,
        status: int = 303,
        follow: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> Page:
        """Send data to an address without a form around it, as a program or an attacker would."""
        response = self.client.post(path, data=data, headers=dict(headers or {}), base_url=HOST, buffered=True)
        return self._arrive(response, path, status, follow=follow)

    def submit(
        self,
        page: Page,
        values: Mapping[str, Any] | None = None,
        *,
        button: str = "",
        status: int = 200,
        follow: bool = True,
    ) -> Page:
        """Fill in the form that has these fields (and this button, by its words) and send it.

        A file is given as ``(stream, name)``, several as a list.
        """
        form = find_form(page.document, values or {}, button)
        data = fill_in(page.document, form, values or {}, button)
        action = urljoin(page.path, form.get("action") or page.path)
        if form.get("method", "get").lower() == "get":
            response = self.client.get(action, query_string=data, base_url=HOST, buffered=True)
        else:
            kind = form.get("enctype") or "application/x-www-form-urlencoded"
            # Browsers say which site a form stood on.
            headers = {"Origin": HOST}
            response = self.client.post(
                action, data=data, content_type=kind, headers=headers, base_url=HOST, buffered=True
            )
        return self._arrive(response, action, status, follow=follow)

    def click(self, page: Page, words: str, *, status: int = 200) -> Page:
        """Follow the link with these words."""
        return self.get(page.link(words), status=status, follow=True)

    def _arrive(self, response: TestResponse, path: str, status: int | None, *, follow: bool) -> Page:
        for _ in range(MAX_REDIRECTS):
            if not (follow and response.status_code in {301, 302, 303, 307, 308}):
                break
            path = urljoin(path, _own_path(response.headers["Location"]))
            response = self.client.get(path, base_url=HOST, buffered=True)
        location = response.headers.get("Location", "")
        arrived = f"{response.status_code} {location}".strip()
        assert status in {None, response.status_code}, f"{path}: {arrived} instead of {status}\n{_excerpt(response)}"
        return self._checked(response, path)

    def _checked(self, response: TestResponse, path: str) -> Page:
        page = Page(urlsplit(path).path, path, response.status_code, response.headers, response.get_data())
        findings = list(_check_headers(response))
        # The body of a redirect is never seen.
        if page.is_html and not 300 <= response.status_code < 400 and page.body:
            document = page.document
            findings += check_page(document, PageFacts(page.path, is_error=page.status >= 400))
            findings += check_links(document, self.app)
            if not findings:
                # Pages that are wrong on purpose prove the checks; the others are for the validator.
                keep(document, page.source, path)
        assert not findings, f"{path}:\n  " + "\n  ".join(findings)
        return page


def _check_headers(response: TestResponse):
    """A page for everyone must carry nothing of anybody."""
    if "public" in response.headers.get("Cache-Control", ""):
        if response.headers.getlist("Set-Cookie"):
            yield "a public page sets a cookie"
        if "cookie" in response.headers.get("Vary", "").lower():
            yield "a public page varies by cookie: it has read the session"
        if response.mimetype == HTML and b'name="csrf_token"' in response.get_data():
            yield "a public page holds somebody's token"
    if response.mimetype == HTML and "Content-Security-Policy" not in response.headers:
        yield "the content security policy is missing"


def _own_path(location: str) -> str:
    parts = urlsplit(location)
    host = f"{parts.scheme}://{parts.netloc}"
    assert not parts.netloc or host == HOST, f"a redirect leads away, to {location}"
    return parts._replace(scheme="", netloc="").geturl()


def _excerpt(response: TestResponse) -> str:
    if response.mimetype != HTML:
        return response.get_data(as_text=True)[:500]
    return Page("", "", response.status_code, response.headers, response.get_data()).words[:500]
