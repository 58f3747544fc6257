"""Suggestions under the search field as a combobox: for the keyboard, screen readers and input methods."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.search_field import Field

pytestmark = pytest.mark.requires_program("chromium")


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


def test_second_escape_empties_the_field(field):
    field.types("webhook")
    field.shows_list()

    field.input.press("Escape")
    field.input.press("Escape")

    expect(field.input).to_have_value("")


def test_arrow_opens_the_list_again(field):
    field.types("webhook")
    field.shows_list()
    first = field.options.first.inner_text()
    field.input.press("Escape")

    field.input.press("ArrowDown")

    field.shows_list()
    assert field.marked() == first


@pytest.mark.parametrize("key", ["Home", "End", "ArrowLeft"])
def test_keys_that_move_in_the_text_go_back_to_it(field, key):
    field.types("webhook")
    field.shows_list()
    field.input.press("ArrowDown")

    field.input.press(key)

    expect(field.page.locator("[role=option][aria-selected=true]")).to_have_count(0)
    assert field.input.get_attribute("aria-activedescendant") is None


def test_number_of_suggestions_is_announced(meet):
    customer = meet("de")
    customer.opens("/")
    field = Field(customer.page)
    announced = customer.page.locator("search [role=status]")
    expect(announced).to_have_text("")

    field.types("131047")
    field.shows_list()
    expect(announced).to_have_text(f"{field.options.count()} Vorschläge")
    field.input.press("Escape")
    expect(announced).to_have_text("")


def test_press_on_an_option_leaves_the_focus_in_the_field(field):
    field.types("webhook")
    field.shows_list()

    field.options.first.hover()
    field.page.mouse.down()
    expect(field.input).to_be_focused()
    field.shows_list()
    with field.page.expect_navigation():
        field.page.mouse.up()


def test_keys_of_an_input_method_are_not_for_the_list(field):
    field.types("webhook")
    field.shows_list()

    field.input.evaluate(
        "input => input.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowDown', isComposing: true}))"
    )

    expect(field.page.locator("[role=option][aria-selected=true]")).to_have_count(0)
