import pytest

from portal.web.current import current_database, current_settings
from tests.web.cases.builders import NOW, opened


@pytest.fixture
def clock(clock):
    clock.now = NOW
    return clock


@pytest.fixture
def portal_database(app, clock):
    with app.app_context():
        return current_database.get()


@pytest.fixture
def uploads(app):
    with app.app_context():
        folder = current_settings.get().uploads_dir
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def case(portal_database):
    return opened(portal_database)
