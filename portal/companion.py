"""The background worker beside a web server: kept running while the server runs, gone when it is gone."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence

from portal.web import logs

RESTART_AFTER_S = 2.0
"""How long a worker that ended by itself rests, so that one that cannot start does not keep a core busy."""
STOP_WITHIN_S = 15
LOOK_FOR_PARENT_S = 1.0


class Companion:
    """Starts a command and starts it again whenever it ends by itself."""

    def __init__(self, command: Sequence[str], restart_after_s: float = RESTART_AFTER_S) -> None:
        self._command, self._restart_after_s = command, restart_after_s
        self._stopped = threading.Event()
        # Held while a process is started or told to end, so that none is started behind a stop's back.
        self._changing = threading.Lock()
        self._process = self._start()
        self._keeper = threading.Thread(target=self._keep, name="companion", daemon=True)
        self._keeper.start()

    def stop(self) -> None:
        """End the command and wait for it; kills it when it does not end in time."""
        with self._changing:
            self._stopped.set()
            self._process.terminate()
        try:
            self._process.wait(timeout=STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._keeper.join()

    def _keep(self) -> None:
        while True:
            code = self._process.wait()
            if self._stopped.wait(self._restart_after_s):
                return
            logs.log.error("worker_ended", exit_code=code)
            with self._changing:
                if self._stopped.is_set():
                    return
                self._process = self._start()

    def _start(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(self._command)  # noqa: S603 - our own command


def worker_command() -> tuple[str, ...]:
    """The worker as a command that ends when this process does."""
    return (sys.executable, "-c", "from portal.cli import main; main()", "worker", "--beside", str(os.getpid()))


def stop_without(parent: int, stop: Callable[[], None]) -> None:
    """Call ``stop`` once the process that started this one is gone, however it ended; watches in a thread."""

    def watch() -> None:
        done = threading.Event()
        while os.getppid() == parent:
            done.wait(LOOK_FOR_PARENT_S)
        stop()

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()
