"""A portal that knows an OpenID provider, and a clock that real tokens are of this moment for."""

from datetime import timedelta

import pytest

from portal.kernel.clock import utc_now
from tests.building import StandingClock, make_app, make_settings, put_clock, tear_down
from tests.checked_client import HOST
from tests.openid_provider import CLIENT, SECRET
from tests.web.identity.openid.provider_of_our_own import own_provider


class RunningClock:
    """The real time, moved on when it is told to: a real provider lives in ours."""

    def __init__(self):
        self._ahead = timedelta(0)

    def __call__(self):
        return utc_now() + self._ahead

    def advance(self, **duration):
        self._ahead += timedelta(**duration)


@pytest.fixture
def running_clock():
    return RunningClock()


@pytest.fixture
def portal_of(shared_app, settings, few_articles, running_clock):
    """Builds a portal that signs in with the provider at an address, over the shared one's instance folder."""
    made = []

    def build(issuer, *, secret=SECRET, **changes):
        own = make_settings(
            settings.instance_dir,
            **{
                "content_dir": few_articles,
                "base_url": HOST,
                "oidc_issuer": issuer,
                "oidc_client_id": CLIENT,
                "oidc_client_secret": secret or None,
                "oidc_scopes": "openid email account",
                **changes,
            },
        )
        app = make_app(own)
        put_clock(app, running_clock)
        made.append(app)
        return app

    yield build
    for app in made:
        tear_down(app)


@pytest.fixture
def server():
    """A provider of our own, which is as usual until a test lets it say something else."""
    with own_provider() as running:
        yield running


@pytest.fixture
def clock():
    return StandingClock()


@pytest.fixture
def app(server, portal_of, clock):
    """A portal that signs in there."""
    made = portal_of(server.issuer)
    put_clock(made, clock)
    return made
