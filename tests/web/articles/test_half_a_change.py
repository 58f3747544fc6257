"""No request ever sees half a change: readers under load, while the content is swapped again and again."""

import itertools
import threading
import time
from dataclasses import dataclass, field

import pytest
from werkzeug.test import Client

from portal.app import create_wsgi
from portal.articles import snapshot
from portal.articles.current import current_holder
from tests.building import make_settings, tear_down
from tests.unit.articles.agreeing import PATHS, begin, find_numbers

SWAPS = 40
PAUSE_S = 0.01
"""Between two files of a change; longer than the watch waits for a folder to rest."""
BROKEN_EVERY = 4
READERS = 3
PATIENCE_S = 20


@dataclass
class Reader:
    """Somebody who reads one page after another and notes what should not be."""

    client: Client
    stopped: threading.Event
    first: int
    seen: set[int] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    requests: int = 0

    def read(self) -> None:
        for path in itertools.islice(itertools.cycle(PATHS), self.first, None):
            if self.stopped.is_set():
                return
            answer = self.client.get(path)
            numbers = find_numbers(answer.text)
            self.requests += 1
            self.seen |= numbers
            if len(numbers) != 1 or answer.status_code not in {200, 404}:
                self.faults.append(f"{path}: {answer.status_code}, {sorted(numbers)}")


@pytest.fixture
def content(tmp_path):
    return begin(tmp_path / "content", 0)


@pytest.fixture
def portal(content, tmp_path, monkeypatch):
    monkeypatch.setattr(snapshot, "INTERVAL", 0.005)
    monkeypatch.setattr(snapshot, "SETTLING", 0.005)
    wsgi = create_wsgi(make_settings(tmp_path / "instance", content_dir=tmp_path / "content"))
    yield wsgi
    wsgi._application.extensions[current_holder.name].stop()
    tear_down(wsgi._application)


def wait_until(condition) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, "never came true"
        time.sleep(0.002)


def test_readers_under_load_see_whole_states_only(portal, content):
    operator, stopped = Client(portal), threading.Event()
    readers = [Reader(Client(portal), stopped, first) for first in range(READERS)]
    threads = [threading.Thread(target=reader.read) for reader in readers]
    for thread in threads:
        thread.start()

    for number in range(1, SWAPS + 1):
        if number % BROKEN_EVERY == 0:
            with content.under_lock():
                content.write(1000 + number, broken=True, pause_s=PAUSE_S)
            wait_until(lambda: not operator.get("/readyz").json["parts"]["content"]["ok"])
            assert "unknown-kind" in operator.get("/readyz").json["parts"]["content"]["detail"]
            assert find_numbers(operator.get("/en/messages/late").text) == {number - 1}
        with content.under_lock():
            content.write(number, pause_s=PAUSE_S)
        wait_until(lambda: find_numbers(operator.get("/en/messages/late").text) == {number})  # noqa: B023
        assert operator.get("/readyz").json["parts"]["content"]["ok"]
    stopped.set()
    for thread in threads:
        thread.join()

    assert [fault for reader in readers for fault in reader.faults] == []
    assert all(reader.requests > SWAPS for reader in readers)
    seen = set.union(*(reader.seen for reader in readers))
    assert max(seen) <= SWAPS
    assert len(seen) > SWAPS / 2


def test_page_made_from_two_states_is_found():
    assert find_numbers("Title No7, Shelf No7, support@No7.example") == {7}
    assert find_numbers("Title No7, Shelf No8") == {7, 8}
