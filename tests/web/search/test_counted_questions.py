"""Questions are counted when somebody asks them, without who asked, and whatever the database does."""

import re

import pytest
from werkzeug.test import Client

from portal.db.engine import DatabaseUnavailable
from portal.search.current import current_search
from portal.search.learning.current import current_question_log
from portal.search.learning.model import Counts
from portal.web.current import current_database
from portal.web.page_cache import PageCache
from tests.web.search.counting import counted, ticket_of

ONE = Counts(asked=1)
OPENED = "/en/search/opened"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "empty"}


class TestWhatCounts:
    def test_question_on_a_page_and_through_the_api(self, app, browse):
        browse.get("/en/search?q=Template%20Rejected?")
        browse.get("/en/search?q=template++rejected")
        browse.get("/api/v1/search?q=template+rejected")

        assert counted(app) == {("en", "template rejected"): Counts(asked=3)}

    def test_paste_that_is_sent_in_the_body(self, app, browse):
        pasted = '{"error":{"message":"(#131047) Re-engagement message","code":131047}} wamid.HBgNNDkxNTE=='

        browse.post("/en/search", {"q": pasted}, status=200)

        [(language, question)] = counted(app)
        assert language == "en"
        assert sorted(question.split()) == ["131047", "message", "re-engagement"]

    def test_question_that_finds_nothing_is_told_from_one_that_does(self, app, browse):
        browse.get("/de/search?q=qqqqqqqq")
        browse.get("/de/search?q=131047")
        browse.get("/de/search?q=recipient+undeliverable")

        found = counted(app)
        assert found["de", "qqqqqqqq"] == Counts(asked=1, without_result=1)
        assert found["de", "131047"] == ONE

    def test_error_code_without_any_article_is_an_answer(self, app, browse):
        page = browse.get("/en/search?q=131047&kind=policy")
        assert page.says("Error 131047")

        browse.get("/en/search?q=131047")

        assert counted(app) == {("en", "131047"): ONE}

    @pytest.mark.parametrize(
        "address",
        [
            "/en/search",
            "/en/search?q=++",
            "/en/search?q=%2B49+151+2345678",
            "/en/search?q=template&page=2",
            "/en/search?q=template&category=templates",
            "/en/search?q=template&kind=guide",
            "/en/search?q=tempalte&literal=1",
            "/en/search/suggest?q=template",
        ],
    )
    def test_what_nobody_asked_anew_is_not_counted(self, app, browse, address):
        browse.get(address)

        assert counted(app) == {}

    @pytest.mark.parametrize(
        "headers",
        [
            {"Sec-Purpose": "prefetch"},
            {"Sec-Purpose": "prefetch;prerender"},
            {"Purpose": "prefetch"},
            {"Referer": "http://localhost/insights/search?days=7"},
        ],
        ids=["prefetch", "prerender", "old prefetch", "from the figures"],
    )
    def test_page_that_nobody_asked_for_is_not_counted(self, app, browse, headers):
        browse.get("/en/search?q=template", headers=headers)

        assert counted(app) == {}

    def test_head_is_not_counted(self, app, browse):
        assert browse.client.head("/en/search?q=template").status_code == 200

        assert counted(app) == {}

    def test_question_before_there_is_an_index_is_not_counted(self, app, browse, monkeypatch):
        with app.app_context():
            monkeypatch.setattr(current_search.get(), "_current", None)
            monkeypatch.setattr(current_search.get(), "_follow", lambda: None)
        browse.get("/en/search?q=template", status=503)

        assert counted(app) == {}

    def test_counts_are_kept_by_day(self, app, browse, clock):
        browse.get("/en/search?q=template")
        clock.advance(days=1)
        browse.get("/en/search?q=template")

        assert counted(app) == {("en", "template"): Counts(asked=2)}


def test_head_through_the_page_cache_is_not_counted(app):
    client = Client(PageCache(app, lambda _: "1"))

    assert client.head("/en/search?q=head").status_code == 200
    assert client.get("/en/search?q=template").status_code == 200

    assert counted(app) == {("en", "template"): ONE}


class TestWhatIsKept:
    @pytest.mark.parametrize(
        ("typed", "hidden"),
        [
            ("webhook D360-API-KEY: Zq8RtX2mLp0VwK5sJd7YbN3cHfEe", ["zq8r", "lp0vwk", "chfee"]),
            ("my password is sesame-street-9 and login fails", ["sesame"]),
            ("Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlLW9mLXRva2Vu rejected", ["eyj", "c2ln"]),
            ("ana.maria@firma.example gets error 131047", ["ana", "firma"]),
            ("+49 151 2345678 does not receive wamid.HBgNNDkxNTEyMzQ1Njc4", ["151", "2345678", "wamid", "hbgn"]),
        ],
    )
    def test_neither_secrets_nor_personal_data(self, app, browse, typed, hidden):
        browse.client.get("/en/search", query_string={"q": typed})

        ((_, question),) = counted(app)
        assert question
        assert not [each for each in hidden if each in question]

    def test_paste_is_reduced_to_its_code_and_its_message(self, app, browse):
        pasted = (
            '{"error":{"message":"(#131047) Re-engagement message","type":"OAuthException","code":131047,'
            '"fbtrace_id":"Az8or2yhqkZfEZ-_4Qn_Bam"},"to":"4915123456789"}'
        )
        browse.client.get("/en/search", query_string={"q": pasted})

        ((_, question),) = counted(app)
        assert "131047" in question
        assert "re-engagement message" in question
        assert "4915" not in question
        assert "az8or" not in question

    def test_pages_set_no_cookie_and_are_the_same_for_everyone(self, browse, ana):
        page, hers = browse.get("/en/search?q=template"), ana.get("/en/search?q=template")

        assert "Set-Cookie" not in page.headers
        assert page.source == hers.source


class TestWithoutDatabase:
    def test_search_answers_and_the_count_follows_later(self, app, browse, monkeypatch):
        def refuse():
            raise DatabaseUnavailable("gone")

        with app.app_context(), monkeypatch.context() as away:
            away.setattr(current_database.get(), "write", refuse)
            away.setattr(current_database.get(), "read", refuse)
            page = browse.get("/en/search?q=template")
            browse.post(OPENED, ticket_of(page), status=204, headers=SAME_ORIGIN)
            assert not current_question_log.get().carry()

        assert counted(app) == {("en", "template"): Counts(asked=1, opened=1)}


class TestOpened:
    def test_is_counted_for_the_question_of_the_page(self, app, browse):
        page = browse.get("/de/search?q=Vorlage+abgelehnt")
        answer = browse.post("/de/search/opened", ticket_of(page), status=204, headers=SAME_ORIGIN)

        assert answer.body == b""
        assert "Set-Cookie" not in answer.headers
        assert counted(app) == {("de", "vorlage abgelehnt"): Counts(asked=1, opened=1)}

    def test_page_names_the_address_and_what_it_is_about(self, browse):
        page = browse.get("/en/search?q=131047")

        assert f'data-opened="{OPENED}"' in page.source
        assert re.search(r"<ol[^>]* data-answers", page.source)

    def test_further_page_counts_for_the_same_question(self, app, browse):
        page = browse.get("/en/search?q=template&page=2")
        browse.post(OPENED, ticket_of(page), status=204, headers=SAME_ORIGIN)

        assert counted(app) == {("en", "template"): Counts(opened=1)}

    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            ({"Sec-Fetch-Site": "same-origin"}, 204),
            ({"Origin": "http://localhost"}, 204),
            ({"Origin": "http://127.0.0.1:8000"}, 204),
            ({}, 403),
            ({"Sec-Fetch-Site": "cross-site"}, 403),
            ({"Sec-Fetch-Site": "same-site"}, 403),
            ({"Sec-Fetch-Site": "none"}, 403),
            ({"Origin": "https://stranger.example"}, 403),
            ({"Origin": "null"}, 403),
            ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 403),
        ],
    )
    def test_only_own_pages_may_say_so(self, app, browse, headers, status):
        ticket = ticket_of(browse.get("/en/search?q=template"))

        browse.post(OPENED, ticket, status=status, headers=headers)

        assert counted(app)["en", "template"].opened == (status == 204)

    @pytest.mark.parametrize(
        ("body", "status"), [("", 400), ("template", 400), ("WyJhIl0.x", 400), (b"\xff\xfe", 400), ("x" * 2_001, 413)]
    )
    def test_invented_words_are_not_counted(self, app, browse, body, status):
        browse.post(OPENED, body, status=status, headers=SAME_ORIGIN)

        assert counted(app) == {}

    def test_page_of_the_day_before_yesterday_is_not_counted(self, app, browse, clock):
        ticket = ticket_of(browse.get("/en/search?q=template"))
        clock.advance(days=2)

        browse.post(OPENED, ticket, status=400, headers=SAME_ORIGIN)

        assert counted(app)["en", "template"].opened == 0

    def test_one_network_address_cannot_bend_the_figures(self, app, browse):
        ticket = ticket_of(browse.get("/en/search?q=template"))
        for _ in range(60):
            browse.post(OPENED, ticket, status=204, headers=SAME_ORIGIN)

        browse.post(OPENED, ticket, status=429, headers=SAME_ORIGIN)

        assert counted(app)["en", "template"].opened == 60
