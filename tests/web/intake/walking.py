"""Walks through the wizard with the checked client, act by act."""

from dataclasses import dataclass, field

from tests.cast import mailed_code
from tests.checked_client import Browser
from tests.page import Page

SUBJECT = "Webhook events do not reach our endpoint"
DESCRIPTION = "Since this morning our endpoint gets no calls, although messages arrive on the phone."


@dataclass
class Customer:
    """A customer in front of the wizard; ``page`` is what they see."""

    browse: Browser
    language: str = "en"
    page: Page = field(init=False)

    def starts(self, query: str = "") -> "Customer":
        before = self.browse.get(f"/{self.language}/help/{query}")
        brought = {name: value for name, value in before.fields.items() if name != "q"}
        self.page = self.browse.post(f"/{self.language}/help/", brought, follow=True, status=200)
        return self

    def asks_from(self, page: Page, button: str = "Ask support") -> "Customer":
        """Begin a request on a page that knows something already."""
        self.page = self.browse.submit(page, button=button)
        return self

    @property
    def step(self) -> str:
        return self.page.path.rpartition("/")[2]

    @property
    def draft(self) -> str:
        return self.page.path.split("/")[3]

    def answers(self, status: int = 200, **values) -> "Customer":
        self.page = self.browse.submit(self.page, values, status=status)
        return self

    def opens(self, step: str, status: int = 200) -> "Customer":
        self.page = self.browse.get(f"/{self.language}/help/{self.draft}/{step}", status=status, follow=True)
        return self

    def can_sign_in(self, access: str = "yes") -> "Customer":
        return self.answers(access=access)

    def names_the_problem(self, component="webhooks", subject=SUBJECT, error="") -> "Customer":
        return self.answers(component=component, subject=subject, error=error)

    def goes_past_the_answers(self) -> "Customer":
        return self.answers(solved="no") if self.step == "answers" else self

    def describes_it(self, description=DESCRIPTION, **more) -> "Customer":
        return self.answers(description=description, **{"timezone": "Europe/Berlin", **more})

    def rates_it(self, scope="one", workaround="yes", production="no") -> "Customer":
        return self.answers(scope=scope, workaround=workaround, production=production)

    def proves(self, email: str, name: str = "Ana") -> "Customer":
        self.answers(name=name, email=email)
        return self.proves_by_code(email)

    def proves_by_code(self, email: str) -> "Customer":
        return self.answers(code=mailed_code(self.browse.app, email))

    def comes_to_details(self, access="yes", **problem) -> "Customer":
        return self.starts().can_sign_in(access).names_the_problem(**problem).goes_past_the_answers()

    def comes_to_review(self, access="yes", **problem) -> "Customer":
        """Everything up to the review page; the visitor is signed in."""
        self.comes_to_details(access, **problem).describes_it().rates_it()
        return self.answers(duplicate_of="none") if self.step == "duplicates" else self

    def sends(self) -> "Customer":
        self.page = self.browse.submit(self.page, {"token": self.page.fields["token"]})
        return self
