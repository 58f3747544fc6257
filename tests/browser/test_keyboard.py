"""The whole way by keyboard alone: Tab, Space, Enter and arrows, and always to be seen where one is."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.customer import Trouble

pytestmark = pytest.mark.requires_program("chromium")

# More stops than any page has before what is looked for.
MAX_STOPS = 60

# What the focus looks like: an outline or a ring around the element itself or, for a field in a frame, around the frame
# (the button inside a date field is the browser's own, and so is its ring); and whether it can be seen, neither outside
# of the window nor below something else (WCAG 2.4.7 and 2.4.11).
FOCUS = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const isRinged = (each) => {
    const style = getComputedStyle(each);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  };
  const box = element.getClientRects()[0];
  const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  const above = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  return {
    what: element.outerHTML.slice(0, 120),
    ringed: isRinged(element)
      || (element.matches("input") && isRinged(element.parentElement))
      || element.matches("[type=datetime-local]:not(:focus-visible)"),
    seen: left < right && top < bottom && Boolean(above) && (element.contains(above) || above.contains(element)),
  };
}"""


class Keyboard:
    """Hands that have no mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.unseen: list[str] = []

    def tabs_to(self, target: Locator, key: str = "Tab") -> None:
        """Press Tab until the target has the focus; every stop on the way has to be visible."""
        for _ in range(MAX_STOPS):
            self.page.keyboard.press(key)
            self._look_at_focus()
            if target.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"{target} cannot be reached with {key}")

    def types(self, name: str, text: str) -> None:
        self.tabs_to(self.page.locator(f"main [name={name}]"))
        self.page.keyboard.type(text)

    def chooses(self, name: str, value: str) -> None:
        """Tab to a group of answers, and by Space and arrows to one of them."""
        answers = self.page.locator(f"main [name={name}]")
        self.tabs_to(answers.first)
        self.page.keyboard.press("Space")
        for _ in range(answers.count()):
            if self.page.locator(f"main [name={name}]:checked").get_attribute("value") == value:
                return
            self.page.keyboard.press("ArrowDown")
            self._look_at_focus()
        raise AssertionError(f"{value} cannot be chosen with arrows")

    def presses(self, key: str, target: Locator) -> None:
        """Tab to a link or a button and press a key there; it leads to another page."""
        self.tabs_to(target)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def goes_on(self, key: str = "Enter") -> None:
        self.presses(key, self.page.locator("main form button[type=submit]").first)

    def _look_at_focus(self) -> None:
        found = self.page.evaluate(FOCUS)
        if found and not (found["ringed"] and found["seen"]):
            self.unseen.append(f"{self.page.url}: {found}")


def test_whole_way_by_keyboard(meet):
    customer = meet("de", account="regular")
    page, trouble = customer.page, Trouble()
    keyboard = Keyboard(page)

    customer.opens("/")
    keyboard.tabs_to(page.locator("[name=q]:visible"))
    page.keyboard.type("131047")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    keyboard.presses("Enter", page.locator("main .known-error a").last)
    keyboard.presses("Enter", page.locator("main a[href*='/help/?']"))
    keyboard.goes_on("Space")
    keyboard.chooses("access", "yes")
    keyboard.goes_on()
    keyboard.types("subject", trouble.subject)
    keyboard.types("error", trouble.error)
    keyboard.chooses("component", "api")
    keyboard.goes_on()
    keyboard.chooses("solved", "no")
    keyboard.goes_on("Space")
    keyboard.types("description", trouble.description)
    keyboard.goes_on()
    for name, value in trouble.impact.items():
        keyboard.chooses(name, value)
    keyboard.goes_on()
    keyboard.types("name", "Kim Probe")
    keyboard.types("email", customer.address)
    keyboard.goes_on()
    # The field for the code has the focus already.
    page.keyboard.type(customer.mailed_code())
    with page.expect_navigation():
        page.keyboard.press("Enter")
    customer.arrives_at("review")
    keyboard.goes_on()
    customer.arrives_at("done")
    keyboard.presses("Enter", page.locator("main a[href*='/requests/']"))

    expect(page.locator("[data-reference]")).to_be_visible()
    assert keyboard.unseen == []


def test_skip_link_comes_first_and_leads_past_the_header(meet):
    customer = meet("ru")
    page = customer.page
    customer.opens("/")
    keyboard = Keyboard(page)

    keyboard.tabs_to(page.locator("a[href='#main']"))
    expect(page.locator("a[href='#main']")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    assert keyboard.unseen == []


def test_mistakes_take_the_focus_and_lead_to_their_fields(meet):
    customer = meet("es")
    customer.starts_a_request()
    page = customer.page
    keyboard = Keyboard(page)

    keyboard.goes_on()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    keyboard.tabs_to(summary.get_by_role("link").first)
    page.keyboard.press("Enter")

    expect(page.locator("main [name=access]").first).to_be_focused()
    assert keyboard.unseen == []


def test_languages_open_and_close(meet):
    customer = meet("en")
    page = customer.page
    customer.opens("/messages/")
    keyboard = Keyboard(page)
    menu = page.locator("details", has=page.locator("[data-language]"))

    keyboard.tabs_to(menu.locator("summary"))
    page.keyboard.press("Enter")
    expect(menu.locator("[data-language=ru]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu.locator("[data-language=ru]")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()
    page.keyboard.press("Space")
    keyboard.presses("Enter", menu.locator("[data-language=ru]"))

    assert page.url.endswith("/ru/messages/")
    assert keyboard.unseen == []
