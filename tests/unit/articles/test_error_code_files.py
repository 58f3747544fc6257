"""Error codes from ``content/error-codes/``: one file for what is the same everywhere, one for each language."""

from datetime import timedelta

import pytest
import yaml

from portal.articles.error_codes import ErrorSide, Retry, SupportHelps
from portal.kernel.language import ENGLISH, GERMAN, LANGUAGES

CODE = {"title": "Rate limit hit", "group": "limits", "side": ["customer"], "retry": "later", "support": "no"}
TEXT = {"meaning": "Too fast.", "action": "Slow down."}


def write_codes(writer, codes, texts=None, groups=("limits",)) -> None:
    """The files of all languages, complete unless the test brings other texts for some."""
    writer.put("error-codes/codes.yml", yaml.safe_dump({"groups": list(groups), "codes": codes}, sort_keys=False))
    for language in LANGUAGES:
        words = (texts or {}).get(language.tag, {key: dict(TEXT) for key in codes})
        file = {"groups": dict.fromkeys(groups, f"Limits {language.tag}"), "codes": words}
        writer.put(f"error-codes/{language.tag}.yml", yaml.safe_dump(file, sort_keys=False))


def test_code_has_its_data_and_the_words_of_each_language(writer):
    code = {**CODE, "side": ["meta", "customer"], "retry": "wait", "wait": "72h", "support": "sometimes"}
    write_codes(writer, {130429: code}, {"de": {130429: {"meaning": "Zu schnell.", "action": "Langsamer."}}})

    found = writer.load().error_codes.find("130429")

    assert (found.sides, found.retry) == ((ErrorSide.META, ErrorSide.CUSTOMER), Retry.WAIT)
    assert (found.wait, found.support) == (timedelta(hours=72), SupportHelps.SOMETIMES)
    assert found.find_text(GERMAN)[0].meaning == "Zu schnell."
    assert found.find_text(ENGLISH)[0].action == "Slow down."


def test_code_that_is_not_translated_speaks_english_and_is_told(writer):
    write_codes(writer, {4: CODE}, {"de": {}})

    reading = writer.read()

    assert reading.library.error_codes.find("4").find_text(GERMAN)[1] == ENGLISH
    assert writer.findings == ["error-codes/de.yml:1: missing-text"]


def test_number_of_a_range_is_explained_by_the_range_unless_it_has_an_entry(writer):
    write_codes(writer, {200: CODE, 201: {**CODE, "to": 299}, 250: CODE})
    codes = writer.load().error_codes

    assert [codes.find(number).key for number in ("200", "201", "230", "250", "299")] == [
        "200",
        "201",
        "201",
        "250",
        "201",
    ]
    assert codes.find("300") is None


def test_folder_without_error_codes_has_none(writer):
    assert writer.load().error_codes.codes == ()
    assert writer.findings == []


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ({"side": ["nobody"]}, "codes.yml:8: unknown-value"),
        ({"retry": "perhaps"}, "codes.yml:9: unknown-value"),
        ({"group": "elsewhere"}, "codes.yml:6: unknown-value"),
        ({"wait": "soon"}, "codes.yml:11: bad-duration"),
        ({"to": 3}, "codes.yml:11: bad-number"),
        ({"http": 700}, "codes.yml:11: bad-number"),
        ({"article": "nowhere"}, "codes.yml:11: bad-value"),
        ({"colour": "red"}, "codes.yml:11: unknown-key"),
    ],
)
def test_mistake_in_a_code_is_told_with_its_line(writer, change, finding):
    write_codes(writer, {4: {**CODE, **change}})

    assert f"error-codes/{finding}" in writer.findings
    assert writer.read().library is None


def test_missing_key_of_a_code_is_told(writer):
    write_codes(writer, {4: {key: value for key, value in CODE.items() if key != "support"}})

    assert writer.codes == ["missing-key"]


def test_bad_name_of_a_code_is_told(writer):
    write_codes(writer, {"Not A Slug": CODE})

    assert "bad-address" in writer.codes


def test_code_that_stands_twice_is_told(writer):
    write_codes(writer, {4: CODE})
    file = writer.path / "error-codes" / "codes.yml"
    file.write_text(file.read_text("utf-8") + "  4: {}\n", "utf-8")

    assert "duplicate-key" in writer.codes


def test_code_without_english_words_keeps_the_folder_from_going_live(writer):
    write_codes(writer, {4: CODE}, {"en": {}})

    assert "error-codes/en.yml:1: missing-text" in writer.findings
    assert writer.read().library is None


def test_words_for_a_code_that_does_not_exist_are_told(writer):
    write_codes(writer, {4: CODE}, {"ru": {4: TEXT, 5: dict(TEXT)}})

    assert writer.findings == ["error-codes/ru.yml:8: unknown-code"]


def test_language_without_a_file_is_told_once(writer):
    write_codes(writer, {4: CODE, 10: CODE})
    (writer.path / "error-codes" / "es.yml").unlink()

    assert writer.findings == ["error-codes/es.yml:1: missing-translation"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"component": "teapot"}, "unknown-component"),
        ({"article": "messages/nowhere"}, "unknown-article"),
        ({"article": "messages/late#nowhere"}, "broken-anchor"),
    ],
)
def test_code_that_points_nowhere_is_told(writer, change, code):
    writer.write("messages/late", body="## Fix it {#fix}\n\nWords.\n")
    write_codes(writer, {4: {**CODE, **change}})

    assert writer.findings == [f"error-codes/codes.yml:4: {code}"]


def test_code_may_point_at_a_heading(writer):
    writer.write("messages/late", body="## Fix it {#fix}\n\nWords.\n")
    write_codes(writer, {4: {**CODE, "article": "messages/late#fix"}})

    assert writer.findings == []


def test_overlapping_ranges_are_told(writer):
    write_codes(writer, {200: {**CODE, "to": 299}, 250: {**CODE, "to": 260}})

    assert "duplicate-code" in writer.codes


def test_long_words_are_told(writer):
    write_codes(writer, {4: CODE}, {"de": {4: {**TEXT, "meaning": "Wort " * 80}}})

    assert writer.findings == ["error-codes/de.yml:5: text-length"]


def test_code_of_an_article_that_nobody_explains_is_told(writer):
    writer.write("messages/late", error_codes=[4, 131047])
    write_codes(writer, {4: CODE})

    assert writer.findings == ["articles/messages/late/en.md:5: unlisted-code"]
