"""What nginx says when a request does not reach the portal: in the customer's language, and readers go on reading."""

import json
import select
import socket

import pytest

from tests.browser.running_portal import free_port
from tests.deploy.nginx import run_nginx
from tests.deploy.wire import Reply, ask, hold_half_sent
from tests.html_document import parse_html, text_of

pytestmark = pytest.mark.requires_program("nginx")

PATIENCE_S = 20
UNREACHABLE = {
    "en": "This part of the portal cannot be reached right now",
    "de": "Dieser Teil des Portals ist derzeit nicht erreichbar",
    "es": "Esta parte del portal no está disponible en este momento",
    "pt-br": "Esta parte do portal está indisponível no momento",
    "ru": "Эта часть портала сейчас недоступна",
}
KEPT = "what you typed is still there"


@pytest.fixture(scope="module")
def alone(place, tmp_path_factory):
    """nginx before a port where nobody listens, with the frozen site."""
    with run_nginx(tmp_path_factory.mktemp("alone") / "nginx", free_port(), [free_port()], place.frozen) as nginx:
        yield nginx.address


def find_heading(reply: Reply) -> str:
    return text_of(parse_html(reply.body.decode()).list_elements("h1")[0])


class TestPortalIsAway:
    def test_articles_are_read(self, alone):
        assert ask(alone, "/de/messages/late").status == 200

    @pytest.mark.parametrize("tag", UNREACHABLE)
    @pytest.mark.parametrize(("method", "path"), [("GET", "search?q=late"), ("GET", "requests/"), ("POST", "help/")])
    def test_everything_else_is_answered_in_words(self, alone, tag, method, path):
        reply = ask(alone, f"/{tag}/{path}", method, b"what=typed" if method == "POST" else None)

        assert (reply.status, find_heading(reply)) == (503, UNREACHABLE[tag])
        assert b"mailto:" in reply.body
        assert reply.headers["retry-after"] == "30"

    def test_page_is_kept_by_nobody_and_closed_like_all_others(self, alone):
        said, article = (ask(alone, path).headers for path in ("/en/requests/", "/en/messages/late"))

        assert said["cache-control"] == "no-store"
        for name in ("content-security-policy", "x-content-type-options", "referrer-policy", "x-frame-options"):
            assert said[name] == article[name]

    def test_english_is_spoken_where_the_address_names_no_language(self, alone):
        assert find_heading(ask(alone, "/")) == UNREACHABLE["en"]

    @pytest.mark.parametrize("path", ["/api/v1/search?q=late", "/hooks/mail", "/mcp"])
    def test_program_gets_a_problem_document(self, alone, path):
        reply = ask(alone, path, "POST" if path != "/api/v1/search?q=late" else "GET")

        assert (reply.status, reply.headers["content-type"]) == (503, "application/problem+json")
        assert json.loads(reply.body)["status"] == 503

    def test_page_is_never_put_where_a_fragment_was_to_stand(self, alone):
        reply = ask(alone, "/en/search/suggest?q=late", HX_Request="true")

        assert reply.status == 503
        assert UNREACHABLE["en"].encode() not in reply.body

    def test_nobody_asks_for_the_page_by_its_inner_name(self, alone):
        assert UNREACHABLE["en"].encode() in ask(alone, "/en/interrupted/unreachable").body
        assert ask(alone, "/.interrupted/unreachable").status in {404, 503}


class TestPortalIsNotAsked:
    @pytest.mark.parametrize(("tag", "words"), [("en", KEPT), ("ru", "введённое сохранилось")])
    def test_what_is_too_large_is_told_so(self, place, tag, words):
        with socket.create_connection(("127.0.0.1", place.nginx.port), timeout=PATIENCE_S) as connection:
            head = f"POST /{tag}/help/ HTTP/1.1\r\nHost: a\r\nContent-Length: 200000000\r\n\r\n"
            connection.sendall(head.encode())
            said = read_to_the_end(connection)

        assert said.startswith("HTTP/1.1 413")
        assert words in said

    def test_whoever_asks_too_much_at_once_is_told_so(self, place):
        with hold_half_sent(place.nginx.port, 101, "/de/help/", source="127.0.0.5") as held:
            (answered,), _, _ = select.select(held, [], [], PATIENCE_S)
            answered.settimeout(PATIENCE_S)
            said = read_to_the_end(answered)

        assert said.startswith("HTTP/1.1 429")
        assert "Aus Ihrem Netzwerk werden zu viele Seiten gleichzeitig geladen" in said


def read_to_the_end(connection: socket.socket) -> str:
    """All of a page, whose connection may stay open after it."""
    said = b""
    while b"</html>" not in said and (part := connection.recv(65536)):
        said += part
    return said.decode()
