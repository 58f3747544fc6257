"""Where a request's ticket is seen: at the desk, with a link or the reason why there is none, and by programs."""

import pytest

from portal.identity.actions import add_staff
from portal.identity.tokens.rules import Scope
from tests.building import START
from tests.web.cases.builders import opened
from tests.web.connect.description import judge
from tests.web.connect.helpdesk_server import refuses


@pytest.fixture
def lea(desk, sign_in):
    """Somebody of the support team."""
    with desk.database.write() as session:
        add_staff(session, "lea.stern@team.example", START)
    return sign_in("lea.stern@team.example")


def test_desk_shows_the_ticket_with_a_link(desk, lea):
    case = opened(desk.database, START)
    desk.send()
    desk.is_known_as("https://desk.example.org")

    page = lea.get(f"/desk/{case.reference}")

    name = desk.name.capitalize()
    number = {"zammad": "48001", "zendesk": "35"}[desk.name]
    path = {"zammad": "/#ticket/zoom/1", "zendesk": "/agent/tickets/35"}[desk.name]
    assert page.links[f"{name} {number}"] == f"https://desk.example.org{path}"
    assert not page.says("last attempt:")


def test_desk_says_why_there_is_no_ticket_yet(desk, lea):
    case = opened(desk.database, START)
    desk.twin.manners = [refuses(403)]
    desk.send()

    page = lea.get(f"/desk/{case.reference}")
    assert page.says(f"None in {desk.name.capitalize()} yet (last attempt: HTTP 403)")
    assert lea.get("/desk/deliveries/?troubled=1").says("HTTP 403")


def test_customers_page_knows_nothing_of_helpdesks(desk, ana):
    case = opened(desk.database, START)
    desk.twin.manners = [refuses(500)]
    desk.send()

    assert not ana.get(f"/en/requests/{case.reference}").says(desk.name.capitalize())


def test_without_a_helpdesk_the_desk_speaks_of_no_ticket(app, stored, sign_in):
    case = opened(stored, START)
    with stored.write() as session:
        add_staff(session, "lea.stern@team.example", START)

    assert not sign_in("lea.stern@team.example").get(f"/desk/{case.reference}").says("Ticket")


def test_programs_are_told_of_the_ticket(app, desk, token, description):
    case = opened(desk.database, START)
    headers = {"Authorization": f"Bearer {token(Scope.CASES_READ)}"}
    client = app.test_client()
    assert client.get(f"/api/v1/cases/{case.reference}", headers=headers).json["ticket"] is None
    desk.send()

    answer = client.get(f"/api/v1/cases/{case.reference}", headers=headers).json

    assert judge(description, "/api/v1/cases/{reference}", answer) == []
    assert (answer["ticket"]["helpdesk"], answer["ticket"]["id"]) == (desk.name, str(desk.number))
