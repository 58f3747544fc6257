import pytest

from portal.notify.transports import FolderTransport
from portal.privacy.deleting import Places, carry_out
from portal.storage.folder import FolderStore
from portal.web.current import current_database, current_secret, current_settings
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


@pytest.fixture
def work(app, portal_database, uploads, clock, tmp_path):
    """The worker's turns until nothing is left to do; gives how many there were."""
    with app.app_context():
        places = Places(FolderStore(uploads), current_secret.get(), FolderTransport(tmp_path / "mail").forget)

    def run(turns=50):
        for done in range(turns):
            with portal_database.write() as session:
                if not carry_out(session, places, clock()):
                    return done
        return turns

    return run
