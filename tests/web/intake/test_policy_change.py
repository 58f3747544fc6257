"""Whoever changes `policy.yml` changes every promise made from then on, and none made before."""

import shutil
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.cases.model import Case
from portal.services import current_holder
from portal.web.current import current_database, current_settings
from tests import made_before
from tests.building import ROOT, StandingClock, empty, make_app, make_settings, put_clock, tear_down
from tests.cast import sign_in
from tests.checked_client import Browser
from tests.web.intake.walking import SUBJECT, Customer

CHANGES = {
    "version: 2026-11-23": "version: 2026-12-24",
    "{name: Premium, first_response: 30m}": "{name: Platinum, first_response: 20m}",
    "email: {first_response: 24h}": "email: {first_response: 7h}",
    "{target: 48h, no_target_for: [meta]}": "{target: 30h, no_target_for: [provider]}",
    "1: {when: [{scope: all},": "1: {when: [{scope: all}, {scope: one, production: false},",
    "{max_files: 5, max_mb: 25}": "{max_files: 2, max_mb: 3}",
}


@pytest.fixture(scope="module")
def shared_portal(tmp_path_factory):
    folder = tmp_path_factory.mktemp("portal")
    shutil.copytree(ROOT / "content", folder / "content")
    made_before.put_into(folder / "instance")
    app = make_app(make_settings(folder / "instance", content_dir=folder / "content"))
    yield app
    tear_down(app)


@pytest.fixture
def change(shared_portal):
    """Edit the policy as an editor does, until the end of a test."""
    with shared_portal.app_context():
        holder = current_holder.get()
        file = current_settings.get().content_dir / "policy.yml"
    original = file.read_text(encoding="utf-8")

    def change(changes=CHANGES):
        text = original
        for before, after in changes.items():
            assert text.count(before) == 1, before
            text = text.replace(before, after)
        file.write_text(text, encoding="utf-8")
        assert holder.refresh()

    yield change
    file.write_text(original, encoding="utf-8")
    holder.refresh()


@pytest.fixture
def portal(shared_portal, change):
    """A portal in its first minute, with the policy as it is in the repository."""
    empty(shared_portal)
    put_clock(shared_portal, StandingClock())
    return shared_portal


def opened(portal, subject):
    with portal.app_context(), current_database.get().read() as session:
        return session.scalars(select(Case).where(Case.subject == subject)).one()


def promised(case):
    return (
        case.policy_version,
        case.severity,
        case.first_response_due - case.opened_at,
        case.resolution_due and case.resolution_due - case.opened_at,
    )


def test_case_is_promised_what_the_policy_says_when_it_is_opened(portal, change):
    ana = Customer(sign_in(portal, "ana@premium.example"))
    ana.comes_to_review(subject="Opened before the change").sends()
    kept = ("2026-11-23", 3, timedelta(minutes=30), timedelta(hours=48))
    assert promised(opened(portal, "Opened before the change")) == kept

    change()
    ana.comes_to_review(subject="Something else stopped afterwards")
    assert "20 minutes" in ana.page.words
    ana.sends()

    new = ("2026-12-24", 1, timedelta(minutes=20), None)
    assert promised(opened(portal, "Something else stopped afterwards")) == new
    assert promised(opened(portal, "Opened before the change")) == kept


def test_case_by_email_is_promised_what_the_policy_says_of_email(portal, change):
    change()
    bea = Customer(sign_in(portal, "bea@basic.example"))

    bea.comes_to_review().sends()

    assert promised(opened(portal, SUBJECT)) == ("2026-12-24", 1, timedelta(hours=7), None)


def test_route_that_the_policy_closes_is_closed(portal, change):
    change({"- {channel: chat, because: chat_available}": "- {channel: email, because: chat_not_enabled}"})
    ana = Customer(sign_in(portal, "ana@premium.example"))

    ana.comes_to_review().sends()

    assert opened(portal, SUBJECT).channel == "email"


def test_pages_and_programs_say_what_the_policy_says(portal, change):
    browse = Browser(portal)
    before = browse.get("/de/policy/plans-and-response-times").words
    question = {"plan": "premium", "channel": "chat", "severity": 1, "side": "meta", "at": "2026-11-23T09:00:00Z"}

    change()
    after = browse.get("/de/policy/plans-and-response-times").words
    answer = portal.test_client().post("/api/v1/policy/promise", json=question).get_json()

    assert "30 Minuten" in before
    assert "Platinum" not in before
    assert "20 Minuten" in after
    assert "Platinum" in after
    assert answer["first_response_due"] == "2026-11-23T09:20:00+00:00"
    assert answer["resolution_due"] == "2026-11-24T15:00:00+00:00"
    assert answer["policy_version"] == "2026-12-24"


def test_files_are_limited_as_the_policy_says(portal, change):
    change()
    customer = Customer(Browser(portal)).comes_to_details()

    assert "3 MB" in customer.page.words
    assert "25 MB" not in customer.page.words
