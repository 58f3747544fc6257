"""The team makes a case part of an incident, moves it to another, and takes that back."""

import pytest

from tests.web.cases.builders import opened
from tests.web.incidents.state import SLUG, TITLE, incident, state_of

OTHER = "Everything is down"


@pytest.fixture
def state(app):
    with state_of(app) as state:
        state.show(incident(), incident("all-down", OTHER))
        yield state


def test_without_an_incident_there_is_nothing_to_link_to(lea, desk):
    assert not lea.get(desk).says("Link to an incident")


def test_link_is_shown_and_the_customer_reads_of_it(state, lea, ana, desk, case):
    page = lea.submit(lea.get(desk), {"incident": SLUG}, button="Link")

    assert page.says(f"Incident {TITLE}")
    assert not page.says("the customer says it is another problem")
    assert ana.get(f"/en/requests/{case.reference}").says(TITLE)


def test_link_moves_and_can_be_taken_back(state, lea, desk):
    page = lea.submit(lea.get(desk), {"incident": SLUG}, button="Link")
    page = lea.submit(page, {"incident": "all-down"}, button="Link")
    assert page.says(f"Incident {OTHER}")

    page = lea.submit(page, {"incident": ""}, button="Link")
    assert not page.says(f"Incident {OTHER}")


def test_linking_twice_changes_nothing(state, lea, desk):
    page = lea.submit(lea.get(desk), {"incident": SLUG}, button="Link")

    assert lea.submit(page, {"incident": SLUG}, button="Link", status=409).says("Nothing would change.")


def test_incident_that_is_over_stays_the_cases(state, lea, desk):
    lea.submit(lea.get(desk), {"incident": SLUG}, button="Link")
    state.show()

    page = lea.get(desk)

    assert page.fields["incident"] == SLUG
    assert page.says(f"Incident {SLUG}")


def test_what_the_customer_ruled_out_can_still_be_found_to_be_it(state, lea, portal_database):
    case = opened(portal_database, idempotency_key="2", incident=SLUG)
    page = lea.get(f"/desk/{case.reference}")
    assert page.says("the customer says it is another problem")

    page = lea.submit(page, {"incident": SLUG}, button="Link")

    assert not page.says("the customer says it is another problem")


@pytest.mark.parametrize("name", ["unknown", "<script>", "all-down/"])
def test_incident_that_nobody_offered_is_refused(state, lea, desk, name):
    page = lea.get(desk)
    data = {key: page.fields[key][0] for key in ("csrf_token", "token", "seen")}

    lea.post(desk, {**data, "act": "incident", "incident": name}, status=422)
