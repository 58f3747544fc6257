"""The processes of a server, and how they die."""

import os
import signal
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.browser.running_portal import RunningPortal

WHOLE_WITHIN_S = 20


def list_web_processes(portal: RunningPortal) -> list[int]:
    """The processes that answer; the worker is another command."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            # The command's name stands in parentheses and may hold anything.
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if int(parent) == portal.pid and state != "Z" and b"--beside" not in command:
            found.append(int(folder.name))
    return found


def kill_oldest_web_process(portal: RunningPortal) -> None:
    """At once, without a chance to finish anything.

    The server takes a process that dies again within 5.5 s of its start for one that cannot live, and gives up; so
    the two take turns. Returns when it is gone: on a busy machine it lives on for a moment, and whoever connects to it
    in that time is cut off without a word.
    """
    process = min(list_web_processes(portal), key=_birth)
    os.kill(process, signal.SIGKILL)
    until = time.monotonic() + WHOLE_WITHIN_S
    while process in list_web_processes(portal):
        assert time.monotonic() < until, f"the process lived on for {WHOLE_WITHIN_S} s"
        time.sleep(0.005)


def kill_all(portal: RunningPortal) -> None:
    """The server, its web processes and its worker."""
    os.killpg(portal.pid, signal.SIGKILL)


def wait_until_whole(portal: RunningPortal, processes: int) -> None:
    """Wait until as many web processes as there should be are there, and one answers."""
    until = time.monotonic() + WHOLE_WITHIN_S
    while time.monotonic() < until:
        if len(list_web_processes(portal)) == processes and _answers(portal):
            return
        time.sleep(0.05)
    raise AssertionError(f"the server was not whole within {WHOLE_WITHIN_S} s")


def _birth(process: int) -> int:
    """When it was started, in ticks since the machine was."""
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[19])


def _answers(portal: RunningPortal) -> bool:
    try:
        with urlopen(f"{portal.address}/healthz", timeout=5):
            return True
    except (URLError, ConnectionError, TimeoutError):
        return False
