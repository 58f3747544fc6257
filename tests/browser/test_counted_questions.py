"""What people open is told by the page's script, and what was counted survives the end of the server."""

import sqlite3
import time
from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.browser.running_portal import RunningPortal, run_portal

pytestmark = pytest.mark.requires_program("chromium")

WITHIN_S = 30


def counted(portal: RunningPortal, question: str) -> tuple[int, int]:
    """How often a question was asked, and how often something of its answer was opened."""
    with closing(sqlite3.connect(portal.folder / "instance" / "portal.sqlite3")) as database:
        rows = database.execute("SELECT asked, opened FROM question_counts WHERE question = ?", (question,))
        return rows.fetchone() or (0, 0)


def wait_for(portal: RunningPortal, question: str, counts: tuple[int, int]) -> None:
    until = time.monotonic() + WITHIN_S
    while counted(portal, question) != counts and time.monotonic() < until:
        time.sleep(0.1)
    assert counted(portal, question) == counts


def test_opened_result_is_counted_once_a_page(portal, meet):
    customer = meet("en")
    customer.opens("/search?q=quick+template+question")
    results = customer.page.locator("ol.results h2 a")
    with customer.page.context.expect_page():
        results.nth(1).click(button="middle")
    results.first.click()
    expect(customer.page.locator("article").first).to_be_visible()

    wait_for(portal, "quick template question", (1, 1))


def test_page_without_a_click_counts_nothing_as_opened(portal, meet):
    customer = meet("en")
    customer.opens("/search?q=idle+template+question")
    customer.page.get_by_role("button", name="Ask support").first.click()

    wait_for(portal, "idle template question", (1, 0))


def test_question_of_the_last_seconds_is_kept_when_the_server_ends(meet, tmp_path):
    with run_portal(tmp_path) as ending:
        meet("en", at=ending).opens("/search?q=last+template+question")

    assert counted(ending, "last template question") == (1, 0)
