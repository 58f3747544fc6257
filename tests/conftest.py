"""What every test may ask for: settings, the application, its clock, the checked client and the cast.

The application is built once a test run and taken back to its first minute before every test that uses it. A test
that needs other settings builds its own with ``tests.building``. The tests below ``unit`` use nothing of this, and
nothing of it is imported for them.
"""

import gc
import os
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests import sockets
from tests.programs import require_program

if TYPE_CHECKING:
    from flask import Flask

    from portal.settings import Settings
    from tests.building import StandingClock
    from tests.checked_client import Browser

_KEPT_VARIABLES = "PORTAL_TEST_"
_LOOK_SELDOM = (100_000, 20, 50)
"""How much is made before the collector looks for garbage; with its own numbers it took a twelfth of all time."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "requires_program(name): skip or fail without it, see tests/programs.py")
    # What a developer has set for a portal of their own must not change a test.
    for name in list(os.environ):
        if name.startswith("PORTAL_") and not name.startswith(_KEPT_VARIABLES):
            del os.environ[name]
    config.add_cleanup(sockets.stay_home())
    gc.set_threshold(*_LOOK_SELDOM)


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("requires_program"):
        for name in marker.args:
            require_program(name)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> "Settings":
    """The settings of the shared application: the real content, an instance folder of its own."""
    from tests.building import make_settings

    return make_settings(tmp_path_factory.mktemp("instance"))


@pytest.fixture(scope="session")
def shared_app(settings: "Settings") -> Iterator["Flask"]:
    from tests.building import make_app, tear_down

    app = make_app(settings)
    yield app
    tear_down(app)


@pytest.fixture
def clock() -> "StandingClock":
    """The time of the application; ``clock.advance(hours=4)`` moves it."""
    from tests.building import StandingClock

    return StandingClock()


@pytest.fixture
def app(shared_app: "Flask", clock: "StandingClock") -> "Flask":
    """The application in its first minute: nothing stored but the demo accounts."""
    from tests.building import empty, put_clock

    empty(shared_app)
    put_clock(shared_app, clock)
    return shared_app


@pytest.fixture
def browse(app: "Flask") -> "Browser":
    """The checked client of somebody who is not signed in."""
    from tests.checked_client import Browser

    return Browser(app)


@pytest.fixture
def sign_in(app: "Flask") -> Callable[[str], "Browser"]:
    """Signs an address in by its mailed code; gives that visitor's checked client."""
    from tests.cast import sign_in as prove_address

    return lambda email: prove_address(app, email)


@pytest.fixture
def ana(sign_in) -> "Browser":
    """Premium, with chat."""
    return sign_in("ana@premium.example")


@pytest.fixture
def rui(sign_in) -> "Browser":
    """Regular, with chat."""
    return sign_in("rui@regular.example")


@pytest.fixture
def bea(sign_in) -> "Browser":
    """Basic, without chat."""
    return sign_in("bea@basic.example")


@pytest.fixture
def eve(sign_in) -> "Browser":
    """A stranger: proved an address that no account knows and no case was opened from."""
    return sign_in("eve@stranger.example")


@pytest.fixture(autouse=True)
def log_as_before() -> Iterator[None]:
    """Commands that run within a test arrange the log for a whole process; the next test finds it as it was."""
    yield
    if logs := sys.modules.get("portal.web.logs"):
        import structlog

        structlog.reset_defaults()
        logs.log.__dict__.pop("bind", None)
