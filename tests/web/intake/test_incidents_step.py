"""Open incidents in the wizard: told in full and once, followed by mail, or noted in the case."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.cases.model import Case
from portal.incidents.following.model import Follower
from portal.incidents.model import Impact, Phase
from portal.web.current import current_database
from tests.building import START
from tests.cast import ANA, EVE, outbox
from tests.web.incidents.state import SLUG, TITLE, incident, maintenance, state_of
from tests.web.intake.walking import Customer


@pytest.fixture
def state(app):
    with state_of(app) as state:
        state.show(incident())
        yield state


def stored(app, kind):
    with app.app_context(), current_database.get().read() as session:
        return list(session.scalars(select(kind)))


def at_the_step(browse, language="en", **problem):
    return Customer(browse, language).starts().can_sign_in().names_the_problem(**problem)


def test_incident_is_told_with_its_latest_update(ana, state):
    customer = at_the_step(ana)

    assert customer.step == "incidents"
    assert customer.page.says(TITLE)
    assert customer.page.says("We look for the cause.")


def test_incident_of_another_part_is_not_asked_about_unless_it_is_critical(ana, state):
    assert at_the_step(ana, component="billing").step != "incidents"

    state.show(incident(impact=Impact.CRITICAL))

    assert at_the_step(ana, component="billing").step == "incidents"


def test_yes_leads_to_the_offer_to_be_told_and_makes_no_case(app, ana, state):
    customer = at_the_step(ana).answers(same_incident="yes")
    assert 'data-outcome="followed"' in customer.page.source
    assert customer.page.fields["email"] == ANA

    page = ana.submit(customer.page, button="Tell me when it is over")

    assert page.heading == "We tell you when it is over"
    assert [(row.email, row.incident) for row in stored(app, Follower)] == [(ANA, SLUG)]
    assert stored(app, Case) == []


def test_address_typed_in_the_step_is_asked_to_confirm(app, browse, state):
    customer = at_the_step(browse).answers(same_incident="yes", email=" Eve@Stranger.example")

    assert customer.page.says(EVE)
    assert customer.page.says("Open the link and confirm.")
    assert [mail["to"] for mail in outbox(app, "follow_confirm")] == [EVE]


def test_typo_in_the_address_is_told_and_nothing_is_lost(app, browse, state):
    customer = at_the_step(browse).answers(status=422, same_incident="yes", email="eve@stranger")

    assert customer.page.mistakes == ["Enter an email address in the form name@example.com."]
    assert customer.page.fields["email"] == "eve@stranger"
    assert customer.page.fields["same_incident"] == "yes"


def test_whoever_goes_on_is_not_written_to(app, ana, state):
    customer = at_the_step(ana).answers(same_incident="no", email=EVE)

    assert customer.step != "done"
    assert stored(app, Follower) == []
    assert customer.opens("incidents").page.fields["email"] == ""


def test_case_names_every_incident_that_was_ruled_out(app, ana, state):
    state.show(incident(), incident("all-down", "Everything is down", impact=Impact.CRITICAL, components=()))
    customer = at_the_step(ana).answers(same_incident="no").goes_past_the_answers().describes_it().rates_it()
    assert customer.page.says(f"Known incident, but yours is different Everything is down {TITLE}")
    customer.sends()
    state.show()

    (case,) = stored(app, Case)
    (letter,) = outbox(app, "case_opened")
    assert case.incident == "all-down"
    assert letter["told_incidents"] == ["Everything is down", TITLE]
    page = ana.get(f"/en/requests/{case.reference}")
    assert page.says("Known incident, but yours is different")
    assert page.says(TITLE)


def test_incident_shown_for_another_part_says_nothing_about_this_one(app, ana, state):
    customer = at_the_step(ana).answers(same_incident="no").goes_past_the_answers()
    customer.opens("problem").names_the_problem(component="billing").goes_past_the_answers()
    customer.describes_it().rates_it().sends()

    assert [case.incident for case in stored(app, Case)] == [None]
    assert outbox(app, "case_opened")[0]["told_incidents"] == []


def test_incident_takes_the_place_of_the_banner_once_it_is_told(ana, state):
    customer = Customer(ana).starts()
    assert 'class="banner"' in customer.page.source

    customer.can_sign_in().names_the_problem()

    assert customer.page.source.count(TITLE) == 1
    customer.answers(same_incident="no")
    assert 'class="banner"' not in customer.page.source


def test_planned_work_is_told_apart_with_its_window_and_is_no_question(ana, state):
    state.show(maintenance())

    customer = at_the_step(ana)

    assert customer.step == "answers"
    assert customer.page.says("Planned maintenance, not an incident")
    assert customer.page.says("From November 23, 2026, 10:00 (UTC) to November 23, 2026, 12:00 (UTC).")
    assert customer.page.source.count("data-local") == 2
    assert not customer.answers(solved="no").page.says("Planned maintenance")


def test_planned_work_stands_beside_an_incident(ana, state):
    state.show(maintenance(phase=Phase.IN_PROGRESS), incident())

    customer = at_the_step(ana)

    assert customer.step == "incidents"
    assert customer.page.says("Planned maintenance, not an incident")
    assert customer.page.says(TITLE)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"problem": "URLError"}, "The last reading of the status page is from"),
        ({"as_of": START - timedelta(minutes=30)}, "from 30 minutes ago; something may have happened since."),
        ({"as_of": None, "problem": "URLError"}, "there may be an incident that we do not show here."),
    ],
)
def test_reading_that_failed_or_is_old_is_told_and_never_called_fine(ana, state, changes, words):
    state.show(**changes)

    page = at_the_step(ana).page

    assert page.says("We cannot be sure about the current state")
    assert page.says(words)


def test_old_reading_that_knows_an_incident_still_asks_about_it(ana, state):
    state.show(incident(), as_of=START - timedelta(minutes=30))

    customer = at_the_step(ana)

    assert customer.step == "incidents"
    assert customer.page.says("something may have happened since.")


def test_fresh_reading_says_nothing_of_doubt(ana, state):
    assert not at_the_step(ana).page.says("We cannot be sure")


@pytest.mark.parametrize("language", ["de", "es", "pt-br", "ru"])
def test_step_and_outcome_are_sound_in_every_language(browse, state, language):
    state.show(incident(), maintenance(), as_of=START - timedelta(minutes=30))

    customer = at_the_step(browse, language).answers(same_incident="yes")

    assert 'data-outcome="followed"' in customer.page.source
