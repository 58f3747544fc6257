"""What pages say about themselves to search engines, link previews, feed readers and assistants."""

import json
import os
import re
from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from portal.kernel.language import LANGUAGES
from portal.web.shell import country_locale
from tests.checked_client import Browser
from tests.unit.articles.content_folder import Writer
from tests.web.articles.portals import open_portal

SITE = "http://127.0.0.1:8000"
ATOM = "{http://www.w3.org/2005/Atom}"


def properties(page) -> dict[str, str | list[str]]:
    """The head's ``property`` and ``name`` metas; a list where one stands several times."""
    found: dict[str, list[str]] = {}
    for meta in page.document.list_elements("meta"):
        name = meta.get("property") or meta.get("name")
        if name:
            found.setdefault(name, []).append(meta.get("content"))
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def links(page, **wanted) -> list[str]:
    return [
        link.get("href")
        for link in page.document.list_elements("link")
        if all(link.get(name) == value for name, value in wanted.items())
    ]


def graph(page) -> dict[str, dict]:
    """The data of a page by its type."""
    (block,) = [each for each in page.document.list_elements("script") if each.get("type")]
    return {each["@type"]: each for each in json.loads(block.text)["@graph"]}


class TestLinkPreviews:
    def test_article_says_what_it_is(self, read):
        head = properties(read.get("/de/messages/late"))

        assert head["og:title"] == "Zu spät"
        assert head["og:description"] == head["description"] == "What helps."
        assert head["og:type"] == "article"
        assert head["og:url"] == f"{SITE}/de/messages/late"
        assert head["og:site_name"] == "Help"
        assert head["og:locale"] == "de_DE"
        assert set(head["og:locale:alternate"]) == {"en_US", "es_ES"}
        assert head["twitter:card"] == "summary"

    def test_text_that_stands_in_is_previewed_as_what_it_is(self, read):
        head = properties(read.get("/ru/messages/late"))

        assert head["og:url"] == f"{SITE}/en/messages/late"
        assert head["og:locale"] == "en_US"

    @pytest.mark.parametrize("path", ["/de/", "/de/messages/"])
    def test_front_page_and_shelves_exist_in_every_language(self, read, path):
        page = read.get(path)
        head = properties(page)

        assert head["og:type"] == "website"
        assert head["og:url"] == links(page, rel="canonical")[0] == SITE + path
        assert len(head["og:locale:alternate"]) == len(LANGUAGES) - 1
        assert len(links(page, rel="alternate", hreflang="x-default")) == 1

    def test_picture_is_there_in_the_size_that_is_told(self, read):
        head = properties(read.get("/en/"))
        answer = read.client.get(head["og:image"].removeprefix(SITE), buffered=True)

        assert Image.open(BytesIO(answer.data)).size == (1200, 630)
        assert (head["og:image:width"], head["og:image:height"]) == ("1200", "630")

    def test_every_language_has_a_country(self):
        assert [country_locale(language) for language in LANGUAGES] == ["en_US", "de_DE", "es_ES", "pt_BR", "ru_RU"]


class TestStructuredData:
    def test_article_names_its_publisher_and_its_place(self, read):
        data = graph(read.get("/de/messages/late"))

        assert set(data) == {"TechArticle", "BreadcrumbList"}
        article = data["TechArticle"]
        assert article["headline"] == "Zu spät"
        assert article["inLanguage"] == "de"
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", article["dateModified"])
        assert article["mainEntityOfPage"] == f"{SITE}/de/messages/late"
        assert article["publisher"] == {"@type": "Organization", "name": "Example", "url": f"{SITE}/"}
        assert [
            (step["position"], step["name"], step["item"]) for step in data["BreadcrumbList"]["itemListElement"]
        ] == [
            (1, "Hilfe", f"{SITE}/de/"),
            (2, "Name in de", f"{SITE}/de/messages/"),
            (3, "Zu spät", f"{SITE}/de/messages/late"),
        ]

    def test_text_that_stands_in_is_the_english_article(self, read):
        data = graph(read.get("/ru/messages/late"))

        assert data["TechArticle"]["mainEntityOfPage"] == f"{SITE}/en/messages/late"
        assert [step["name"] for step in data["BreadcrumbList"]["itemListElement"]][:2] == ["Help", "Name in en"]

    def test_list_of_questions_is_one_and_hostile_words_stay_in_it(self, tmp_path):
        writer = Writer(tmp_path / "content")
        hostile = "`</script><script>alert(1)</script>`"
        body = f"## Why?\n\nWithin {{{{ policy.plans.basic.first_response }}}}.\n\n## How?\n\n{hostile}\n"
        writer.write("messages/late", title="</script><!-- A title", body=body)
        with open_portal(tmp_path / "instance", writer.path) as app:
            data = graph(Browser(app).get("/en/messages/late"))

        assert data["TechArticle"]["headline"] == "</script><!-- A title"
        assert [(entry["name"], entry["acceptedAnswer"]["text"]) for entry in data["FAQPage"]["mainEntity"]] == [
            ("Why?", "Within 24 hours."),
            ("How?", "</script><script>alert(1)</script>"),
        ]


class TestFeed:
    @staticmethod
    def entries(page) -> Iterator[ET.Element]:
        return ET.fromstring(page.source).iter(f"{ATOM}entry")

    def test_feed_has_what_atom_asks_for(self, read):
        page = read.get("/de/feed.xml")
        feed = ET.fromstring(page.source)

        assert page.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
        assert feed.tag == f"{ATOM}feed"
        assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "de"
        assert feed.findtext(f"{ATOM}title") == "Neue und geänderte Artikel – Help"
        assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Example"
        assert {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")} == {
            "self": f"{SITE}/de/feed.xml",
            "alternate": f"{SITE}/de/",
        }
        for element in (feed, *feed.iter(f"{ATOM}entry")):
            assert element.findtext(f"{ATOM}id").startswith("tag:127.0.0.1,2026:/de/")
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", element.findtext(f"{ATOM}updated"))

    def test_feed_holds_the_texts_of_its_language_alone(self, read):
        (entry,) = self.entries(read.get("/de/feed.xml"))

        assert entry.findtext(f"{ATOM}title") == "Zu spät"
        assert entry.findtext(f"{ATOM}id") == "tag:127.0.0.1,2026:/de/messages/late"
        assert entry.findtext(f"{ATOM}summary") == "What helps."
        assert [link.get("href") for link in entry.findall(f"{ATOM}link")] == [
            f"{SITE}/de/messages/late",
            f"{SITE}/de/messages/late.md",
        ]
        assert list(self.entries(read.get("/ru/feed.xml"))) == []

    def test_newest_thirty_come_first(self, tmp_path):
        writer = Writer(tmp_path / "content")
        for number in range(31):
            file = writer.write(f"messages/a{number}", title=f"Article {number} & more")
            seconds = 1_790_000_000 + number * 86_400
            os.utime(file, (seconds, seconds))
        with open_portal(tmp_path / "instance", writer.path) as app:
            entries = list(self.entries(Browser(app).get("/en/feed.xml")))

        titles = [entry.findtext(f"{ATOM}title") for entry in entries]
        assert titles == [f"Article {number} & more" for number in range(30, 0, -1)]

    @pytest.mark.parametrize("path", ["/de/", "/de/messages/"])
    def test_pages_with_news_name_the_feed_of_their_language(self, read, path):
        assert links(read.get(path), rel="alternate", type="application/atom+xml") == ["/de/feed.xml"]


class TestListForAssistants:
    def test_it_is_in_the_form_assistants_look_for(self, read):
        page = read.get("/llms.txt")
        lines = page.source.splitlines()

        assert page.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert lines[0] == "# Help"
        assert lines[2].startswith("> ")
        assert [line for line in lines if line.startswith("#")] == [
            "# Help",
            "## Name in en",
            "## Name in en",
            "## Other languages",
            "## Optional",
        ]

    def test_articles_are_named_with_their_markdown(self, read):
        text = read.get("/llms.txt").source

        assert f"- [Messages are late]({SITE}/en/messages/late.md): What helps.\n" in text
        assert f"- [Deutsch]({SITE}/de/): " in text

    def test_every_address_in_it_answers(self, read):
        addresses = re.findall(r"\]\((\S+)\)", read.get("/llms.txt").source)

        assert len(addresses) == 3 + 4 + 6
        for address in addresses:
            assert read.client.get(address.removeprefix(SITE)).status_code in {200, 503}

    def test_title_with_brackets_ends_no_link(self, tmp_path):
        writer = Writer(tmp_path / "content")
        writer.write("messages/late", title="Late [again](x)")
        with open_portal(tmp_path / "instance", writer.path) as app:
            text = Browser(app).get("/llms.txt").source

        assert f"- [Late (again)(x)]({SITE}/en/messages/late.md): What helps." in text
