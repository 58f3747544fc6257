"""The front page and the addresses that machines ask for first."""

from datetime import date
from xml.etree import ElementTree as ET

import pytest

from portal.kernel.language import LANGUAGES


@pytest.mark.parametrize(
    ("accept", "cookie", "language"),
    [("de-AT,de;q=0.9", "", "de"), ("pt", "", "pt-br"), ("fr", "", "en"), ("de", "ru", "ru"), ("de", "xx", "de")],
)
def test_the_root_leads_to_the_best_language(browse, accept, cookie, language):
    if cookie:
        browse.client.set_cookie("language", cookie)

    page = browse.get("/", status=302, headers={"Accept-Language": accept})

    assert page.location == f"/{language}/"
    assert "Accept-Language" in page.headers["Vary"]


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.tag)
def test_the_front_page_is_in_its_language_and_leads_on(browse, language):
    page = browse.get(f"/{language.tag}/")

    assert page.language == language.html
    assert f"/{language.tag}/help/" in page.addresses
    assert f"/{language.tag}/messages/window-closed-131047" in page.addresses
    assert {f"/{other.tag}/" for other in LANGUAGES} <= set(page.addresses)


def test_the_site_map_names_every_article_in_every_language(browse, app):
    from portal.articles.current import current_library

    page = browse.get("/sitemap.xml")
    places = [element.text for element in ET.fromstring(page.source).iter() if element.tag.endswith("}loc")]
    with app.app_context():
        library = current_library.get()()

    translated = sum(
        available for identifier in library.articles for _, available in library.list_alternates(identifier)
    )
    shelves = [each for each in library.site.categories if library.list_category(each.slug, LANGUAGES[0])]
    codes = sum(len(code.texts) for code in library.error_codes.codes)
    trees = sum(len(tree.list_languages()) for tree in library.trees)
    everywhere = 5 + len(shelves)
    assert len(places) == len(set(places)) == translated + codes + trees + everywhere * len(LANGUAGES)
    assert "http://127.0.0.1:8000/ru/messages/window-closed-131047" in places


def test_the_site_map_tells_languages_and_the_day_of_the_last_change(browse):
    places = read_site_map(browse)

    home, languages = places["http://127.0.0.1:8000/de/"]
    assert home is None
    assert languages == {language.html for language in LANGUAGES} | {"x-default"}
    for path in ("messages/", "messages/window-closed-131047"):
        day, languages = places[f"http://127.0.0.1:8000/de/{path}"]
        assert date.fromisoformat(day)
        assert languages == {language.html for language in LANGUAGES} | {"x-default"}


@pytest.mark.parametrize(
    "path",
    [
        "/es/messages/window-closed-131047",
        "/es/",
        "/es/messages/",
        "/es/errors/",
        "/es/errors/131047",
        "/es/troubleshoot/",
        "/es/troubleshoot/webhook-silent/",
    ],
)
def test_every_place_of_the_site_map_names_the_same_languages_as_its_page(browse, path):
    address = f"http://127.0.0.1:8000{path}"
    page = browse.get(path)

    told = {link.get("hreflang") for link in page.document.list_elements("link") if link.get("hreflang")}

    assert read_site_map(browse)[address][1] == told


def read_site_map(browse) -> dict[str, tuple[str | None, set[str]]]:
    """The day and the languages of each address."""
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    places = ET.fromstring(browse.get("/sitemap.xml").source).iterfind("s:url", names)
    return {
        place.findtext("s:loc", namespaces=names): (
            place.findtext("s:lastmod", namespaces=names),
            {link.get("hreflang") for link in place.iterfind("x:link", names)},
        )
        for place in places
    }


def test_crawlers_are_kept_out_of_what_is_personal(browse):
    robots = browse.get("/robots.txt").source

    assert "Disallow: /de/requests/" in robots
    assert "Disallow: /de/help/*/" in robots, "but not the page where help begins"
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in robots
