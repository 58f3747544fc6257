"""An editor saves a file, and the open page shows it; a mistake is told, and gone once it is mended."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.customer import Customer
from tests.browser.running_portal import RunningPortal, run_portal
from tests.unit.articles.content_folder import Writer

pytestmark = pytest.mark.requires_program("chromium")

PATH = "/messages/late"
LONG = "\n".join(f"## Part {number} {{#part-{number}}}\n\nWords.\n" for number in range(60))
BOARD = ".preview-problems"


@pytest.fixture(scope="module")
def editing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RunningPortal, Writer]]:
    """A portal as `make run` starts it, and somebody who writes."""
    folder = tmp_path_factory.mktemp("preview")
    writer = Writer(folder / "content")
    save(writer)
    with run_portal(folder, folder / "content", PORTAL_PREVIEW="1") as running:
        yield running, writer


@pytest.fixture
def portal(editing) -> RunningPortal:
    return editing[0]


@pytest.fixture
def writer(editing) -> Iterator[Writer]:
    """Whatever a test writes, the next one begins with the same article."""
    save(editing[1])
    yield editing[1]
    shutil.rmtree(editing[1].path / "articles/messages/unfinished", ignore_errors=True)


def save(writer: Writer, title: str = "Messages are late", body: str = LONG, **front: str) -> None:
    writer.write("messages/late", title=title, body=body, **front)


def opened(meet, portal, heading: str = "Messages are late") -> Customer:
    customer = meet("en", at=portal)
    customer.opens(PATH)
    expect(customer.page.get_by_role("heading", level=1)).to_have_text(heading)
    return customer


def test_saved_file_shows_in_the_open_page(meet, portal, writer):
    page = opened(meet, portal).page

    save(writer, title="Saved just now")

    expect(page.get_by_role("heading", level=1)).to_have_text("Saved just now")


def test_reader_stays_where_they_were(meet, portal, writer):
    page = opened(meet, portal).page
    place = page.locator("#s-part-30")
    place.scroll_into_view_if_needed()

    save(writer, title="Saved just now")

    expect(page.get_by_role("heading", level=1)).to_have_text("Saved just now")
    expect(place).to_be_in_viewport()
    expect(page.get_by_role("heading", level=1)).not_to_be_in_viewport()


def test_mistake_is_told_and_gone_when_it_is_mended(meet, portal, writer):
    page = opened(meet, portal).page
    expect(page.locator(BOARD)).to_be_hidden()

    save(writer, title="With a mistake", kind="gide")
    expect(page.locator(BOARD)).to_contain_text("content/articles/messages/late/en.md:4: unknown-kind")
    expect(page.get_by_role("heading", level=1)).to_have_text("Messages are late")

    save(writer, title="Mended")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mended")
    expect(page.locator(BOARD)).to_be_hidden()


def test_new_article_shows_where_there_was_none(meet, portal, writer):
    customer = meet("en", at=portal)
    customer.opens("/messages/unfinished")
    expect(customer.page.get_by_role("heading", level=1)).to_have_text("This page does not exist")

    writer.write("messages/unfinished", title="A draft of mine", draft=True)

    expect(customer.page.get_by_role("heading", level=1)).to_have_text("A draft of mine")
    expect(customer.page.get_by_text("Only this preview shows the text.")).to_be_visible()


def test_form_that_somebody_has_begun_is_left_alone(meet, portal, writer):
    page = opened(meet, portal).page
    field = page.get_by_role("combobox")
    field.fill("what I type")

    shown = page.locator("script[data-version]").get_attribute("data-version")
    with page.expect_response(lambda answer: "/preview/" in answer.url and answer.json()["version"] != shown):
        save(writer, title="Saved just now")
    page.wait_for_timeout(200)
    expect(page.get_by_role("heading", level=1)).to_have_text("Messages are late")
    expect(field).to_have_value("what I type")

    field.fill("")
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved just now")


def test_page_becomes_idle(meet, portal, writer):
    page = opened(meet, portal).page

    page.wait_for_load_state("networkidle", timeout=10_000)


def test_results_of_a_search_follow_their_index(meet, portal, writer):
    customer = meet("en", at=portal)
    customer.opens("/search?q=late")
    expect(customer.page.get_by_role("link", name="Messages are late")).to_be_visible()

    save(writer, title="Messages are too late")

    expect(customer.page.get_by_role("link", name="Messages are too late")).to_be_visible()
