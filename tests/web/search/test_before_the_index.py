"""While there is no index yet, everything says so and nothing keeps the answer."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from portal.search.current import current_search
from portal.search.searcher import Reader


class Unready:
    """A searcher that has just begun to build."""

    @contextmanager
    def open(self) -> Iterator[Reader]:
        yield Reader(None)


@pytest.fixture
def unready(app):
    kept = app.extensions[current_search.name]
    current_search.put(app, Unready())
    yield
    current_search.put(app, kept)


def test_page_says_so(unready, browse):
    page = browse.get("/en/search?q=webhook", status=503)

    assert "being prepared" in page.words
    assert "Webhooks and media" in page.words
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Retry-After"]


def test_suggestions_are_empty(unready, browse):
    assert 'role="option"' not in browse.get("/en/search/suggest?q=web", fragment=True).source


def test_program_is_told_to_come_back(unready, browse):
    page = browse.get("/api/v1/search?q=webhook", status=503)

    assert page.json["title"] == "Not ready"
    assert page.headers["Retry-After"]
    assert page.headers["Cache-Control"] == "no-store"
