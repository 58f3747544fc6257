"""Suggestions under the search field: the answer to what is typed now, never to anything else."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.search_field import PAUSE_MS, Field, HeldAnswers

pytestmark = pytest.mark.requires_program("chromium")

TOUCH_TARGET = 44


@pytest.fixture
def field(meet) -> Field:
    customer = meet("en")
    customer.opens("/")
    return Field(customer.page)


def test_answer_to_an_earlier_question_is_never_shown(field):
    # Time stands still, so that the answer comes after more was typed and before that was asked.
    field.page.clock.install()
    field.page.clock.pause_at(datetime.now(UTC) + timedelta(seconds=2))
    answers = HeldAnswers(field.page)
    field.types("webhook")
    field.page.clock.run_for(PAUSE_MS)
    answers.wait()
    with field.page.expect_event("requestfailed", lambda request: request.url.endswith("q=webhook")):
        field.types("webhook 131047")
    answers.routes.clear()

    field.hides_list()
    field.page.clock.run_for(PAUSE_MS)
    answers.let_next_through()
    field.page.clock.run_for(1)
    field.shows_list()

    assert "131047" in field.options.first.inner_text()


def test_list_stays_while_its_word_grows_and_no_longer(field):
    field.types("web")
    field.shows_list()
    shown = field.options.all_inner_texts()
    answers = HeldAnswers(field.page)

    field.types("webhook")
    answers.wait()
    expect(field.options.first).to_be_visible()
    assert field.options.all_inner_texts() == shown
    field.types("131047")
    field.hides_list()


def test_failure_is_quiet(field):
    field.types("web")
    field.shows_list()
    # As if the network was gone; a request that really fails is written down by the browser whatever the page does.
    field.page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('offline')); }")

    field.types("webhook")

    field.hides_list()


def test_escape_also_refuses_an_answer_that_is_on_its_way(field):
    field.types("web")
    field.shows_list()
    answers = HeldAnswers(field.page)
    field.types("webhook")
    answers.wait()

    with field.page.expect_event("requestfailed"):
        field.input.press("Escape")

    field.hides_list()
    expect(field.input).to_have_value("webhook")


def test_page_that_comes_back_comes_without_its_list(field):
    field.types("webhook")
    field.shows_list()
    field.input.press("ArrowDown")
    with field.page.expect_navigation():
        field.input.press("Enter")

    field.page.go_back()

    expect(field.page.get_by_role("listbox").filter(visible=True)).to_have_count(0)


@pytest.mark.parametrize("path", ["/", "/webhooks/set-up", "/nothing/here"])
def test_every_search_field_has_a_list_of_its_own(meet, path):
    customer = meet("en")
    customer.opens(path)

    for box in customer.page.get_by_role("combobox").all():
        box.fill("webhook")
        expect(box).to_have_attribute("aria-expanded", "true")
        listed = customer.page.locator(f"#{box.get_attribute('aria-controls')}")
        expect(listed).to_be_visible()
        assert min(option.bounding_box()["height"] for option in listed.get_by_role("option").all()) >= TOUCH_TARGET


@pytest.mark.parametrize(
    "text",
    [
        "D360-API-KEY: Xy12Zw34Qr56Tu78Vb90Nm",
        "Xy12Zw34Qr56Tu78Vb90Nm",
        "password: x",
        '{"error":',
        "+49 151 12345678",
        "wamid.HBgLMTU1NTAwMDEy",
        "long " * 41,
    ],
)
def test_what_must_not_stand_in_an_address_is_not_asked_about(field, text):
    asked = []
    field.page.on("request", lambda request: asked.append(request.url) if "suggest" in request.url else None)

    field.types(text)
    field.page.wait_for_timeout(PAUSE_MS)

    assert asked == []
