"""The wizard as customers meet it: every outcome, nothing lost, one case (contract, section 6)."""

import pytest

from tests.cast import BEA, EVE, mailed_code, outbox
from tests.checked_client import Browser
from tests.web.intake.walking import SUBJECT, Customer


def sent_cases(app):
    return outbox(app, "case_opened")


def test_from_the_first_question_to_the_reference(app, browse):
    customer = Customer(browse).comes_to_details().describes_it().rates_it()
    customer.proves("ana@premium.example")
    assert customer.step == "review"
    assert customer.page.says("by November 23, 2026, 10:30 (Central European Time)")
    customer.sends()

    assert customer.step == "done"
    (letter,) = sent_cases(app)
    assert customer.page.says(letter["reference"])
    assert customer.page.says("by November 23, 2026, 10:30 (Central European Time)")
    assert browse.get("/en/requests/").says(SUBJECT)


@pytest.mark.parametrize(
    ("email", "access", "component", "says"),
    [
        (
            "ana@premium.example",
            "yes",
            "webhooks",
            ["Live chat", "30 minutes, as your Premium plan promises.", "48 hours, as"],
        ),
        ("rui@regular.example", "yes", "api", ["Live chat", "4 hours, as your Regular plan promises."]),
        (
            "bea@basic.example",
            "yes",
            "api",
            ["Email", "Chat is not enabled for your account", "24 hours, as for every email."],
        ),
        (
            "ana@premium.example",
            "no",
            "hub",
            ["Email", "You cannot sign in to your account", "24 hours, as for every email."],
        ),
        ("ana@premium.example", "yes", "delivery", ["Live chat", "no target", "Meta"]),
        ("eve@stranger.example", "yes", "numbers", ["Email", "24 hours, as for every email."]),
    ],
)
def test_channel_and_promise_follow_account_access_and_side(sign_in, email, access, component, says):
    customer = Customer(sign_in(email)).comes_to_review(access, component=component)

    for words in says:
        assert customer.page.says(words), (words, customer.page.words)


@pytest.mark.parametrize(
    ("scope", "workaround", "production", "level"),
    [
        ("all", "yes", "no", 1),
        ("some", "no", "yes", 1),
        ("some", "no", "no", 2),
        ("some", "yes", "yes", 2),
        ("one", "no", "no", 2),
        ("one", "yes", "yes", 3),
    ],
)
def test_severity_follows_from_the_impact(ana, scope, workaround, production, level):
    customer = Customer(ana).comes_to_details().describes_it().rates_it(scope, workaround, production)

    assert customer.page.says(f"Severity {level}")


def test_a_solved_problem_makes_no_case(app, ana):
    customer = Customer(ana).starts().can_sign_in().names_the_problem(error="131047")
    assert customer.step == "answers"
    assert customer.page.says("Messages fail with error 131047")

    customer.answers(solved="yes")

    assert customer.step == "done"
    assert 'data-outcome="solved"' in customer.page.source
    assert sent_cases(app) == []


def test_known_code_is_explained_once_and_first(ana):
    customer = Customer(ana).starts().can_sign_in().names_the_problem(subject="Error 131047", error="131047")

    assert customer.page.source.count(">Messages fail with error 131047</a>") == 1
    assert customer.page.says("Send an approved template, or wait until the person writes again.")


def test_words_that_fit_no_article_skip_the_question(ana):
    customer = Customer(ana).starts().can_sign_in().names_the_problem(subject="Xyzzy plugh qwrtzp")

    assert customer.step == "details"


def test_the_same_problem_twice_is_offered_to_be_added(app, ana):
    Customer(ana).comes_to_review(error="131047").sends()
    (letter,) = sent_cases(app)
    again = Customer(ana).comes_to_details(error="131047").describes_it().rates_it()
    assert again.step == "duplicates"
    assert again.page.says(letter["reference"])

    again.answers(duplicate_of=letter["reference"])

    assert 'data-outcome="added"' in again.page.source
    assert len(sent_cases(app)) == 1
    assert len(outbox(app, "case_added")) == 1


def test_somebody_elses_case_is_never_offered(ana, eve):
    Customer(ana).comes_to_review(error="131047").sends()

    stranger = Customer(eve).comes_to_details(error="131047").describes_it().rates_it()

    assert stranger.step == "review"


def test_sending_twice_makes_one_case(app, ana):
    customer = Customer(ana).comes_to_review()
    review = customer.page
    customer.sends()
    first = customer.page

    customer.page = review
    customer.sends()

    assert customer.page.path == first.path
    assert len(sent_cases(app)) == 1


def test_going_back_after_sending_says_so_instead_of_sending_again(ana):
    customer = Customer(ana).comes_to_review().sends()

    customer.opens("problem")

    assert customer.step == "done"


def test_a_review_page_that_is_out_of_date_is_shown_again(app, ana):
    customer = Customer(ana).comes_to_review()
    seen = customer.page
    customer.opens("impact").rates_it(scope="all")
    customer.page = seen

    customer.page = ana.submit(seen, {"token": seen.fields["token"]}, status=422)

    assert customer.page.says("Your answers have changed")
    assert sent_cases(app) == []


def test_secrets_are_masked_before_anything_is_stored_and_shown_to_their_owner(app, ana):
    key = "Zq8RtX2mLp0VwK5sJd7YbN3cHf"
    customer = Customer(ana).comes_to_details()
    customer.describes_it(
        "My password is sesame-street-9", api_request=f"D360-API-KEY: {key}", steps=f"curl -H 'D360-API-KEY: {key}'"
    )

    assert customer.page.says("Replace these secrets now")
    customer.rates_it().sends()
    from portal.db.base import Base
    from portal.web.current import current_database

    with app.app_context(), current_database.get().read() as session:
        stored = "\n".join(str(row) for table in Base.metadata.sorted_tables for row in session.execute(table.select()))
    assert key not in stored
    assert key[4:-4] not in stored
    assert "sesame" not in stored


def test_an_empty_answer_names_the_field_and_keeps_the_rest(ana):
    customer = Customer(ana).starts().can_sign_in()

    customer.answers(status=422, subject="", component="api", error="131026")

    assert customer.page.title.startswith("Error:")
    assert customer.page.mistakes == ["Describe the problem in one sentence."]
    assert customer.page.fields["error"] == "131026"
    assert customer.page.fields["component"] == "api"


def test_a_text_that_is_too_long_is_kept_and_told_by_how_much(ana):
    customer = Customer(ana).comes_to_details()

    customer.answers(status=422, description="x" * 20_001)

    assert customer.page.mistakes == ["Shorten this text by 1 character; at most 20000 fit."]
    assert len(customer.page.fields["description"]) == 20_001


def test_a_draft_is_resumed_where_it_stands(ana):
    customer = Customer(ana).comes_to_details()

    page = ana.get(f"/en/help/{customer.draft}/", follow=True)

    assert page.path.endswith("/details")


def test_steps_that_are_not_yet_due_lead_to_the_one_that_is(ana):
    customer = Customer(ana).starts()

    assert customer.opens("review").step == "access"
    assert customer.opens("nonsense").step == "access"


def test_answers_can_be_changed_and_only_what_is_new_is_asked(ana):
    customer = Customer(ana).comes_to_review()

    customer.opens("problem").names_the_problem(component="billing", subject=SUBJECT)

    assert customer.step in {"answers", "review"}
    customer.goes_past_the_answers()
    assert customer.step == "review"
    assert customer.page.says("Billing and payment")


def test_what_one_tab_sends_is_kept_although_another_changed_an_earlier_answer(ana):
    customer = Customer(ana).comes_to_details()
    first_tab = customer.page
    customer.opens("problem").names_the_problem(subject="Webhook answers are refused")

    customer.page = first_tab
    customer.describes_it("Typed in the first tab").goes_past_the_answers()

    assert customer.step == "impact"
    assert customer.opens("details").page.fields["description"] == "Typed in the first tab"


def test_a_draft_belongs_to_the_browser_that_began_it(app, ana):
    customer = Customer(ana).comes_to_details()

    page = Browser(app).get(f"/en/help/{customer.draft}/details", status=404)

    assert page.says("This draft cannot be opened here")


def test_a_link_from_an_article_fills_the_problem_in(ana):
    customer = Customer(ana).starts("?component=webhooks&error=131047&article=messages/window-closed-131047")
    customer.can_sign_in()

    assert customer.page.fields["component"] == "webhooks"
    assert customer.page.fields["error"] == "131047"


def test_a_wrong_code_can_be_tried_again_and_the_fifth_mistake_ends_it(app, browse):
    customer = Customer(browse).comes_to_details().describes_it().rates_it().answers(name="Eve", email=EVE)
    right = mailed_code(app, EVE)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"

    for _ in range(5):
        customer.answers(status=422, code=wrong)
        assert len(customer.page.mistakes) == 1
    customer.answers(status=422, code=right)

    assert customer.page.mistakes == ["This code was tried too often. Ask for a new one."]


def test_a_code_is_good_for_ten_minutes(app, browse, clock):
    customer = Customer(browse).comes_to_details().describes_it().rates_it().answers(name="Eve", email=EVE)
    code = mailed_code(app, EVE)
    clock.advance(minutes=10, seconds=1)

    customer.answers(status=422, code=code)

    assert customer.page.mistakes == ["This code can no longer be used. Ask for a new one."]


def test_another_address_can_be_given_before_the_code_came(app, browse):
    customer = (
        Customer(browse).comes_to_details().describes_it().rates_it().answers(name="Bea", email="bea@typo.example")
    )
    customer.page = browse.click(customer.page, "Use another address")

    customer.proves(BEA)

    assert customer.step == "review"
    assert customer.page.says(BEA)


@pytest.mark.parametrize("language", ["de", "es", "pt-br", "ru"])
def test_the_way_leads_to_a_reference_in_every_language(app, sign_in, language):
    customer = Customer(sign_in("ana@premium.example"), language).comes_to_review().sends()

    assert customer.step == "done"
    assert customer.page.says(sent_cases(app)[0]["reference"])
    assert sent_cases(app)[0]["language"] == language
