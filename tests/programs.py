"""Programs that some tests need and a machine may lack.

``@pytest.mark.requires_program("chromium")`` skips a test with a line that names the program, unless
``PORTAL_TEST_REQUIRE=all``, where the test fails: nothing is left out unnoticed where everything must run.
"""

import os
import shutil
from pathlib import Path

import pytest

# Where Debian puts what is not on everybody's PATH.
_ELSEWHERE = {
    "dovecot": ("/usr/sbin/dovecot",),
    "nginx": ("/usr/sbin/nginx",),
    "postgres": ("/usr/lib/postgresql/*/bin/postgres",),
    "initdb": ("/usr/lib/postgresql/*/bin/initdb",),
}


def find_program(name: str) -> str | None:
    """The path of a program, the newest where several versions are installed."""
    found = shutil.which(name)
    if found:
        return found
    for pattern in _ELSEWHERE.get(name, ()):
        paths = sorted(Path("/").glob(pattern.lstrip("/")), key=_version)
        if paths:
            return str(paths[-1])
    return None


def require_program(name: str) -> str:
    """The path of a program; skips or fails the running test when it is missing."""
    return find_program(name) or unavailable(f"the program {name} is not on this machine")


def unavailable(reason: str) -> str:
    """Skip the running test with a reason, or fail it where everything must run."""
    if os.environ.get("PORTAL_TEST_REQUIRE") == "all":
        pytest.fail(f"PORTAL_TEST_REQUIRE=all: {reason}", pytrace=False)
    pytest.skip(reason)


def _version(path: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in path.parts if part.isdigit())
