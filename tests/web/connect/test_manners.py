"""How the interface behaves whatever is asked: problems, parts of lists, versions, limits, other sites' scripts."""

import pytest

from portal.app import MAX_FORM_BYTES
from portal.policy.views import MAX_BODY
from portal.web.page_cache import PageCache

QUESTION = {"plan": "premium", "channel": "chat", "severity": 1, "side": "provider"}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/api/v2/search", 404),
        ("GET", "/api/", 404),
        ("POST", "/api/v1/search", 405),
        ("DELETE", "/api/v1/policy", 405),
        ("PUT", "/api/v1/policy/promise", 405),
        ("GET", "/api/v1/articles?cursor=%C3%A9", 400),
        ("GET", "/api/v1/articles?cursor=bm90aGluZw", 400),
        ("GET", "/api/v1/articles?limit=0", 400),
        ("GET", "/api/v1/articles?limit=ten", 400),
        ("GET", "/api/v1/errors?limit=1001", 400),
        ("GET", "/api/v1/search?limit=51", 400),
    ],
)
def test_every_mistake_is_a_problem_document(app, method, path, status):
    answer = app.test_client().open(path, method=method)

    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert answer.json["status"] == status
    assert answer.json["title"]
    assert ("Allow" in answer.headers) is (status == 405)


@pytest.mark.parametrize("size", [MAX_BODY + 1, MAX_FORM_BYTES + 1])
def test_body_that_is_too_large_is_a_problem(app, size):
    answer = app.test_client().post("/api/v1/policy/promise", data=b" " * size, content_type="application/json")

    assert (answer.status_code, answer.content_type) == (413, "application/problem+json")


def test_whoever_asks_too_often_learns_when_to_come_back(app):
    client = app.test_client()

    answers = [client.post("/api/v1/policy/promise", json=QUESTION) for _ in range(301)]

    assert [answer.status_code for answer in answers[-2:]] == [200, 429]
    first, last = answers[0].headers, answers[-1].headers
    assert first["RateLimit-Policy"] == '"default";q=300;w=60'
    assert first["RateLimit"].startswith('"default";r=299;t=')
    assert "Retry-After" not in first
    assert last["RateLimit"].startswith('"default";r=0;t=')
    assert answers[-1].json["retry_after"] >= int(last["Retry-After"]) > 0


def test_list_comes_in_parts(browse):
    whole = browse.get("/api/v1/errors?locale=en").json
    gathered, address = [], "/api/v1/errors?limit=70&locale=en"
    while address:
        part = browse.get(address)
        gathered += part.json["errors"]
        link = part.headers.get("Link", "")
        address = link.partition("<")[2].partition(">")[0].removeprefix("http://127.0.0.1:8000")
        assert bool(address) is (part.json["next"] is not None)

    assert gathered == whole["errors"]
    assert whole["next"] is None
    assert len(gathered) == whole["total"] > 70


def test_unchanged_answer_is_not_sent_again(app):
    client = PageCache(app, lambda _: "state")

    def ask(etag=""):
        told = []
        headers = {"HTTP_IF_NONE_MATCH": etag} if etag else {}
        environ = {**base_environ("/api/v1/policy"), **headers}
        b"".join(client(environ, lambda status, given: told.append((status, dict(given)))))
        return told[0]

    status, headers = ask()
    again, kept = ask(headers["ETag"])

    assert (status[:3], again[:3]) == ("200", "304")
    assert kept["Access-Control-Allow-Origin"] == "*"


def base_environ(path):
    from werkzeug.test import EnvironBuilder

    return EnvironBuilder(path).get_environ()


@pytest.mark.parametrize("path", ["/api/v1/search?q=webhook", "/api/v1/status", "/api/v1/openapi.json", "/api/v1/no"])
def test_scripts_of_other_sites_may_read_what_is_for_everyone(app, path):
    headers = app.test_client().get(path, headers={"Origin": "https://shop.example"}).headers

    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in headers["Access-Control-Expose-Headers"]
