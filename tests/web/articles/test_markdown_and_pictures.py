"""What an article is made of: its Markdown and its pictures."""

from dataclasses import replace

import pytest

from portal.articles.current import current_library
from portal.articles.plain_markdown import write_body
from portal.kernel.language import ENGLISH, GERMAN
from tests.web.articles.conftest import draw

TABLE = """**Resolution times**

    | Where the cause lies | Resolution target |
    | --- | --- |
    | Our side | 48 hours |
    | Meta’s side | No target, since Meta provides no SLA |"""
EXPECTED = """---
title: Zu spät
summary: What helps.
language: de
canonical: http://127.0.0.1:8000/de/messages/late
updated: {day}
---

!!! summary "In short"
    - **What is wrong:** nothing.

## Check in this order {{#check}}

First response: 24 Stunden. See [how to set it up](http://127.0.0.1:8000/de/webhooks/set-up.md#fix).

## Fix it {{#fix}}

![The screen with the key](http://127.0.0.1:8000/images/messages/late/screen.png?v={digest})

## What to send us {{#send}}

Nothing.
"""


def test_markdown_is_complete_in_itself(read, small_app):
    page = read.get("/de/messages/late.md")
    with small_app.app_context():
        found = current_library.get()().find("messages", "late", GERMAN)
    picture = found.library.pictures[found.id]["screen.png"].digest

    assert page.source == EXPECTED.format(day=found.article.changed_on, digest=picture)
    assert page.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert page.headers["Content-Language"] == "de"
    assert page.headers["Link"].endswith('/de/messages/late>; rel="canonical"')


def test_markdown_that_nobody_translated_is_english(read):
    page = read.get("/ru/messages/late.md")

    assert page.headers["Content-Language"] == "en"
    assert page.headers["Link"].endswith('/en/messages/late>; rel="canonical"')


def test_promise_in_a_text_that_stands_in_is_english_and_its_links_keep_the_readers_language(read):
    text = read.get("/ru/messages/late.md").source

    assert "First response: 24 hours." in text
    assert "(http://127.0.0.1:8000/ru/webhooks/set-up.md#fix)" in text


@pytest.mark.parametrize(
    ("body", "written"),
    [
        ("Within `{{ policy.plans.basic.first_response }}`.", "Within `{{ policy.plans.basic.first_response }}`."),
        ("```\n[a](../late/en.md)\n```", "```\n[a](../late/en.md)\n```"),
        ("`a` [b](../late/en.md) `c`", "`a` [b](http://127.0.0.1:8000/en/messages/late.md) `c`"),
        ("[b]\n\n[b]: ../late/en.md", "[b]\n\n[b]: http://127.0.0.1:8000/en/messages/late.md"),
        ("[b](#fix) [c](https://a.example/x) [d](mailto:a@b.example)",) * 2,
        ("[b](../nothing/en.md)",) * 2,
        ("{{ policy.nothing }}",) * 2,
        ("<!-- {{ policy.version }} -->",) * 2,
        ('!!! note\n    {{ policy_table("resolution") }}\n', f"!!! note\n    {TABLE}\n"),
    ],
)
def test_only_what_is_meant_is_replaced(small_app, body, written):
    with small_app.test_request_context("/"):
        found = current_library.get()().find("messages", "late", ENGLISH)
        article = replace(found.article, source=found.article.source[: found.article.body_start] + body.encode())

        assert write_body(replace(found, article=article)) == written.strip("\n") + "\n"


def test_markdown_of_nothing_is_not_found(read):
    read.get("/en/messages/nothing.md", status=404)
    read.get("/en/messages/hidden.md", status=404)


def address_of_picture(read) -> str:
    (image,) = read.get("/en/messages/late").document.list_elements("img")
    assert (image.get("width"), image.get("height"), image.get("loading")) == ("40", "20", "lazy")
    assert image.get("alt") == "The screen with the key"
    return image.get("src")


def test_picture_is_for_keeps_under_the_address_of_the_page(read):
    page = read.get(address_of_picture(read))

    assert page.body == draw()
    assert page.headers["Content-Type"] == "image/png"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in page.headers["Cache-Control"]


@pytest.mark.parametrize("query", ["", "?v=0123456789ab"])
def test_picture_under_another_address_is_not_for_keeps(read, query):
    page = read.get(address_of_picture(read).partition("?")[0] + query)

    assert "immutable" not in page.headers["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    [
        "/images/messages/late/nothing.png",
        "/images/messages/late/en.md",
        "/images/messages/nothing/screen.png",
        "/images/messages/late/..%2Fen.md",
        "/images/../policy.yml",
    ],
)
def test_nothing_but_pictures_is_served(read, path):
    read.get(path, status=404)
