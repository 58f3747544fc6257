"""Traces reach whoever the standard variables name, and tell nothing of anybody."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from structlog.testing import capture_logs

from portal.web import tracing
from tests.browser.running_portal import run_portal
from tests.web.serving.on_the_wire import WireCustomer

EMAIL = "kim@stranger.example"
NETWORK = "198.51.100.78"


class Collector:
    """An OTLP receiver over HTTP: keeps what comes."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.paths: set[str] = set()

    @contextmanager
    def listening(self) -> Iterator[str]:
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                collector.paths.add(self.path)
                collector.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            try:
                yield f"http://127.0.0.1:{server.server_port}"
            finally:
                server.shutdown()
                thread.join()

    def spans(self) -> list:
        requests = [ExportTraceServiceRequest.FromString(body) for body in self.bodies]
        scopes = [scope for request in requests for each in request.resource_spans for scope in each.scope_spans]
        return [span for scope in scopes for span in scope.spans]

    def services(self) -> set[str]:
        requests = [ExportTraceServiceRequest.FromString(body) for body in self.bodies]
        return {
            attribute.value.string_value
            for request in requests
            for each in request.resource_spans
            for attribute in each.resource.attributes
            if attribute.key == "service.name"
        }


@pytest.fixture(scope="module")
def collected(tmp_path_factory) -> Iterator[Collector]:
    collector, folder = Collector(), tmp_path_factory.mktemp("traced")
    with collector.listening() as address:
        variables = {"OTEL_EXPORTER_OTLP_ENDPOINT": address, "OTEL_BSP_SCHEDULE_DELAY": "200"}
        with run_portal(folder, **variables) as portal:
            customer = WireCustomer(portal, EMAIL, NETWORK)
            customer.comes_to("review")
            customer._asks("GET", "/en/search?q=axolotl+Sommerregen-2026")
            customer._asks("GET", "/en/requests/K7Q2-9XHM")
            wait_until(lambda: {"send mail"} <= {span.name for span in collector.spans()})
            time.sleep(1)
    return collector


def wait_until(happened, patience_s=20):
    until = time.monotonic() + patience_s
    while not happened() and time.monotonic() < until:
        time.sleep(0.1)


def attributes(span) -> dict[str, object]:
    return {each.key: each.value.string_value or each.value.int_value for each in span.attributes}


def test_requests_statements_and_mails_are_told(collected):
    names = {span.name for span in collected.spans()}

    assert collected.paths == {"/v1/traces"}
    assert collected.services() == {"portal"}
    assert {"GET /{language}/search", "POST /{language}/help/{draft}/{step}", "send mail"} <= names
    assert {"SELECT drafts", "INSERT outbox"} <= names


def test_statements_belong_to_their_request(collected):
    by_id = {span.span_id: span for span in collected.spans()}
    parents = {by_id[span.parent_span_id].name for span in by_id.values() if span.parent_span_id in by_id}

    assert "POST /{language}/help/{draft}/{step}" in parents
    requests = [span for span in by_id.values() if span.name.startswith("POST /{language}/help")]
    assert all(len(str(attributes(span)["portal.request_id"])) >= 8 for span in requests)
    assert {attributes(span)["http.response.status_code"] for span in requests} == {303}


def test_nobody_is_told_of(collected):
    everything = b"".join(collected.bodies)

    for private in (EMAIL, "stranger.example", NETWORK, "axolotl", "Sommerregen", "K7Q2", "Since this morning", "Kim"):
        assert private.encode() not in everything


def test_collector_that_is_away_disturbs_nobody(tmp_path):
    with run_portal(tmp_path, OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:1", OTEL_BSP_SCHEDULE_DELAY="50") as portal:
        address = urlsplit(portal.address)
        for _ in range(3):
            connection = HTTPConnection(address.hostname, address.port, timeout=10)
            connection.request("GET", "/en/requests/")
            assert connection.getresponse().status == 303
            connection.close()


def test_without_the_packages_the_portal_says_so_and_goes_on(monkeypatch):
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)

    with capture_logs() as lines:
        tracing.begin()

    assert [line["event"] for line in lines] == ["no_traces"]
    with tracing.span("nothing", of="nobody"):
        pass


def test_nothing_of_it_is_loaded_where_nobody_wants_it():
    told = subprocess.run(
        [sys.executable, "-c", "import sys, portal.app, portal.serving; print('opentelemetry' in sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
    )

    assert told.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("SELECT cases.id FROM cases WHERE cases.opened_by = ?", ("SELECT", "cases")),
        ("INSERT INTO outbox (kind) VALUES ('x')", ("INSERT", "outbox")),
        ("  update \"drafts\" SET data = 'from nobody'", ("UPDATE", "drafts")),
        ("PRAGMA busy_timeout = 15000", ("PRAGMA", "")),
        ("", ("", "")),
    ],
)
def test_statement_is_told_by_its_verb_and_table(statement, told):
    assert tracing.describe_statement(statement) == told
