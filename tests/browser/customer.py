"""A customer in front of a browser, in acts: what they do, and where it takes them.

Everything is found by roles, field names and addresses, never by words, so each act works in every language. Acts make
sure that they arrive and judge nothing else. What only one file of tests needs stays in that file.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, Response, expect

from tests.browser.mailbox import text_of
from tests.browser.running_portal import RunningPortal

_CODE = re.compile(r"^\s*(\d{6})\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Trouble:
    """What a customer would say about a problem; the defaults are an ordinary one, of which articles know something."""

    subject: str = "Every message to a customer fails with error 131047"
    error: str = '{"error": {"code": 131047, "message": "Re-engagement message"}}'
    component: str = "api"
    access: str = "yes"
    description: str = "We answer customers who wrote to us last week. Each of our messages fails at once."
    impact: Mapping[str, str] = field(
        default_factory=lambda: {"scope": "some", "workaround": "no", "production": "yes"}
    )


class Customer:
    """One visitor with cookies, a language and an email address of their own."""

    def __init__(self, page: Page, portal: RunningPortal, language: str, address: str) -> None:
        self.page = page
        self.portal = portal
        self.language = language
        self.address = address

    # Reading

    def opens(self, path: str) -> Response:
        """Open an address of the portal in the customer's language."""
        response = self.page.goto(f"{self.portal.address}/{self.language}{path}")
        expect(self.page.get_by_role("main")).to_be_visible()
        return response

    def searches_for(self, words: str) -> None:
        """Type into the search field of the page, and press Enter."""
        field = self.page.locator("[name=q]:visible")
        field.fill(words)
        with self.page.expect_navigation(url=re.compile(rf"/{self.language}/search\?")):
            field.press("Enter")

    def opens_first_result(self) -> None:
        """Open the article that the search found best."""
        self.follows(self.page.get_by_role("main").get_by_role("listitem").get_by_role("link").first)
        expect(self.page.locator("[data-article]")).to_be_visible()

    # The wizard

    def starts_a_request(self) -> None:
        """Press the button on the start page of the wizard, wherever the customer came from."""
        if not self.page.url.partition("?")[0].endswith(f"/{self.language}/help/"):
            self.opens("/help/")
        self._presses_button_of(self.page.locator("main form[method=post]"))
        self.arrives_at("access")

    def says_access(self, trouble: Trouble) -> None:
        """Say whether they can sign in to their account."""
        self.chooses("access", trouble.access)
        self.goes_on("access", "problem")

    def says_what_is_wrong(self, trouble: Trouble) -> None:
        """Name the problem; what comes next depends on what the portal knows about it."""
        self.fills(subject=trouble.subject, error=trouble.error)
        self.chooses("component", trouble.component)
        self.goes_on("subject")

    def declines_what_is_offered(self) -> None:
        """Go past running incidents and articles to the people."""
        if self.step == "incidents":
            self.chooses("same_incident", "no")
            self.goes_on("same_incident")
        if self.step == "answers":
            self.chooses("solved", "no")
            self.goes_on("solved")
        self.arrives_at("details")

    def tells_what_happens(self, trouble: Trouble) -> None:
        """Describe the problem."""
        self.fills(description=trouble.description)
        self.goes_on("description", "impact")

    def tells_what_it_means(self, trouble: Trouble) -> None:
        """Say how much is affected."""
        for name, value in trouble.impact.items():
            self.chooses(name, value)
        self.goes_on("impact_note")

    def names_address(self) -> None:
        """Give name and email address."""
        self.fills(name="Kim Probe", email=self.address)
        self.goes_on("email", "contact")
        expect(self.page.locator("[name=code]")).to_be_visible()

    def proves_address(self) -> None:
        """Type the code that was mailed."""
        self.fills(code=self.mailed_code())
        self.goes_on("code")

    def walks_to_review(self, trouble: Trouble) -> Iterator[str]:
        """Answer everything from the first question to the last page before sending, and halt on each page.

        A customer who proved the address before is not asked for it again.
        """
        acts = {
            "access": lambda: self.says_access(trouble),
            "problem": lambda: self.says_what_is_wrong(trouble),
            "incidents": self.declines_what_is_offered,
            "answers": self.declines_what_is_offered,
            "details": lambda: self.tells_what_happens(trouble),
            "impact": lambda: self.tells_what_it_means(trouble),
            "contact": self.names_address,
            "code": self.proves_address,
            "duplicates": self.says_it_is_new,
        }
        self.starts_a_request()
        while (step := self.question) != "review":
            yield step
            acts[step]()
        yield "review"

    def says_it_is_new(self) -> None:
        """None of the open requests is about this."""
        self.chooses("duplicate_of", "none")
        self.goes_on("duplicate_of", "review")

    def gets_to_review(self, trouble: Trouble | None = None) -> None:
        """Answer everything without halting."""
        for _ in self.walks_to_review(trouble or Trouble()):
            pass

    def sends(self) -> str:
        """Send the request; gives its reference."""
        self.goes_on("token", "done")
        return self.page.locator("[data-reference]").inner_text()

    # Requests

    def opens_request(self, reference: str) -> None:
        """Find a request in the customer's list and open it."""
        self.opens("/requests/")
        self.follows(self.page.locator(f"main a[href$='/requests/{reference}']"))
        expect(self.page.locator("[data-reference]")).to_have_text(reference)

    # What acts are made of

    @property
    def step(self) -> str:
        """The wizard's step that the page belongs to."""
        return self.page.get_by_role("main").get_attribute("data-step") or ""

    @property
    def question(self) -> str:
        """The step, where the second page of the step ``contact`` counts as one of its own."""
        return "code" if self.page.locator("[name=code]").count() else self.step

    def arrives_at(self, step: str) -> None:
        """Be on the page of a step."""
        expect(self.page.locator(f"main[data-step={step}]")).to_be_visible()

    def fills(self, **texts: str) -> None:
        """Type into fields, found by their names."""
        for name, text in texts.items():
            self.page.locator(f"main [name={name}]").fill(text)

    def unfolds_more_details(self) -> None:
        """Open the part of the details that nobody must fill in, unless it is open."""
        summary = self.page.locator("details.more:not([open]) > summary")
        if summary.count():
            summary.click()

    def chooses(self, name: str, value: str) -> None:
        """Choose one of several answers."""
        self.page.locator(f"main [name={name}][value='{value}']").check()

    def goes_on(self, name: str, arrives_at: str = "") -> None:
        """Send the form with a field, and arrive."""
        self._presses_button_of(self.page.locator("main form", has=self.page.locator(f"[name={name}]")))
        if arrives_at:
            self.arrives_at(arrives_at)

    def sends_nothing(self) -> None:
        """Send the form of the page without an answer, and stay to see what is missing."""
        form = self.page.locator("main form[method=post]").first
        for answer in form.locator(":checked[type=radio]").all():
            answer.evaluate("radio => { radio.checked = false; }")
        # What is folded away is empty as it is.
        for text in form.locator("textarea, input:not([type=radio], [type=hidden], [type=file])").all():
            if text.is_visible():
                text.fill("")
        self._presses_button_of(form)
        expect(self.page.get_by_role("alert")).to_be_visible()

    def mailed_code(self) -> str:
        """The newest code in the customer's mailbox."""
        mail = self.portal.mailbox.wait_for(self.address, lambda mail: _CODE.search(text_of(mail)) is not None)
        return _CODE.search(text_of(mail))[1]

    def _presses_button_of(self, form: Locator) -> None:
        with self.page.expect_navigation():
            # A button can stand in one form and belong to another.
            form.locator("button[type=submit]:not([form])").first.click()

    def follows(self, link: Locator) -> None:
        """Go where a link leads."""
        with self.page.expect_navigation():
            link.click()
