"""Articles for programs."""

import pytest


def test_list_holds_what_is_known_about_each_article(read):
    answer = read.get("/api/v1/articles?locale=de").json

    assert (answer["locale"], answer["total"]) == ("de", 3)
    entry = next(entry for entry in answer["articles"] if entry["slug"] == "late")
    assert entry.pop("changed_on")
    assert entry == {
        "category": "messages",
        "slug": "late",
        "url": "http://127.0.0.1:8000/de/messages/late",
        "locale": "de",
        "fallback": False,
        "stale": True,
        "title": "Zu spät",
        "summary": "What helps.",
        "kind": "troubleshooting",
        "component": "api",
        "error_codes": [131047, 131026],
    }


def test_list_is_english_when_no_locale_is_asked_for(read):
    assert read.get("/api/v1/articles").json["locale"] == "en"


def test_text_that_nobody_translated_stands_in(read):
    entries = read.get("/api/v1/articles?locale=ru").json["articles"]

    assert {(entry["locale"], entry["fallback"]) for entry in entries} == {("en", True)}


def test_article_comes_with_markdown_html_and_alternates(read):
    answer = read.get("/api/v1/articles/es/messages/late").json

    assert answer["markdown"].startswith("!!! summary")
    assert '<h2 id="s-check">' in answer["html"]
    assert [section["anchor"] for section in answer["sections"]] == ["", "s-check", "s-fix", "s-send"]
    assert {each["locale"]: each["available"] for each in answer["alternates"]} == {
        "en": True,
        "de": True,
        "es": True,
        "pt-br": False,
        "ru": False,
    }
    assert answer["related"] == ["messages/early"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/articles?locale=fr", 400),
        ("/api/v1/articles/fr/messages/late", 404),
        ("/api/v1/articles/en/messages/nothing", 404),
        ("/api/v1/articles/en/messages/hidden", 404),
    ],
)
def test_error_is_a_problem_document(read, path, status):
    page = read.get(path, status=status)

    assert page.headers["Content-Type"].startswith("application/problem+json")
    assert page.json["status"] == status


@pytest.mark.parametrize(
    "path", ["/api/v1/articles", "/api/v1/articles/en/messages/late", "/api/v1/articles?locale=fr"]
)
def test_any_site_may_read_it(read, path):
    assert read.client.get(path).headers["Access-Control-Allow-Origin"] == "*"
