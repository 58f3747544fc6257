"""What somebody typed stays, whatever happens on the way, and what is sent twice is sent once."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.customer import Customer, Trouble

pytestmark = pytest.mark.requires_program("chromium")

TYPED = 'Größe, ação, ¿año?, ещё <b>раз</b> & "so"\n\n  on'


def test_mistake_keeps_the_other_fields(meet):
    customer = meet("de")
    customer.starts_a_request()
    customer.says_access(Trouble())

    # Of a sentence that tells of no part nothing is chosen.
    customer.fills(subject=TYPED[:5], error=TYPED)
    customer.goes_on("subject", "problem")

    expect(customer.page.get_by_role("alert")).to_be_visible()
    keeps(customer, subject=TYPED[:5], error=TYPED)


def test_page_that_cannot_be_sent_keeps_everything(meet):
    customer = meet("ru")
    gets_to(customer, "details")

    customer.unfolds_more_details()
    customer.fills(description="", steps=TYPED, api_request=TYPED, api_response=TYPED, occurred_at="2026-11-20T14:05")
    customer.page.locator("[name=timezone]").select_option("Asia/Almaty")
    customer.goes_on("description", "details")

    keeps(customer, steps=TYPED, api_request=TYPED, api_response=TYPED, occurred_at="2026-11-20T14:05")
    keeps(customer, timezone="Asia/Almaty")


def test_leaving_a_page_and_coming_back_keeps_what_was_not_sent(meet):
    customer = meet("pt-br")
    customer.starts_a_request()
    customer.says_access(Trouble())
    customer.fills(subject=Trouble.subject, error=TYPED)
    customer.chooses("component", "billing")

    customer.follows(customer.page.get_by_role("banner").locator("a[href$='/status']"))
    customer.page.go_back()
    customer.arrives_at("problem")

    keeps(customer, subject=Trouble.subject, error=TYPED)
    expect(customer.page.locator("[name=component]:checked")).to_have_value("billing")


def test_going_back_to_a_page_with_mistakes_shows_what_was_typed(meet):
    customer = meet("de")
    gets_to(customer, "details")
    customer.unfolds_more_details()
    customer.fills(description="", steps=TYPED)
    customer.goes_on("description", "details")
    customer.fills(description=Trouble.description)
    customer.goes_on("description", "impact")

    customer.page.go_back()

    customer.arrives_at("details")
    keeps(customer, steps=TYPED)


def test_zone_that_was_chosen_is_not_guessed_again(meet):
    customer = meet("de", timezone_id="Europe/Berlin")
    gets_to(customer, "details")
    keeps(customer, timezone="Europe/Berlin")
    customer.unfolds_more_details()
    customer.page.locator("[name=timezone]").select_option("Asia/Almaty")

    customer.follows(customer.page.get_by_role("banner").locator("a[href$='/status']"))
    customer.page.go_back()

    keeps(customer, timezone="Asia/Almaty")


def test_back_and_forward_keep_what_was_answered(meet):
    customer = meet("es")
    gets_to(customer, "impact")
    customer.chooses("scope", "all")
    customer.fills(impact_note=TYPED)

    customer.page.go_back()
    customer.arrives_at("details")
    keeps(customer, description=Trouble.description)
    customer.page.go_forward()
    customer.arrives_at("impact")

    keeps(customer, impact_note=TYPED)
    expect(customer.page.locator("[name=scope][value=all]")).to_be_checked()


def test_back_link_keeps_what_was_answered(meet):
    customer = meet("pt-br")
    gets_to(customer, "impact")

    goes_back(customer, "details")
    keeps(customer, description=Trouble.description)
    goes_back(customer, "answers")
    goes_back(customer, "problem")
    keeps(customer, subject=Trouble.subject, error=Trouble.error)

    expect(customer.page.locator("[name=component]:checked")).to_have_value(Trouble.component)


def test_address_of_a_draft_brings_it_back(meet):
    customer = meet("en")
    gets_to(customer, "impact")
    address = customer.page.url

    customer.opens("/")
    customer.page.goto(address)
    customer.arrives_at("impact")
    customer.page.goto(address.replace("/impact", "/details"))
    keeps(customer, description=Trouble.description)
    customer.page.goto(address.removesuffix("impact"))

    customer.arrives_at("impact")


def test_draft_opens_in_another_language(meet):
    customer = meet("en")
    gets_to(customer, "details")
    address = customer.page.url.replace("/details", "/problem")

    customer.page.goto(address.replace("/en/", "/ru/"))

    expect(customer.page.locator("html")).to_have_attribute("lang", "ru")
    keeps(customer, subject=Trouble.subject, error=Trouble.error)


def test_draft_is_nobody_elses(meet):
    customer, other = meet("en"), meet("en")
    gets_to(customer, "impact")

    response = other.page.goto(customer.page.url)

    assert response.status == 404
    assert Trouble.description not in other.page.content()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_double_click_sends_one_request(meet, scripts):
    customer = meet("de", account="regular", java_script_enabled=scripts)
    customer.gets_to_review()

    # The second click may break off the way that the first one began.
    customer.page.locator("form:has([name=token]) button[type=submit]").dblclick()

    customer.arrives_at("done")
    customer.opens("/requests/")
    expect(customer.page.locator("main .card-list a[href*='/requests/']")).to_have_count(1)


def test_second_tab_sends_the_same_request(meet):
    customer = meet("es", account="regular")
    customer.gets_to_review()
    tab = customer.page.context.new_page()
    tab.goto(customer.page.url)
    other = Customer(tab, customer.portal, customer.language, customer.address)

    assert customer.sends() == other.sends()


def test_form_that_was_open_too_long_loses_nothing(meet):
    customer = meet("en", account="basic")
    page = customer.page
    customer.gets_to_review()
    customer.opens_request(customer.sends())
    customer.fills(message=TYPED)
    # The token arrives as one that has expired.
    page.route(page.url, age_token, times=1)

    customer.goes_on("message")
    expect(page.locator("main [name=message]")).to_have_count(0)
    page.go_back()
    keeps(customer, message=TYPED)
    customer.goes_on("message")

    expect(page.locator("#latest")).to_contain_text(TYPED.partition("\n")[0])


def age_token(route: Route) -> None:
    # A form that takes files is sent in parts, each with its name.
    token = r'(csrf_token=|name="csrf_token"\r\n\r\n)[^&\r]+'
    route.continue_(post_data=re.sub(token, r"\1old", route.request.post_data))


def gets_to(customer: Customer, wanted: str) -> None:
    for step in customer.walks_to_review(Trouble()):
        if step == wanted:
            return


def goes_back(customer: Customer, step: str) -> None:
    """By the link above the question."""
    customer.follows(customer.page.locator(f"main a[href$='/{step}']").first)
    customer.arrives_at(step)


def keeps(customer: Customer, **texts: str) -> None:
    for name, text in texts.items():
        expect(customer.page.locator(f"main [name={name}]")).to_have_value(text)
