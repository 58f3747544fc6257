"""Traces for OpenTelemetry: requests, statements of the database, mails that leave.

They are written when the standard variables name where to (``OTEL_EXPORTER_OTLP_ENDPOINT`` or its form for traces) and
the extra ``tracing`` is installed; else everything here does nothing. The ready-made instrumentations are not used:
they put addresses, statements and clients' networks into attributes. Ours hold routes, kinds and tables, and nothing
of a person.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, Response, g, request
from sqlalchemy import Engine, event

from portal.settings import wants_tracing
from portal.web.logs import log
from portal.web.metrics import name_method, name_route

SERVICE = "portal"
_TABLE = re.compile(r"\b(?:from|into|update|join|table)\s+\"?([a-z_]+)", re.IGNORECASE)
_VERB = re.compile(r"\s*([a-z]+)", re.IGNORECASE)
_tracer: Any = None
"""What makes spans; None while nobody wants any. One for the process: that is what the library keeps, too."""


def begin() -> None:
    """Start writing traces if the variables ask for it; in the process that serves or works, not before a fork."""
    global _tracer  # noqa: PLW0603 - a process has one, as it has one log
    if not wants_tracing() or _tracer is not None:
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        log.warning("no_traces", reason=f"the extra `tracing` is not installed ({error.name})")
        return
    about = Resource.create()
    # Neither OTEL_SERVICE_NAME nor OTEL_RESOURCE_ATTRIBUTES has named it.
    if str(about.attributes["service.name"]).startswith("unknown_service"):
        about = about.merge(Resource({"service.name": SERVICE}))
    provider = TracerProvider(resource=about)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    _tracer = provider.get_tracer(SERVICE)


@contextmanager
def span(name: str, **attributes: str | int) -> Iterator[None]:
    """Something that takes time, under its own name; attributes say of which kind it was and never of whom."""
    if _tracer is None:
        yield
        return
    # An error is told by its kind: the library would write down its message, and what it quotes.
    named = {key.replace("__", "."): value for key, value in attributes.items()}
    with _tracer.start_as_current_span(
        name, attributes=named, record_exception=False, set_status_on_exception=False
    ) as made:
        try:
            yield
        except Exception as error:
            _mark_failed(made, type(error).__name__)
            raise


def watch_requests(app: Flask) -> None:
    """A span for each request that reaches the application."""
    if not wants_tracing():
        return

    @app.before_request
    def _begin() -> None:
        if _tracer is not None:
            from opentelemetry.trace import SpanKind

            g.span = _tracer.start_as_current_span(
                f"{name_method(request)} {name_route(request)}",
                kind=SpanKind.SERVER,
                attributes={"http.request.method": name_method(request), "http.route": name_route(request)},
                record_exception=False,
                set_status_on_exception=False,
            )
            g.open_span = g.span.__enter__()
            g.open_span.set_attribute("portal.request_id", g.request_id)

    @app.after_request
    def _note_status(response: Response) -> Response:
        if "open_span" in g:
            g.open_span.set_attribute("http.response.status_code", response.status_code)
            if response.status_code >= 500:
                _mark_failed(g.open_span, str(response.status_code))
        return response

    @app.teardown_request
    def _end(_: BaseException | None) -> None:
        if "span" in g:
            g.pop("open_span")
            g.pop("span").__exit__(None, None, None)


def watch_statements(engine: Engine) -> None:
    """A span for each statement, with its verb and first table; never its text or its values."""
    if not wants_tracing():
        return

    @event.listens_for(engine, "before_cursor_execute")
    def _begin(connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if _tracer is not None:
            verb, table = describe_statement(statement)
            attributes = {"db.system.name": engine.dialect.name, "db.operation.name": verb}
            if table:
                attributes["db.collection.name"] = table
            connection.info.setdefault("spans", []).append(
                _tracer.start_span(f"{verb} {table}".strip(), attributes=attributes)
            )

    @event.listens_for(engine, "after_cursor_execute")
    def _end(connection: Any, *_: Any) -> None:
        for made in connection.info.pop("spans", ()):
            made.end()

    @event.listens_for(engine, "handle_error")
    def _fail(context: Any) -> None:
        if context.connection is not None:
            for made in context.connection.info.pop("spans", ()):
                _mark_failed(made, type(context.original_exception).__name__)
                made.end()


def describe_statement(statement: str) -> tuple[str, str]:
    """What a statement does, and the table it names first; both empty when it cannot be told."""
    verb, table = _VERB.match(statement), _TABLE.search(statement)
    return (verb[1].upper() if verb else "", table[1] if table else "")


def _mark_failed(made: Any, kind: str) -> None:
    from opentelemetry.trace import Status, StatusCode

    made.set_attribute("error.type", kind)
    made.set_status(Status(StatusCode.ERROR))
