"""The search field with the list below it, and requests for suggestions that a test holds back."""

import time

from playwright.sync_api import Page, Route, expect

# Longer than the script waits for more typing.
PAUSE_MS = 400
WITHIN_S = 10
SUGGEST = "**/search/suggest?**"


class Field:
    """The search field and the list below it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.input = page.get_by_role("combobox")
        self.options = page.get_by_role("listbox").get_by_role("option")

    def types(self, words: str) -> None:
        # In one go: on a busy machine, a pause between two letters would be taken for the end.
        self.input.fill(words)

    def shows_list(self) -> None:
        expect(self.options.first).to_be_visible()
        expect(self.input).to_have_attribute("aria-expanded", "true")

    def hides_list(self) -> None:
        expect(self.options.filter(visible=True)).to_have_count(0)
        expect(self.input).to_have_attribute("aria-expanded", "false")

    def marked(self) -> str:
        """The words of the option that a screen reader is told to read; it is the only one that looks chosen."""
        chosen = self.page.locator("[role=option][aria-selected=true]")
        expect(chosen).to_have_id(self.input.get_attribute("aria-activedescendant"))
        return chosen.inner_text()


class HeldAnswers:
    """Requests for suggestions that wait until a test lets them through."""

    def __init__(self, page: Page, addresses: str = SUGGEST) -> None:
        self.routes: list[Route] = []
        self._page = page
        page.route(addresses, self._hold)

    def _hold(self, route: Route) -> None:
        self.routes.append(route)

    def wait(self) -> None:
        """Until a request is held."""
        until = time.monotonic() + WITHIN_S
        while not self.routes:
            assert time.monotonic() < until, "no suggestions were asked for"
            self._page.wait_for_timeout(20)

    def let_next_through(self) -> None:
        self.wait()
        with self._page.expect_response(SUGGEST):
            self.routes.pop(0).continue_()
