"""Where the ordinary way is closed, the page says what to do; what matches another request is named, masked."""

import pytest

from tests.web.intake.walking import Customer

WAMID = "wamid.HBgNNDkxNzAxMjM0NTY3FQIAERgS"


@pytest.mark.parametrize(
    ("email", "access", "component", "title"),
    [
        ("ana@premium.example", "no", "api", "You need no account for this"),
        ("ana@premium.example", "yes", "delivery", "message IDs or template names and exact times"),
    ],
)
def test_page_says_what_to_do_before_and_after_sending(sign_in, email, access, component, title):
    browse = sign_in(email)
    customer = Customer(browse).comes_to_review(access, component=component)

    assert customer.page.says(title)
    assert browse.get(customer.page.link("Support plans, channels and response times").partition("#")[0]).status == 200
    assert customer.sends().page.says(title)


def test_missing_chat_is_told_while_something_can_be_said_about_it(sign_in):
    customer = Customer(sign_in("bea@basic.example")).comes_to_review(component="api")

    assert customer.page.says("Email reaches the same team.")
    assert not customer.page.says("Use another address"), "the account is known"
    assert not customer.sends().page.says("Email reaches the same team")


def test_address_without_an_account_is_told_so(browse):
    customer = (
        Customer(browse).comes_to_details(component="api").describes_it().rates_it().proves("kim@nowhere.example")
    )

    assert customer.page.says("We found no account with this address.")
    assert customer.page.says("If you have an account, use the address it knows")
    assert not customer.page.says("Chat is not enabled")

    contact = browse.get(customer.page.link("Use another address"))
    contact = browse.submit(contact, {"name": "Kim", "email": "kim@premium.example"})
    assert contact.says("Enter the code from the email")


def test_two_pieces_of_advice_stand_in_one_box_with_one_link(sign_in):
    customer = Customer(sign_in("bea@basic.example")).comes_to_review(component="delivery")

    assert customer.page.says("Email reaches the same team.")
    assert customer.page.says("If the cause is at Meta")
    assert customer.page.source.count("notice notice-info") == 1
    assert customer.page.words.count("Support plans, channels and response times") == 1
    assert customer.page.link("Current status") == "/en/status"


def test_promise_and_button_stand_before_the_answers(ana):
    source = Customer(ana).comes_to_review().page.source

    assert source.index('id="promise"') < source.index("Send the request") < source.index('class="answers"')


def test_ordinary_way_needs_no_advice(ana):
    customer = Customer(ana).comes_to_review(component="api")

    assert "notice notice-info" not in customer.page.source


@pytest.mark.parametrize("step", ["access", "problem", "answers", "details", "impact", "review", "done"])
def test_person_can_be_reached_from_every_page(ana, step):
    customer = Customer(ana).comes_to_review(error="131047")
    if step == "done":
        customer.sends()
    else:
        customer.opens(step)

    assert customer.step == step
    assert any(address.startswith("mailto:support@") for address in customer.page.addresses)


def test_what_matches_is_named_with_its_values_masked(ana):
    def tells(**more):
        customer = Customer(ana).comes_to_details(component="api", subject="Messages fail", error="131047")
        return customer.describes_it(f"It fails for +49 170 1234567, {WAMID}", **more).rates_it()

    tells().sends()

    again = tells()

    assert again.step == "duplicates"
    for words in ("Same error code: 131047.", "wami…ERgS", "…4567", "Same part: Messaging API.", "Opened: November 23"):
        assert again.page.says(words), words
    assert not again.page.says(WAMID)
    assert not again.page.says("170 1234567")
