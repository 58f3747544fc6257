"""With colours of the reader's own, as contrast themes set them, nothing is lost that a colour tells elsewhere."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.requires_program("chromium")

# It itself or what it stands in: the outline of a search box runs around its button as well.
_OUTLINED = """(element) => {
  for (let each = element; each; each = each.parentElement) {
    const style = getComputedStyle(each);
    if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) return true;
  }
  return false;
}"""


@pytest.fixture
def customer(meet):
    customer = meet("en")
    customer.page.emulate_media(forced_colors="active")
    return customer


def test_buttons_have_an_edge(customer):
    customer.opens("/")
    button = customer.page.locator("main button.button-primary").first

    assert button.evaluate("(element) => getComputedStyle(element).borderTopStyle") == "solid"
    assert button.evaluate("(element) => parseFloat(getComputedStyle(element).borderTopWidth)") >= 1


def test_focus_is_outlined(customer):
    customer.opens("/")
    field = customer.page.get_by_role("combobox").first
    field.focus()

    expect(field).to_be_focused()
    assert field.evaluate(_OUTLINED)


def test_choices_show_what_is_chosen(customer):
    customer.starts_a_request()
    choice = customer.page.locator("[name=access][value=yes]")
    choice.check()

    assert choice.evaluate("(element) => getComputedStyle(element).appearance") == "auto"
