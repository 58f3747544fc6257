"""The way from the front page to an answer that can be followed, in every language, with and without scripts."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import yaml
from playwright.sync_api import expect

from tests.browser.customer import Customer, Trouble
from tests.browser.mailbox import text_of
from tests.browser.promise import FOUR_HOURS, HALF_HOUR, MOMENT, ONE_DAY, TWO_DAYS, read_promise
from tests.building import ROOT

pytestmark = pytest.mark.requires_program("chromium")

COMPONENTS = yaml.safe_load((ROOT / "content" / "components.yml").read_text(encoding="utf-8"))
SUBJECTS = {
    "en": "Every message to a customer fails with error 131047",
    "de": "Jede Nachricht an einen Kunden schlägt mit Fehler 131047 fehl",
    "es": "Cada mensaje a un cliente falla con el error 131047: ¿qué hacer?",
    "pt-br": "Toda mensagem a um cliente falha com o erro 131047, não sabemos por quê",
    "ru": "Каждое сообщение клиенту завершается ошибкой 131047",
}
REPLY = "It has begun again: 14 messages since noon. Größe, ação, ¿año?, ещё раз."


@pytest.mark.parametrize(
    ("language", "account", "zone", "scripts", "first_response"),
    [
        pytest.param("en", "premium", "America/New_York", True, HALF_HOUR, id="en"),
        pytest.param("de", "regular", "Europe/Berlin", True, FOUR_HOURS, id="de"),
        pytest.param("es", "basic", "America/Mexico_City", True, ONE_DAY, id="es"),
        pytest.param("pt-br", None, "America/Sao_Paulo", True, ONE_DAY, id="pt-br"),
        pytest.param("ru", "premium", "Asia/Almaty", True, HALF_HOUR, id="ru"),
        pytest.param("es", "regular", "America/Mexico_City", False, FOUR_HOURS, id="es-without-scripts"),
        pytest.param("ru", "premium", "Asia/Almaty", False, HALF_HOUR, id="ru-without-scripts"),
    ],
)
def test_request_goes_all_the_way(meet, language, account, zone, scripts, first_response):
    customer = meet(language, account=account, timezone_id=zone, java_script_enabled=scripts)
    trouble = Trouble(subject=SUBJECTS[language])

    comes_in(customer)
    customer.searches_for("131047")
    customer.opens_first_result()
    asks_for_a_person(customer)
    customer.says_access(trouble)
    customer.says_what_is_wrong(trouble)
    customer.declines_what_is_offered()
    has_time_zone(customer, zone, guessed=scripts)
    customer.tells_what_happens(trouble)
    customer.tells_what_it_means(trouble)
    customer.names_address()
    customer.proves_address()
    customer.arrives_at("review")
    before = read_promise(customer, first_response, TWO_DAYS, zone=zone)
    reference = customer.sends()
    after = read_promise(customer, first_response, TWO_DAYS, zone=zone)
    customer.opens_request(reference)
    replies(customer, REPLY)

    for seen, made in zip(before, after, strict=True):
        assert timedelta(0) <= made - seen < MOMENT
    check_acknowledgement(customer, reference, trouble, after[0].astimezone(ZoneInfo(zone)))


def comes_in(customer: Customer) -> None:
    """By the portal's bare address, which leads to the front page in the browser's language."""
    customer.page.goto(customer.portal.address)
    expect(customer.page).to_have_url(f"{customer.portal.address}/{customer.language}/")


def asks_for_a_person(customer: Customer) -> None:
    """By the button of the article, which begins a request with what was searched for."""
    customer.follows(customer.page.locator("main form.ask button"))
    customer.arrives_at("access")


def has_time_zone(customer: Customer, zone: str, *, guessed: bool) -> None:
    """With scripts, the browser's zone is chosen already; without, it is chosen from the list."""
    customer.unfolds_more_details()
    field = customer.page.locator("[name=timezone]")
    if not guessed:
        field.select_option(zone)
    expect(field).to_have_value(zone)


def replies(customer: Customer, text: str) -> None:
    customer.fills(message=text)
    customer.goes_on("message")
    expect(customer.page.locator("#latest")).to_contain_text(text)


def check_acknowledgement(customer: Customer, reference: str, trouble: Trouble, due: datetime) -> None:
    """The mail speaks the customer's language, repeats the promise and leads back to the request."""
    mail = customer.portal.mailbox.wait_for(customer.address, lambda mail: reference in mail["Subject"])
    words = text_of(mail)
    # Where a header is folded, a space may be doubled.
    assert trouble.subject in " ".join(mail["Subject"].split())
    assert mail["Content-Language"] == customer.language
    assert COMPONENTS[trouble.component]["name"][customer.language] in words
    assert f"{due:%H:%M}" in words
    assert f"{customer.portal.address}/{customer.language}/requests/{reference}" in words
