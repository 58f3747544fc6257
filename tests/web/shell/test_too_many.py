"""Whoever comes too often is told until when to wait, in their language, and loses nothing of what they typed."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.cases import views as cases
from portal.web.errors import too_many
from portal.web.formatting import format_clock
from portal.web.limits import client_network
from tests.cast import EVE

LANGUAGES = ["en", "de", "es", "pt-br", "ru"]


def exhaust(browse, path, data, times):
    for _ in range(times):
        browse.post(path, data, status=None)


def reply(browse, status=429, **fields):
    """Send a reply as a form of ours would; whether the request exists does not matter before the limit."""
    token = browse.get("/en/requests/").fields["csrf_token"]
    return browse.post("/en/requests/K7Q2-9XHM", {"csrf_token": token, **fields}, status=status)


@pytest.fixture
def full(app, monkeypatch):
    """Every route's limit is used up."""

    def refuse(*_args, **_kwargs):
        return False

    from portal.web.limits import limiter

    monkeypatch.setattr(limiter.limiter, "hit", refuse)


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_says_when_to_come_back_and_gives_back_what_was_typed(browse, full, language):
    sent = {"email": EVE, "step": "address", "csrf_token": browse.get(f"/{language}/sign-in").fields["csrf_token"]}

    page = browse.post(f"/{language}/sign-in", sent, status=429)

    assert page.language == {"pt-br": "pt-BR"}.get(language, language)
    assert int(page.headers["Retry-After"]) > 0
    assert page.headers["Cache-Control"] == "no-store" or "private" in page.headers["Cache-Control"]
    assert page.source.count(EVE) == 2
    assert f'<form class="form" method="post" action="/{language}/sign-in">' in page.source


@pytest.fixture
def waiting(app):
    """A page on which whoever came too often waits for so long."""

    def show(wait):
        with app.test_request_context("/en/sign-in"):
            return too_many(wait).get_data(as_text=True)

    return show


@pytest.mark.parametrize(
    ("wait", "seconds", "words"),
    [
        (timedelta(seconds=13.2), "14", "in 14 seconds"),
        (timedelta(seconds=0), "1", "in 1 second"),
        (timedelta(minutes=44), "2640", "in 44 minutes"),
    ],
)
def test_page_tells_the_real_rest_of_the_time(waiting, wait, seconds, words):
    page = waiting(wait)

    assert f'data-opens="{seconds}"' in page
    assert f"<span data-countdown>{words}</span>" in page


def test_clock_time_is_told_for_long_waits_only_and_is_never_too_early(app, waiting, clock):
    assert "data-local" not in waiting(timedelta(seconds=59))
    due = (clock() + timedelta(minutes=44, seconds=1)).replace(second=59)

    assert f"{due:%H:%M} (UTC)" in waiting(due - clock() - timedelta(seconds=59))
    assert f"{due + timedelta(seconds=1):%H:%M} (UTC)" in waiting(due - clock())


def test_page_has_one_thing_to_press_and_no_way_into_another_limit(ana, full):
    page = reply(ana, message="Line one")

    assert page.source.count("button-primary") == 1
    # The header has its own way there on every page.
    assert "Ask support" not in page.source.partition("<main")[2].partition("</main>")[0]


def test_header_of_a_limit_tells_the_same_as_the_page(browse):
    token = browse.get("/en/sign-in").fields["csrf_token"]
    exhaust(browse, "/en/sign-in", {"csrf_token": token, "email": "no address"}, 60)

    page = browse.post("/en/sign-in", {"csrf_token": token, "email": EVE}, status=429)

    assert f'data-opens="{page.headers["Retry-After"]}"' in page.source


def test_what_was_typed_can_be_sent_again_from_the_page(app, browse):
    token = browse.get("/en/sign-in").fields["csrf_token"]
    exhaust(browse, "/en/sign-in", {"csrf_token": token, "email": "no address"}, 60)
    page = browse.post("/en/sign-in", {"csrf_token": token, "email": EVE}, status=429)
    from portal.web.limits import limiter

    with app.app_context():
        limiter.reset()

    assert browse.submit(page, button="Send again").heading == "Enter your code"


def test_long_reply_comes_back_whole(ana, full):
    page = reply(ana, message="Line one\nline two")

    assert page.says("Line one line two")
    assert page.says("What you typed is kept on this page.")


def test_page_leads_back_and_into_a_mail_with_what_was_typed(ana, full):
    token = ana.get("/en/requests/").fields["csrf_token"]
    sent = {"csrf_token": token, "message": "Line one & password: Tr0ub4dor&3\nline two"}

    page = ana.post(
        "/en/requests/K7Q2-9XHM", sent, status=429, headers={"Referer": "http://localhost/en/requests/?x=1"}
    )

    assert 'href="/en/requests/?x=1"' in page.source
    assert "?body=Line%20one%20%26%20password%3A%20%E2%80%A2" in page.source
    assert "line%20two" in page.source
    assert "Tr0ub4dor%263" not in page.source


@pytest.mark.parametrize("referer", ["https://evil.example/en/", "http://localhost//evil.example", "", "javascript:x"])
def test_page_leads_back_to_no_other_site(ana, full, referer):
    token = ana.get("/en/requests/").fields["csrf_token"]

    page = ana.post("/en/requests/K7Q2-9XHM", {"csrf_token": token}, status=429, headers={"Referer": referer})

    assert "back-link" not in page.source


def test_time_is_told_without_its_day_when_it_is_today(app):
    now = datetime(2026, 11, 26, 5, 13, tzinfo=UTC)

    with app.test_request_context("/en/"):
        assert format_clock(now + timedelta(minutes=57), now) == "06:10 (UTC)"
        assert "27" in format_clock(now + timedelta(hours=19), now)


def test_text_of_others_is_never_markup(ana, full):
    page = reply(ana, message="</textarea><b>bold")

    assert "<b>bold" not in page.source


def test_flood_of_text_is_not_sent_back(ana, full):
    page = reply(ana, message="word " * 100_000)

    assert len(page.source) < 50_000


def test_fragment_is_told_in_a_line(browse, full):
    page = browse.post("/en/help/x/live-answers", {"subject": "x"}, status=400)
    answer = browse.client.post("/en/search", data={"q": "x"}, headers={"HX-Request": "true"})

    assert page.status == 400
    assert answer.status_code == 429
    assert "<html" not in answer.text
    assert "You can go on typing" in answer.text


@pytest.mark.parametrize("path", ["/api/v1/policy/promise", "/hooks/content"])
def test_programs_get_a_problem_document(browse, full, path):
    answer = browse.post(path, status=429)

    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json["status"] == 429
    assert answer.json["retry_after"] > 0
    assert int(answer.headers["Retry-After"]) > 0


def test_one_writer_is_bounded(ana):
    assert cases.REPLIES_OF_ONE == "60 per hour"
    for _ in range(60):
        reply(ana, status=404)

    assert reply(ana).status == 429


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("unix", "unix"),
    ],
)
def test_address_counts_with_the_network_its_holder_commands(app, address, network):
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert client_network() == network
