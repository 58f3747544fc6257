"""Two tabs on one step, and the way back without scripts: no text is lost in either."""

import io

from tests.page import Page
from tests.web.intake.walking import Customer


def goes_back(customer: Customer, **typed) -> Page:
    """Press the button that stands for the link where there are no scripts."""
    return customer.browse.submit(customer.page, {**typed, "back": "yes"}, button="Back")


def test_second_tab_is_told_and_sees_both_texts(ana):
    customer = Customer(ana).comes_to_details()
    other_tab = customer.page
    customer.describes_it("Said in the first tab")

    page = ana.submit(other_tab, {"description": "Said in the second tab"}, status=422)

    assert page.says("You changed this in another tab")
    assert page.says("Said in the first tab")
    assert page.fields["description"] == "Said in the second tab"
    ana.submit(page, {"description": "Said in both"})
    assert customer.opens("details").page.fields["description"] == "Said in both"


def test_other_choice_is_told_in_words(ana):
    customer = Customer(ana).comes_to_details().describes_it()
    other_tab = customer.page
    customer.rates_it(scope="some")

    page = ana.submit(other_tab, {"scope": "one", "workaround": "yes", "production": "no"}, status=422)

    assert page.says("Some numbers, people or functions")


def test_same_answer_sent_twice_is_no_clash(ana):
    customer = Customer(ana).comes_to_details()
    page = customer.page
    customer.describes_it("The same")

    ana.submit(page, {"description": "The same", "timezone": "Europe/Berlin"}, status=200)


def test_change_of_mind_in_one_tab_is_no_clash(ana):
    customer = Customer(ana).comes_to_details().describes_it("First").opens("details")

    assert not customer.describes_it("Second").page.says("another tab")
    assert customer.opens("details").page.fields["description"] == "Second"


def test_way_back_without_scripts_keeps_what_was_typed(ana):
    customer = Customer(ana).comes_to_details()

    page = goes_back(customer, description="Half a sen", steps="1.")

    assert page.path.endswith("/answers")
    assert customer.opens("details").page.fields["description"] == "Half a sen"
    assert customer.page.fields["steps"] == "1."


def test_way_back_without_scripts_keeps_files(ana):
    customer = Customer(ana).comes_to_details()

    goes_back(customer, description="It fails", attachments=(io.BytesIO(b"a line"), "log.txt"))

    assert customer.opens("details").page.says("log.txt")


def test_way_back_needs_no_right_answer(ana):
    customer = Customer(ana).starts().can_sign_in()

    assert goes_back(customer, subject="", error="").path.endswith("/access")


def test_way_back_from_the_code_leads_to_name_and_address(browse):
    customer = Customer(browse).comes_to_details().describes_it().rates_it()
    customer.answers(name="Kim", email="kim@firma.example")

    page = browse.click(customer.page, "Back")

    assert page.fields["email"] == "kim@firma.example"


def test_way_back_from_a_change_leads_to_the_review(ana):
    customer = Customer(ana).comes_to_review()
    address = f"/en/help/{customer.draft}/details?from=review"
    token = ana.get(address).fields["csrf_token"]
    sent = {"csrf_token": token, "description": "Not yet right", "back": "yes"}

    assert ana.post(address, sent, follow=True, status=200).path.endswith("/review")
