"""nginx with our configuration answers frozen pages as the portal would, and hands everything else to it."""

import gzip
import json
import select
import socket
import subprocess
import time

import brotli
import pytest

from portal.app import MAX_FORM_BYTES
from portal.web.headers import HSTS
from tests.deploy.nginx import BROTLI, CONFIGURATION
from tests.deploy.wire import Reply, ask, hold_half_sent
from tests.programs import require_program, unavailable

pytestmark = pytest.mark.requires_program("nginx")

ARTICLE = "/de/messages/late"
PATIENCE_S = 20
# What servers say for themselves; the ETag is nginx's own, and tells that the file was answered from the disk.
OWN = {"server", "date", "connection", "etag", "content-length", "transfer-encoding", "keep-alive"}
DECODERS = {"identity": bytes, "gzip": gzip.decompress, "br": brotli.decompress}


def is_from_file(reply: Reply) -> bool:
    """nginx's ETags are the file's time and size; the portal's begin with 24 digits of a digest."""
    modified, dash, size = reply.headers.get("etag", "").strip('"').partition("-")
    return bool(dash) and len(modified) == 8 and len(size) < 8


def list_addresses(place) -> list[str]:
    manifest = json.loads((place.frozen / ".frozen.json").read_text())
    return [told["address"] for told in manifest["files"].values()]


class TestFrozenPages:
    @pytest.mark.parametrize("encoding", ["identity", "gzip", "br"])
    def test_every_frozen_address_is_answered_from_its_file_as_the_portal_answers_it(self, place, encoding):
        if encoding == "br" and not BROTLI.is_file():
            unavailable("nginx has no module for brotli (Debian: libnginx-mod-http-brotli-static)")
        addresses = list_addresses(place)
        assert len(addresses) > 100

        for address in addresses:
            ours = ask(place.portal.address, address, Accept_Encoding=encoding)
            reply = ask(place.nginx.address, address, Accept_Encoding=encoding)
            assert is_from_file(reply), address
            decode = DECODERS[reply.headers.get("content-encoding", "identity")]
            assert (reply.status, decode(reply.body)) == (200, DECODERS[self._encoding(ours)](ours.body)), address
            assert self._told(reply) == self._told(ours), address

    @staticmethod
    def _encoding(reply: Reply) -> str:
        return reply.headers.get("content-encoding", "identity")

    @staticmethod
    def _told(reply: Reply) -> dict[str, str]:
        return {name: value for name, value in reply.headers.items() if name not in OWN}

    def test_reader_who_has_the_page_gets_304_for_each_encoding(self, place):
        etags = set()
        for encoding in ("identity", "gzip", "br") if BROTLI.is_file() else ("identity", "gzip"):
            first = ask(place.nginx.address, ARTICLE, Accept_Encoding=encoding)
            again = ask(place.nginx.address, ARTICLE, Accept_Encoding=encoding, If_None_Match=first.headers["etag"])
            assert (again.status, again.body) == (304, b"")
            assert again.headers["cache-control"] == first.headers["cache-control"]
            assert "content-security-policy" in again.headers
            etags.add(first.headers["etag"])
        assert not any(etag.startswith("W/") for etag in etags)
        assert len(etags) >= 2

    def test_head_has_the_headers_of_the_page(self, place):
        page, head = ask(place.nginx.address, ARTICLE), ask(place.nginx.address, ARTICLE, "HEAD")

        assert head.body == b""
        assert head.headers["content-length"] == str(len(page.body))

    def test_page_frozen_anew_is_served_soon(self, place):
        before = ask(place.nginx.address, ARTICLE)
        article = place.portal.content / "articles/messages/late/de.md"
        kept = article.read_text(encoding="utf-8")
        article.write_text(kept.replace("the same again", "something else"), encoding="utf-8")
        try:
            place.freeze()
            after = self._wait_for_another(place, before.headers["etag"])
        finally:
            article.write_text(kept, encoding="utf-8")
            place.freeze()

        assert b"something else" in after.body
        assert is_from_file(after)

    @staticmethod
    def _wait_for_another(place, etag: str) -> Reply:
        until = time.monotonic() + PATIENCE_S
        while (reply := ask(place.nginx.address, ARTICLE, If_None_Match=etag)).status == 304:
            assert time.monotonic() < until, "nginx never saw the new site"
            time.sleep(0.1)
        return reply


class TestTheRest:
    @pytest.mark.parametrize(
        ("path", "status"),
        [
            ("/", 302),
            ("/en/search?q=late", 200),
            ("/api/v1/search?q=late", 200),
            ("/en/status", 200),
            ("/api/v1/status", 200),
            ("/en/help/", 200),
            ("/en/requests/", 303),
            ("/en/sign-in", 200),
            ("/healthz", 200),
            ("/en/errors/?q=nothing", 200),
            ("/api/v1/articles?locale=de", 200),
            (f"{ARTICLE}?utm_source=mail", 200),
            ("/en/messages", 308),
            (f"{ARTICLE}/", 404),
            (f"{ARTICLE}.html", 404),
            ("/en/index.html", 308),
            ("/api/v1/articles.json", 404),
            ("/ru/messages/late.en.md", 404),
            ("/.frozen.json", 404),
            ("/en/messages/late.html.gz", 404),
            ("/static/unknown/js/portal.js", 200),
            ("/static/../.frozen.json", 404),
            ("/images/messages/late/screen.png?v=000000000000", 200),
            ("/images/messages/late/screen.png?v=../../../../etc/hostname", 200),
        ],
    )
    def test_is_answered_by_the_portal(self, place, path, status):
        ours = ask(place.portal.address, path)
        reply = ask(place.nginx.address, path)

        assert (ours.status, reply.status) == (status, status)
        assert not is_from_file(reply)
        for name in ("cache-control", "content-security-policy", "x-frame-options", "content-type", "vary", "location"):
            assert reply.headers.get(name) == ours.headers.get(name), name

    def test_fragment_of_a_frozen_page_is_asked_of_the_portal(self, place):
        assert not is_from_file(ask(place.nginx.address, ARTICLE, HX_Request="true"))

    def test_form_reaches_the_portal(self, place):
        reply = ask(place.nginx.address, "/en/help/", "POST", b"")

        assert reply.status == 303
        assert "/en/help/" in reply.headers["location"]
        assert "no-store" in reply.headers["cache-control"]
        assert "portal=" in reply.headers["set-cookie"]

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
    @pytest.mark.parametrize("path", [ARTICLE, "/de/", "/static/js/portal.js", "/de/feed.xml", f"{ARTICLE}?again"])
    def test_what_is_no_question_for_a_frozen_file_is_answered_by_the_portal(self, place, path, method):
        body = None if method in {"OPTIONS", "TRACE"} else b"what=typed"
        ours, reply = (ask(each.address, path, method, body) for each in (place.portal, place.nginx))

        assert (reply.status, reply.headers.get("allow")) == (ours.status, ours.headers.get("allow"))
        assert not is_from_file(reply)
        assert reply.headers["x-request-id"]

    def test_form_for_an_address_without_a_file_arrives_with_all_that_was_typed(self, place):
        typed, kind = b"q=" + b"late+" * 100, "application/x-www-form-urlencoded"
        ours, reply = (
            ask(each.address, "/en/search", "POST", typed, Content_Type=kind) for each in (place.portal, place.nginx)
        )

        assert (reply.status, reply.body) == (ours.status, ours.body)
        assert b"late late" in reply.body

    def test_verdict_from_a_frozen_page_is_taken(self, place):
        own = place.nginx.address
        body, kind = b"helpful=yes", "application/x-www-form-urlencoded"

        reply = ask(own, f"{ARTICLE}/helpful", "POST", body, Origin=own, Content_Type=kind)

        assert reply.status == 303

    def test_nobody_can_say_that_they_come_from_elsewhere(self, place):
        for _ in range(60):
            last = ask(place.nginx.address, f"{ARTICLE}/read", "POST", b"", X_Forwarded_For="203.0.113.1")
        over = ask(place.nginx.address, f"{ARTICLE}/read", "POST", b"", X_Forwarded_For="203.0.113.2")

        assert last.status == 403
        assert over.status == 429

    def test_hsts_is_what_the_portal_says(self):
        assert HSTS in CONFIGURATION.read_text(encoding="utf-8")


class TestLimits:
    def test_largest_form_that_the_policy_allows_passes(self, place):
        settings = json.loads(ask(place.portal.address, "/api/v1/policy").body)["attachments"]
        largest = settings["max_files"] * settings["max_mb"] * 1_000_000 + MAX_FORM_BYTES

        assert "client_max_body_size 130m;" in CONFIGURATION.read_text(encoding="utf-8")
        assert largest < 130 * 1024 * 1024

    def test_larger_body_is_refused_before_it_is_read(self, place):
        with socket.create_connection(("127.0.0.1", place.nginx.port), timeout=10) as connection:
            connection.sendall(b"POST /en/help/ HTTP/1.1\r\nHost: a\r\nContent-Length: 200000000\r\n\r\n")
            assert connection.recv(100).startswith(b"HTTP/1.1 413")

    def test_forty_half_sent_requests_keep_nobody_waiting(self, place):
        with hold_half_sent(place.nginx.port, 40, "/en/help/"):
            assert ask(place.nginx.address, "/en/search?q=late").status == 200

    def test_whoever_keeps_a_hundred_requests_open_can_ask_no_more_and_still_read(self, place):
        # An address that no other test asks from: of theirs, some request may still be counted.
        own = "127.0.0.3"
        with hold_half_sent(place.nginx.port, 101, "/en/help/", source=own) as held:
            answered, _, _ = select.select(held, [], [], PATIENCE_S)
            assert [connection.recv(12) for connection in answered] == [b"HTTP/1.1 429"]
            assert ask(place.nginx.address, ARTICLE, source=own).status == 200
            assert ask(place.nginx.address, "/en/search?q=late", source="127.0.0.4").status == 200


def test_configuration_is_right_without_brotli_and_without_anything_frozen(place, tmp_path):
    """As on a machine where nginx was installed a minute ago."""
    plain = (place.nginx.folder / "nginx.conf").read_text().replace(f"load_module {BROTLI};", "")
    rendered = (place.nginx.folder / "portal.conf").read_text().replace(str(place.nginx.folder / "portal.d"), "/none")
    (tmp_path / "nginx.conf").write_text(plain.replace(str(place.nginx.folder), str(tmp_path)))
    (tmp_path / "portal.conf").write_text(rendered)

    command = [require_program("nginx"), "-t", "-q", "-c", str(tmp_path / "nginx.conf")]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (checked.returncode, checked.stderr) == (0, "")
