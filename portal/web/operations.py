"""Addresses for operators: is it alive, is it ready, what is it doing."""

import hmac
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from flask import Blueprint, Response, abort, g, request
from prometheus_client import CONTENT_TYPE_LATEST

from portal.db.engine import Database, DatabaseUnavailable
from portal.web.current import current_database, current_settings
from portal.web.metrics import current_figures, current_metrics, shared_folder, write_out
from portal.web.pages import personal
from portal.web.problems import json_response
from portal.web.provided import Provided

blueprint = Blueprint("operations", __name__)

NEARLY_FULL = 0.1
"""The share of a disk that must be free: below it there is time left to act, hours rather than minutes."""
ENOUGH_BYTES = 2_000_000_000
"""So much is enough whatever the share: a tenth of a large disk is no emergency."""
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via")
"""What a proxy adds: whoever asks through one is somewhere else, whatever the connection says."""


@dataclass(frozen=True)
class PartState:
    """How one part of the portal is doing; a part that is not vital may be down and the portal still ready."""

    name: str
    fine: bool
    vital: bool
    detail: str = ""
    """One line of words for operators; it names nobody."""


current_parts: Provided[tuple[Callable[[], PartState], ...]] = Provided("parts")


@blueprint.get("/healthz")
@personal
def healthz() -> Response:
    """Alive: the process answers."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
@personal
def readyz() -> Response:
    """Ready to serve readers: 200, or 503 when a vital part is down; every part's state is in the body."""
    states = ask_parts()
    ready = all(state.fine for state in states if state.vital)
    response = json_response(
        {
            "ready": ready,
            "degraded": [state.name for state in states if not state.fine],
            "parts": {state.name: {"ok": state.fine, "detail": state.detail} for state in states},
        }
    )
    response.status_code = 200 if ready else 503
    return response


@blueprint.get("/metrics")
@personal
def metrics() -> Response:
    """Figures for Prometheus: with the token when one is set, else from this machine only."""
    settings = current_settings.get()
    token = settings.metrics_token
    if token:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(given.encode(), token.get_secret_value().encode()):
            abort(403)
    elif not _is_on_this_machine():
        abort(403)
    text = write_out(current_metrics.get(), current_figures.get()(), shared_folder(settings.instance_dir))
    return Response(text, content_type=CONTENT_TYPE_LATEST)


def ask_parts() -> tuple[PartState, ...]:
    """The state of every part, in the order in which they are listed."""
    return tuple(ask() for ask in current_parts.get())


def database_state() -> PartState:
    """Whether the database answers; reading and searching go on without it."""
    try:
        current_database.get().ping()
    except DatabaseUnavailable as error:
        g.database_is_away = True
        return PartState("database", fine=False, vital=False, detail=f"does not answer ({error})")
    return PartState("database", fine=True, vital=False, detail="answers")


def needing_database(name: str, ask: Callable[[Database], PartState]) -> Callable[[], PartState]:
    """A part that only the database can tell about; while that is away nothing is claimed, and nobody waits again."""
    unknown = PartState(name, fine=True, vital=False, detail="unknown while the database is away")

    def state() -> PartState:
        if g.get("database_is_away"):
            return unknown
        try:
            return ask(current_database.get())
        except DatabaseUnavailable:
            g.database_is_away = True
            return unknown

    return state


def disk_state(folder: Path) -> PartState:
    """Whether the disk of the instance folder has room; a full one takes requests, mails and files away."""
    try:
        disk = shutil.disk_usage(folder)
    except OSError as error:
        return PartState("disk", fine=False, vital=False, detail=f"the instance folder is gone ({error.strerror})")
    fine = disk.free >= ENOUGH_BYTES or disk.free >= disk.total * NEARLY_FULL
    return PartState("disk", fine=fine, vital=False, detail=_say_room(disk.free, disk.total))


def _say_room(free: int, total: int) -> str:
    return f"{free / 1e9:.1f} GB free, {free / total:.0%} of the disk"


def _is_on_this_machine() -> bool:
    """Whether the connection itself comes from this machine, and not through a proxy on it.

    The address that a proxy tells of is no proof: with proxies believed, anybody who reaches the portal without one
    could write 127.0.0.1 into it.
    """
    believed = request.environ.get("werkzeug.proxy_fix.orig", {})
    given = believed.get("REMOTE_ADDR", request.environ.get("REMOTE_ADDR", ""))
    try:
        near = ip_address(given).is_loopback
    except ValueError:
        # A Unix socket has no address; whoever listens there serves others.
        near = False
    return near and not any(name in request.headers for name in _FORWARDED)
