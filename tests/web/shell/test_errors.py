"""Whatever goes wrong has a page in the reader's language with a way on."""

import pytest

WAYS_ON = {"de": ("/de/", "/de/help/"), "ru": ("/ru/", "/ru/help/"), "en": ("/en/", "/en/help/")}


@pytest.mark.parametrize(
    ("path", "accept", "language"),
    [
        ("/de/messages/no-such-article", "", "de"),
        ("/ru/no/such/place/at/all", "en", "ru"),
        ("/xx/", "de", "de"),
        ("/fr/messages/window-closed-131047", "ru,en;q=0.3", "ru"),
        ("/nowhere", "", "en"),
        ("/de/%ff%fe", "", "de"),
        ("/de/messages/%00", "", "de"),
    ],
)
def test_an_unknown_address_leads_on_in_the_readers_language(browse, path, accept, language):
    page = browse.get(path, status=404, follow=True, headers={"Accept-Language": accept})

    assert page.language == language
    assert set(WAYS_ON[language]) <= set(page.addresses)
    assert page.headers["Cache-Control"] == "no-store"


def test_an_address_that_is_nearly_right_leads_to_the_article(browse):
    slip = browse.get("/en/templates/rejcted", status=404)
    moved = browse.get("/de/messages/rejected", status=404)

    assert "/en/templates/rejected" in slip.addresses
    assert "/en/account/restricted-account" not in slip.addresses
    assert "/de/templates/rejected" in moved.addresses
    assert slip.source.count('type="search"') == 1


@pytest.mark.parametrize(
    "path", ["messages/qqqqxxzz", "messages/does-not-exist", "a/this-page-does-not-exist", "messages/verify"]
)
def test_an_address_near_no_article_names_none(browse, path):
    assert "Did you mean" not in browse.get(f"/en/{path}", status=404).source


def test_one_article_is_named_as_one(browse):
    assert browse.get("/en/templates/rejcted", status=404).says("Did you mean this article?")
    assert browse.get("/en/webhooks/media", status=404).says("Did you mean one of these articles?")


def test_a_wrong_method_is_refused_and_says_which_are_right(browse):
    page = browse.post("/en/status", status=405)

    assert set(page.headers["Allow"].split(", ")) >= {"GET", "HEAD"}


def test_a_form_without_its_token_is_refused_with_a_way_on(browse):
    page = browse.post("/de/sign-in", {"email": "eve@stranger.example"}, status=400)

    assert page.language == "de"


def test_a_fault_of_ours_shows_no_details(app, browse, monkeypatch):
    def fail():
        raise RuntimeError("secret detail")

    app.testing = False
    monkeypatch.setitem(app.view_functions, "incidents.show", fail)
    page = browse.get("/es/status", status=500)
    app.testing = True

    assert page.language == "es"
    assert "secret detail" not in page.source
    assert any(address.startswith("mailto:") for address in page.addresses)


def test_programs_get_a_problem_document(browse):
    page = browse.get("/api/v1/articles/en/messages/no-such-article", status=404)

    assert page.headers["Content-Type"] == "application/problem+json"
    assert page.json["status"] == 404


def test_a_text_with_broken_encoding_is_searched_all_the_same(browse):
    assert browse.get("/en/search?q=%ff%fe131047").says("131047")
