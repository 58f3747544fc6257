"""What people paste is reduced to the words that explain the failure."""

import pytest

from portal.search.pasted import MAX_TEXT, is_paste, part_sentence, reduce_paste, shorten

JSON_ERROR = """{"error": {"message": "(#132001) Template name does not exist in the translation",
  "type": "OAuthException", "code": 132001,
  "error_data": {"messaging_product": "whatsapp", "details": "template name (order_shipped) does not exist in en_GB"},
  "fbtrace_id": "AbCdEfGhIjKlMnOpQrStUvW"}}"""
WEBHOOK = (
    '{"statuses":[{"id":"wamid.HBgLMTU1NTAwMDEyMzQVAgARGBI","status":"failed","timestamp":"1790090000",'
    '"recipient_id":"15550001234","errors":[{"code":131026,"title":"Message undeliverable"}]}]}'
)
CURL = """curl -X POST 'https://waba-v2.360dialog.io/v1/configs/webhook' \\
  -H 'D360-API-KEY: abcd…wxyz' -H 'Content-Type: application/json' -d '{"url": "https://example.org/in"}'"""
LOG = """2026-11-23T10:00:00.123Z INFO worker started pid=1234
2026-11-23T10:00:01Z ERROR send to=+15550001234 failed: (#131047) Re-engagement message id=AbCdEf1234567890abcdef123
2026-11-23T10:00:02Z INFO retrying in 5 s"""


@pytest.mark.parametrize(
    ("pasted", "kept", "dropped"),
    [
        (JSON_ERROR, {"Template", "translation", "order_shipped"}, {"OAuthException", "fbtrace_id", "whatsapp"}),
        (JSON_ERROR.replace('"', '\\"'), {"Template", "translation"}, {"OAuthException", "fbtrace_id"}),
        (JSON_ERROR[:130], {"Template", "translation"}, {"OAuthException"}),
        (WEBHOOK, {"Message", "undeliverable"}, {"15550001234", "1790090000", "statuses"}),
        (CURL, {"configs", "webhook"}, {"curl", "POST", "D360-API-KEY", "example.org"}),
        (LOG, {"failed:", "Re-engagement"}, {"INFO", "worker", "retrying", "+15550001234"}),
        ('{"meta": {"http_code": 401, "developer_message": "Invalid api key"}}', {"Invalid", "api", "key"}, {"meta"}),
    ],
)
def test_paste_keeps_what_explains(pasted, kept, dropped):
    words = set(reduce_paste(pasted).split())

    assert is_paste(pasted)
    assert kept <= words
    assert not dropped & words


@pytest.mark.parametrize("question", ["why does my webhook not get called?", "error 131047", "template, or: what now?"])
def test_spoken_question_is_no_paste(question):
    assert not is_paste(question)


ONE_LINE = CURL.replace(" \\\n", " ")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (f"webhooks não chegam\n{CURL}", "webhooks não chegam"),
        (f"webhooks não chegam {ONE_LINE} 200 OK", "webhooks não chegam"),
        (f"{ONE_LINE}\nно сообщения не приходят", "но сообщения не приходят"),
        (f"template is not found: {JSON_ERROR}", "template is not found:"),
        ("nothing arrives at https://example.org/in since Monday", "nothing arrives at since Monday"),
        (JSON_ERROR, ""),
        (CURL, ""),
        (LOG, ""),
        ('POST /messages HTTP/1.1" 403 157', ""),
        ('Traceback (most recent call last):\n  File "send.py", line 3\n    raise SendError(response)', ""),
    ],
)
def test_sentence_beside_a_paste_is_told_apart(text, sentence):
    assert " ".join(part_sentence(text)[0].split()) == sentence


def test_long_paste_keeps_its_beginning_and_its_end():
    shortened = shorten("begin" + "x" * 1_000_000 + "end")

    assert shortened.startswith("begin")
    assert shortened.endswith("end")
    assert len(shortened) <= MAX_TEXT + 1


@pytest.mark.parametrize(
    "hostile",
    [
        "{" * 99_999,
        '"message":"' * 9_999,
        '\\"' * 50_000,
        "a@" * 50_000,
        "1.1." * 25_000,
        "error\n" * 9_999,
        "-" * 99_999,
    ],
)
def test_hostile_paste_is_reduced_to_few_words(hostile):
    assert len(reduce_paste(shorten(hostile))) <= MAX_TEXT
    assert len(part_sentence(shorten(hostile))[0]) <= MAX_TEXT
