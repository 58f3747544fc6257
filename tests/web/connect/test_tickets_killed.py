"""A worker that is killed while a helpdesk answers it: the ticket is there once, and the next worker finds it."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

from portal.kernel.clock import utc_now
from tests.building import ROOT
from tests.web.cases.builders import HOUR, NO_TARGET, opened
from tests.web.connect.ticket_acts import rows, ticket_of


def test_killed_worker_leaves_one_ticket_that_the_next_one_finds(desk, settings):
    # The worker's own clock is the machine's; no promise may break by it.
    desk.clock.now = utc_now()
    opened(desk.database, desk.clock(), promise=replace(NO_TARGET, first_response_due=desk.clock() + HOUR))
    worker = start_worker(desk, settings)
    desk.twin.manners = [kills(worker)]

    assert worker.wait(timeout=60) == -signal.SIGKILL
    assert len(desk.twin.tickets) == 1
    assert (ticket_of(desk.database).ticket, rows(desk.database)[0].delivered_at) == ("", None)
    desk.clock.now = utc_now() + timedelta(minutes=2, seconds=1)

    assert desk.send() == 1
    assert len(desk.twin.tickets) == 1
    assert ticket_of(desk.database).ticket == str(desk.number)


def start_worker(desk, settings):
    """A worker of its own process, which does all that is due."""
    ours = {
        "CONTENT_DIR": settings.content_dir,
        "INSTANCE_DIR": settings.instance_dir,
        "DATABASE_URL": settings.database_address,
        "HELPDESK_URL": desk.twin.url.format(base=desk.twin.base),
        "HELPDESK_TOKEN": desk.twin.token,
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    environment = {**kept, **{f"PORTAL_{name}": str(value) for name, value in ours.items()}}
    command = [sys.executable, "-c", "from portal.cli import main; main()", "worker", "--once"]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)


def kills(worker):
    """The manner of doing what is asked while whoever asked dies."""

    def manner(handler, act):
        act()
        os.kill(worker.pid, signal.SIGKILL)
        handler.close_connection = True

    return manner
