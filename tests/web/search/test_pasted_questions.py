"""A pasted question: answered at once, told what was masked in it, and nowhere in an address."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from portal.kernel.language import LANGUAGES
from portal.search.asked import CONFIDENTIAL, LONGEST_IN_ADDRESS

KEY = "Xy12Zw34Qr56Tu78Vb90Nm"
MESSAGE_ID = "wamid.HBgLMTU1NTAwMDEyMzQVAgARGBI5QTNDQTVCM0Q0Q0Q2RTY3RTcA"
PHONE = "+49 151 12345678"
PASTE = (
    f"curl https://waba-v2.360dialog.io/messages -H 'D360-API-KEY: {KEY}'\n"
    f'{{"error":{{"message":"(#131047) Re-engagement message","code":131047}},"id":"{MESSAGE_ID}","to":"{PHONE}"}}'
)
NOTHING_OF = ("Zw34Qr56Tu78", MESSAGE_ID[8:], "12345678")


def words(page) -> str:
    return re.sub(r"\s+", " ", unescape(page.words))


def paste(browse, text: str, language: str = "en"):
    return browse.post(f"/{language}/search", {"q": text}, status=200)


def address_of(page) -> str:
    return unescape(re.search(r'data-address="([^"]+)"', page.source)[1])


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.tag)
def test_paste_is_answered_and_what_was_masked_is_told(browse, language):
    page = paste(browse, PASTE, language.tag)

    assert 'class="card known-error"' in page.source
    assert "notice-warning" in page.source
    assert f'href="/{language.tag}/api-keys/leaked-key"' in page.source
    assert not [secret for secret in NOTHING_OF if secret in page.source]


def test_page_of_a_paste_is_kept_nowhere_and_sets_no_cookie(browse):
    page = paste(browse, PASTE)

    assert page.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in page.headers


def test_page_of_a_paste_has_an_address_with_the_same_answer(browse):
    page = paste(browse, PASTE)
    address = address_of(page)

    again = browse.get(address)
    assert address == "/en/search?q=%23131047+re-engagement+message"
    assert "Error 131047" in words(again)
    assert re.search(r'href="/de/search\?q=%23131047\+re-engagement\+message"', page.source)


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        (
            '{"error":{"message":"Invalid parameter","code":100,"error_subcode":2388024}}',
            ("Error 2388024", "Error 100"),
        ),
        ('{"meta":{"success":false,"http_code":401,"developer_message":"Invalid api key"}}', ("Invalid API key",)),
        ('{"meta":{"http_code":400,"developer_message":"This API has been disabled"}}', ("API has been disabled",)),
        ('2026-11-23 "POST /messages HTTP/1.1" 403 157 {}', ("HTTP 403", "Endpoint is blocked")),
    ],
)
def test_short_form_of_a_paste_is_answered_alike(browse, text, answered):
    page = paste(browse, text)
    again = browse.get(address_of(page))

    for told in answered:
        assert told in words(page)
        assert told in words(again)


def test_larger_paste_than_an_address_may_be_is_answered(browse):
    page = paste(browse, f"{'x ' * 100_000}\n(#131026) Message undeliverable")

    assert "Error 131026" in words(page)


def test_empty_question_offers_the_topics(browse):
    page = browse.post("/en/search", {"q": ""}, follow=True, status=200)

    assert "Webhooks and media" in words(page)


@pytest.mark.parametrize("question", ["webhook does not answer", "131047", "não chega nada"])
def test_harmless_question_is_led_to_its_address(browse, question):
    answer = browse.client.post("/en/search", data={"q": question})

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/en/search?{urlencode({'q': question})}"


@pytest.mark.parametrize(
    "question",
    [
        f"D360-API-KEY: {KEY} webhook",
        f"webhook for {PHONE}",
        "curl https://waba-v2.360dialog.io/messages",
        "does nobody read 7f3kq9wz2m5xt8vb4n here",
        "wort " * 50,
    ],
)
def test_confidential_question_is_led_to_no_address(browse, question):
    answer = browse.client.post("/en/search", data={"q": question})

    assert answer.status_code == 200


def test_script_and_server_agree_on_what_no_address_may_hold():
    script = (Path(__file__).parents[3] / "static/js/portal.js").read_text(encoding="utf-8")
    pattern = re.search(r"const CONFIDENTIAL = /(.+)/i;", script)[1]
    longest = re.search(r"text\.length > (\d+)", script)[1]

    assert f"(?i){pattern}" == CONFIDENTIAL.pattern
    assert int(longest) == LONGEST_IN_ADDRESS


def test_ends_of_a_masked_key_are_no_words_of_the_question(browse):
    page = paste(browse, f"curl -X POST https://waba-v2.360dialog.io/v1/configs/webhook -H 'D360-API-KEY: {KEY}'")

    assert "Results for your pasted text" in words(page)
    assert "telling words of your text: configs webhook" in words(page)
    assert address_of(page) == "/en/search?q=configs+webhook"
    assert 'value="configs webhook"' in page.source
    assert "Xy1…0Nm" in words(page)
    assert page.source.casefold().count("0nm") == 2, "it is told once, and brought along to whoever asks support"


def test_advice_on_a_secret_comes_first_and_counts(browse):
    one = words(paste(browse, f"D360-API-KEY: {KEY} webhook"))
    two = words(paste(browse, f"D360-API-KEY: {KEY} webhook password: Tr0ub4dor&3"))

    assert "Replace this secret now if it is real API key: Xy1…0Nm" in one
    assert "Replace these secrets now if they are real" in two


def test_question_of_nothing_but_a_secret_is_told_as_well(browse):
    page = paste(browse, f"D360-API-KEY:{KEY}")

    assert "Replace this secret now" in words(page)


def test_secret_in_an_address_is_told_with_what_it_means(browse):
    page = browse.get(f"/en/search?q=D360-API-KEY:+{KEY}+webhook")

    assert "API key: Xy1…0Nm" in words(page)
    assert "part of this page’s address" in words(page)
    assert 'data-address="/en/search?q=D360-API-KEY:+webhook"' in page.source
    assert "part of this page’s address" not in words(paste(browse, f"D360-API-KEY: {KEY} webhook"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{MESSAGE_ID} is not delivered", "a message ID, which contains a phone number"),
        (f"webhook for {PHONE}", "a phone number"),
        ("webhook for ana@example.org", "the name in an email address"),
    ],
)
def test_personal_data_is_left_out_and_no_alarm(browse, text, told):
    page = browse.client.get("/en/search", query_string={"q": text}).get_data(as_text=True)

    assert told in page
    assert "notice-warning" not in page
    assert not [part for part in (*NOTHING_OF, "ana@") if part in page]


@pytest.mark.parametrize("path", ["/en/search", "/en/search/suggest", "/api/v1/search"])
def test_personal_data_is_repeated_nowhere(browse, path):
    answer = browse.client.get(path, query_string={"q": f"webhook {MESSAGE_ID} {PHONE}"}).get_data(as_text=True)

    assert not [part for part in NOTHING_OF if part in answer]


def test_harmless_question_is_told_nothing(browse):
    page = browse.get("/en/search?q=webhook")

    assert "notice-warning" not in page.source
    assert "data-address" not in page.source


def test_article_of_an_explained_error_is_told_once(browse):
    page = browse.get("/en/search?q=131049")
    results = re.search(r'<ol class="card-list results.*?</ol>', page.source, re.DOTALL)

    assert page.source.count('href="/en/messages/marketing-not-delivered"') == 1
    assert results
    assert re.search(r"\d+ more result", words(page))


def test_answer_of_our_own_api_is_explained(browse):
    page = browse.get("/de/search?q=Lack+of+payment")
    document = browse.get("/api/v1/search?q=Lack+of+payment").json

    assert "HTTP 400" in words(page)
    assert "Was jetzt zu tun ist:" in words(page)
    assert document["error"] == {
        "code": "lack-of-payment",
        "title": "Lack of payment",
        "side": "customer",
        "url": "http://127.0.0.1:8000/en/errors/lack-of-payment",
    }


def test_bare_status_leads_on(browse):
    page = browse.get("/en/search?q=got+a+401")

    assert "The status alone does not tell the cause" in words(page)
    assert browse.click(page, "Invalid API key")
    assert browse.get("/api/v1/search?q=got+a+401").json["error"] is None


def help_links(page) -> list[dict[str, list[str]]]:
    addresses = re.findall(r'href="(/en/help/[^"]*)"', page.source)
    return [parse_qs(urlsplit(unescape(address)).query) for address in addresses]


@pytest.mark.parametrize(
    ("asked", "subject", "error"),
    [
        ("131026 and 131049", None, ["131026, 131049"]),
        ("error 131047 help", None, ["131047"]),
        ("our messages fail with 131026 and 131049", ["our messages fail with 131026 and 131049"], ["131026, 131049"]),
        ("template rejected", ["template rejected"], None),
        ('nothing arrives here {"error":{"code":131026}}', ["nothing arrives here"], ["131026"]),
        ("curl https://waba-v2.360dialog.io/v1/configs/webhook", None, None),
    ],
)
def test_wizard_is_brought_words_as_words_and_codes_as_codes(browse, asked, subject, error):
    links = [link for link in help_links(browse.post("/en/search", {"q": asked}, follow=True, status=200)) if link]

    assert {tuple(link.get("subject", ())) for link in links} == {tuple(subject or ())}
    assert {tuple(link.get("error", ())) for link in links} == {tuple(error or ())}


@pytest.mark.parametrize("asked", ["131047", "template rejected"])
def test_way_to_a_person_stands_above_the_answers_and_at_the_end(browse, asked):
    page = browse.get(f"/en/search?q={asked.replace(' ', '+')}")

    above, _, rest = page.source.partition('class="not-found in-line"')
    between, _, last = rest.partition('class="not-found"')
    assert 'class="card' not in above
    assert 'class="card result"' in between
    assert 'id="ask"' in last
    assert '<a class="nav-help" href="/en/help/?' in page.source


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("pt-br", "os webhooks não chegam mais desde hoje à tarde"),
        ("en", "the webhooks do not arrive any more since this afternoon"),
        ("de", "die Webhooks kommen seit heute Nachmittag nicht mehr an"),
        ("es", "los webhooks ya no llegan desde esta tarde"),
        ("ru", "вебхуки не приходят с сегодняшнего дня после обеда"),
    ],
)
def test_sentence_beside_a_paste_is_repeated_as_it_was_said_and_answered(browse, language, said):
    pasted = paste(
        browse, f"{said}: curl https://waba-v2.360dialog.io/v1/configs/webhook -H 'D360-API-KEY: x'", language
    )
    again = browse.get(address_of(pasted))

    assert f": {said}" in words(pasted)
    for page in (pasted, again):
        assert f'value="{said}' in page.source
        first = re.findall(r'href="(/[^"#]+)[^"]*"', page.source.split('<ol class="card-list results"')[1])[:3]
        assert f"/{language}/webhooks/not-receiving" in first


def test_long_sentence_is_shortened_with_its_negations(browse):
    said = (
        "the boss says that in this house and all of our other offices the webhooks do not reach our endpoint any more"
    )
    page = paste(browse, f"{said} and never come back again\ncurl https://waba-v2.360dialog.io/v1/configs/webhook")

    assert re.search(r"text: [\w ]*webhooks not reach[\w ]*never", words(page))
