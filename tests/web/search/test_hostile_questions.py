"""Whatever is asked, the answer is an ordinary page, and soon."""

import pytest

from tests.growth import FACTOR, TOO_STEEP, growth

HOSTILE = {
    "a hundred kilobytes": "template " * 11_000,
    "ten thousand wildcards": "*" * 10_000,
    "wildcard words": "a* " * 10_000,
    "nested brackets": "(" * 3_000 + "x" + ")" * 3_000,
    "nested braces": "{" * 50_000,
    "operators": "a ANDMAYBE " * 30 + "NOT " * 50,
    "a range": "[a TO zzz]",
    "one word without end": "x" * 100_000,
    "control characters": "".join(map(chr, range(32))) * 50,
    "every plane": "".join(chr(code) for code in range(0x20, 0x10FFFF, 401) if not 0xD800 <= code < 0xE000),
    "combining marks": "e" + "\u0301" * 20_000,
    "open quotes": '"message":"' * 5_000,
    "escapes": '\\"' * 20_000,
    "numbers": "1 " * 20_000,
    "codes": "error 131047 " * 5_000,
    "hyphens": "a-" * 20_000,
    "right to left": "\u202e\u2066template\u2069",
    "statements": "'; DROP TABLE document; --",
    "markup": "<script>alert(1)</script>" * 100,
}


@pytest.mark.parametrize("question", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_question_gets_an_ordinary_page(browse, question):
    def ask(text):
        return browse.client.get("/de/search", query_string={"q": text})

    response = ask(question)

    assert response.status_code == 200
    assert growth(lambda: ask(question[: len(question) // FACTOR]), lambda: ask(question)) < TOO_STEEP
    assert len(response.data) < 200_000


@pytest.mark.parametrize("question", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_beginning_gets_an_ordinary_list(browse, question):
    assert browse.client.get("/en/search/suggest", query_string={"q": question}).status_code == 200


@pytest.mark.parametrize("raw", ["%ff%fe", "%00", "%ED%A0%80", "%", "%zz", "&q=&q=2"])
def test_broken_encodings_are_harmless(browse, raw):
    for path in ("/en/search", "/en/search/suggest", "/api/v1/search"):
        assert browse.client.get(f"{path}?q={raw}").status_code == 200


def test_hostile_page_is_a_sound_page(browse):
    for question in ("nested brackets", "markup", "every plane", "right to left"):
        browse.submit(browse.get("/en/search"), {"q": HOSTILE[question][:5_000]}, button="Search")
