"""What an article is made of: its Markdown and its pictures."""

import pytest

from tests.web.articles.conftest import draw


def test_markdown_is_what_the_editors_wrote(read, small_writer):
    page = read.get("/de/messages/late.md")

    assert page.body == (small_writer.path / "articles/messages/late/de.md").read_bytes()
    assert page.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert page.headers["Content-Language"] == "de"
    assert page.headers["Link"].endswith('/de/messages/late>; rel="canonical"')


def test_markdown_that_nobody_translated_is_english(read):
    page = read.get("/ru/messages/late.md")

    assert page.headers["Content-Language"] == "en"
    assert page.headers["Link"].endswith('/en/messages/late>; rel="canonical"')


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
