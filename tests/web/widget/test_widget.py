"""The help button for any site: small, readable from anywhere, in the language of the page, and nobody's."""

import gzip
import json

import pytest

from portal.kernel.language import LANGUAGES
from tests.building import make_app, make_settings, tear_down
from tests.checked_client import Browser
from tests.web.incidents.state import SLUG, incident, state_of

MOST_BYTES = 10_000
"""Compressed, before the button is pressed."""


def test_script_is_small_complete_and_may_be_loaded_from_anywhere(browse):
    page = browse.get("/widget.js")

    assert len(gzip.compress(page.body, 6)) < MOST_BYTES
    assert page.headers["Content-Type"].startswith("text/javascript")
    assert page.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "@LABELS@" not in page.source
    assert "@STYLES@" not in page.source
    for label in ("Hilfe", "Ayuda", "Ajuda", "Помощь"):
        assert label in page.source


@pytest.mark.parametrize("language", LANGUAGES, ids=str)
def test_words_of_each_language_are_readable_from_any_site(browse, language):
    page = browse.get(f"/{language.tag}/widget.json")

    assert page.headers["Access-Control-Allow-Origin"] == "*"
    assert all(page.json.values())
    assert "{n}" in page.json["found"]
    assert page.json["chat_url"].endswith(f"/{language.tag}/chat")


def test_words_differ_between_languages(browse):
    titles = {browse.get(f"/{language.tag}/widget.json").json["title"] for language in LANGUAGES}

    assert len(titles) == len(LANGUAGES)


def test_without_chat_none_is_offered(tmp_path):
    app = make_app(make_settings(tmp_path, chat="off"))

    assert Browser(app).get("/en/widget.json").json["chat"] == ""
    tear_down(app)


def test_state_of_the_platform_comes_in_the_language_asked_for(app, browse):
    with state_of(app) as state:
        state.show(incident())

        (german,) = browse.get("/api/v1/status?locale=de").json["incidents"]
        (english,) = browse.get("/api/v1/status?locale=xx").json["incidents"]

    assert (german["id"], german["title"]) == (SLUG, "Webhook-Ereignisse kommen spät")
    assert english["title"] == "Webhook events arrive late"


def test_page_shows_the_line_to_copy(browse):
    page = browse.get("/de/widget/")

    assert page.says('/widget.js" async></script>')
    assert json.dumps("noindex") in page.source
