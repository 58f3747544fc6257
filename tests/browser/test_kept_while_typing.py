"""Text that was typed and never sent is there again, what was read is not offered, and what was sent is sent once."""

import pytest
from playwright.sync_api import expect

from tests.browser.customer import Customer, Trouble

pytestmark = pytest.mark.requires_program("chromium")

TYPED = "Größe, ação, ¿año?, ещё раз: half a sen"


def reaches(customer: Customer, wanted: str) -> None:
    for step in customer.walks_to_review(Trouble()):
        if step == wanted:
            return


def test_text_that_was_never_sent_is_there_again_by_the_drafts_address(meet):
    customer = meet("ru")
    reaches(customer, "details")
    address = customer.page.url
    customer.page.locator("[name=description]").clear()

    with customer.page.expect_response("**/details/typed") as kept:
        customer.page.locator("[name=description]").press_sequentially(TYPED)
    customer.page.close()
    customer.page = customer.page.context.new_page()
    customer.page.goto(address)

    assert kept.value.status == 204
    expect(customer.page.locator("[name=description]")).to_have_value(TYPED)


def test_choice_is_kept_at_once(meet):
    customer = meet("en")
    reaches(customer, "impact")

    with customer.page.expect_response("**/impact/typed"):
        customer.chooses("scope", "all")
    customer.page.reload()

    expect(customer.page.locator("[name=scope][value=all]")).to_be_checked()


def test_article_that_was_read_is_not_offered(meet):
    customer = meet("en")
    customer.opens("/messages/window-closed-131047")
    customer.starts_a_request()
    customer.says_access(Trouble())
    customer.says_what_is_wrong(Trouble())

    expect(customer.page.locator("a[data-read$='window-closed-131047']")).to_have_count(0)


def test_section_is_read_in_place_by_keyboard(meet):
    customer = meet("de")
    reaches(customer, "problem")
    customer.says_what_is_wrong(Trouble(subject="Webhooks kommen nicht an", error="", component="webhooks"))
    preview = customer.page.locator("details.preview").first

    preview.locator("summary").press("Enter")

    expect(preview.locator(".prose")).to_be_visible()


def test_going_back_after_sending_says_so(meet):
    customer = meet("pt-br", account="regular")
    customer.gets_to_review()
    reference = customer.sends()

    customer.page.go_back()

    customer.arrives_at("done")
    expect(customer.page.locator("[data-reference]")).to_have_text(reference)
    expect(customer.page.get_by_role("main").get_by_role("status")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_cancelling_asks_and_then_deletes(meet, scripts):
    customer = meet("es", java_script_enabled=scripts)
    reaches(customer, "impact")
    address = customer.page.url

    customer.follows(customer.page.locator("main a[href$='/cancel']"))
    with customer.page.expect_navigation():
        customer.page.get_by_role("main").locator("button[type=submit]").click()

    assert customer.page.goto(address).status == 404


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_two_problems_become_two_linked_requests(meet, scripts):
    customer = meet("de", account="regular", java_script_enabled=scripts)
    trouble = Trouble(
        subject="Webhooks kommen nicht an",
        error="",
        component="webhooks",
        description="Seit 9 Uhr kommt kein Ereignis.\n\nAußerdem fehlt uns die Rechnung vom Oktober.",
    )
    customer.gets_to_review(trouble)
    with customer.page.expect_navigation():
        customer.page.locator("form[action$='/split'] button").click()
    customer.arrives_at("review")
    first = customer.sends()

    customer.follows(customer.page.locator("main a[href*='/help/']").first)
    if customer.step == "answers":
        customer.chooses("solved", "no")
        customer.goes_on("solved")
    customer.arrives_at("impact")
    customer.goes_on("impact_note")
    if customer.step == "duplicates":
        customer.says_it_is_new()
    second = customer.sends()

    customer.opens_request(first)
    expect(customer.page.locator(f"main a[href$='/requests/{second}']")).to_be_visible()
