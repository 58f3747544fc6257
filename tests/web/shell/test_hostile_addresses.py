"""Addresses that nobody on the site has written: odd queries, foreign hosts, doubled slashes."""

import pytest


@pytest.mark.parametrize(
    "query",
    ["endpoint=x", "self=1", "_anchor=x", "_method=POST", "_scheme=javascript&_external=1", "language=xx", "a=1&a=2"],
)
@pytest.mark.parametrize("path", ["/en/", "/de/help/", "/es/sign-in", "/ru/status"])
def test_no_query_breaks_the_links_to_other_languages(browse, path, query):
    page = browse.get(f"{path}?{query}")

    assert not [address for address in page.addresses if address.startswith("javascript:")]


def test_the_links_to_other_languages_do_not_name_the_host_of_the_request(app):
    answer = app.test_client().get("/en/?_external=1", base_url="http://evil.example")

    assert b"evil.example" not in answer.data


def test_the_language_switcher_keeps_the_query(browse):
    page = browse.get("/en/search?q=131047&kind=guide")

    assert "/de/search?q=131047&kind=guide" in page.addresses


@pytest.mark.parametrize("path", ["/en/help", "/en//help/", "/en/help?subject=a%26b"])
def test_a_repaired_address_stays_on_the_host_that_was_asked(app, path):
    answer = app.test_client().get(path, base_url="http://evil.example")

    assert answer.status_code == 308
    assert answer.headers["Location"] in {"/en/help/", "/en/help/?subject=a%26b"}
    assert b"evil.example" not in answer.data


def test_invented_methods_do_not_fill_the_metrics(app):
    client = app.test_client()
    client.open("/en/", method="INVENTED")

    counted = client.get("/metrics").text

    assert "INVENTED" not in counted
    assert 'portal_requests_total{method="other",route="unmatched",status="405"}' in counted
