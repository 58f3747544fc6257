"""Loaded by every Python of a portal under test: its clocks are as wrong as a file says, in seconds.

It moves what the portal takes the time from: its own clock and ``time.time``, by which cookies are signed and limits
counted. Web processes and workers have a file each.
"""

import os
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from portal.kernel import clock

_LOOK_AGAIN_S = 0.2
_real = time.time
_file = Path(os.environ["PORTAL_TEST_CLOCKS"]) / ("worker" if "--beside" in sys.orig_argv else "web")
_known = (float("-inf"), 0.0)


def tell() -> float:
    """Seconds since 1970, wrong by what the file says."""
    global _known  # noqa: PLW0603 - one process has one clock
    looked, ahead = _known
    if time.monotonic() - looked > _LOOK_AGAIN_S:
        with suppress(OSError, ValueError):
            ahead = float(_file.read_text())
        _known = (time.monotonic(), ahead)
    return _real() + ahead


time.time = tell
clock.utc_now = lambda: datetime.fromtimestamp(tell(), UTC)
