import gzip
from pathlib import Path

import brotli
import pytest

from portal.web.page_cache import ENTRY_OVERHEAD, PageCache, choose_encoding, matches

ROOT = Path(__file__).resolve().parents[3]
BODY = b"<!doctype html>" + b"<p>Messages do not arrive.</p>" * 60


class Application:
    """A WSGI application that counts how often it is asked."""

    def __init__(self, headers=(("Cache-Control", "public, max-age=60"),), status="200 OK", body=BODY):
        self.headers = [("Content-Type", "text/html; charset=utf-8"), *headers]
        self.status, self.body, self.asked = status, body, 0

    def __call__(self, environ, start_response):
        self.asked += 1
        start_response(self.status, list(self.headers))
        return [self.body]


def ask(cache, path="/en/", **environ):
    answer = {}

    def start_response(status, headers, exc_info=None):
        answer.update(status=status, headers=dict(headers))

    request = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", **environ}
    answer["body"] = b"".join(cache(request, start_response))
    return answer


def test_second_visitor_is_served_without_the_application():
    application = Application()
    cache = PageCache(application, lambda _: "v1")

    first, second = ask(cache), ask(cache)

    assert application.asked == 1
    assert first == second
    assert second["body"] == BODY


def test_a_new_version_of_the_content_is_asked_for_again():
    application, version = Application(), ["v1"]
    cache = PageCache(application, lambda _: version[0])
    ask(cache)

    version[0] = "v2"
    ask(cache)

    assert application.asked == 2


def test_page_during_whose_making_the_content_changed_is_not_kept():
    version = ["v1"]

    class Changing(Application):
        def __call__(self, environ, start_response):
            version[0] = "v2"
            return super().__call__(environ, start_response)

    application = Changing()
    cache = PageCache(application, lambda _: version[0])
    ask(cache)

    version[0] = "v1"
    ask(cache)

    assert application.asked == 2


def test_application_is_told_what_the_version_was_made_of():
    told = []

    def application(environ, start_response):
        told.append(environ["library"])
        return Application()(environ, start_response)

    def version(environ) -> str:
        environ["library"] = "first" if not told else "second"
        return environ["library"]

    cache = PageCache(application, version)
    ask(cache)
    ask(cache)

    assert told == ["first", "second"]


@pytest.mark.parametrize(
    ("accept", "encoding", "decode"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("", None, bytes),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.decompress),
    ],
)
def test_each_client_gets_an_encoding_it_reads(accept, encoding, decode):
    answer = ask(PageCache(Application(), lambda _: "v"), HTTP_ACCEPT_ENCODING=accept)

    assert answer["headers"].get("Content-Encoding") == encoding
    assert decode(answer["body"]) == BODY
    assert answer["headers"]["Content-Length"] == str(len(answer["body"]))
    assert answer["headers"]["Vary"] == "Accept-Encoding"


def test_encodings_have_etags_of_their_own():
    cache = PageCache(Application(), lambda _: "v")
    tags = {ask(cache, HTTP_ACCEPT_ENCODING=accept)["headers"]["ETag"] for accept in ("br", "gzip", "")}

    assert len(tags) == 3


def test_client_that_holds_the_page_gets_304_without_a_body():
    cache = PageCache(Application(), lambda _: "v")
    etag = ask(cache)["headers"]["ETag"]

    answer = ask(cache, HTTP_IF_NONE_MATCH=f'"other", W/{etag}')

    assert answer["status"].startswith("304")
    assert answer["body"] == b""
    assert answer["headers"]["ETag"] == etag


def test_304_repeats_only_what_a_kept_copy_needs():
    said = [("Cache-Control", "public, max-age=60"), ("Content-Type", "text/html"), ("X-Frame-Options", "DENY")]
    cache = PageCache(Application(headers=[*said, ("Access-Control-Allow-Origin", "*")]), lambda _: "v")
    etag = ask(cache)["headers"]["ETag"]

    told = ask(cache, HTTP_IF_NONE_MATCH=etag)["headers"]

    assert told == {
        "Cache-Control": "public, max-age=60",
        "Access-Control-Allow-Origin": "*",
        "Vary": "Accept-Encoding",
        "ETag": etag,
    }


def test_answer_that_is_kept_nowhere_may_name_its_version():
    personal = Application(headers=[("Cache-Control", "private, no-store"), ("ETag", '"mine"')])
    cache = PageCache(personal, lambda _: "v")

    assert ask(cache, HTTP_IF_NONE_MATCH='"other"')["body"] == BODY
    answer = ask(cache, HTTP_IF_NONE_MATCH='"mine"')

    assert (answer["status"], answer["body"]) == ("304 NOT MODIFIED", b"")
    assert answer["headers"] == {"Cache-Control": "private, no-store", "ETag": '"mine"'}
    assert personal.asked == 2


def test_head_has_the_headers_of_get_and_no_body():
    cache = PageCache(Application(), lambda _: "v")
    got = ask(cache)

    head = ask(cache, REQUEST_METHOD="HEAD")

    assert head["body"] == b""
    assert head["headers"] == got["headers"]


@pytest.mark.parametrize(
    "application",
    [
        Application(headers=[("Cache-Control", "private, no-store")]),
        Application(headers=[]),
        Application(headers=[("Cache-Control", "public, max-age=15")]),
        Application(headers=[("Cache-Control", "public, max-age=60"), ("Set-Cookie", "a=b")]),
        Application(status="404 NOT FOUND"),
    ],
    ids=["private", "unmarked", "brief", "cookie", "missing"],
)
def test_what_is_not_the_same_for_everyone_is_never_kept(application):
    cache = PageCache(application, lambda _: "v")

    ask(cache)
    ask(cache)

    assert application.asked == 2


def test_addresses_with_a_query_are_finished_but_not_kept():
    application = Application()
    cache = PageCache(application, lambda _: "v")

    first = ask(cache, QUERY_STRING="q=1")
    again = ask(cache, QUERY_STRING="q=1", HTTP_IF_NONE_MATCH=first["headers"]["ETag"])

    assert application.asked == 2
    assert again["status"].startswith("304")


def test_fragments_for_htmx_do_not_take_the_place_of_the_page():
    application = Application()
    cache = PageCache(application, lambda _: "v")
    ask(cache)

    ask(cache, HTTP_HX_REQUEST="true")

    assert application.asked == 2


def test_posts_pass_through():
    application = Application()
    cache = PageCache(application, lambda _: "v")
    ask(cache, REQUEST_METHOD="POST")
    ask(cache, REQUEST_METHOD="POST")

    assert application.asked == 2


def test_memory_is_bounded_by_throwing_out_what_was_not_asked_for_longest():
    application = Application()
    cache = PageCache(application, lambda _: "v", max_bytes=(len(BODY) + ENTRY_OVERHEAD) * 2 + 10)
    for path in ("/a", "/b", "/a", "/c"):
        ask(cache, path)
    asked = application.asked

    ask(cache, "/a")
    assert application.asked == asked
    ask(cache, "/b")
    assert application.asked == asked + 1


def test_many_small_pages_are_counted_with_what_they_take_beside_their_bodies():
    application = Application(body=b"ok")
    cache = PageCache(application, lambda _: "v", max_bytes=2 * ENTRY_OVERHEAD)
    for path in ("/a", "/b", "/a"):
        ask(cache, path)

    assert application.asked == 3


def test_what_never_changes_is_compressed_best():
    def size(cache_control: str) -> int:
        body = (ROOT / "static/js/portal.js").read_bytes()
        application = Application(headers=[("Cache-Control", cache_control)], body=body)
        return len(ask(PageCache(application, lambda _: "v"), HTTP_ACCEPT_ENCODING="br")["body"])

    assert size("public, max-age=31536000, immutable") < size("public, max-age=60")


def test_small_bodies_are_not_compressed():
    answer = ask(PageCache(Application(body=b"ok"), lambda _: "v"), HTTP_ACCEPT_ENCODING="br")

    assert "Content-Encoding" not in answer["headers"]


def test_a_nonsense_accept_encoding_means_none():
    assert choose_encoding("br;q=x,,;;") == ""


def test_star_matches_any_tag():
    assert matches("*", '"a"')
    assert not matches("", '"a"')
