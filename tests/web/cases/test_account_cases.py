"""Colleagues of one account, with ``PORTAL_ACCOUNT_CASES`` on and off."""

import pytest
from sqlalchemy import select

from portal.cases import handling
from portal.cases.actions import lock_case
from portal.cases.events import Actor
from portal.cases.handling import By
from portal.cases.handling_rules import NotTheSameCustomer
from portal.cases.model import Attachment
from portal.desk.similar import find_similar
from portal.notify.mail_in.model import Outcome
from portal.notify.mail_in.receiving import receive_mail
from portal.web.current import current_settings
from tests.web.cases.builders import BO, NOW, address, history, opened
from tests.web.cases.test_request_files import attach
from tests.web.intake.walking import Customer


@pytest.fixture(params=["on", "off"])
def shared(request, app, settings):
    """The setting, as what it allows."""
    with app.app_context():
        current_settings.put(app, settings.model_copy(update={"account_cases": request.param}))
        yield request.param == "on"
        current_settings.put(app, settings)


@pytest.fixture
def bo(shared, sign_in):
    return sign_in(BO)


def answer(allowed, shared):
    """What a colleague gets: the page of a missing request where there are no colleagues."""
    return allowed if shared else 404


def test_list_page_and_files(shared, app, portal_database, case, bo):
    attach(app, case)

    assert bo.get("/en/requests/").says(case.reference) is shared
    bo.get(address(case), status=answer(200, shared))
    with portal_database.read() as session:
        number = session.scalars(select(Attachment.id)).one()
    bo.get(f"{address(case)}/files/{number}", status=answer(200, shared))


def test_reply(shared, portal_database, case, bo):
    token = bo.get("/en/requests/").fields["csrf_token"]

    bo.post(address(case), {"csrf_token": token, "message": "I go on.", "token": "x"}, status=answer(303, shared))

    assert len(history(portal_database, case)) == (2 if shared else 1)


def test_reply_by_mail(shared, app, portal_database, case):
    subject = f"Subject: Re: [{case.reference}]\nMessage-ID: <1@x.example>"

    receipt = receive_mail(app, f"From: {BO}\nTo: support@360dialog.com\n{subject}\n\nHello\n".encode())

    assert receipt.outcome is (Outcome.ADDED if shared else Outcome.OPENED)
    assert len(history(portal_database, case)) == (2 if shared else 1)


def test_question_whether_it_is_the_same_request(shared, portal_database, bo):
    opened(portal_database, component="webhooks", error="", subject="Webhook events do not reach our endpoint")

    customer = Customer(bo).comes_to_details().describes_it().rates_it()

    assert (customer.step == "duplicates") is shared


def test_owner_is_not_kept_out(shared, ana, case):
    assert ana.get("/en/requests/").says(case.reference)
    assert "message" in ana.get(address(case)).fields


def test_link_names_only_who_may_sign_in(shared, browse, link):
    assert browse.get(link).says("or a colleague") is shared


def test_requests_of_colleagues_are_merged_only_where_both_may_read_on(shared, portal_database, case):
    other = opened(portal_database, idempotency_key="2", opened_by=BO)
    by = By(Actor.STAFF, "Sam", NOW)

    with portal_database.write() as session:
        first, second = lock_case(session, case.reference), lock_case(session, other.reference)
        assert [each.is_same_customer for each in find_similar(session, first, shared=shared)] == [shared]
        outcome = handling.merge(session, first, second, by, shared=shared)

    assert (outcome == NotTheSameCustomer()) is not shared
