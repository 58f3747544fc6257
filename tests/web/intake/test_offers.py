"""What is offered as an answer: little, nothing twice, readable in place; and "solved" that was none."""

import re
from datetime import timedelta

import pytest

from portal.intake.model import Draft
from portal.intake.pace import Walk
from portal.intake.solved import came_back
from portal.web.current import current_database
from tests.cast import outbox
from tests.web.intake.walking import Customer

ARTICLE = "messages/window-closed-131047"
OFFERED = f'data-read="{ARTICLE}"'


def stored(app, draft):
    with app.app_context(), current_database.get().read() as session:
        return session.get(Draft, draft)


def read_of_case(app):
    from portal.cases.access import find_case_by_reference

    (letter,) = outbox(app, "case_opened")
    with app.app_context(), current_database.get().read() as session:
        return find_case_by_reference(session, letter["reference"]).articles_read


def test_at_most_three_answers_are_offered_with_the_codes_among_them(ana):
    customer = Customer(ana).starts().can_sign_in()
    customer.names_the_problem(component="api", subject="Message not delivered template webhook", error="131047")

    assert customer.step == "answers"
    assert customer.page.source.count('class="card"') + customer.page.source.count('class="card known-error"') <= 3


def test_section_that_answers_can_be_read_in_place(ana):
    customer = Customer(ana).starts().can_sign_in().names_the_problem(subject="Webhook events do not arrive")

    assert customer.step == "answers"
    assert '<details class="preview">' in customer.page.source
    assert customer.page.says("Whole article, in a new tab:")


def tells_what_was_shown(customer, shown, subject):
    """Sends the page of the problem as its script completes it."""
    fields = {**customer.page.fields, "component": "webhooks", "subject": subject, "shown": shown}
    fields = {name: value for name, value in fields.items() if name not in {"back", "q"}}
    customer.page = customer.browse.post(customer.page.path, fields, follow=True, status=200)


def test_what_the_page_before_has_shown_stands_behind_the_question(browse):
    customer = Customer(browse).starts().can_sign_in()
    told = {"subject": "Webhook events do not arrive", "error": ""}
    token = customer.page.fields["csrf_token"]
    live = browse.post(f"/en/help/{customer.draft}/live-answers", {**told, "csrf_token": token}, status=200)
    shown = re.search('name="shown" value="([^"]+)"', live.source)[1]

    tells_what_was_shown(customer, shown, told["subject"])

    assert customer.step == "answers"
    assert customer.page.says("Did the suggestions solve it?")
    form, _, behind = customer.page.source.partition("</form>")
    assert "data-answers" not in form
    assert f'data-read="{shown.split()[0]}"' in behind
    assert customer.page.fields.get("solved") is None


@pytest.mark.parametrize("shown", ["", "webhooks/verify", "no/such-article #none"])
def test_what_was_not_shown_stands_before_the_question(browse, shown):
    customer = Customer(browse).starts().can_sign_in()
    tells_what_was_shown(customer, shown, "Webhook events do not arrive")

    assert not customer.page.says("Did the suggestions solve it?")
    assert "data-answers" in customer.page.source.partition("</form>")[0]


def test_part_that_was_chosen_decides_a_close_race(ana):
    def first(component):
        customer = Customer(ana).starts().can_sign_in()
        customer.names_the_problem(component=component, subject="Rejected or refused, how do I fix it")
        return customer.page.source.partition('data-read="')[2].partition('"')[0]

    assert first("templates").startswith("templates/")


def test_article_that_was_read_before_is_not_offered_again_and_travels_with_the_case(app, ana):
    ana.get("/en/help/")
    page = ana.post("/en/help/", {"read": f"{ARTICLE} no/such-article"}, follow=True, status=200)
    customer = Customer(ana)
    customer.page = page
    customer.can_sign_in().names_the_problem(subject="Message fails with 131047", error="131047")

    assert OFFERED not in customer.page.source
    customer.goes_past_the_answers().describes_it().rates_it().sends()
    assert read_of_case(app)[0] == ARTICLE
    assert "no/such-article" not in read_of_case(app)


def test_article_opened_in_the_wizard_travels_with_the_case(app, ana):
    customer = Customer(ana).starts().can_sign_in()
    customer.answers(component="billing", subject="Xyzzy plugh qwrtzp", error="", read="account/prices")
    customer.describes_it().rates_it().sends()

    assert read_of_case(app) == ["account/prices"]


def test_answers_that_did_not_help_are_not_offered_for_other_words(ana):
    customer = Customer(ana).starts().can_sign_in().names_the_problem(subject="Error 131047", error="131047")
    assert OFFERED in customer.page.source
    customer.answers(solved="no")

    customer.opens("answers")
    assert OFFERED in customer.page.source
    customer.opens("problem").names_the_problem(subject="Still error 131047", error="131047")

    assert customer.step != "answers" or OFFERED not in customer.page.source


def was_taken_back(app, identifier):
    draft = stored(app, identifier)
    return Walk.read(draft.walk, draft.created_at).taken_back


def solves_it(ana, **problem):
    customer = Customer(ana).starts().can_sign_in().names_the_problem(**problem)
    assert customer.step == "answers"
    return customer.answers(solved="yes").draft


@pytest.mark.parametrize(
    ("hours", "component", "taken_back"), [(23, "api", True), (25, "api", False), (1, "billing", False)]
)
def test_solved_is_taken_back_by_a_case_on_it_within_a_day(app, ana, clock, hours, component, taken_back):
    draft = solves_it(ana, component="api", subject="Webhook events do not arrive")
    clock.advance(hours=hours)

    Customer(ana).comes_to_review(component=component, subject="Xyzzy plugh qwrtzp").sends()

    assert was_taken_back(app, draft) is taken_back


def test_somebody_elses_case_takes_nothing_back(app, ana, eve):
    draft = solves_it(ana, component="api", error="131047")

    Customer(eve).comes_to_review(component="api", error="131047").sends()

    assert not was_taken_back(app, draft)


def test_same_code_is_the_same_problem_whatever_the_part(app, ana):
    draft = stored(app, solves_it(ana, component="api", error="131047"))

    now = draft.updated_at + timedelta(hours=1)
    assert came_back(draft, {"component": "delivery", "subject": "Error 131047", "error": ""}, now)
    assert not came_back(draft, {"component": "delivery", "subject": "Not delivered", "error": ""}, now)
