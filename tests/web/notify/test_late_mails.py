"""While mails leave late, whoever waits for one is told so in words."""

import pytest

from tests.cast import mailed_code
from tests.web.intake.walking import Customer

NEW = "kim@new.example"


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Our emails leave late right now"), ("de", "Unsere E-Mails gehen derzeit verspätet hinaus")],
)
def test_wizard_says_so_where_the_code_is_asked_for(browse, clock, language, words):
    customer = Customer(browse, language).comes_to_details().describes_it().rates_it()
    customer.answers(name="Kim", email=NEW)
    assert not customer.page.says(words)
    clock.advance(seconds=31)

    customer.opens("contact")

    assert customer.page.says(words)
    assert customer.page.says("support@360dialog.com")


def test_last_page_says_that_the_request_is_with_us_all_the_same(app, browse, clock):
    customer = Customer(browse).comes_to_details().describes_it().rates_it()
    customer.answers(name="Kim", email=NEW)
    clock.advance(seconds=31)

    customer.proves_by_code(NEW).sends()

    assert customer.step == "done"
    assert customer.page.says("later: our emails leave late right now. Your request is with us all the same.")


def test_sign_in_page_says_so(app, browse, clock):
    page = browse.submit(browse.get("/en/sign-in"), {"email": NEW}, button="Send the code")
    assert not page.says("Our emails leave late right now")
    clock.advance(seconds=31)

    page = browse.get("/en/sign-in")

    assert page.heading == "Enter your code"
    assert page.says("Our emails leave late right now")
    assert browse.submit(page, {"code": mailed_code(app, NEW)}, button="Sign in", status=303, follow=False)
