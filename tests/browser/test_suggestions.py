"""Suggestions under the search field: a combobox for the keyboard, and never an answer to an earlier question."""

import time
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.requires_program("chromium")

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


@pytest.fixture
def field(meet) -> Field:
    customer = meet("en")
    customer.opens("/")
    return Field(customer.page)


def test_arrows_choose_and_enter_opens(field):
    field.types("webhook")
    field.shows_list()
    first, second = field.options.all_inner_texts()[:2]

    field.input.press("ArrowDown")
    assert field.marked() == first
    field.input.press("ArrowDown")
    assert field.marked() == second
    field.input.press("ArrowUp")
    assert field.marked() == first
    expect(field.input).to_be_focused()
    address = field.options.first.get_attribute("href")
    with field.page.expect_navigation():
        field.input.press("Enter")

    assert field.page.url.endswith(address)


def test_arrows_go_round(field):
    field.types("webhook")
    field.shows_list()
    texts = field.options.all_inner_texts()

    field.input.press("ArrowUp")
    assert field.marked() == texts[-1]
    field.input.press("ArrowDown")
    expect(field.page.locator("[role=option][aria-selected=true]")).to_have_count(0)
    field.input.press("ArrowDown")
    assert field.marked() == texts[0]


def test_escape_closes_and_keeps_what_was_typed(field):
    field.types("webhook")
    field.shows_list()
    field.input.press("ArrowDown")

    field.input.press("Escape")

    field.hides_list()
    assert field.input.get_attribute("aria-activedescendant") is None
    expect(field.input).to_have_value("webhook")
    expect(field.input).to_be_focused()


def test_enter_without_a_choice_searches(field):
    field.types("webhook")
    field.shows_list()

    with field.page.expect_navigation():
        field.input.press("Enter")

    assert parse_qs(urlsplit(field.page.url).query)["q"] == ["webhook"]


def test_leaving_the_field_closes_the_list(field):
    field.types("webhook")
    field.shows_list()

    field.page.get_by_role("contentinfo").click()

    field.hides_list()


def test_list_has_a_name_and_the_field_knows_it(field):
    field.types("webhook")
    field.shows_list()

    box = field.page.get_by_role("listbox")
    assert box.get_attribute("aria-label")
    expect(box).to_have_id(field.input.get_attribute("aria-controls"))


def test_answer_to_an_earlier_question_is_never_shown(field):
    # Time stands still, so that the answer comes after more was typed and before that was asked.
    field.page.clock.install()
    field.page.clock.pause_at(datetime.now(UTC) + timedelta(seconds=2))
    answers = HeldAnswers(field.page)
    field.types("webhook")
    field.page.clock.run_for(PAUSE_MS)
    answers.wait()
    field.types("webhook 131047")

    answers.let_next_through()
    field.page.clock.run_for(1)
    field.hides_list()
    field.page.clock.run_for(PAUSE_MS)
    answers.let_next_through()
    field.page.clock.run_for(1)
    field.shows_list()

    assert "131047" in field.options.first.inner_text()


def test_late_answer_does_not_replace_a_newer_one(field):
    late = HeldAnswers(field.page, "**/search/suggest?q=webhook")
    field.types("webhook")
    late.wait()

    field.types("131047")
    field.shows_list()
    shown = field.options.all_inner_texts()
    late.routes.pop().continue_()
    field.page.wait_for_timeout(PAUSE_MS)

    assert field.options.all_inner_texts() == shown


def test_escape_also_refuses_an_answer_that_is_on_its_way(field):
    field.types("web")
    field.shows_list()
    answers = HeldAnswers(field.page)
    field.types("webhook")
    answers.wait()

    field.input.press("Escape")
    answers.let_next_through()
    field.page.wait_for_timeout(PAUSE_MS)

    field.hides_list()
    expect(field.input).to_have_value("webhook")


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
