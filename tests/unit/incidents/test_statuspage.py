import json
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from portal.incidents.model import Health, Impact, Phase
from portal.incidents.monitor import fingerprint
from portal.incidents.page_monitor import PageMonitor
from portal.incidents.rules import STALE_AFTER, indicate, is_stale
from portal.incidents.sources.statuspage import read_summary
from portal.kernel.status_source import read_sources
from portal.policy.model import Component, Components, Side

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
COMPONENTS = Components(
    (
        Component("api", {"en": "API"}, {"en": ""}, Side.PROVIDER, ("WhatsApp Business API", "Sandbox")),
        Component("hub", {"en": "Hub"}, {"en": ""}, Side.PROVIDER, ("Client Hub",)),
    )
)
SUMMARY = {
    "components": [
        {"name": "WhatsApp Business API", "status": "operational"},
        {"name": "Sandbox", "status": "partial_outage"},
        {"name": "Client Hub", "status": "on_fire"},
        {"name": "Somebody else's", "status": "major_outage"},
    ],
    "incidents": [
        {
            "id": "abc",
            "name": "Sandbox is down",
            "status": "identified",
            "impact": "gigantic",
            "created_at": "2026-11-23T11:00:00Z",
            "components": [{"name": "Sandbox"}],
            "incident_updates": [{"created_at": "2026-11-23T11:10:00Z", "status": "identified", "body": "Found it."}],
        }
    ],
    "scheduled_maintenances": [
        {"id": "m", "name": "Upgrade", "status": "verifying", "impact": "none", "scheduled_for": "2026-11-23T10:00:00Z"}
    ],
}


def test_values_nobody_knows_are_never_taken_for_fine():
    reading = read_summary(SUMMARY, COMPONENTS, NOW)

    assert reading.health == {"api": Health.PARTIAL_OUTAGE, "hub": Health.UNKNOWN}
    assert reading.incidents[0].impact is Impact.UNKNOWN
    assert indicate(reading, NOW) == "major"


def test_maintenance_is_told_apart():
    reading = read_summary(SUMMARY, COMPONENTS, NOW)

    assert [event.slug for event in reading.incidents] == ["abc"]
    assert [(event.slug, event.phase) for event in reading.maintenances] == [("m", Phase.IN_PROGRESS)]


def monitor(address, folder):
    (source,) = read_sources(address)
    return PageMonitor(source, folder / "status.json", lambda: COMPONENTS)


class Page(BaseHTTPRequestHandler):
    answers: list[tuple[int, bytes]] = []  # noqa: RUF012 - the test fills it

    def do_GET(self):
        status, body = self.answers.pop(0)
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", body.decode())
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def page():
    server = HTTPServer(("127.0.0.1", 0), Page)
    # It looks this often whether it is to stop, and each test waits for that.
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_failing_page_keeps_the_last_reading_and_says_so(page, tmp_path):
    Page.answers = [(200, json.dumps(SUMMARY).encode()), (500, b"oops"), (200, b"[1, 2"), (200, b"{}")]
    later = NOW
    worker = monitor(page, tmp_path)
    worker.refresh(later)
    good = monitor(page, tmp_path).reading()

    for _ in range(3):
        later += timedelta(minutes=2)
        worker.refresh(later)
        bad = monitor(page, tmp_path).reading()
        assert bad.events == good.events
        assert bad.as_of == NOW
        assert is_stale(bad, later)
        assert fingerprint(bad) != fingerprint(good)


@pytest.mark.parametrize("odd", [{"incidents": [1, 2]}, {"incidents": [], "components": ["x"]}, {"incidents": [[]]}])
def test_a_summary_of_another_shape_never_replaces_the_last_good_one(page, tmp_path, odd):
    Page.answers = [(200, json.dumps(SUMMARY).encode()), (200, json.dumps(odd).encode())]
    worker = monitor(page, tmp_path)
    worker.refresh(NOW)
    good = worker.reading()

    worker.refresh(NOW + timedelta(minutes=2))
    after_a_restart = monitor(page, tmp_path).reading()

    assert after_a_restart.events == good.events != ()
    assert after_a_restart.as_of == NOW
    assert "not a summary" in after_a_restart.problem


def test_a_redirect_is_not_followed(page, tmp_path):
    """It could lead to an address that only this machine can reach."""
    Page.answers = [(302, f"{page}/internal".encode()), (200, json.dumps(SUMMARY).encode())]

    monitor(page, tmp_path).refresh(NOW)

    assert len(Page.answers) == 1
    reading = monitor(page, tmp_path).reading()
    assert reading.as_of is None
    assert reading.problem == "HTTP 302; it leads elsewhere, set the address that it leads to"


def test_a_page_is_not_asked_more_than_once_a_minute(page, tmp_path):
    Page.answers = [(200, json.dumps(SUMMARY).encode())]
    worker = monitor(page, tmp_path)

    worker.refresh(NOW)
    worker.refresh(NOW + timedelta(seconds=59))

    assert Page.answers == []


def test_a_page_never_read_is_unknown_and_not_fine(tmp_path):
    reading = monitor("http://127.0.0.1:9", tmp_path).reading()

    assert indicate(reading, NOW) == "unknown"


def test_a_reading_ages(page, tmp_path):
    reading = read_summary({"incidents": []}, COMPONENTS, NOW)

    assert indicate(reading, NOW + STALE_AFTER) == "none"
    assert indicate(reading, NOW + STALE_AFTER + timedelta(seconds=1)) == "unknown"


def test_reading_of_a_clock_that_was_ahead_is_soon_replaced(page, tmp_path):
    Page.answers = [(200, json.dumps(SUMMARY).encode())] * 2
    worker = monitor(page, tmp_path)
    worker.refresh(NOW + timedelta(hours=2))

    worker.refresh(NOW)

    assert worker.reading().as_of == NOW
