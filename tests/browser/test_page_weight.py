"""Scripts and styles as they come over the wire (contract, section 10; a kilobyte is a thousand bytes)."""

import pytest

from tests.browser.customer import Customer
from tests.browser.places import PUBLIC_PAGES

pytestmark = pytest.mark.requires_program("chromium")

BUDGETS = {"script": 25_000, "stylesheet": 20_000}


def test_pages_together_keep_the_budgets(meet):
    customer = meet("en")
    weights = weigh(customer)

    for path in PUBLIC_PAGES.values():
        customer.opens(path)
    customer.gets_to_review()
    customer.opens_request(customer.sends())

    for kind, budget in BUDGETS.items():
        assert 0 < sum(size for (each, _), size in weights.items() if each == kind) <= budget, weights


def test_scripts_and_styles_are_fetched_once(meet):
    customer = meet("en")
    weights = weigh(customer)
    customer.opens("/")
    fetched = list(weights)

    customer.opens("/webhooks/set-up")
    customer.opens("/help/")

    assert list(weights) == fetched


def weigh(customer: Customer) -> dict[tuple[str, str], int]:
    """The bytes of every script and stylesheet the customer's browser fetches from now on, as compressed as they come.

    What the browser still has from an earlier page costs nothing and is not counted again.
    """
    weights: dict[tuple[str, str], int] = {}
    session = customer.page.context.new_cdp_session(customer.page)
    kinds: dict[str, tuple[str, str]] = {}

    def note_kind(event: dict) -> None:
        response = event["response"]
        if event["type"].lower() in BUDGETS and not response.get("fromDiskCache"):
            kinds[event["requestId"]] = event["type"].lower(), response["url"]

    def note_size(event: dict) -> None:
        if event["requestId"] in kinds:
            key = kinds[event["requestId"]]
            weights[key] = weights.get(key, 0) + int(event["encodedDataLength"])

    session.on("Network.responseReceived", note_kind)
    session.on("Network.loadingFinished", note_size)
    session.send("Network.enable")
    return weights
