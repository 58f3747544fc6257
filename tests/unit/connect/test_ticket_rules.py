from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from portal.connect.helpdesk.rules import ReportType, fit_moment
from portal.connect.tickets.protocol import Article, Reading, Role, Standing, Ticket
from portal.connect.tickets.rules import (
    Known,
    belongs_together,
    find_news,
    is_mark,
    make_mark,
    next_look,
)

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOST = "help.example.org"
TICKET = Ticket("1", "48001", "open", Standing.OPEN, NOW)
OPENING = Article("1", NOW, Role.CUSTOMER, public=True, text="It fails.")
KNOWN = Known("open", frozenset(), (), HOST)


def read(*articles, **changes):
    return Reading(replace(TICKET, **changes), (OPENING, *articles))


def said(number, text="Hello", role=Role.AGENT, *, public=True, mark=""):
    return Article(str(number), NOW, role, public, text, mark=mark)


def test_only_public_words_of_people_are_news():
    news = find_news(
        read(said(2), said(3, public=False), said(4, role=Role.MACHINE), said(5, " \n"), said(10, "More")), KNOWN
    )

    assert [article.id for article in news.articles] == ["2", "10"]
    assert news.seen == ("1", "2", "10")
    assert news.change is None


def test_one_text_of_the_portal_explains_one_article():
    known = replace(KNOWN, own_words=("Yes\n",))

    news = find_news(read(said(2, "Yes", Role.CUSTOMER), said(3, "Yes", Role.CUSTOMER)), known)

    assert [article.id for article in news.articles] == ["3"]


def test_marks_are_known_by_their_host():
    mark = make_mark("msg_1", HOST)

    assert is_mark(mark, HOST)
    assert not is_mark(mark, "other.example.org")
    assert not is_mark("<123.45@help.example.org>", HOST)
    assert find_news(read(said(2, role=Role.CUSTOMER, mark=mark)), KNOWN).articles == ()


@pytest.mark.parametrize(
    ("standing", "report"),
    [
        (Standing.OPEN, ReportType.REOPENED),
        (Standing.WAITING, ReportType.WAITING_ON_CUSTOMER),
        (Standing.SOLVED, ReportType.RESOLVED),
        (Standing.CLOSED, ReportType.CLOSED),
        (Standing.ELSEWHERE, None),
    ],
)
def test_new_state_is_a_report_and_an_old_one_is_none(standing, report):
    assert find_news(read(state="new word", standing=standing), KNOWN).change is report
    assert find_news(read(standing=standing), KNOWN).change is None


def test_answer_goes_with_the_state_that_came_with_it():
    late = replace(said(2), at=NOW - timedelta(minutes=1, seconds=1))

    assert belongs_together(said(2), TICKET, ReportType.RESOLVED)
    assert belongs_together(said(2), TICKET, ReportType.WAITING_ON_CUSTOMER)
    assert not belongs_together(late, TICKET, ReportType.RESOLVED)
    assert not belongs_together(said(2), TICKET, ReportType.CLOSED)
    assert not belongs_together(said(2, role=Role.CUSTOMER), TICKET, ReportType.RESOLVED)


@pytest.mark.parametrize(
    ("quiet", "pause"),
    [
        (timedelta(0), timedelta(minutes=2)),
        (timedelta(hours=2), timedelta(minutes=12)),
        (timedelta(days=9), timedelta(hours=1)),
        (timedelta(hours=-3), timedelta(minutes=2)),
    ],
)
def test_what_is_quiet_is_looked_at_rarely(quiet, pause):
    assert next_look(NOW - quiet, None, NOW) == NOW + pause


def test_what_nothing_reopens_is_left_alone():
    assert next_look(NOW, NOW - timedelta(days=7), NOW) == NOW + timedelta(minutes=2)
    assert next_look(NOW, NOW - timedelta(days=7, seconds=1), NOW) > NOW + timedelta(days=1000)


def test_moments_of_other_clocks_fit_into_the_case():
    hour = timedelta(hours=1)

    assert fit_moment(NOW - 2 * hour, NOW - hour, NOW) == NOW - hour
    assert fit_moment(NOW + hour, NOW - hour, NOW) == NOW
    assert fit_moment(NOW, NOW - hour, NOW) == NOW
