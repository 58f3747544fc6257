"""What a customer brings along from search, an article or an error code is neither lost nor made up."""

from urllib.parse import quote_plus

import pytest

from tests.cast import outbox
from tests.web.intake.test_offers import stored
from tests.web.intake.walking import Customer

KEY = "9sKf6oAKwaX2mLp0VwK5sJd7YbN3cHfEe"
CURL = (
    "curl -X POST https://waba-v2.360dialog.io/v1/configs/webhook "
    f"-H 'D360-API-KEY: {KEY}' -H 'Content-Type: application/json' -d '{{\"url\": \"https://example.com\"}}'"
)
MASK = "9sKf…HfEe"
ANSWER = '{"error": {"message": "Invalid parameter", "code": 100}}'
RESPONSE = '{"error": {"message": "Re-engagement message", "code": 131047, "fbtrace_id": "AbC1"}}'


def test_words_of_a_search_are_the_sentence_and_their_codes_choose_the_part(ana):
    results = ana.get("/en/search?q=messages+fail+131026+and+131049")
    customer = Customer(ana).asks_from(results).can_sign_in()

    assert customer.page.fields["subject"] == "messages fail 131026 and 131049"
    assert customer.page.fields["error"] == "131026, 131049"
    assert customer.page.fields["component"] == "delivery"


@pytest.mark.parametrize(
    ("query", "part"),
    [("os webhooks não chegam", "webhooks"), ("cannot log in", "hub"), ("it does not work", None)],
)
def test_words_of_a_search_choose_the_part_where_they_are_sure(ana, query, part):
    customer = Customer(ana).asks_from(ana.get(f"/en/search?q={quote_plus(query)}")).can_sign_in()

    assert customer.page.fields.get("component") == part


def test_answers_of_the_results_page_are_not_offered_again(ana):
    results = ana.get("/en/search?q=131047")
    offered = results.fields["offered"].split()
    customer = Customer(ana).asks_from(results).can_sign_in()
    customer.names_the_problem(component="api", subject="Error 131047", error="131047")

    assert "messages/window-closed-131047" in offered
    for article in offered:
        assert f'data-read="{article}"' not in customer.page.source


def test_made_up_offers_are_not_kept(app, ana):
    ana.get("/en/help/")
    page = ana.post("/en/help/", {"offered": "no/such <b> #131047 #<x>"}, follow=True, status=200)

    assert stored(app, page.path.split("/")[3]).context["judged"] == {"#131047": ""}


def test_pasted_response_goes_into_its_field_and_not_into_the_sentence(ana):
    results = ana.post("/en/search", {"q": RESPONSE}, status=200)
    customer = Customer(ana).asks_from(results).can_sign_in()

    assert customer.page.fields["subject"] == "Error 131047: Re-engagement message"
    assert "131047" in customer.page.fields["error"]
    assert customer.page.fields["component"] == "api"


def test_pasted_command_is_the_request_of_the_details(ana):
    results = ana.post("/en/search", {"q": CURL}, status=200)
    customer = Customer(ana).asks_from(results).can_sign_in()
    assert customer.page.fields["subject"] == customer.page.fields["error"] == ""

    customer.names_the_problem(subject="The webhook cannot be set").goes_past_the_answers()

    assert customer.page.fields["api_request"].startswith("curl -X POST https://waba-v2")
    assert MASK in customer.page.fields["api_request"]
    assert KEY not in customer.page.source
    assert KEY[4:12] not in customer.page.source


def test_key_that_was_pasted_into_the_search_is_warned_of_at_the_end(ana):
    customer = Customer(ana).asks_from(ana.post("/en/search", {"q": CURL}, status=200)).can_sign_in()
    customer.names_the_problem(subject="The webhook cannot be set").goes_past_the_answers()
    customer.describes_it(api_request="").rates_it().sends()

    assert customer.page.says("Replace the masked secrets now")


def test_every_part_of_a_pasted_call_is_put_where_it_belongs(app, ana):
    pasted = f"The webhook cannot be set: {CURL} HTTP/1.1 400 Bad Request {ANSWER}"
    results = ana.post("/en/search", {"q": pasted}, status=200)
    customer = Customer(ana).asks_from(results).can_sign_in()
    assert customer.page.fields["subject"].startswith("The webhook cannot be set")
    assert customer.page.fields["error"] == f"HTTP/1.1 400 Bad Request {ANSWER}"
    assert customer.page.fields["component"] == "api"
    assert customer.page.says("We took this as your API request")
    assert MASK in customer.page.source

    customer.answers().goes_past_the_answers()
    assert customer.page.fields["api_request"].startswith("curl -X POST")
    assert customer.page.fields["api_response"] == "", "it is told already"

    review = customer.answers().rates_it().page
    assert review.words.count("curl -X POST") == 1
    assert review.words.count("Invalid parameter") == 1
    assert review.words.count(MASK) == 1


def test_call_pasted_into_the_field_for_errors_is_taken_apart_as_well(app, ana):
    customer = Customer(ana).starts().can_sign_in().names_the_problem(error=f"{CURL}\n{ANSWER}")
    customer.goes_past_the_answers()

    assert customer.page.fields["api_request"].startswith("curl -X POST")
    assert MASK in customer.page.fields["api_request"]
    assert customer.opens("problem").page.fields["error"] == ANSWER
    (spot,) = stored(app, customer.draft).answers["problem"]["masked"]
    assert (spot["place"], spot["line"]) == ("api_request", 1)


def test_call_pasted_as_the_sentence_comes_back_in_the_field_for_errors(ana):
    customer = Customer(ana).starts().can_sign_in().answers(status=422, subject=f"{CURL} {ANSWER}", component="api")

    assert customer.page.mistakes == ["Describe the problem in one sentence."]
    assert "curl" in customer.page.fields["error"]
    assert KEY not in customer.page.source


def test_request_that_was_given_before_is_not_replaced(ana):
    customer = Customer(ana).comes_to_details().describes_it(api_request="POST /messages")
    customer.opens("problem").names_the_problem(error=CURL)

    assert customer.opens("details").page.fields["api_request"] == "POST /messages"
    assert customer.opens("problem").page.fields["error"].startswith("curl")


def test_sentence_is_not_typed_again_and_told_once(ana):
    customer = Customer(ana).comes_to_details(subject="No webhook arrives since noon")
    assert customer.page.fields["description"] == "No webhook arrives since noon"

    customer.answers().rates_it()

    assert customer.page.words.count("No webhook arrives since noon") == 1
    assert not customer.page.says("Description")


def test_long_question_is_told_whole_in_the_description(ana):
    question = "Since noon no webhook arrives at our endpoint although the messages are shown. " * 4
    customer = Customer(ana).asks_from(ana.post("/en/search", {"q": question}, status=200)).can_sign_in()
    customer.names_the_problem().goes_past_the_answers()

    assert customer.page.fields["description"].split() == question.split()


def test_paste_in_a_link_is_no_sentence_either(ana):
    customer = Customer(ana).starts("?subject=%7B%22error%22:%7B%22code%22:131047%7D%7D").can_sign_in()

    assert customer.page.fields["subject"] == "Error 131047: Re-engagement message"
    assert "131047" in customer.page.fields["error"]


def test_every_code_reaches_review_case_and_mail(app, ana):
    customer = Customer(ana).comes_to_review(component="delivery", subject="131026 and 131049 since noon", error="")
    assert customer.page.says("Error codes 131026, 131049")

    customer.sends()

    (letter,) = outbox(app, "case_opened")
    assert dict(letter["answers"])["Error codes"] == "131026, 131049"
    assert ana.get(f"/en/requests/{letter['reference']}").says("131026, 131049")
