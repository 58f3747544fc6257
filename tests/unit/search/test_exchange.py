"""A pasted call taken apart into what was sent and what came back."""

import pytest

from portal.search.exchange import part_call

COMMAND = """curl -X POST https://waba-v2.360dialog.io/messages -H "D360-API-KEY: sk9f…WeRt" -d '{"n": [1, 2]}'"""
LINES = "curl -X POST https://waba-v2.360dialog.io/messages \\\n  -H 'D360-API-KEY: x' \\\n  -d '{\n  \"to\": \"1\"\n}'"
ANSWER = '{"error": {"message": "Re-engagement message", "code": 131047}}'
HTTP_ANSWER = f"HTTP/1.1 400 Bad Request\ncontent-type: application/json\n\n{ANSWER}"
HTTP = 'POST /messages HTTP/1.1\nHost: waba-v2.360dialog.io\n\n{"to": "1"}'


@pytest.mark.parametrize(
    ("text", "sent", "answered"),
    [
        (f"{COMMAND} {ANSWER}", COMMAND, ANSWER),
        (f"{COMMAND} HTTP/1.1 400 Bad Request {ANSWER}", COMMAND, f"HTTP/1.1 400 Bad Request {ANSWER}"),
        (f"{LINES}\n\n{HTTP_ANSWER}", LINES, HTTP_ANSWER),
        (f"{LINES}\n< HTTP/2 400\n{ANSWER}", LINES, f"< HTTP/2 400\n{ANSWER}"),
        (f"curl https://example.com\n -H 'a: b'\n{ANSWER}", "curl https://example.com\n -H 'a: b'", ANSWER),
        (f'curl https://example.com -d {{"a": 1}}\n{ANSWER}', 'curl https://example.com -d {"a": 1}', ANSWER),
        (f"{HTTP}\n\n{HTTP_ANSWER}", HTTP, HTTP_ANSWER),
        (f"{ANSWER}\n{COMMAND}", COMMAND, ANSWER),
        (COMMAND, COMMAND, ""),
        (ANSWER, "", ANSWER),
        ("131047", "", "131047"),
    ],
)
def test_call_and_answer_are_told_apart(text, sent, answered):
    assert part_call(text) == (sent, answered)


@pytest.mark.parametrize("text", ["see: curl it does", "I'd curl 'this", 'curl "', "GET out of here"])
def test_no_word_is_lost(text):
    assert sorted(" ".join(part_call(text)).split()) == sorted(text.split())


@pytest.mark.parametrize("filling", ["'", '"\\', " {", "\n -", "\n", " \n  "])
def test_hostile_paste_is_parted_in_a_linear_scan(filling):
    text = f"curl x {filling * 4_000}-x"

    assert sum(map(len, part_call(text))) <= len(text) + 1
