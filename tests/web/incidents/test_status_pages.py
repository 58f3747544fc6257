"""Status pages over real sockets, well-behaved and not."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from portal.incidents.merging import MergedMonitor
from portal.incidents.model import Health
from portal.incidents.page_monitor import PageMonitor
from portal.incidents.rules import health_of, indicate, is_stale
from portal.incidents.sources import fetching
from portal.kernel.status_source import read_sources
from portal.policy.model import Component, Components, Side
from tests.building import START
from tests.web.incidents.pages import Answer, status_page

COMPONENTS = Components(
    (
        Component("api", {"en": "API"}, {"en": ""}, Side.PROVIDER, ("Messages",)),
        Component("delivery", {"en": "Delivery"}, {"en": ""}, Side.META, ("Cloud API",)),
    )
)
SUMMARY = "/api/v2/summary.json"
FINE = Answer(json.dumps({"components": [{"name": "Messages", "status": "operational"}], "incidents": []}).encode())
EMPTY_FEED = b'<rss version="2.0"><channel><title>S</title></channel></rss>'
MINUTE = timedelta(minutes=1)


@pytest.fixture
def page():
    with status_page() as page:
        yield page


@pytest.fixture
def watch(tmp_path):
    """The monitor of some addresses, as a process that has just begun has it."""

    def watch(addresses):
        pages = [
            PageMonitor(each, tmp_path / f"{number}.json", lambda: COMPONENTS, tmp_path / "nudged")
            for number, each in enumerate(read_sources(addresses))
        ]
        return pages[0] if len(pages) == 1 else MergedMonitor(pages)

    return watch


def read(watch, addresses, now=START):
    """What web processes show after the worker has had its turn."""
    watch(addresses).refresh(now)
    return watch(addresses).reading()


def test_page_is_asked_only_for_what_is_new(page, watch):
    page.answers[SUMMARY] = replace(FINE, headers={"ETag": '"1"', "Last-Modified": "Mon, 23 Nov 2026 08:00:00 GMT"})
    first = read(watch, page.address)

    second = read(watch, page.address, START + MINUTE)

    sent = page.asked[1][1]
    assert (sent["If-None-Match"], sent["If-Modified-Since"]) == ('"1"', "Mon, 23 Nov 2026 08:00:00 GMT")
    assert (first.as_of, second.as_of) == (START, START + MINUTE), "unchanged is as good as read"
    assert second.health == first.health == {"api": Health.OPERATIONAL}
    assert second.problem == ""


def test_answer_that_could_not_be_used_is_asked_for_in_full_again(page, watch):
    page.answers[SUMMARY] = Answer(b'{"incidents": {}}', headers={"ETag": '"bad"'})
    assert read(watch, page.address).problem == "not a summary"

    read(watch, page.address, START + MINUTE)

    assert "If-None-Match" not in page.asked[1][1]


AWKWARD = {
    "silent": (Answer(manner="silent"), "no answer in time"),
    "drop by drop": (Answer(manner="drop"), "no answer in time"),
    "cut off": (replace(FINE, manner="cut"), "not a summary (JSONDecodeError)"),
    "too many requests": (Answer(status=429), "HTTP 429"),
    "broken": (Answer(b"oops", status=500), "HTTP 500"),
    "a page of HTML": (Answer(b"<!DOCTYPE html><p>Sign in"), "not a summary (JSONDecodeError)"),
    "too large": (Answer(b" " * (fetching.MAX_BYTES + 1)), "an answer of more than 2000000 bytes"),
    "nested without end": (Answer(b"[" * 200_000), "not a summary (RecursionError)"),
    "no text": (Answer(b"\xff\xfe\x00"), "not a summary"),
}


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_page_keeps_the_last_reading_with_its_age(page, watch, monkeypatch, name):
    monkeypatch.setattr(fetching, "TIMEOUT_S", 0.2)
    monkeypatch.setattr(fetching, "TOGETHER_S", 0.4)
    answer, problem = AWKWARD[name]
    page.answers[SUMMARY] = FINE
    read(watch, page.address)
    page.answers[SUMMARY] = answer

    reading = read(watch, page.address, START + 2 * MINUTE)

    assert reading.problem.startswith(problem)
    assert (reading.as_of, reading.health) == (START, {"api": Health.OPERATIONAL})
    assert is_stale(reading, START + 2 * MINUTE)
    assert indicate(reading, START + 2 * MINUTE) == "unknown"


def test_page_that_asks_to_be_left_alone_is(page, watch):
    page.answers[SUMMARY] = Answer(status=429, headers={"Retry-After": "300"})
    read(watch, page.address)

    read(watch, page.address, START + timedelta(seconds=299))
    assert len(page.asked) == 1

    read(watch, page.address, START + timedelta(seconds=300))
    assert len(page.asked) == 2


def test_page_that_asks_for_a_week_is_asked_after_an_hour(page, watch):
    page.answers[SUMMARY] = Answer(status=503, headers={"Retry-After": "Mon, 30 Nov 2026 09:00:00 GMT"})
    read(watch, page.address)

    read(watch, page.address, START + timedelta(hours=1))

    assert len(page.asked) == 2


def test_redirect_is_not_followed_whatever_the_kind(page, watch):
    page.answers["/old.rss"] = Answer(status=301, headers={"Location": "/feed.rss"})
    page.answers["/feed.rss"] = Answer(EMPTY_FEED)

    reading = read(watch, f"feed+{page.address}/old.rss")

    assert [path for path, _ in page.asked] == ["/old.rss"]
    assert reading.problem == "HTTP 301; it leads elsewhere, set the address that it leads to"


def test_feed_that_fails_is_unknown_while_the_rest_is_known(page, watch):
    page.answers |= {SUMMARY: FINE, "/wa.rss": Answer(EMPTY_FEED)}
    addresses = f"{page.address} feed+{page.address}/wa.rss#meta"
    assert indicate(read(watch, addresses), START) == "none"
    page.answers["/wa.rss"] = Answer(b"<!DOCTYPE html><div id=app>")

    now = START + 2 * MINUTE
    reading = read(watch, addresses, now)

    assert health_of(reading, "api", now) is Health.OPERATIONAL
    assert health_of(reading, "delivery", now) is Health.UNKNOWN
    assert [part.as_of for part in reading.sources] == [now, START]


def test_page_of_several_answers_is_read_whole_or_not_at_all(page, watch):
    component = {"id": "1", "type": "components", "attributes": {"name": "Messages", "status": 1}}
    page.answers |= {
        "/api/components": Answer(json.dumps({"data": [component]}).encode()),
        "/api/incidents": Answer(b'{"data": []}'),
        "/api/schedules": Answer(b'{"data": []}'),
        "/api/status": Answer(b'{"data": {"status": "operational"}}'),
    }
    good = read(watch, f"cachet3+{page.address}")
    assert good.health == {"api": Health.OPERATIONAL}
    page.answers["/api/status"] = Answer(status=500)
    page.answers["/api/components"] = Answer(b'{"data": []}')

    reading = read(watch, f"cachet3+{page.address}", START + 2 * MINUTE)

    assert reading.health == good.health
    assert reading.problem == "HTTP 500"


def test_nobody_at_the_address_is_told_in_words(watch):
    reading = read(watch, "instatus+http://127.0.0.1:9")

    assert reading.problem == "no whole answer (ConnectionRefusedError)"
    assert reading.as_of is None


def test_damaged_store_is_read_anew(page, watch, tmp_path):
    page.answers[SUMMARY] = FINE
    (tmp_path / "0.json").write_text("{half")

    reading = read(watch, page.address)

    assert reading.health == {"api": Health.OPERATIONAL}
