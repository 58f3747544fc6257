from datetime import timedelta

import pytest

from portal.cases.resemblance import THRESHOLD, Likeness, compare, find_shared
from portal.cases.sketches import find_codes, find_figures, find_ids, find_names, find_numbers, make_sketch
from tests.growth import FACTOR, TOO_STEEP, growth

PAYLOAD = (
    '{"error":{"message":"(#%d) %s","type":"OAuthException","code":%d,"error_data":{"messaging_product":"whatsapp",'
    '"details":"%s"},"fbtrace_id":"%s"}}'
)
OPEN = {
    "131047": (
        "api",
        "Messages fail\nerror 131047\nSince this morning every message fails with re-engagement message.",
    ),
    "silent": (
        "webhooks",
        "Webhooks do not arrive\nNo webhook since 9:00. Our endpoint answers 200, nothing in the log.",
    ),
    "sent": ("delivery", "Not delivered\nStays sent for +49 170 1234567. wamid.HBgNNDkxNzAxMjM0NTY3FQIAERgS"),
    "rejected": ("templates", "Template rejected\nOur template summer_sale was rejected with reason INVALID_FORMAT."),
    "pin": ("numbers", "Cannot register number\nRegistering +55 11 91234-5678 fails with a wrong PIN. error 133005"),
    "invoice": ("billing", "Invoice missing\nWe have not got the invoice of October."),
    "payload": (
        "api",
        "Not sent\n" + PAYLOAD % (131047, "Re-engagement", 131047, "24 hours have passed", "AzzdEfGh1234567890129"),
    ),
}


@pytest.mark.parametrize(
    ("key", "component", "text"),
    [
        ("131047", "api", "131047 again\nerror 131047\nEvery message fails since today, re-engagement error"),
        ("131047", "api", "Messages are failing\nSince this morning all messages fail with re-engagement message"),
        ("131047", "api", "Сообщения не уходят, код 131047"),
        ("silent", "webhooks", "No webhooks\nwe receive no webhooks since 9, our endpoint answers 200"),
        ("sent", "api", "What happened to it?\nwamid.HBgNNDkxNzAxMjM0NTY3FQIAERgS"),
        ("sent", "delivery", "Accepted but not delivered\nstatus stays sent, to +491701234567"),
        ("rejected", "templates", "summer_sale rejected\nWhy was summer_sale rejected with INVALID_FORMAT?"),
        ("pin", "numbers", "PIN wrong\nerror 133005 when registering 5511912345678"),
        ("invoice", "billing", "October invoice\nThe invoice of October is missing."),
        (
            "payload",
            "api",
            "Again\n" + PAYLOAD % (131047, "Re-engagement", 131047, "24 hours", "AbbdEfGh1234567890120"),
        ),
    ],
)
def test_second_report_of_an_issue_looks_alike(key, component, text):
    score, reasons = compare(make_sketch(component, text), make_sketch(*OPEN[key]))

    assert score >= THRESHOLD
    assert reasons


@pytest.mark.parametrize(
    ("key", "component", "text"),
    [
        ("131047", "api", "Rate limit\nerror 130429 when we send more than 80 messages a second"),
        ("131047", "api", "Messages fail with 132000\nerror 132000 number of parameters does not match"),
        ("131047", "api", "Media upload fails\nPOST /media gives 400 for our PDF file"),
        ("silent", "webhooks", "Webhook signature\nHow do I verify the signature of a webhook? Which header is it?"),
        ("silent", "webhooks", "Second webhook\nWe want to use two webhook URLs. Is that possible?"),
        ("sent", "delivery", "Undeliverable in Brazil\nerror 131026 for every message"),
        ("rejected", "templates", "Template paused\nOur template winter_sale was paused because of low quality."),
        ("pin", "numbers", "Display name\nWe want to change our display name of +55 11 91234-5678"),
        ("invoice", "billing", "Wrong VAT number\nThe invoice of November shows the wrong VAT number."),
        (
            "payload",
            "api",
            "Failed\n" + PAYLOAD % (131026, "Undeliverable", 131026, "Undeliverable", "AccdEfGh1234567890121"),
        ),
    ],
)
def test_other_issue_on_the_same_component_does_not(key, component, text):
    score, _ = compare(make_sketch(component, text), make_sketch(*OPEN[key]))

    assert score < THRESHOLD


def test_reasons_say_what_is_the_same():
    new = make_sketch("delivery", "Not delivered: wamid.HBgNNDkxNzAxMjM0NTY3FQIAERgS to 0049 170 1234567")

    assert compare(new, make_sketch(*OPEN["sent"]))[1][0] is Likeness.SAME_ID


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("error 131047", {"131047"}),
        ('{"code": 131026, "error_subcode": 2494010}', {"131026"}),
        ("(#100) Invalid parameter", {"100"}),
        ("131047", {"131047"}),
        ("we see 131047 and 132000 today", {"131047", "132000"}),
        ("Fehler 401", {"401"}),
        ("ошибка: 470", {"470"}),
        ("API отвечает 500", {"500"}),
        ("our endpoint answers 200", set()),
        ("in 2026 we sent 5000 messages", set()),
    ],
)
def test_codes_are_found(text, codes):
    assert find_codes(text) == codes


def test_identifiers_are_found():
    text = (
        "wamid.ABCDEFGH1234== trace AbCdEfGh1234567890123, request 3f2504e0-4f89-11d3-9a0c-0305e82c3301, key abcd…wxyz"
    )

    assert find_ids(text) == {
        "wamid.ABCDEFGH1234==",
        "AbCdEfGh1234567890123",
        "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
    }
    assert find_ids("Authentication-required-everywhere") == set()


def test_numbers_are_compared_by_their_digits():
    assert find_numbers("+49 170 1234567") == find_numbers("491701234567") == {"491701234567"}
    assert find_numbers("2026-11-23 12:30 and 20261123 1230") == set()


def test_names_of_templates_and_files_are_found_and_fields_are_not():
    text = 'order_update and menu.pdf in en_us: {"phone_number_id": "1", "name": "login_code", "code": 132000}'

    assert find_names(text) == {"order_update", "menu.pdf", "login_code"}


def test_national_and_international_form_are_one_number():
    one = make_sketch("delivery", "Not delivered to 0151 5550177")
    other = make_sketch("delivery", "Not delivered to +49 151 5550177")

    assert Likeness.SAME_NUMBER in compare(one, other)[1]


def test_same_error_about_another_template_is_another_problem():
    one, other = (make_sketch("api", f"error 132001: {name} does not exist") for name in ("login_code", "order_update"))

    assert compare(one, one)[0] >= THRESHOLD > compare(one, other)[0]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("since 9", {"9:00"}),
        ("seit 9 Uhr", {"9:00"}),
        ("desde las 9:00", {"9:00"}),
        ("с 9 часов", {"9:00"}),
        ("with 19 % VAT", {"19%"}),
        ("INV-20931 of 2026", {"inv-20931"}),
        ("https://files.example.org/r/menu, not graph.facebook.com", {"files.example.org"}),
        ("one of 250, at +49 170 1234567", {"250"}),
    ],
)
def test_figures_have_one_form_however_they_are_written(text, figures):
    assert find_figures(text) == figures


@pytest.mark.parametrize(
    "text",
    [
        "Badge: still no answer about our badge",
        "Haken: gibt es etwas Neues zum Abzeichen?",
        "Insignia: seguimos sin novedades de la insignia",
        "Selo: e o nosso selo? alguma resposta?",
        "Значок: до сих пор нет ответа про значок",
    ],
)
def test_text_that_sounds_like_a_second_one_is_more_alike(text):
    first = make_sketch("account", "We have applied for the badge")
    subject, _, rest = text.partition(": ")

    assert make_sketch("account", rest).is_again
    assert not make_sketch("account", subject).is_again
    assert compare(make_sketch("account", text), first)[0] > compare(make_sketch("account", subject), first)[0]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("That one is solved. Today we launched another one.", True),
        ("Das ist noch nicht gelöst", False),
        ("Die Vorlage läuft wieder, neue Frage", True),
        ("Es geht wieder nicht", False),
        ("Resuelto lo de los duplicados. Nueva consulta", True),
        ("sigue sin estar resuelto", False),
        ("Isso foi resolvido, outra dúvida", True),
        ("ainda não foi resolvido", False),
        ("С этим разобрались. Другой вопрос", True),
        ("всё ещё не решено", False),
    ],
)
def test_end_of_a_matter_is_told_from_one_that_is_wished_for(text, ends):
    assert make_sketch("api", text).is_other is ends


def test_new_matter_is_another_problem_although_it_names_the_old_one():
    first = make_sketch("templates", "132012\ninvoice_ready: format mismatch, error 132012")
    again = make_sketch("templates", "132012 with invoice_ready, still the same format mismatch")
    other = make_sketch("templates", "invoice_ready works again. 132012 comes with course_discount now.")

    assert compare(again, first)[0] >= THRESHOLD > compare(other, first)[0]


def test_number_may_be_named_by_its_last_digits():
    full = make_sketch("numbers", "Quality of +49 30 23125 410 is red")
    ending = make_sketch("numbers", "The number with 410 at its end is red")

    assert Likeness.SAME_NUMBER in compare(ending, full)[1]
    assert find_shared(ending, full, "").numbers == ("493023125410",)


def test_template_may_be_named_in_words():
    named = make_sketch("delivery", "black_friday_teaser is not delivered")
    said = make_sketch("templates", "The black friday teaser reached only few")

    assert Likeness.SAME_NAME in compare(said, named)[1]


def test_question_is_another_matter_than_a_fault_of_the_same_thing():
    fault = make_sketch("webhooks", "Webhooks arrive late, the certificate is refused")
    question, report = (
        make_sketch("webhooks", text)
        for text in ("Which certificate may a webhook have?", "The certificate of the webhook is refused")
    )

    assert compare(question, fault)[0] < compare(report, fault)[0]


def test_platforms_own_fields_are_no_names():
    assert find_names("phone_number_id and flow_token of order_update") == {"order_update"}


def test_unknown_part_is_neither_the_same_nor_far():
    text = "Timeouts of requests to /messages"
    likeness = {part: compare(make_sketch(part, text), make_sketch("", text))[0] for part in ("", "api", "billing")}

    assert likeness[""] == likeness["api"] == likeness["billing"] < compare(*[make_sketch("api", text)] * 2)[0]


def test_time_between_speaks_against_likeness():
    one, other = make_sketch("api", "Timeouts at /messages"), make_sketch("api", "Timeout of requests to /messages")

    assert compare(one, other, timedelta(days=7))[0] < compare(one, other, timedelta(hours=1))[0]


@pytest.mark.parametrize(
    "piece",
    [
        "A1",
        "a_",
        "a_b",
        "a.",
        "/a",
        "A_",
        "log ",
        "отображаем",
        "1 ",
        "error ",
        "(#",
        "wamid.",
        "+1-",
        "   \n",
        "\t",
        "A-",
        "1-2(3)",
        "9 ",
        "seit 9",
        "a.b",
        "INV-1",
        "«a",
        '"a":',
        "a A",
        "takes a ",
    ],
)
def test_hostile_text_costs_no_more_than_any_other(piece):
    larger = piece * (100_000 // len(piece))
    smaller = larger[: len(larger) // FACTOR]

    assert growth(lambda: make_sketch("api", smaller), lambda: make_sketch("api", larger)) < TOO_STEEP


def test_words_of_every_call_are_not_told_as_shared():
    text = "The webhook stays silent\ncurl -H 'Authorization: Bearer …' -H 'Content-Type: application/json' https://a.example"
    words = find_shared(make_sketch("webhooks", text), make_sketch("webhooks", text), text).words

    assert "webhook" in words
    assert not {"curl", "authorization", "bearer", "application", "json", "https"} & set(words)
