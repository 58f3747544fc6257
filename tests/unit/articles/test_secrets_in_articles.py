"""An article is public: keys, passwords and telephone numbers of somebody have no place in its examples."""

import pytest

from portal.articles.checks.secrets import check_other_secrets, check_secrets

KEY = "Xy12Zw34" + "Qr56Tu78Vb90Nm"
TOKEN = "EAA" + "G1b2C3d4E5f6G7h8I9j0K1l2M3"


def findings_of(source: str) -> list[tuple[int, str, bool]]:
    return [(problem.line, problem.code, problem.fatal) for problem in check_secrets("content/a.md", source)]


@pytest.mark.parametrize(
    "text",
    [
        f"D360-API-KEY: {KEY}",
        f"The token {TOKEN} worked.",
        "password: hunter2!",
        f"curl -H 'Authorization: Bearer {TOKEN}'",
    ],
)
def test_secret_is_an_error_at_its_line(text):
    assert findings_of(f"First.\n\nSecond.\n\n{text}\n\nLast.\n") == [(5, "secret-in-example", True)]


def test_block_of_code_is_read_as_a_whole():
    block = f"```http\nGET / HTTP/1.1\n\nD360-API-KEY: {KEY}\n```"

    assert findings_of(f"First.\n\n{block}\n") == [(6, "secret-in-example", True)]


def test_block_of_code_that_never_ends_is_read_too():
    assert findings_of(f"~~~\nx\n\nD360-API-KEY: {KEY}") == [(4, "secret-in-example", True)]


def test_finding_does_not_repeat_the_secret():
    (problem,) = check_secrets("content/a.md", f"D360-API-KEY: {KEY}")

    assert KEY not in problem.message
    assert "(api key)" in problem.message


@pytest.mark.parametrize(
    "text",
    [
        "D360-API-KEY: abcd…wxyz",
        "`Authorization: Bearer <token>`",
        '{"id": "wamid.EXAMPLE", "fbtrace_id": "A1bCdEfGhIjKlMnOpQrS2AK"}',
        "GET /hook?hub.mode=subscribe&hub.verify_token=…&hub.challenge=1158201444",
        '{"to": "+15550001234", "wa_id": "15550001234", "display_phone_number": "15550009876"}',
        '{"id": "100000000000001", "timestamp": "1790000000"}',
        "Call +1 555 000 9876 or +44 7700 900123 or +1 212 555 0123.",
    ],
)
def test_ordinary_example_passes(text):
    assert findings_of(f"{text}\n") == []


@pytest.mark.parametrize("text", ['{"to": "4930901820123"}', '"wa_id": "+4915112345678"', "Call +49 30 9018 20123."])
def test_number_that_somebody_may_have_is_a_warning(text):
    assert findings_of(f"First.\n\n{text}\n") == [(3, "real-number", False)]


@pytest.mark.parametrize("path", ["trees/a/en.yml", "macros/a/de.md", "notices/a/en.md", "incidents/a.yml"])
def test_secret_beside_the_articles_is_told_before_a_commit(writer, path):
    writer.put(path, f"title: x\n\nhint: 'Authorization: Bearer {TOKEN}'\n")

    (found,) = check_other_secrets(writer.path)

    assert (found.path, found.line, found.code) == (f"{writer.path.name}/{path}", 3, "secret-in-example")
