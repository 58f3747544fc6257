"""Workers that are killed: ``python nursery.py DATABASE SMTP KILLS LOG SEED``.

One process without threads has imported everything and forks the workers, so that another one is there a moment after
a kill. Their clock runs faster than ours, so that the lease of a dead worker's message ends within seconds. What each
begins, has sent and has marked goes to the log, a line each, which no kill can tear.
"""

import os
import random
import signal
import sys
import time
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

from portal.db.engine import Database, DatabaseUnavailable
from portal.notify.mail_out import deliver_some
from portal.notify.transports import SmtpTransport
from portal.web import logs
from portal.worker import MAILS_AT_ONCE

WORKERS = 4
FASTER = 20
"""A lease of two minutes ends after six seconds."""
START, BEGAN = datetime(2026, 11, 23, 12, tzinfo=UTC), time.monotonic()
DIES_BEFORE, DIES_AFTER = 0.1, 0.2
"""How often a worker dies right before and right after a message was sent, where it hurts most."""


def clock():
    return START + timedelta(seconds=FASTER * (time.monotonic() - BEGAN))


class Dangerous:
    """A transport in whose worker death may come at any moment, and comes most often at the worst ones."""

    def __init__(self, url, log, *, deadly):
        self._real, self._log, self._deadly = SmtpTransport(url), log, deadly

    def send(self, message):
        name = str(message["Message-ID"])
        self._tell("begun", name)
        if self._deadly and random.random() < DIES_BEFORE:
            os.kill(os.getpid(), signal.SIGKILL)
        self._real.send(message)
        self._tell("sent", name)
        if self._deadly and random.random() < DIES_AFTER:
            os.kill(os.getpid(), signal.SIGKILL)

    def _tell(self, what, name):
        os.write(self._log, f"{os.getpid()} {what} {name}\n".encode())


def compose(leased):
    message = EmailMessage()
    message["From"], message["To"] = "support@portal.example", "ana@premium.example"
    message["Message-ID"] = f"<{leased.message_id}@portal.example>"
    message.set_content("Hello")
    return SimpleMail(message)


class SimpleMail:
    """What `deliver_some` wants of a mail."""

    def __init__(self, message):
        self._message = message

    def as_message(self):
        return self._message


def work(address, url, log, seed, *, deadly):
    random.seed(seed)
    database, transport = Database(address), Dangerous(url, log, deadly=deadly)
    while True:
        try:
            # As many together as the worker takes, some of them begun and some not when death comes.
            delivered = list(deliver_some(database, transport, compose, clock, MAILS_AT_ONCE))
        except DatabaseUnavailable:
            delivered = []
        if not delivered:
            time.sleep(0.01)


def tend(address, url, kills, log):
    """Kill and replace workers until enough are dead; then let the living finish."""
    living, dead, murdered, seeds = set(), 0, 0, iter(range(10**9))
    while dead < kills:
        while len(living) < WORKERS:
            pid = os.fork()
            if pid == 0:
                work(address, url, log, random.random() + next(seeds), deadly=True)
            living.add(pid)
        time.sleep(random.uniform(0.0, 0.05))
        # As many die at any moment as die at the worst ones, however slow the machine is.
        if 2 * murdered <= dead:
            os.kill(random.choice(sorted(living)), signal.SIGKILL)
            murdered += 1
        while (gone := os.waitpid(-1, os.WNOHANG) if living else (0, 0))[0]:
            living.discard(gone[0])
            dead += os.WIFSIGNALED(gone[1])
            os.write(log, f"{gone[0]} dead -\n".encode())
    for pid in living:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.write(log, f"{pid} dead -\n".encode())
    os.write(log, f"0 kills {dead + len(living)}\n".encode())
    return [fork_survivor(address, url, log, next(seeds)) for _ in range(WORKERS)]


def fork_survivor(address, url, log, seed):
    pid = os.fork()
    if pid == 0:
        work(address, url, log, seed, deadly=False)
    return pid


def main():
    address, url, kills, path, seed = sys.argv[1:]
    random.seed(seed)
    logs.configure("ERROR")
    log = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    living = tend(address, url, int(kills), log)
    print("finishing", flush=True)
    # Whoever started us says when everything has arrived.
    sys.stdin.read()
    for pid in living:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


if __name__ == "__main__":
    main()
