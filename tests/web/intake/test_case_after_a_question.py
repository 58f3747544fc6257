"""A case that is opened although somebody has asked before tells editors that the answer was none."""

from portal.search.learning.model import Counts
from tests.web.intake.walking import Customer
from tests.web.search.counting import counted, ticket_of

ONE = Counts(asked=1)
OPENED = "/en/search/opened"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


def test_case_after_a_search_is_counted_for_the_question(app, ana):
    page = ana.get("/en/search?q=Template+rejected?")
    customer = Customer(ana).asks_from(page).can_sign_in()
    customer.names_the_problem(subject=customer.page.fields["subject"]).goes_past_the_answers()
    customer.describes_it().rates_it().sends()

    assert customer.step == "done"
    assert counted(app) == {("en", "template rejected"): Counts(asked=1, cases=1)}


def test_page_without_result_leads_there_as_well(app, ana):
    page = ana.get("/de/search?q=qqqqqqqq")
    customer = Customer(ana, "de").asks_from(page, "Support kontaktieren").can_sign_in()
    customer.names_the_problem(subject="Webhook").goes_past_the_answers().describes_it().rates_it().sends()

    found = counted(app)
    assert found["de", "qqqqqqqq"] == Counts(asked=1, without_result=1, cases=1)
    assert found["de", "webhook"].cases == 1


def test_what_the_wizard_looked_up_is_a_question(app, ana):
    customer = Customer(ana).comes_to_review(subject="Messages fail", error="131047")
    assert counted(app) == {("en", "messages fail 131047"): ONE}

    customer.sends()

    assert counted(app) == {("en", "messages fail 131047"): Counts(asked=1, cases=1)}


def test_answer_that_was_opened_in_the_wizard_is_counted(app, ana):
    customer = Customer(ana).starts().can_sign_in().names_the_problem(subject="Messages fail", error="131047")
    assert customer.step == "answers"

    ana.post(OPENED, ticket_of(customer.page), status=204, headers=SAME_ORIGIN)
    customer.answers(solved="yes")

    assert counted(app) == {("en", "messages fail 131047"): Counts(asked=1, opened=1)}


def test_same_problem_given_again_is_not_asked_again(app, ana):
    customer = Customer(ana).comes_to_review(subject="Messages fail", error="131047")
    customer.opens("problem").names_the_problem(subject="Messages fail", error="131047")

    assert counted(app) == {("en", "messages fail 131047"): ONE}


def test_sending_twice_counts_one_case(app, ana):
    customer = Customer(ana).comes_to_review(subject="Messages fail", error="131047")
    review = customer.page
    customer.sends()
    customer.page = review
    customer.sends()

    assert counted(app)["en", "messages fail 131047"].cases == 1


def test_link_can_bring_nothing_that_may_not_be_kept(app, ana):
    Customer(ana).starts("?searched=Call+%2B49+151+2345678+D360-API-KEY:+Zq8RtX2mLp0VwK5sJd7YbN3cHfEe")
    customer = Customer(ana)
    customer.starts("?searched=Call+%2B49+151+2345678+ana@firma.example")
    customer.can_sign_in().names_the_problem(subject="Xyzzy").goes_past_the_answers().describes_it().rates_it()
    customer.answers(duplicate_of="none") if customer.step == "duplicates" else None
    customer.sends()

    assert counted(app)["en", "call"] == Counts(cases=1)
    assert set(counted(app)) == {("en", "call"), ("en", "xyzzy")}


def test_suggestions_while_typing_are_not_counted(app, ana):
    customer = Customer(ana).starts().can_sign_in()
    sent = {"subject": "template", "error": "", "csrf_token": customer.page.fields["csrf_token"]}
    ana.post(f"/en/help/{customer.draft}/live-answers", sent, status=200)

    assert counted(app) == {}
