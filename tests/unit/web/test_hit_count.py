"""Hits of the page cache are counted once each, whoever tells them and whenever."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from portal.web import hit_count
from portal.web.hit_count import HitCount


class Counter:
    """Counts as the client library does."""

    def __init__(self):
        self.value = 0.0

    def inc(self, amount=1):
        self.value += amount


@pytest.fixture
def counters():
    return {"200": Counter(), "304": Counter()}


def test_what_was_noted_is_told_once_by_status(counters):
    hits = HitCount(counters)
    for status in ("200", "304", "200"):
        hits.note(status)

    hits.tell()
    hits.tell()

    assert {status: counter.value for status, counter in counters.items()} == {"200": 2, "304": 1}


def test_nothing_is_lost_or_doubled_while_others_tell(counters):
    hits = HitCount(counters)

    def act(number):
        for _ in range(2_000):
            hits.note("200")
            if number % 2:
                hits.tell()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(act, range(4)))
    hits.tell()

    assert counters["200"].value == 8_000


def test_hits_are_told_without_being_asked_for_and_at_the_end(counters, monkeypatch):
    monkeypatch.setattr(hit_count, "TELL_EVERY_S", 0.01)
    hits = HitCount(counters)
    hits.begin()
    hits.note("200")
    until = time.monotonic() + 20
    while not counters["200"].value and time.monotonic() < until:
        time.sleep(0.01)
    assert counters["200"].value == 1

    hits.note("304")
    hits.end()
    assert counters["304"].value == 1
