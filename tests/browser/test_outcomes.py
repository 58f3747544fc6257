"""How a walk through the wizard can end, in every language, with and without scripts, and by keyboard alone.

One customer comes to several ends on one day, as customers do: who was helped by an article in the morning sends a
request at noon and adds to it later.
"""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from portal.kernel.language import LANGUAGES
from tests.browser.customer import Customer, Trouble
from tests.browser.incidents import OPEN_INCIDENT
from tests.browser.keyboard import KeyboardCustomer
from tests.browser.promise import HALF_HOUR, ONE_DAY, TWO_DAYS, read_promise

pytestmark = pytest.mark.requires_program("chromium")

LATE_EVENTS = Trouble(
    subject="Webhook events arrive an hour late",
    error="",
    component="webhooks",
    description="Since this morning events come late.",
)
LOCKED_OUT = Trouble(
    subject="The password link never arrives",
    error="",
    component="billing",
    access="no",
    description="Nobody of us can sign in any more.",
)
IN_EVERY_LANGUAGE = [
    pytest.param(language.tag, scripts, id=f"{language.tag}-{'with' if scripts else 'without'}-scripts")
    for language in LANGUAGES
    for scripts in (True, False)
]


@pytest.mark.parametrize(("language", "scripts"), IN_EVERY_LANGUAGE)
def test_solved_sent_by_chat_added_and_locked_out(meet, language, scripts):
    customer = meet(language, account="premium", timezone_id="UTC", java_script_enabled=scripts)

    is_helped_by_an_article(customer)
    assert not customer.portal.mailbox.list_mails(customer.address)
    reference = sends_request(customer, Trouble(), HALF_HOUR)
    adds_to_request(customer, reference)
    assert sends_request(customer, LOCKED_OUT, ONE_DAY) != reference

    lists_requests(customer, 2)


@pytest.mark.parametrize(("language", "scripts"), IN_EVERY_LANGUAGE)
def test_incident_followed_or_reported_by_email(meet, troubled_portal, language, scripts):
    customer = meet(language, at=troubled_portal, timezone_id="UTC", java_script_enabled=scripts)

    follows_incident(customer)
    sends_request(customer, LATE_EVENTS, ONE_DAY)

    lists_requests(customer, 1)


def test_every_end_on_an_ordinary_day_by_keyboard(meet):
    customer = KeyboardCustomer(meet("pt-br", account="regular", timezone_id="UTC"))

    is_helped_by_an_article(customer)
    reference = sends_request(customer, LOCKED_OUT, ONE_DAY)
    adds_to_request(customer, reference, LOCKED_OUT)

    assert customer.keyboard.unseen == []


def test_every_end_on_a_day_with_an_incident_by_keyboard(meet, troubled_portal):
    customer = KeyboardCustomer(meet("es", at=troubled_portal, timezone_id="UTC"))

    follows_incident(customer)
    sends_request(customer, LATE_EVENTS, ONE_DAY)

    assert customer.keyboard.unseen == []


@pytest.mark.parametrize(
    ("language", "account", "component", "allowed"),
    [
        pytest.param("es", "premium-without-chat", "api", (ONE_DAY, TWO_DAYS), id="chat-not-enabled"),
        pytest.param("pt-br", "premium", "delivery", (HALF_HOUR,), id="no-target-on-the-side-of-meta"),
    ],
)
def test_promise_depends_on_channel_plan_and_side(
    meet, language: str, account: str, component: str, allowed: tuple[timedelta, ...]
):
    customer = meet(language, account=account, timezone_id="UTC")
    trouble = Trouble(component=component)

    customer.gets_to_review(trouble)
    before = read_promise(customer, *allowed)
    customer.sends()
    after = read_promise(customer, *allowed)

    assert outcome(customer) == "sent"
    assert len(before) == len(after)


def is_helped_by_an_article(customer: Customer) -> None:
    customer.starts_a_request()
    customer.says_access(Trouble())
    customer.says_what_is_wrong(Trouble())
    customer.arrives_at("answers")

    customer.chooses("solved", "yes")
    customer.goes_on("solved", "done")

    assert outcome(customer) == "solved"


def follows_incident(customer: Customer) -> None:
    customer.starts_a_request()
    customer.says_access(LATE_EVENTS)
    customer.says_what_is_wrong(LATE_EVENTS)
    customer.arrives_at("incidents")

    customer.chooses("same_incident", "yes")
    customer.goes_on("same_incident", "done")

    assert outcome(customer) == "followed"
    customer.follows(customer.page.locator("main a[href$='/status']"))
    expect(customer.page.locator(f"#{OPEN_INCIDENT}")).to_be_visible()


def sends_request(customer: Customer, trouble: Trouble, first_response: timedelta) -> str:
    """Sends it and gives its reference; the time of the first response tells the channel."""
    steps = list(customer.walks_to_review(trouble))
    # Somebody who reports an incident as a problem of their own was asked about it first.
    assert ("incidents" in steps) == (trouble is LATE_EVENTS)
    read_promise(customer, first_response, TWO_DAYS)
    reference = customer.sends()
    read_promise(customer, first_response, TWO_DAYS)
    assert outcome(customer) == "sent"
    return reference


def adds_to_request(customer: Customer, reference: str, trouble: Trouble | None = None) -> None:
    walk = customer.walks_to_review(trouble or Trouble())
    seen = [next(walk)]
    while seen[-1] != "duplicates":
        seen.append(next(walk))
    # Who proved the address is not asked for it again.
    assert "contact" not in seen

    customer.chooses("duplicate_of", reference)
    customer.goes_on("duplicate_of", "done")

    assert outcome(customer) == "added"
    expect(customer.page.locator("[data-reference]")).to_have_text(reference)


def lists_requests(customer: Customer, number: int) -> None:
    customer.opens("/requests/")
    expect(customer.page.locator("main .card-list a[href*='/requests/']")).to_have_count(number)


def outcome(customer: Customer) -> str | None:
    return customer.page.get_by_role("main").get_attribute("data-outcome")
