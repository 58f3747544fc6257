"""Notices on pages: where, in which language, and for how long, through the cache of finished pages too."""

import pytest
from werkzeug.test import Client

from portal.db import schema
from portal.services import page_version
from portal.web.current import current_database
from portal.web.page_cache import PageCache
from tests.building import START, StandingClock, put_clock
from tests.checked_client import Browser
from tests.html_document import text_of
from tests.unit.articles.content_folder import Writer
from tests.web.articles.portals import open_portal
from tests.web.intake.walking import SUBJECT, Customer

FROM = START.replace(hour=10)
UNTIL = START.replace(hour=11)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Writer:
    """A window from ten to eleven; a notice about webhooks; one in German too."""
    writer = Writer(tmp_path_factory.mktemp("notices") / "content")
    writer.write("messages/late", component="api")
    writer.write("messages/plain")
    writer.write("webhooks/set-up", component="webhooks", body="## Fix {#fix}\n\nWords.\n")
    window = f"from: {FROM.isoformat()}\nuntil: {UNTIL.isoformat()}\n"
    body = "See [how to set it up](../../articles/webhooks/set-up/en.md#fix).\n"
    writer.put("notices/hub/en.md", f"---\ntitle: The Hub rests\nlevel: warning\n{window}---\n{body}")
    writer.put("notices/hub/de.md", "---\ntitle: Der Hub ruht\n---\nBis elf Uhr.\n")
    text = "First response: {{ policy.plans.basic.first_response }}.\n"
    writer.put("notices/webhooks/en.md", f"---\ntitle: Webhooks are slow\ncomponents: [webhooks]\n---\n{text}")
    return writer


@pytest.fixture(scope="module")
def portal(folder, tmp_path_factory):
    with open_portal(tmp_path_factory.mktemp("instance"), folder.path) as app:
        yield app


@pytest.fixture
def clock(portal) -> StandingClock:
    clock = StandingClock(START)
    put_clock(portal, clock)
    return clock


@pytest.fixture
def read(portal, clock) -> Browser:
    return Browser(portal)


def notices(page) -> list[str]:
    """The titles of the notices on a page."""
    return [
        text_of(next(box.iter("strong")))
        for box in page.document.elements
        if box.get("class", "").startswith("site-notice site-notice-")
    ]


def test_notice_about_a_component_stands_on_its_pages(read):
    assert notices(read.get("/en/webhooks/set-up")) == ["Webhooks are slow"]
    for path in ("/en/messages/late", "/en/messages/plain", "/en/messages/", "/en/search"):
        assert notices(read.get(path)) == []


@pytest.mark.parametrize("path", ["/en/", "/en/status"])
def test_pages_about_everything_show_every_notice(read, clock, path):
    clock.advance(hours=1)

    assert notices(read.get(path)) == ["The Hub rests", "Webhooks are slow"]


@pytest.mark.parametrize(
    "path", ["/en/messages/late", "/en/messages/", "/en/search", "/en/nothing/here", "/en/sign-in"]
)
def test_notice_about_nothing_in_particular_stands_on_every_page(read, clock, path):
    clock.advance(hours=1)

    assert notices(read.get(path, status=404 if "nothing" in path else 200)) == ["The Hub rests"]


def test_notice_speaks_the_readers_language(read, clock):
    clock.advance(hours=1)
    page = read.get("/de/messages/late")

    assert notices(page) == ["Der Hub ruht"]
    assert "Bis elf Uhr." in page.source


def test_english_notice_on_another_page_says_so_and_leads_to_the_readers_pages(read, clock):
    clock.advance(hours=1)
    page = read.get("/ru/messages/late")

    assert notices(page) == ["The Hub rests"]
    (box,) = [each for each in page.document.elements if "site-notice-warning" in each.get("class", "")]
    assert box.get("lang") == "en"
    assert page.link("how to set it up") == "/ru/webhooks/set-up#s-fix"


def test_promise_in_a_notice_is_that_of_the_policy(read):
    assert "First response: 24 hours." in read.get("/en/webhooks/set-up").source


def test_window_opens_and_closes_through_the_cache_of_finished_pages(portal, clock):
    hits = []
    visitor = Client(PageCache(portal, page_version(portal), on_hit=hits.append))

    def shows() -> bool:
        return "The Hub rests" in visitor.get("/en/messages/late").text

    assert [shows(), shows()] == [False, False]
    clock.now = FROM
    assert [shows(), shows()] == [True, True]
    clock.now = UNTIL
    assert [shows(), shows()] == [False, False]
    assert hits == ["200"] * 4


def test_wizard_shows_the_notices_of_what_is_affected(portal, read, clock):
    with portal.app_context():
        schema.upgrade(current_database.get())
    clock.advance(hours=5)
    customer = Customer(read).starts()
    assert notices(customer.page) == []

    customer.answers(access="yes").answers(component="webhooks", subject=SUBJECT, error="")

    assert notices(customer.page) == ["Webhooks are slow"]
