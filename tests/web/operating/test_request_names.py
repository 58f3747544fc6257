"""Each request has a name in the log, in a header and on the page of an error."""

import io
import json
import logging
import sys
import threading

import pytest
import structlog
from structlog.testing import capture_logs
from werkzeug.test import Client

from portal.app import create_app, create_wsgi
from portal.web import logs
from tests import made_before
from tests.building import make_settings, tear_down

NAMED = "4f2a9c1e-from-the-proxy"


@pytest.fixture
def lines(monkeypatch):
    """What was written as the log, line by line."""
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    handlers, hook = logging.getLogger().handlers, threading.excepthook
    logs.configure()
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logging.getLogger().handlers, threading.excepthook = handlers, hook


@pytest.mark.parametrize(("proxies", "given"), [(1, "bad name"), (1, "short"), (1, "x" * 65), (1, ""), (0, NAMED)])
def test_name_from_elsewhere_is_not_taken(tmp_path, proxies, given):
    app = create_app(make_settings(tmp_path, trusted_proxies=proxies))

    named = app.test_client().get("/en/requests/", headers={"X-Request-ID": given}).headers["X-Request-ID"]

    assert named != given
    assert len(named) == 16
    tear_down(app)


def test_name_from_a_believed_proxy_is_kept(tmp_path):
    app = create_app(make_settings(tmp_path, trusted_proxies=1))

    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as told:
        answer = app.test_client().get("/en/requests/", headers={"X-Request-ID": NAMED})

    assert answer.headers["X-Request-ID"] == NAMED
    assert [line["request_id"] for line in told if line["event"] == "request"] == [NAMED]
    tear_down(app)


def test_kept_page_does_not_carry_the_name_of_the_request_that_made_it(tmp_path):
    cached = create_wsgi(make_settings(made_before.put_into(tmp_path)))
    client = Client(cached)

    made, kept = client.get("/en/accessibility/"), client.get("/en/accessibility/")

    assert "X-Request-ID" not in made.headers
    assert made.headers["ETag"] == kept.headers["ETag"]
    assert "X-Request-ID" not in kept.headers
    tear_down(cached._application)


def test_page_of_a_fault_shows_the_name_that_the_log_tells(app, browse, monkeypatch):
    def fail():
        raise RuntimeError("ana@premium.example")

    app.testing = False
    monkeypatch.setitem(app.view_functions, "incidents.show", fail)
    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as told:
        page = browse.get("/de/status", status=500)
    app.testing = True

    fault = next(line for line in told if line["event"] == "fault")
    assert page.says(f"Fehler 500 (ID {fault['request_id']})")
    assert fault["route"] == "/{language}/status"
    assert "ana@" not in str(told)


def test_missing_page_shows_no_name(browse):
    assert "(ID" not in browse.get("/en/messages/nothing-here", status=404).source


def test_libraries_are_heard_without_their_words(lines):
    logging.getLogger("some.library").error("failed for %s", "ana@premium.example")
    try:
        int("ana@premium.example")
    except ValueError:
        logging.getLogger("some.library").exception("ana@premium.example")

    first, second = lines()
    assert first["event"] == "library_says"
    assert (first["library"], first["level"]) == ("some.library", "error")
    assert second["exception"].startswith("ValueError at test_request_names.py:")
    assert "ana@" not in str((first, second))


def test_thread_that_ends_by_a_fault_is_told_without_its_words(lines):
    def fail():
        raise ValueError("ana@premium.example")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()

    (line,) = lines()
    assert line["event"] == "thread_ended"
    assert line["exception"].startswith("ValueError at test_request_names.py:")
