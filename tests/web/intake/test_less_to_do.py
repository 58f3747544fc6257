"""Nothing is asked that need not be, nothing is sent unawares, and no work is thrown away."""

import io
import re

import pytest

from tests.web.intake.walking import Customer


def test_unfinished_request_is_offered_when_another_one_is_begun(ana, clock):
    first = Customer(ana).starts().can_sign_in().names_the_problem(subject="Events are late")
    clock.advance(minutes=3)

    second = Customer(ana).starts()

    assert second.draft != first.draft
    assert second.page.says("You last worked on it 3 minutes ago.")
    assert second.page.says("Events are late")
    assert ana.click(second.page, "Continue it").path.split("/")[3] == first.draft


def test_empty_draft_is_not_offered(ana):
    Customer(ana).starts()

    assert not Customer(ana).starts().page.says("not finished")


def test_wizard_does_not_lead_out_of_itself_by_its_header(ana):
    customer = Customer(ana).starts()

    assert 'class="nav-help"' not in customer.page.source
    assert 'class="nav-help"' in ana.get("/en/").source


def test_locked_out_customer_is_asked_about_access_only(ana):
    customer = Customer(ana).starts().can_sign_in("no")
    assert customer.page.fields["component"] == "hub"

    customer.names_the_problem(component="hub", subject="Nobody of us can sign in").goes_past_the_answers()

    assert customer.page.says("who had access before")
    assert '<details class="more">' in customer.page.source


@pytest.mark.parametrize(
    ("query", "access"),
    [
        ("?subject=I+cannot+log+in", "no"),
        ("?subject=No+webhook+arrives", "yes"),
        ("?error=131047", "yes"),
        ("?access=no", "no"),
        ("?access=perhaps", None),
        ("?subject=It+does+not+work", None),
        ("?subject=account+locked", None),
        ("?subject=Konto+gesperrt,+E-Mail+des+Inhabers+existiert+nicht+mehr", None),
        ("?subject=аккаунт+заблокирован", None),
        ("?subject=the+template+is+blocked", "yes"),
    ],
)
def test_access_is_chosen_where_the_words_tell_it(browse, query, access):
    assert Customer(browse).starts(query).page.fields.get("access") == access


def test_pasted_error_that_is_known_names_the_problem(browse):
    page = Customer(browse).starts("?error=131047").can_sign_in().page

    assert page.fields["subject"] == "Error 131047: Re-engagement message"


@pytest.mark.parametrize("query", ["?error=999999", "?error=131026,+131049", "?error=131047&subject=My+own+words"])
def test_nothing_is_put_in_place_of_what_is_not_known_or_was_said(browse, query):
    page = Customer(browse).starts(query).can_sign_in().page

    assert page.fields["subject"] == ("My own words" if "subject" in query else "")


def test_impact_that_follows_from_the_code_is_chosen(ana):
    customer = Customer(ana).comes_to_details(component="account", error="131031").describes_it()

    assert customer.page.fields.get("scope") == "all"
    assert customer.page.fields.get("workaround") is None


def test_impact_is_not_guessed(ana):
    customer = Customer(ana).comes_to_details(component="delivery", error="131026").describes_it()

    assert customer.page.fields.get("scope") is None


def test_sandbox_is_no_live_business(ana):
    customer = Customer(ana).comes_to_details(component="api", subject="The sandbox answers 401").describes_it()

    assert customer.page.fields.get("production") == "no"


def test_several_errors_are_one_line_each_and_a_single_one_is_explained_at_once(ana):
    def cards(error):
        page = Customer(ana).starts().can_sign_in().names_the_problem(component="delivery", error=error).page
        return re.findall(r'<details class="card known-error"( open)?>', page.source)

    assert cards("131026, 131049") == ["", ""]
    assert cards("131026") == [" open"]


def test_part_need_not_be_chosen_where_the_sentence_says_it(ana):
    customer = Customer(ana).starts().can_sign_in().answers(subject="Our invoice of May is missing", error="")

    assert customer.opens("problem").page.fields["component"] == "billing"


def test_part_is_asked_for_where_the_sentence_does_not_say_it(ana):
    customer = Customer(ana).starts().can_sign_in().answers(status=422, subject="It does not work", error="")

    assert customer.page.mistakes == ["Choose the part that is affected."]


def test_folded_details_open_when_something_in_them_needs_attention(ana):
    customer = Customer(ana).comes_to_details()
    customer.answers(status=422, description="It fails", occurred_at="yesterday")

    assert '<details class="more" open>' in customer.page.source
    assert customer.page.fields["occurred_at"] == "yesterday"
    assert 'type="datetime-local"' not in customer.page.source, "which would show nothing of it"


@pytest.mark.parametrize("typed", ["2026-11-23 14:05", "2026-11-23T14:05", "2026-11-23T14:05:00"])
def test_moment_is_kept_as_the_field_shows_it_again(ana, typed):
    customer = Customer(ana).comes_to_details().describes_it(occurred_at=typed)

    assert customer.opens("details").page.fields["occurred_at"] == "2026-11-23T14:05"


def test_older_name_of_a_time_zone_is_taken(ana):
    customer = Customer(ana).comes_to_details().describes_it(timezone="Europe/Berlin")
    customer.opens("details")
    token = customer.page.fields["csrf_token"]
    token = token[0] if isinstance(token, list) else token
    sent = {"csrf_token": token, "description": "It fails", "timezone": "Asia/Calcutta"}

    ana.post(customer.page.path, sent, status=303)

    assert customer.opens("details").page.fields["timezone"] == "Asia/Calcutta"
    assert customer.page.source.count("Europe/Tiraspol") == 0


def test_step_counter_counts_the_steps_of_this_walk(ana):
    customer = Customer(ana).starts()
    assert customer.page.says("Step 1 of about 6")

    customer.can_sign_in().names_the_problem(subject="Xyzzy plugh qwrtzp")

    assert customer.step == "details"
    assert customer.page.says("Step 3 of about 5")


def test_step_counter_does_not_grow_on_the_usual_walk(browse):
    customer = Customer(browse).starts()
    totals = []
    for act in (
        customer.can_sign_in,
        customer.names_the_problem,
        customer.goes_past_the_answers,
        customer.describes_it,
        customer.rates_it,
        lambda: customer.proves("kim@firma.example"),
    ):
        totals.append(re.search(r"Step \d of about (\d)", customer.page.source)[1])
        act()

    assert customer.step == "review"
    assert customer.page.says("Step 7 of about 7")
    assert set(totals) == {"7"}


def test_sentence_is_description_enough_and_nobody_needs_a_name(browse):
    customer = Customer(browse).comes_to_details()
    assert customer.page.says("You can go straight on.")

    customer.answers().rates_it().answers(email="kim@firma.example")

    assert customer.proves_by_code("kim@firma.example").step == "review"


def test_details_without_anything_told_do_not_say_that_they_are_enough(browse):
    customer = Customer(browse).comes_to_details(component="billing", subject="Invoice missing")

    assert not customer.page.says("You can go straight on.")
    customer.answers(status=422, description="")


def test_choice_of_an_open_request_says_that_it_is_sent(ana):
    Customer(ana).comes_to_review().sends()
    customer = Customer(ana).comes_to_details().describes_it().rates_it()

    assert customer.step == "duplicates"
    assert customer.page.says("and sends it at once")
    assert customer.page.says("You see everything once more before it is sent.")


def test_mistyped_code_costs_no_try(browse):
    customer = Customer(browse).comes_to_details().describes_it().rates_it()
    customer.answers(name="Kim", email="kim@firma.example")
    for _ in range(6):
        customer.answers(status=422, code="12ab")

    assert customer.page.mistakes == ["The code has six digits. Enter it as it stands in the email."]
    assert customer.proves_by_code("kim@firma.example").step in {"duplicates", "review"}


def test_mistyped_mail_service_is_asked_about_and_changed_by_one_press(browse):
    customer = Customer(browse).comes_to_details().describes_it().rates_it()
    customer.answers(name="Rui", email="rui@gmial.com")
    assert customer.page.says("Did you mean rui@gmail.com?")

    customer.page = browse.submit(customer.page, button="Send the code there")

    assert customer.page.says("Sent to rui@gmail.com, valid for ten minutes.")
    assert not customer.page.says("Did you mean")


def test_code_that_is_asked_for_too_early_is_no_mistake_of_the_field(browse):
    customer = Customer(browse).comes_to_details().describes_it().rates_it()
    customer.answers(name="Kim", email="kim@firma.example")
    browse.submit(customer.page, button="Send a new code")

    page = browse.submit(customer.page, button="Send a new code", status=429)

    assert page.mistakes == []
    assert page.says("Use the code from the newest email. You can ask for another one in 1 minute.")


def test_empty_file_is_refused(ana):
    customer = Customer(ana).comes_to_details()

    customer.answers(status=422, description="It fails", attachments=(io.BytesIO(b""), "log.txt"))

    assert customer.page.mistakes == ["log.txt is empty."]


@pytest.mark.parametrize(
    ("part", "needed"), [("templates", "The template’s name and language"), ("delivery", "Three or more message IDs")]
)
def test_description_asks_for_what_support_needs_of_the_part(ana, part, needed):
    assert Customer(ana).comes_to_details(component=part).page.says(needed)
