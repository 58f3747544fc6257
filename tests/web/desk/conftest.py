"""A desk with two of the team, a case of Ana's, and a clock at the moment it was opened."""

import pytest

from portal.identity.actions import add_staff
from portal.web.current import current_database
from tests import cast
from tests.checked_client import Browser
from tests.web.cases.builders import NOW, opened

LEA, TOM = "lea.stern@team.example", "tom@team.example"


@pytest.fixture
def clock(clock):
    clock.now = NOW
    return clock


@pytest.fixture
def portal_database(app):
    with app.app_context():
        database = current_database.get()
    with database.write() as session:
        for member in (LEA, TOM):
            add_staff(session, member, NOW)
    return database


@pytest.fixture
def lea(app, portal_database) -> Browser:
    return cast.sign_in(app, LEA)


@pytest.fixture
def tom(app, portal_database) -> Browser:
    return cast.sign_in(app, TOM)


@pytest.fixture
def case(portal_database):
    return opened(portal_database)


@pytest.fixture
def desk(case) -> str:
    """Where the team finds Ana's case."""
    return f"/desk/{case.reference}"
