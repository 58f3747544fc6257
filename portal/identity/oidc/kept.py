"""A document of the provider's: kept as long as it may be, and longer while no newer one can be had."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

from portal.identity.oidc.model import ProviderAway
from portal.kernel.clock import Clock
from portal.web.logs import log

T = TypeVar("T")

PAUSE = timedelta(seconds=30)
"""After a failure nobody asks again for so long: a provider that hangs must not hold our threads one after another."""
BETWEEN_RENEWALS = timedelta(seconds=60)
"""A document that is too old for one token is read again at most so often: anybody can send names of unknown keys."""
USABLE = timedelta(hours=24)
"""How old a document may get while the provider does not answer."""
_WAIT_S = 8.0
"""How long a thread waits for another one that is asking already."""


class Kept(Generic[T]):
    """A document and its age; safe to be asked by many threads, one of which asks the provider."""

    def __init__(self, name: str, read: Callable[[], tuple[T, timedelta]], clock: Clock) -> None:
        """``read`` gives the document and how long it is good for, and raises `ProviderAway`."""
        self._name, self._read, self._clock = name, read, clock
        self._lock = threading.Lock()
        self._value: T | None = None
        self._read_at = self._good_until = self._tried_at = datetime.min.replace(tzinfo=UTC)

    def get(self) -> T:
        """The document.

        Raises:
            ProviderAway: when there is none, or only one that is too old.
        """
        if self._value is not None and self._clock() < self._good_until:
            return self._value
        return self._ask(not_since=PAUSE)

    def renew(self) -> T:
        """The document as it is now, unless it was asked for a moment ago; raises as `get` does."""
        return self._ask(not_since=BETWEEN_RENEWALS, always=True)

    def _ask(self, not_since: timedelta, *, always: bool = False) -> T:
        # Whoever has an older one does not wait for somebody who is asking.
        if not self._lock.acquire(timeout=0 if self._value is not None else _WAIT_S):
            return self._older()
        try:
            now = self._clock()
            fresh = self._value is not None and now < self._good_until and not always
            if not fresh and now >= self._tried_at + not_since:
                self._try(now)
        finally:
            self._lock.release()
        return self._older()

    def _try(self, now: datetime) -> None:
        self._tried_at = now
        try:
            self._value, lifetime = self._read()
        except ProviderAway as error:
            log.warning("provider_away", document=self._name, reason=str(error))
        else:
            self._read_at, self._good_until = now, now + lifetime

    def _older(self) -> T:
        if self._value is None or self._clock() >= self._read_at + USABLE:
            raise ProviderAway(f"there is no {self._name}")
        return self._value
