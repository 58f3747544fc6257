import pytest

from portal.cases.access import make_link_key
from portal.web.current import current_database, current_secret
from tests.web.cases.builders import NOW, opened


@pytest.fixture
def portal_database(app):
    with app.app_context():
        return current_database.get()


@pytest.fixture
def clock(clock):
    clock.now = NOW
    return clock


@pytest.fixture
def case(portal_database):
    return opened(portal_database)


@pytest.fixture
def link(app, case):
    with app.app_context():
        return f"/en/requests/{case.reference}?key={make_link_key(current_secret.get(), case.reference)}"
