"""Workers are killed two hundred times, a mail server fails at random, and every mail arrives."""

import os
import random
import socket
import subprocess
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import func, select

from portal.db.outbox import OutboxRow, enqueue
from tests.building import ROOT
from tests.web.cases.builders import NOW

KILLS = 200
MAILS = 800
SEED = "twelve"
ARRIVES_WITHIN_S = 90
FAILS = 0.05


class Unreliable:
    """A mail server that keeps what it takes and refuses at random, for now and for no reason."""

    def __init__(self):
        self.taken = []
        self._chance = random.Random(SEED)

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - the library's name
        if self._chance.random() < FAILS:
            return "450 busy"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the library's name
        if self._chance.random() < FAILS:
            return "451 try again"
        line = next(line for line in envelope.content.splitlines() if line.lower().startswith(b"message-id:"))
        self.taken.append(line.partition(b":")[2].strip().decode())
        return "250 OK"


@pytest.fixture
def server():
    found = Unreliable()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found.port = probe.getsockname()[1]
    controller = Controller(found, hostname="127.0.0.1", port=found.port)
    controller.start()
    yield found
    controller.stop()


@pytest.fixture
def waiting(database):
    """Many mails in the outbox; gives their identifiers."""
    with database.write() as session:
        for number in range(MAILS):
            enqueue(session, "case_opened", {"number": number}, NOW)
    with database.read() as session:
        return [f"<{name}@portal.example>" for name in session.scalars(select(OutboxRow.message_id))]


def test_two_hundred_kills_lose_no_mail_and_repeat_only_what_nobody_could_mark(database, server, waiting, tmp_path):
    log = tmp_path / "log"
    address = database.engine.url.render_as_string(hide_password=False)
    command = [Path(__file__).with_name("nursery.py"), address, f"smtp://127.0.0.1:{server.port}?tls=none"]
    with subprocess.Popen(
        [sys.executable, *command, str(KILLS), log, SEED],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        text=True,
    ) as nursery:
        try:
            assert nursery.stdout.readline() == "finishing\n"
            assert wait_until_sent(database) == 0
        finally:
            nursery.communicate()

    begun, killed, kills = read_log(log)
    assert kills >= KILLS
    assert set(server.taken) == set(waiting), "every mail arrives, and under its own identifier"
    for name, times in Counter(server.taken).items():
        assert times <= 1 + len(begun[name] & killed), f"{name} came {times} times without a kill to explain it"
    assert max(Counter(server.taken).values()) > 1, "some kills fell between sending and marking"


def wait_until_sent(database):
    """How many mails are not marked as sent when everything had time to leave."""
    until = time.monotonic() + ARRIVES_WITHIN_S
    unsent = select(func.count()).select_from(OutboxRow).where(OutboxRow.sent_at.is_(None))
    while True:
        with database.read() as session:
            left = session.scalar(unsent)
        if not left or time.monotonic() > until:
            return left
        time.sleep(0.2)


def read_log(path):
    """For each mail the workers that died after they had begun to send it last of all, the dead, and their number."""
    last, kills = {}, 0
    dead = set()
    for line in path.read_text().splitlines():
        worker, what, name = line.split()
        if what == "kills":
            kills = int(name)
        elif what == "dead":
            dead.add(worker)
        elif what == "begun":
            last[worker] = name
    begun = defaultdict(set)
    for worker, name in last.items():
        begun[name].add(worker)
    return begun, dead, kills
