"""A page for everyone is made of files alone: no database, no session, no cookie. Every public address is tried."""

import pytest
from flask import Flask

from portal.articles.current import current_library
from portal.db.engine import Database
from portal.kernel.language import DEFAULT_LANGUAGE, LANGUAGES
from portal.web.assets import STYLESHEET, asset_url
from tests.checked_client import Browser


class DatabaseWasAsked(AssertionError):
    """A public page opened a unit of work."""


@pytest.fixture
def without_database(app, monkeypatch) -> Flask:
    def refuse(*_, **__):
        raise DatabaseWasAsked

    monkeypatch.setattr(Database, "_session", refuse)
    return app


def list_public_addresses(app: Flask) -> list[str]:
    """An address for every public route, in every language, with an article that exists."""
    addresses = []
    with app.test_request_context("/"):
        library = current_library.get()()
        article, tree = library.list_articles(DEFAULT_LANGUAGE)[0].id, library.trees[0]
        values = {"category": article.category, "slug": article.slug, "code": "131047"}
        values |= {"tree": tree.id, "answers": tree.first.answers[0].id, "reason": "unreachable"}
        for rule in app.url_map.iter_rules():
            public = getattr(app.view_functions[rule.endpoint], "portal_access", "") == "public"
            if not public or "GET" not in (rule.methods or ()) or "name" in rule.arguments:
                continue
            languages = LANGUAGES if "language" in rule.arguments else (DEFAULT_LANGUAGE,)
            for language in languages:
                filled = {**values, "language": language}
                given = {name: filled[name] for name in rule.arguments}
                _, address = rule.build(given)
                addresses.append(address)
        addresses.append(asset_url(STYLESHEET))
    return addresses


def test_public_pages_need_files_alone(without_database):
    browse = Browser(without_database)
    addresses = list_public_addresses(without_database)

    assert len(addresses) > len(LANGUAGES)
    for address in addresses:
        page = browse.get(address)
        assert "public" in page.headers["Cache-Control"], address


def test_page_that_asks_database_is_found(without_database):
    with pytest.raises(DatabaseWasAsked), Database("sqlite://").read():
        pass
