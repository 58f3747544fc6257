"""The JSON interface of the search (contract, section 7)."""

import pytest

RESULT = {"title", "url", "locale", "summary", "snippet", "kind", "component", "section", "score"}


def test_document_has_the_promised_members(browse):
    document = browse.get("/api/v1/search?q=131047&locale=en").json

    assert set(document) == {"query", "locale", "total", "took_ms", "did_you_mean", "error", "results"}
    assert document["error"] == {
        "code": "131047",
        "title": "Re-engagement message",
        "side": "customer",
        "url": "http://127.0.0.1:8000/en/errors/131047",
    }
    assert all(set(result) == RESULT for result in document["results"])
    assert document["total"] >= len(document["results"]) > 0


def test_question_without_a_code_has_no_error(browse):
    document = browse.get("/api/v1/search?q=template+rejectd").json

    assert document["error"] is None
    assert document["did_you_mean"] in {None, "template rejected"}


def test_answer_is_in_the_language_asked_for(browse):
    document = browse.get("/api/v1/search?q=Vorlage+abgelehnt&locale=de").json

    assert document["locale"] == "de"
    assert document["results"][0]["locale"] == "de"
    assert document["results"][0]["url"].startswith("http://127.0.0.1:8000/de/")


def test_section_belongs_to_the_address(browse):
    (result, *_) = browse.get("/api/v1/search?q=escalation").json["results"]

    assert result["url"].endswith(f"#{result['section']['anchor']}")


def test_any_site_may_read_it(browse):
    page = browse.get("/api/v1/search?q=webhook")

    assert page.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in page.headers


def test_limit_holds(browse):
    assert len(browse.get("/api/v1/search?q=message&limit=3").json["results"]) == 3


@pytest.mark.parametrize("narrow", ["category=policy", "kind=guide", "component=webhooks"])
def test_results_can_be_narrowed(browse, narrow):
    everything = browse.get("/api/v1/search?q=message&limit=50").json
    narrowed = browse.get(f"/api/v1/search?q=message&limit=50&{narrow}").json

    assert 0 < narrowed["total"] < everything["total"]
    addresses = {result["url"].partition("#")[0] for result in everything["results"]}
    assert {result["url"].partition("#")[0] for result in narrowed["results"]} <= addresses


@pytest.mark.parametrize(
    "query",
    ["locale=fr", "locale=", "limit=0", "limit=51", "limit=-1", "limit=x", "limit=1e9", "kind=x", "component=%C3%A4"],
)
def test_impossible_wishes_are_refused_with_a_problem(browse, query):
    page = browse.get(f"/api/v1/search?q=webhook&{query}", status=400)

    assert page.headers["Content-Type"] == "application/problem+json"
    assert page.json["status"] == 400


@pytest.mark.parametrize("query", ["", "q=", "q=%20"])
def test_no_question_has_no_results(browse, query):
    document = browse.get(f"/api/v1/search?{query}").json

    assert (document["total"], document["results"]) == (0, [])
