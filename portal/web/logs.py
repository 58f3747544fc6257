"""One line an event on standard error, JSON or, on a terminal, for people; never what a customer typed.

What libraries say goes the same way, but without their words: these quote addresses, queries and values. The library's
name and the place in its code are enough to find out what it means.
"""

import logging
import sys
import threading
import traceback
from collections.abc import Sequence
from types import TracebackType

from portal.kernel.starting import without_package

# It would load Rich and Pygments for coloured tracebacks, which no log of ours shows: a tenth of a start.
with without_package("rich"):
    import structlog
    from structlog.contextvars import bind_contextvars, clear_contextvars
    from structlog.typing import Processor

__all__ = ["bind_contextvars", "clear_contextvars", "configure", "describe", "log"]

log: structlog.stdlib.BoundLogger = structlog.get_logger()

_SPEAKS_OF_ITSELF = ("alembic", "opentelemetry")
"""Libraries whose messages are about the portal's own set-up and never about a request."""


def configure(level: str = "INFO") -> None:
    """Set the log of this process up; called once by each command that serves or works."""
    structlog.configure(
        processors=[*_common(), structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else _as_json()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    root = logging.getLogger()
    root.handlers = [
        *(each for each in root.handlers if not isinstance(each, _FromLibraries)),
        _FromLibraries("WARNING"),
    ]
    threading.excepthook = _on_thread_fault


def describe(error: BaseException) -> str:
    """Where an error came from, without its message: messages of libraries quote what customers typed."""
    return _describe(type(error), error.__traceback__)


def _describe(kind: type[BaseException], trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)[-6:]
    places = " < ".join(
        f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in reversed(frames)
    )
    return f"{kind.__name__} at {places}"


def _common() -> Sequence[Processor]:
    return (
        # What holds for the whole request, such as its name.
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    )


def _as_json() -> Processor:
    return structlog.processors.JSONRenderer(ensure_ascii=False)


class _FromLibraries(logging.Handler):
    """Turns a library's message into a line of ours."""

    def emit(self, record: logging.LogRecord) -> None:
        facts = {"library": record.name, "place": f"{record.module}:{record.lineno}"}
        if record.name.partition(".")[0] in _SPEAKS_OF_ITSELF:
            facts["message"] = record.getMessage()
        if record.exc_info and record.exc_info[0]:
            facts["exception"] = _describe(record.exc_info[0], record.exc_info[2])
        log.log(logging.ERROR if record.levelno >= logging.ERROR else logging.WARNING, "library_says", **facts)


def _on_thread_fault(fault: threading.ExceptHookArgs) -> None:
    """Python would print the message of what ended a thread, and what it quotes."""
    log.error("thread_ended", exception=_describe(fault.exc_type, fault.exc_traceback))
