"""What is shown of several status pages, and the address by which one asks to be read."""

import json
import os
from datetime import timedelta

import pytest

from portal.app import create_app
from portal.incidents.merging import merge
from portal.incidents.model import Health, Reading
from portal.services import current_monitor
from portal.settings import SettingsError
from tests.building import START, make_settings, put_clock, tear_down
from tests.web.incidents.pages import Answer, status_page
from tests.web.incidents.state import incident, state_of
from tests.web.intake.walking import Customer

TOKEN = "a-token-of-the-status-page"
FINE = json.dumps({"components": [{"name": "Partner Webhooks", "status": "operational"}], "incidents": []}).encode()


def several(clock):
    """Our own page, fresh, and Meta's feed, which fails since half an hour."""
    own = Reading(clock(), (incident(source="status.example"),), {"webhooks": Health.DEGRADED}, name="status.example")
    asked_about = frozenset({"delivery", "templates", "account"})
    old = clock() - timedelta(minutes=30)
    return merge([own, Reading(old, problem="HTTP 503", name="meta.example", asked_about=asked_about)])


@pytest.fixture
def shown(app, clock):
    with state_of(app) as state:
        state.reading = several(clock)
        yield state


def test_status_page_tells_the_age_of_each_source(browse, shown):
    page = browse.get("/en/status")

    assert page.says("Where this comes from")
    assert page.says("Last reading 30 minutes ago, on")
    assert page.source.count("The last attempt failed.") == 1
    assert page.says("Told by status.example")
    assert page.says("The last reading of meta.example is too old or failed")


def test_json_tells_the_age_of_each_source(app, shown):
    document = app.test_client().get("/api/v1/status").json

    assert [(each["name"], each["stale"], each["problem"]) for each in document["sources"]] == [
        ("status.example", False, ""),
        ("meta.example", True, "HTTP 503"),
    ]
    assert document["stale"] is True
    assert document["incidents"][0]["source"] == "status.example"
    states = {each["id"]: each["status"] for each in document["components"]}
    assert (states["webhooks"], states["delivery"], states["hub"]) == (
        "degraded_performance",
        "unknown",
        "operational",
    )


def test_without_a_status_page_there_is_no_source(app):
    document = app.test_client().get("/api/v1/status").json

    assert document["sources"] == []


@pytest.fixture
def portal(tmp_path, clock):
    """A portal that reads two pages, one of which is not there, and takes nudges."""
    with status_page() as page:
        page.answers["/api/v2/summary.json"] = Answer(FINE)
        addresses = f"{page.address} feed+{page.address}/gone.rss#meta"
        app = create_app(make_settings(tmp_path, status_url=addresses, status_nudge_token=TOKEN))
        put_clock(app, clock)
        app.page = page
        yield app
        tear_down(app)


def refresh(app, now):
    app.extensions[current_monitor.name].refresh(now)


def test_operators_read_the_age_of_each_source(portal, clock):
    refresh(portal, clock())
    client = portal.test_client()

    part = client.get("/readyz").json["parts"]["status"]
    figures = client.get("/metrics").text

    host = portal.page.address.removeprefix("http://")
    assert part["ok"] is False
    assert part["detail"] == f"{host}: read at 2026-11-23T09:00:00Z | {host}/gone.rss: never read; HTTP 404"
    assert f'portal_status_source_stale{{source="{host}"}} 0.0' in figures
    assert f'portal_status_source_stale{{source="{host}/gone.rss"}} 1.0' in figures
    assert f'portal_status_source_age_seconds{{source="{host}"}} 0.0' in figures


def test_nudge_has_the_page_read_within_seconds(portal, tmp_path):
    refresh(portal, START)
    nudged = portal.test_client().post(f"/api/v1/status/nudge/{TOKEN}", data=b"\xff" * 1000)
    assert nudged.status_code == 204
    at = START + timedelta(seconds=5)
    os.utime(tmp_path / "status" / "nudged", (at.timestamp(), at.timestamp()))

    def asked():
        return sum(path == "/api/v2/summary.json" for path, _ in portal.page.asked)

    refresh(portal, START + timedelta(seconds=10))
    assert asked() == 1, "not so soon after it was read"
    refresh(portal, START + timedelta(seconds=15))
    assert asked() == 2
    refresh(portal, START + timedelta(seconds=35))
    assert asked() == 2, "one nudge is one reading"


@pytest.mark.parametrize("token", ["another-token-of-somebody", TOKEN[:-1], "ü"])
def test_nudge_of_a_stranger_changes_nothing(portal, tmp_path, token):
    assert portal.test_client().post(f"/api/v1/status/nudge/{token}").status_code == 404

    assert not (tmp_path / "status" / "nudged").exists()


def test_nudges_are_off_unless_they_are_set(app):
    assert app.test_client().post(f"/api/v1/status/nudge/{TOKEN}").status_code == 404


def test_nudge_is_posted(portal):
    assert portal.test_client().get(f"/api/v1/status/nudge/{TOKEN}").status_code == 405


def test_page_asked_about_what_does_not_exist_stops_the_start(tmp_path):
    with pytest.raises(SettingsError) as caught:
        create_app(make_settings(tmp_path, status_url="feed+https://meta.example/a.rss#metta"))

    (problem,) = caught.value.problems
    assert problem.startswith("PORTAL_STATUS_URL: 'metta' behind # must be one of account, api,")


@pytest.mark.parametrize(("component", "words"), [("webhooks", ""), ("delivery", "from 30 minutes ago")])
def test_wizard_warns_only_of_what_the_failing_source_tells(ana, shown, component, words):
    customer = Customer(ana).starts().can_sign_in().names_the_problem(component=component)

    assert customer.page.says("We cannot be sure about the current state") is bool(words)
    assert customer.page.says(words)
