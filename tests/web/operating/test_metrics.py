"""What Prometheus is told, and by whom it may be asked."""

from datetime import timedelta

import pytest
from werkzeug.test import Client

from portal.app import create_app, create_wsgi
from portal.db.engine import Database
from portal.db.outbox import OutboxRow, enqueue
from portal.db.rounds import RoundLog
from portal.web.current import current_database
from portal.web.metrics import prepare
from tests import made_before
from tests.building import START, make_settings, tear_down
from tests.web.cases.builders import ANA, opened
from tests.web.operating.conftest import read_metrics

ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}
HERE = {"REMOTE_ADDR": "127.0.0.1"}


def test_requests_are_counted_by_their_route_never_by_their_address(app, measured):
    app.test_client().get("/de/errors/131047")
    app.test_client().get("/de/errors/131047")
    app.test_client().get("/secret/nothing-here")

    assert measured("portal_requests_total", route="/{language}/errors/{code}", method="GET", status="200") >= 2
    assert measured("portal_request_seconds_count", route="/{language}/errors/{code}") >= 2
    text = app.test_client().get("/metrics").text
    assert "131047" not in text
    assert "secret" not in text


def test_inventing_addresses_adds_no_series(app):
    def series():
        return len(read_metrics(app.test_client().get("/metrics").text))

    app.test_client().get("/made-up/0/0/0")
    series()
    before = series()

    for number in range(20):
        app.test_client().get(f"/made-up/{number}/{number}/{number}")

    assert series() == before


def test_searches_are_measured(app, measured):
    app.test_client().get("/en/search?q=webhook")
    app.test_client().get("/en/search/suggest?q=webh", headers={"HX-Request": "true"})

    assert measured("portal_search_seconds_count", kind="results") >= 1
    assert measured("portal_search_seconds_count", kind="suggestions") >= 1


def test_page_cache_counts_hits_and_misses(tmp_path):
    cached = create_wsgi(make_settings(made_before.put_into(tmp_path), metrics_token="scrape-me-please"))
    client = Client(cached)

    client.get("/en/accessibility/")
    etag = client.get("/en/accessibility/").headers["ETag"]
    client.get("/en/accessibility/", headers={"If-None-Match": etag})
    client.get("/en/accessibility/?made=up")

    found = read_metrics(client.get("/metrics", headers={"Authorization": "Bearer scrape-me-please"}).text)
    assert found["portal_page_cache_misses_total", frozenset()] == 1
    assert found["portal_page_cache_hits_total", frozenset({("status", "200")})] == 1
    assert found["portal_page_cache_hits_total", frozenset({("status", "304")})] == 1
    tear_down(cached._application)


def test_mails_that_wait_are_counted_with_the_age_of_the_oldest(measured, stored, clock):
    with stored.write() as session:
        enqueue(session, "case_closed", {"to": ANA}, START)
        enqueue(session, "case_closed", {"to": ANA}, START + timedelta(minutes=5))
        session.flush()
        session.get(OutboxRow, 1).attempts = 3
        session.get(OutboxRow, 1).due_at = START + timedelta(hours=6)
    clock.advance(minutes=20)

    assert measured("portal_outbox_waiting") == 2
    assert measured("portal_outbox_age_seconds") == 1200, "a mail that fails again and again is waiting, too"
    assert measured("portal_outbox_given_up") == 0
    assert measured("portal_part_up", part="mail_out") == 0


def test_cases_are_counted_by_state_and_by_the_promise_they_are_late_for(measured, stored, clock):
    opened(stored)
    clock.now = START + timedelta(days=30)

    assert measured("portal_cases", state="open") == 1
    assert measured("portal_cases", state="closed") == 0
    assert measured("portal_cases_overdue", promise="first_response") == 1
    assert measured("portal_cases_escalated") == 0


def test_jobs_of_every_worker_are_added_up(measured, stored, clock):
    for _ in range(2):
        rounds = RoundLog()
        rounds.note("escalation", 3, START)
        rounds.note("mail", None, START)
        with stored.write() as session:
            rounds.write(session, START)
    clock.advance(minutes=2)

    assert measured("portal_promises_broken_total") == 6
    assert measured("portal_job_items_total", job="escalation") == 6
    assert measured("portal_job_age_seconds", job="escalation") == 120
    assert measured("portal_job_failures", job="mail") == 2
    assert measured("portal_worker_age_seconds") == 120


def test_figures_of_the_database_are_left_out_while_it_is_away(app, tmp_path):
    before = app.extensions[current_database.name]
    (tmp_path / "gone.sqlite3").mkdir()
    current_database.put(app, Database(f"sqlite:///{tmp_path / 'gone.sqlite3'}"))
    try:
        found = read_metrics(app.test_client().get("/metrics").text)
    finally:
        current_database.put(app, before)

    assert found["portal_database_up", frozenset()] == 0
    assert found["portal_content_problems", frozenset()] == 0
    assert ("portal_outbox_waiting", frozenset()) not in found


@pytest.fixture(scope="module", params=[0, 1])
def any_proxies(request, tmp_path_factory):
    """What a server runs, behind no proxy or one."""
    folder = made_before.put_into(tmp_path_factory.mktemp("instance"))
    cached = create_wsgi(make_settings(folder, trusted_proxies=request.param))
    yield cached
    tear_down(cached._application)


@pytest.mark.parametrize(
    ("environ", "headers", "status"),
    [
        (HERE, {}, 200),
        ({"REMOTE_ADDR": "::1"}, {}, 200),
        (ELSEWHERE, {}, 403),
        (ELSEWHERE, {"X-Forwarded-For": "127.0.0.1"}, 403),
        (HERE, {"X-Forwarded-For": "127.0.0.1"}, 403),
        (HERE, {"X-Forwarded-For": "203.0.113.9"}, 403),
        (HERE, {"X-Real-IP": "127.0.0.1"}, 403),
        (HERE, {"Via": "1.1 proxy"}, 403),
        ({"REMOTE_ADDR": ""}, {}, 403),
    ],
)
def test_without_a_token_only_this_machine_may_ask(any_proxies, environ, headers, status):
    answer = Client(any_proxies).get("/metrics", headers=headers, environ_overrides=environ)

    assert answer.status_code == status


def test_with_a_token_only_the_token_counts(tmp_path):
    app = create_app(make_settings(tmp_path, metrics_token="scrape-me-please"))
    client = app.test_client()

    assert client.get("/metrics", environ_overrides=HERE).status_code == 403
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 403
    right = client.get("/metrics", headers={"Authorization": "Bearer scrape-me-please"}, environ_overrides=ELSEWHERE)
    assert right.status_code == 200
    tear_down(app)


def test_only_counts_of_processes_that_are_gone_are_thrown_away_at_the_start(tmp_path):
    prepare(tmp_path)
    alive, gone = tmp_path / "metrics" / "counter_1.db", tmp_path / "metrics" / f"counter_{2**22 + 1}.db"
    alive.touch()
    gone.touch()

    prepare(tmp_path)

    assert alive.exists()
    assert not gone.exists()
