"""How a walk through the wizard can end, and what is promised to whom; the languages take turns."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.customer import Customer, Trouble
from tests.browser.incidents import OPEN_INCIDENT
from tests.browser.promise import HALF_HOUR, ONE_DAY, TWO_DAYS, read_promise

pytestmark = pytest.mark.requires_program("chromium")

LATE_EVENTS = Trouble(
    subject="Webhook events arrive an hour late",
    error="",
    component="webhooks",
    description="Since this morning events come late.",
)


def test_known_incident_is_followed(meet, troubled_portal):
    customer = meet("es", at=troubled_portal)
    customer.starts_a_request()
    customer.says_access(LATE_EVENTS)
    customer.says_what_is_wrong(LATE_EVENTS)
    customer.arrives_at("incidents")

    customer.chooses("same_incident", "yes")
    customer.goes_on("same_incident", "done")

    assert outcome(customer) == "followed"
    customer.follows(customer.page.locator("main a[href$='/status']"))
    expect(customer.page.locator(f"#{OPEN_INCIDENT}")).to_be_visible()


def test_other_problem_goes_on_in_spite_of_an_incident(meet, troubled_portal):
    customer = meet("en", at=troubled_portal)

    steps = list(customer.walks_to_review(LATE_EVENTS))

    assert steps.index("incidents") == steps.index("problem") + 1


def test_article_solves_it(meet):
    customer = meet("pt-br")
    customer.starts_a_request()
    customer.says_access(Trouble())
    customer.says_what_is_wrong(Trouble())
    customer.arrives_at("answers")

    customer.chooses("solved", "yes")
    customer.goes_on("solved", "done")

    assert outcome(customer) == "solved"
    assert not customer.portal.mailbox.list_mails(customer.address)


def test_second_report_is_added_to_the_first(meet):
    customer = meet("ru", account="regular")
    customer.gets_to_review()
    reference = customer.sends()
    assert outcome(customer) == "sent"
    walk = customer.walks_to_review(Trouble())
    seen = [next(walk)]
    while seen[-1] != "duplicates":
        seen.append(next(walk))

    customer.chooses("duplicate_of", reference)
    customer.goes_on("duplicate_of", "done")

    # Who proved the address is not asked for it again.
    assert "contact" not in seen
    assert outcome(customer) == "added"
    expect(customer.page.locator("[data-reference]")).to_have_text(reference)
    customer.opens("/requests/")
    expect(customer.page.locator("main a[href*='/requests/']")).to_have_count(1)


@pytest.mark.parametrize(
    ("language", "account", "access", "component", "allowed"),
    [
        pytest.param("en", "premium", "yes", "api", (HALF_HOUR, TWO_DAYS), id="by-chat"),
        pytest.param("de", "premium", "no", "api", (ONE_DAY, TWO_DAYS), id="lost-access"),
        pytest.param("es", "premium-without-chat", "yes", "api", (ONE_DAY, TWO_DAYS), id="chat-not-enabled"),
        pytest.param("pt-br", "premium", "yes", "delivery", (HALF_HOUR,), id="no-target-on-the-side-of-meta"),
    ],
)
def test_promise_depends_on_channel_plan_and_side(
    meet, language: str, account: str, access: str, component: str, allowed: tuple[timedelta, ...]
):
    customer = meet(language, account=account, timezone_id="UTC")
    trouble = Trouble(access=access, component=component)

    customer.gets_to_review(trouble)
    before = read_promise(customer, *allowed)
    customer.sends()
    after = read_promise(customer, *allowed)

    assert outcome(customer) == "sent"
    assert len(before) == len(after)


def outcome(customer: Customer) -> str | None:
    return customer.page.get_by_role("main").get_attribute("data-outcome")
