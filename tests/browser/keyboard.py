"""Hands that have no mouse, and a customer who has such hands: every act of theirs by Tab, Space, Enter and arrows."""

from playwright.sync_api import Locator, Page

from tests.browser.customer import Customer

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
        # Where an answer is chosen already, Tab leads to that one.
        chosen = self.page.locator(f"main [name={name}]:checked")
        self.tabs_to(chosen if chosen.count() else answers.first)
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


class KeyboardCustomer(Customer):
    """A customer who never touches a mouse; what they do is the same."""

    def __init__(self, customer: Customer) -> None:
        super().__init__(customer.page, customer.portal, customer.language, customer.address)
        self.keyboard = Keyboard(customer.page)

    def fills(self, **texts: str) -> None:
        """Tab to fields and type; a field that has the focus already needs no key."""
        for name, text in texts.items():
            field = self.page.locator(f"main [name={name}]")
            if not field.evaluate("element => element === document.activeElement"):
                self.keyboard.tabs_to(field)
            self.page.keyboard.type(text)

    def chooses(self, name: str, value: str) -> None:
        """Tab to a group of answers, and by Space and arrows to one of them."""
        self.keyboard.chooses(name, value)

    def follows(self, link: Locator) -> None:
        """Tab to a link and press Enter."""
        self.keyboard.presses("Enter", link)

    def _presses_button_of(self, form: Locator) -> None:
        self.keyboard.presses("Enter", form.locator("button[type=submit]").first)
