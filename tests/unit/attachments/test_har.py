"""What browsers record: names and values apart, cookies of any name, bodies in base64."""

import base64
import json

import pytest

from portal.attachments.texts import mask_document

KEY = "Zq8RtX2mLp0VwK5sJd7YbN3cHf"


def masked(group, *members):
    """The members of a group of a request, after a recording with them was masked."""
    text = json.dumps({"log": {"entries": [{"request": {group: list(members)}}]}}, indent=2)
    return json.loads(mask_document(text).text)["log"]["entries"][0]["request"][group]


@pytest.mark.parametrize("name", ["D360-API-KEY", "x-api-key", "Authorization", "x-access-token"])
@pytest.mark.parametrize("order", [("name", "value"), ("value", "name")])
def test_secret_header_is_masked_wherever_its_name_stands(name, order):
    member = {"name": name, "value": KEY}

    (header,) = masked("headers", {field: member[field] for field in order})

    assert header["name"] == name
    assert KEY not in header["value"]


def test_ordinary_headers_stay():
    headers = [{"name": "Accept", "value": "application/json"}, {"name": "X-Request-Id", "value": "a1b2c3d4e5f6"}]

    assert masked("headers", *headers) == headers


def test_every_cookie_goes_whatever_its_name():
    cookies = masked("cookies", {"name": "theme", "value": "dk-17", "path": "/"}, {"value": "x9", "name": "sid"})

    assert [(cookie["name"], cookie["value"]) for cookie in cookies] == [("theme", "•••"), ("sid", "•••")]
    assert cookies[0]["path"] == "/"


def test_cookies_as_names_and_values_go():
    text = mask_document(json.dumps({"cookies": {"sid": "x9y8", "empty": ""}, "other": {"sid": "x9y8"}})).text

    assert json.loads(text) == {"cookies": {"sid": "•••", "empty": ""}, "other": {"sid": "x9y8"}}


def test_query_strings_are_read_as_in_an_address():
    query = masked("queryString", {"name": "code", "value": "AQD4b8c2x9Kk2"}, {"name": "page", "value": "12"})

    assert [each["value"] for each in query] == ["•••", "12"]


def test_body_in_base64_becomes_the_text_it_is_without_its_secrets():
    body = base64.b64encode(json.dumps({"api_key": KEY, "ok": True}).encode()).decode()
    text = json.dumps({"content": {"encoding": "base64", "mimeType": "application/json", "text": body}})

    content = json.loads(mask_document(text).text)["content"]

    assert content["encoding"] == ""
    assert json.loads(content["text"]) == {"api_key": "Zq8R…3cHf", "ok": True}


@pytest.mark.parametrize("body", [base64.b64encode(bytes(range(256))).decode(), "not base64 at all"])
def test_body_that_nobody_can_search_goes_and_is_told(body):
    result = mask_document(json.dumps({"content": {"text": body, "encoding": "base64"}}))

    assert json.loads(result.text) == {"content": {"text": "•••", "encoding": "base64"}}
    assert [found.kind for found in result.findings] == ["unsearchable"]


def test_masking_a_masked_recording_changes_nothing():
    text = json.dumps(
        {"headers": [{"name": "Authorization", "value": f"Bearer {KEY}"}, {"name": "Cookie", "value": "a=b1"}],
         "cookies": [{"name": "a", "value": "b1"}], "queryString": [{"name": "token", "value": KEY}]}
    )  # fmt: skip
    once = mask_document(text)

    assert mask_document(once.text).text == once.text
    assert mask_document(once.text).findings == ()
