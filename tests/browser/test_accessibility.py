"""No page has a serious fault that axe can find, in any language, in light and in dark."""

import itertools
from collections.abc import Iterable, Iterator

import pytest
from playwright.sync_api import expect

from portal.kernel.language import LANGUAGES
from tests.browser.axe import choose_schemes, find_serious_faults
from tests.browser.customer import Customer, Trouble
from tests.browser.places import meet_incident, visit_public_pages, walk_through_everything
from tests.building import ROOT

pytestmark = pytest.mark.requires_program("chromium")


@pytest.mark.parametrize("language", [language.tag for language in LANGUAGES])
def test_pages_have_no_serious_fault(meet, language):
    customer = meet(language)

    assert list(examine(customer, visit_public_pages(customer))) == []
    assert list(examine(customer, walk_through_everything(customer, mistakes=language in {"de", "ru"}))) == []


def test_articles_have_no_serious_fault(meet):
    articles = sorted({path.parent for path in (ROOT / "content" / "articles").glob("*/*/en.md")})
    customers = [meet(language.tag) for language in LANGUAGES]
    found: list[str] = []

    # The languages take turns: what an article shows beside its text is the same in all of them.
    for customer, article in zip(itertools.cycle(customers), articles, strict=False):
        customer.opens(f"/{article.parent.name}/{article.name}")
        found += [f"{customer.page.url}: {fault}" for fault in find_serious_faults(customer.page)]

    assert found == []


@pytest.mark.parametrize("language", ["de", "es"])
def test_day_with_an_incident_has_no_serious_fault(meet, troubled_portal, language):
    customer = meet(language, at=troubled_portal)

    assert list(examine(customer, meet_incident(customer))) == []


def test_what_opens_has_no_serious_fault(meet):
    customer = meet("ru")
    page = customer.page
    customer.opens("/")

    page.get_by_role("combobox").press_sequentially("131047")
    expect(page.get_by_role("option").first).to_be_visible()
    page.get_by_role("combobox").press("ArrowDown")
    assert list(examine(customer, ["suggestions"])) == []
    page.locator("summary", has=page.locator("svg")).click()
    expect(page.locator("[data-language]").first).to_be_visible()
    assert list(examine(customer, ["languages"])) == []
    customer.starts_a_request()
    customer.says_access(Trouble())
    page.locator("[name=subject]").press_sequentially("131047")
    expect(page.locator("[aria-live] a").first).to_be_visible()
    assert list(examine(customer, ["live answers"])) == []


def test_faults_are_found(meet):
    customer = meet("en")
    customer.opens("/")
    customer.page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    customer.page.evaluate("document.querySelector('h1').style.color = 'var(--line)'")

    found = sorted(finding.partition(" at ")[0] for finding in examine(customer, ["spoiled"]))

    assert found == [
        "en, spoiled, dark: color-contrast",
        "en, spoiled, light: button-name",
        "en, spoiled, light: color-contrast",
    ]


def examine(customer: Customer, places: Iterable[str]) -> Iterator[str]:
    """The serious faults of each page, one line each."""
    for place in places:
        for scheme, what in choose_schemes(customer.language):
            customer.page.emulate_media(color_scheme=scheme)
            for fault in find_serious_faults(customer.page, what):
                yield f"{customer.language}, {place}, {scheme}: {fault}"
