"""How often one address may ask for what costs us something, and how much it may send at once."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request
from flask_limiter import Limiter
from limits import RateLimitItem
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter, RateLimiter

from portal.web import logs

T = TypeVar("T")

REDIS_TIMEOUT_S = 0.5
_TIMEOUTS = ("socket_connect_timeout", "socket_timeout")

_IPV6_SITE = 64
"""The bits of an IPv6 address that its holder cannot choose: whoever has one has the 2^64 behind them as well."""


def client_network() -> str:
    """What a client's requests are counted under: its IPv4 address, or the network of 64 bits of its IPv6 address."""
    given = request.remote_addr or "127.0.0.1"
    try:
        address = ip_address(given)
    except ValueError:
        return given
    if not isinstance(address, IPv6Address):
        return given
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((address, _IPV6_SITE), strict=False))


limiter = Limiter(
    client_network,
    # A failing Redis must not keep customers out: the limits fall back to this process's memory.
    in_memory_fallback_enabled=True,
    # Of two requests that notice it at once, the library lets the second one fail.
    swallow_errors=True,
    headers_enabled=True,
)
_own = FixedWindowRateLimiter(MemoryStorage())


def install(app: Flask, redis_url: str) -> None:
    """Switch the limits on, shared over Redis when there is one; must come before anything that reads forms."""
    app.before_request(_bound_text)
    app.config.setdefault("RATELIMIT_STORAGE_URI", _name_storage(redis_url) or "memory://")
    if redis_url:
        # One that is there and says nothing must not hold up whoever asks: a few of them would hold up all readers.
        app.config.setdefault("RATELIMIT_STORAGE_OPTIONS", _describe_patience())
    # What is registered later runs earlier, so these two stand around the limiter's own hook.
    app.after_request(_restore_wait)
    limiter.init_app(app)
    app.after_request(_note_wait)


def _name_storage(redis_url: str) -> str:
    """The address as the library for limits spells it: Redis' own library has another name for a socket file."""
    return f"redis+{redis_url}" if redis_url.startswith("unix://") else redis_url


def _describe_patience() -> dict[str, Any]:
    # Only here: the library brings all of OpenTelemetry with it where that is installed.
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    return {**dict.fromkeys(_TIMEOUTS, REDIS_TIMEOUT_S), "retry": Retry(NoBackoff(), retries=0)}


def are_shared() -> bool:
    """Whether the limits are counted where they are meant to be; else each process counts for itself."""
    return bool(limiter.storage.check())


@dataclass(frozen=True)
class Allowance:
    """How often something may happen for each key; for what a route's own limit cannot tell apart."""

    name: str
    rate: RateLimitItem

    def spend(self, key: str) -> timedelta | None:
        """Use it once; gives how long to wait when nothing is left, and nothing was used then."""
        return None if _count(lambda counter: counter.hit(self.rate, self.name, key)) else self._wait(key)

    def check(self, key: str) -> timedelta | None:
        """How long to wait until some is left again; None while there is some."""
        return None if _count(lambda counter: counter.test(self.rate, self.name, key)) else self._wait(key)

    def used(self, key: str) -> int:
        """How often it was used in the window that is running."""
        stats = _count(lambda counter: counter.get_window_stats(self.rate, self.name, key))
        return self.rate.amount - stats.remaining

    def _wait(self, key: str) -> timedelta:
        stats = _count(lambda counter: counter.get_window_stats(self.rate, self.name, key))
        return _until(stats.reset_time)


def time_to_wait() -> timedelta:
    """How long to wait after this request was over a route's limit."""
    limit = limiter.current_limit
    return _until(limit.reset_at) if limit else timedelta(minutes=1)


def _until(reset_at: float) -> timedelta:
    return timedelta(seconds=max(1, -(-(reset_at - time.time()) // 1)))


def _count(action: Callable[[RateLimiter], T]) -> T:
    """Count where the limits are kept; in this process's memory while that is away."""
    try:
        return action(limiter.limiter)
    except Exception as error:  # noqa: BLE001 - each kind of storage fails in its own way, and none may keep people out
        logs.log.warning("limits_unavailable", exception=logs.describe(error))
        return action(_own)


def _note_wait(response: Response) -> Response:
    g.told_wait = response.headers.get("Retry-After")
    return response


def _restore_wait(response: Response) -> Response:
    """Keep what an answer says of the time to wait: the limiter rounds it down, or puts its own window in its place."""
    told = g.get("told_wait")
    if told:
        response.headers["Retry-After"] = told
    return response


def _bound_text() -> None:
    """Only files may be large. The parser bounds the texts of a form with files, but not a form of texts alone."""
    if request.mimetype != "multipart/form-data":
        request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]
