"""Error codes on the site: a table of all, an address for each, the same as JSON, and the card in the search."""

import pytest

from portal.kernel.language import LANGUAGES


@pytest.mark.parametrize("language", [language.tag for language in LANGUAGES])
def test_table_holds_every_code_in_each_language(browse, language):
    page = browse.get(f"/{language}/errors/")

    addresses = {link.get("href") for link in page.document.list_elements("a")}
    assert {f"/{language}/errors/{code}" for code in ("0", "131047", "2388103", "invalid-api-key")} <= addresses
    assert page.says("Re-engagement message")


def test_table_is_narrowed_by_words_in_any_spelling(browse):
    page = browse.get("/en/errors/?q=PAYMENT+credit")

    assert page.says("131042")
    assert not page.says("131047")


def test_table_is_narrowed_by_a_side(browse):
    page = browse.get("/en/errors/?side=meta")

    assert page.says("131049")
    assert not page.says("131047")


def test_number_of_a_range_is_found_in_the_table(browse):
    assert browse.get("/en/errors/?q=230").says("201–299")


def test_words_that_fit_no_code_lead_to_the_search(browse):
    page = browse.get("/en/errors/?q=teapot")

    assert page.says("No code fits")
    assert page.link("Search everything") == "/en/search?q=teapot"


def test_secret_typed_into_the_table_is_masked(browse):
    page = browse.get("/en/errors/?q=Authorization:+Bearer+EAAJB1234567890abcdefghijklmnop")

    assert "EAAJB1234567890abcdefghijklmnop" not in page.source


def test_unknown_side_is_no_fault(browse):
    assert browse.get("/en/errors/?side=moon").says("No code fits")


def test_code_has_a_page_that_says_what_to_do(browse):
    page = browse.get("/en/errors/131047")

    assert page.heading == "Error 131047: Re-engagement message"
    for words in ("Your side", "No, not until something is changed", "Send an approved template"):
        assert page.says(words)
    assert page.link("Messages fail with error 131047 – Fix it") == "/en/messages/window-closed-131047#s-fix"


def test_code_begins_a_request_with_everything_filled_in(browse):
    page = browse.get("/de/errors/131047")
    for name, value in {"component": "api", "error": "131047", "article": "messages/window-closed-131047"}.items():
        assert page.fields[name] == value

    first = browse.submit(page, button="Support kontaktieren")

    assert first.path.endswith("/access")


def test_answer_without_a_number_has_a_page_too(browse):
    assert browse.get("/en/errors/invalid-api-key").heading == "HTTP 401: Invalid API key"


def test_number_of_a_range_leads_to_the_range(browse):
    assert browse.get("/ru/errors/230", status=302).location == "/ru/errors/201"


def test_status_leads_to_the_answers_that_have_it(browse):
    page = browse.get("/en/errors/403", follow=True)

    assert page.says("Endpoint is blocked")
    assert page.says("Permission denied for partner")


@pytest.mark.parametrize("code", ["418", "999999999", "teapot", "-1", "1e3"])
def test_unknown_code_is_not_found(browse, code):
    browse.get(f"/en/errors/{code}", status=404)


def test_pages_are_the_same_for_everyone(browse):
    for address in ("/en/errors/", "/en/errors/131047"):
        page = browse.get(address)
        assert page.headers["Cache-Control"].startswith("public")
        assert "Set-Cookie" not in page.headers


def test_article_leads_to_the_codes_it_is_about(browse):
    assert browse.get("/en/messages/window-closed-131047").link("Error 131047") == "/en/errors/131047"


def test_search_explains_a_code_that_no_article_is_about(browse):
    page = browse.get("/en/search?q=error+134102")

    assert page.says("Template unavailable for use")
    assert page.link("Template unavailable for use") == "/en/errors/134102"


def test_codes_are_offered_while_somebody_types(browse):
    assert (
        browse.get("/en/search/suggest?q=13410").link("Only marketing messages supported 134100") == "/en/errors/134100"
    )


def test_codes_are_given_as_json(browse):
    document = browse.get("/api/v1/errors?locale=de").json

    assert document["total"] == len(document["errors"]) > 90
    code = next(error for error in document["errors"] if error["code"] == "131049")
    assert (code["side"], code["retry"], code["wait_seconds"]) == (["meta"], "wait", 24 * 3600)
    assert code["url"].endswith("/de/errors/131049")


def test_unknown_locale_is_a_problem_document(browse):
    assert browse.get("/api/v1/errors?locale=xx", status=400).json["title"] == "Unknown locale"
