"""A real server, a look at its mailbox, Ana's case, and what is known afterwards."""

import threading
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from portal.cases.events import CustomerReplied
from portal.cases.model import Case
from portal.notify.mail_in.addresses import make_reply_address
from portal.notify.mailbox import rounds
from portal.notify.mailbox.address import read_address
from portal.notify.mailbox.failed import list_failed
from portal.notify.mailbox.health import mailbox_state
from portal.notify.mailbox.model import Mailbox
from portal.web.current import current_database, current_secret
from tests.building import StandingClock, put_clock
from tests.web.cases.builders import NOW, opened
from tests.web.notify.mailbox.dovecot import run_dovecot
from tests.web.notify.test_mail_in import SUPPORT


class PowerCut(BaseException):
    """The worker is gone from one moment to the next."""


@pytest.fixture(scope="session")
def running():
    with run_dovecot() as server:
        yield server


@pytest.fixture
def server(running, monkeypatch):
    running.empty()
    monkeypatch.setenv("SSL_CERT_FILE", str(running.certificate))
    return running


@pytest.fixture
def now(app):
    clock = StandingClock(NOW)
    put_clock(app, clock)
    return clock


@pytest.fixture
def database(app, now):
    with app.app_context():
        return current_database.get()


@pytest.fixture
def look(app, database, now, server):
    """One look at the mailbox; gives how many messages were dealt with."""

    def once(address=None):
        read = read_address(address or server.address())
        return rounds.look_into(app, database, read, now, threading.Event())

    once.now = now
    return once


@pytest.fixture
def case(app, database):
    """Ana's case, and the signed address for replies to it."""
    found = opened(database)
    with app.app_context():
        address = make_reply_address(SUPPORT, found.reference, current_secret.get())
    return SimpleNamespace(reference=found.reference, address=address)


def replies(database, reference):
    with database.read() as session:
        case = session.scalars(select(Case).where(Case.reference == reference)).one()
        told = [row.recorded.event for row in case.event_rows]
    return [event.text for event in told if isinstance(event, CustomerReplied)]


def failed(database):
    with database.read() as session:
        return list_failed(session)


def state(database, server, now):
    return mailbox_state(database, read_address(server.address()), now)


def box(database):
    with database.read() as session:
        return session.scalars(select(Mailbox)).one()
