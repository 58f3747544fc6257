"""What the script adds to reading: requests and answers as tabs, a verdict without leaving, the way back."""

import sqlite3
import time
from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.browser.axe import find_serious_faults
from tests.browser.customer import Trouble
from tests.browser.running_portal import RunningPortal

pytestmark = pytest.mark.requires_program("chromium")

ARTICLE = "messages/window-closed-131047"
WITHIN_S = 30


def wait_for(portal: RunningPortal, language: str, expected: dict[str, int]) -> None:
    """Until this is what is counted of the article in a language."""
    until, found = time.monotonic() + WITHIN_S, {}
    while found != expected and time.monotonic() < until:
        time.sleep(0.1)
        with closing(sqlite3.connect(portal.folder / "instance" / "portal.sqlite3")) as database:
            question = "SELECT measure, count FROM article_counts WHERE article = ? AND language = ?"
            found = dict(database.execute(question, (ARTICLE, language)).fetchall())
    assert found == expected


def test_request_and_answer_share_one_place(meet):
    customer = meet("en", viewport={"width": 320, "height": 640})
    page = customer.page
    customer.opens(f"/{ARTICLE}")
    request, answer = (page.get_by_role("tab", name=f"API {kind}") for kind in ("request", "response"))

    expect(page.get_by_role("tabpanel", name="API request")).to_contain_text("POST /messages")
    expect(page.get_by_role("tabpanel")).to_have_count(1)
    request.focus()
    page.keyboard.press("ArrowRight")

    expect(answer).to_be_focused()
    expect(page.get_by_role("tabpanel", name="API response")).to_contain_text("message_status")
    expect(page.get_by_role("tabpanel")).to_have_count(1)
    assert find_serious_faults(page) == []
    page.emulate_media(media="print")
    assert page.get_by_text("POST").first.is_visible()


def test_without_script_request_and_answer_stand_one_below_the_other(meet):
    customer = meet("en", java_script_enabled=False)
    customer.opens(f"/{ARTICLE}")

    expect(customer.page.get_by_role("tab")).to_have_count(0)
    expect(customer.page.get_by_text("POST").first).to_be_visible()
    expect(customer.page.get_by_text("message_status")).to_be_visible()


def test_reader_says_why_an_article_did_not_help_and_stays_on_its_page(meet, portal):
    customer = meet("pt-br")
    page = customer.page
    customer.opens(f"/{ARTICLE}")
    address = page.url

    page.get_by_role("button", name="Não", exact=True).click()
    page.get_by_label("Está desatualizado").check()
    page.locator("#helpful button").click()

    expect(page.locator("#helpful")).to_contain_text("Obrigado")
    assert page.url == address
    assert find_serious_faults(page) == []
    wait_for(portal, "pt-br", {"not-helped": 1, "outdated": 1})


def test_what_stands_open_for_a_while_counts_as_read_once_a_visit(meet, portal):
    customer = meet("es")
    page = customer.page
    page.clock.install()
    for _ in range(2):
        customer.opens(f"/{ARTICLE}")
        page.clock.run_for(11_000)

    wait_for(portal, "es", {"read": 1})


def test_front_page_offers_the_article_and_the_draft_that_were_left(meet):
    customer = meet("de")
    page = customer.page
    customer.opens("/")
    offer = page.get_by_role("region", name="Weitermachen, wo Sie aufgehört haben")
    expect(offer).to_be_hidden()
    customer.opens(f"/{ARTICLE}")
    customer.opens("/")
    expect(offer.get_by_role("link")).to_have_count(1)
    customer.starts_a_request()
    customer.says_access(Trouble())
    draft = page.url

    customer.opens("/")
    offer.get_by_role("link").first.click()

    expect(page).to_have_url(draft)


def test_request_that_was_sent_is_not_offered_again(meet):
    customer = meet("en")
    customer.gets_to_review()
    customer.sends()

    customer.opens("/")

    expect(
        customer.page.get_by_role("region", name="Continue where you left off").get_by_text("not sent")
    ).to_be_hidden()
