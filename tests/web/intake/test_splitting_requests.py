"""Two problems told at once can be made two linked requests; one problem stays one."""

import pytest
from sqlalchemy import select

from portal.cases.model import Case
from portal.web.current import current_database
from tests.cast import outbox
from tests.web.intake.walking import Customer

BOTH = "No event arrives since 9:00.\n\nAlso our invoice of October is missing."
OFFER = "These look like two problems"
BUTTON = "Make two linked requests"


def tells_both(browse, language="en"):
    customer = Customer(browse, language).comes_to_details(component="webhooks")
    return customer.describes_it(BOTH).rates_it()


def splits(customer):
    customer.page = customer.browse.submit(customer.page, {}, button=BUTTON)
    return customer


def list_cases(app):
    with app.app_context(), current_database.get().read() as session:
        return [
            (case.reference, case.component, case.related_to, [row.kind for row in case.event_rows])
            for case in session.scalars(select(Case).order_by(Case.id))
        ]


def test_both_become_requests_that_are_linked(app, ana):
    customer = tells_both(ana)
    assert customer.page.says(OFFER)
    splits(customer)
    assert customer.step == "review"
    assert customer.page.says("One of two requests")
    assert not customer.page.says("invoice")
    customer.sends()
    assert customer.page.says("Your second problem is not sent yet")

    customer.page = ana.click(customer.page, "Go on with the second problem")
    customer.goes_past_the_answers()
    assert customer.step == "impact"
    assert customer.page.fields["scope"] == "one"
    customer.rates_it()
    customer.answers(duplicate_of="none") if customer.step == "duplicates" else None
    assert customer.step == "review"
    assert customer.page.says("Also our invoice of October is missing.")
    customer.sends()

    (first, part, related, kinds), (second, other_part, other_related, other_kinds) = list_cases(app)
    assert (part, other_part) == ("webhooks", "billing")
    assert (related, other_related) == (second, first)
    assert kinds == other_kinds == ["opened", "automatically_answered", "linked"]
    assert len(outbox(app, "case_opened")) == 2
    assert ana.get(f"/en/requests/{first}").says(f"The other one has a request of its own: {second}.")
    assert not customer.page.says("Your second problem is not sent yet")


def test_who_does_not_split_sends_one_request(app, ana):
    tells_both(ana).sends()

    assert [kinds for *_, kinds in list_cases(app)] == [["opened", "automatically_answered"]]


def test_splitting_twice_makes_one_second_draft(app, ana):
    customer = tells_both(ana)
    offered = customer.page
    splits(customer)
    customer.page = offered
    splits(customer)

    assert not customer.page.says(OFFER)
    customer.sends()
    assert customer.page.source.count("Go on with the second problem") == 1


def test_second_draft_is_the_same_persons_alone(app, ana, eve):
    customer = splits(tells_both(ana)).sends()
    address = customer.page.link("Go on with the second problem")

    assert eve.get(address, status=404).says("This draft cannot be opened here")


def test_page_is_not_out_of_date_after_splitting(app, ana):
    customer = splits(tells_both(ana))

    assert customer.sends().step == "done"


@pytest.mark.parametrize("text", ["No event arrives since 9:00.", "1. Send\n2. Wait\n3. No webhook arrives"])
def test_one_problem_is_offered_nothing(ana, text):
    customer = Customer(ana).comes_to_details(component="webhooks").describes_it(text).rates_it()

    assert not customer.page.says(OFFER)


def test_strangers_cannot_split(app, ana, eve):
    customer, stranger = tells_both(ana), Customer(eve).comes_to_details()
    sent = {"csrf_token": stranger.page.fields["csrf_token"]}

    assert eve.post(f"/en/help/{customer.draft}/split", sent, follow=True, status=404).path.endswith(
        f"/{customer.draft}/"
    )
    assert customer.opens("review").page.says(OFFER)
