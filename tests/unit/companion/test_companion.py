import os
import subprocess
import sys
import threading
import time

from portal.companion import Companion, stop_without


def until(condition, seconds=10.0):
    """Wait for something that happens in another process."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_a_worker_that_ends_by_itself_is_started_again(tmp_path):
    starts = tmp_path / "starts"
    code = f"open({str(starts)!r}, 'a').write('x')"

    companion = Companion((sys.executable, "-c", code), restart_after_s=0.01)
    started_again = until(lambda: starts.is_file() and len(starts.read_text()) >= 3)
    companion.stop()

    assert started_again


def test_stopping_ends_the_worker_and_starts_no_other(tmp_path):
    starts = tmp_path / "starts"
    code = f"import time; open({str(starts)!r}, 'a').write('x'); time.sleep(60)"
    companion = Companion((sys.executable, "-c", code), restart_after_s=0.01)
    assert until(lambda: starts.is_file() and starts.read_text() == "x")

    companion.stop()
    time.sleep(0.1)

    assert starts.read_text() == "x"


def test_stopping_while_it_is_started_again_leaves_nothing_running(monkeypatch):
    started, starting_again = [], threading.Event()

    class SlowToStartAgain(subprocess.Popen):
        def __init__(self, command):
            if started:
                starting_again.set()
                time.sleep(0.05)
            super().__init__(command)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", SlowToStartAgain)
    companion = Companion(("true",), restart_after_s=0)
    assert starting_again.wait(10)
    companion.stop()

    assert len(started) >= 2
    assert [process for process in started if process.returncode is None] == []


def test_whoever_started_it_is_gone():
    stopped = []
    stop_without(os.getppid() + 1, lambda: stopped.append(True))

    assert until(lambda: stopped == [True])


def test_a_parent_that_lives_stops_nothing():
    watch = "stop_without(os.getppid(), lambda: os._exit(3))"
    code = f"import os, time; from portal.companion import stop_without; {watch}; time.sleep(0.5)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
