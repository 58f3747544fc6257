"""With several web processes it does not matter which one is asked, nor whether one has died meanwhile."""

import time
from urllib.error import HTTPError
from urllib.request import urlopen

from prometheus_client.parser import text_string_to_metric_families

from tests.browser.running_portal import run_portal
from tests.web.serving.dying import kill_oldest_web_process, wait_until_whole

ROUTE = "/{language}/errors/{code}"
ASKED = 24


def count(portal):
    with urlopen(f"{portal.address}/metrics", timeout=10) as answer:
        families = text_string_to_metric_families(answer.read().decode())
    return sum(
        sample.value
        for family in families
        for sample in family.samples
        if sample.name == "portal_requests_total" and sample.labels["route"] == ROUTE
    )


def ask(portal, number):
    # Connections of their own, so that both processes get some; made-up codes, so that no cache answers.
    try:
        urlopen(f"{portal.address}/en/errors/{990000 + number}", timeout=10).close()
    except HTTPError as missing:
        missing.close()


def test_every_process_tells_what_all_have_counted(tmp_path):
    with run_portal(tmp_path, processes=2) as portal:
        for number in range(ASKED):
            ask(portal, number)
        assert {count(portal) for _ in range(12)} == {ASKED}

        # One that dies within 5.5 s of its start is not replaced.
        time.sleep(6)
        kill_oldest_web_process(portal)
        wait_until_whole(portal, processes=2)

        assert {count(portal) for _ in range(12)} == {ASKED}, "a counter must not fall"
