"""Editors' synonyms: one group a line, terms separated by commas."""

from pathlib import Path

import pytest

from portal.kernel.language import ENGLISH, GERMAN, LANGUAGES
from portal.search.synonyms import NO_SYNONYMS, check_synonyms, make_synonyms, read_synonyms

CONTENT = Path(__file__).resolve().parents[3] / "content"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    (tmp_path / "synonyms").mkdir()
    return tmp_path


def write(content: Path, *lines: str) -> None:
    (content / "synonyms" / "en.txt").write_text("\n".join(lines), encoding="utf-8")


def test_every_term_stands_for_every_other():
    synonyms = read_synonyms("# How customers say it\noutage, incident, downtime  # all the same\n", ENGLISH)

    assert set(synonyms.find(("incid",))) == {("outag",), ("downtim",)}
    assert synonyms.find(("nowher",)) == ()


def test_term_may_have_several_words_in_any_form():
    synonyms = read_synonyms("status pages, service status", ENGLISH)

    assert synonyms.find(("servic", "status")) == (("status", "page"),)
    assert synonyms.longest == 2


def test_longer_term_with_the_same_word_is_no_synonym():
    synonyms = make_synonyms([("template", "message template")], ENGLISH)

    assert synonyms.find(("templat",)) == ()
    assert synonyms.find(("messag", "templat")) == (("templat",),)


@pytest.mark.parametrize("raw", [None, b"\xff\xfe broken"])
def test_search_works_without_a_readable_file(writer, raw):
    if raw:
        writer.put("synonyms/de.txt", raw)

    assert read_synonyms(writer.load().synonyms.get("de", ""), GERMAN) == NO_SYNONYMS


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("outage", "at least two terms"),
        ("outage; incident", "commas only"),
        ("outage, the", "no word that can be searched"),
        ("rejected, not approved", "lose its negation"),
        ("outage, one two three four five six seven", "is a sentence"),
    ],
)
def test_bad_form_is_told_with_its_line(content, line, complaint):
    write(content, "# comment", line)

    problems = check_synonyms(content)

    assert any(complaint in problem.message for problem in problems)
    assert all((problem.line, problem.path) == (2, f"{content.name}/synonyms/en.txt") for problem in problems)


def test_term_in_two_groups_is_told(content):
    write(content, "outage, incident", "incident, breakdown")

    (problem,) = check_synonyms(content)

    assert "stands in line 1 already" in problem.message


def test_unreadable_file_is_told(content):
    (content / "synonyms" / "ru.txt").write_bytes(b"\xff\xfe")

    (problem,) = check_synonyms(content)

    assert problem.code == "synonyms-unreadable"


def test_the_portals_own_files_are_sound():
    assert check_synonyms(CONTENT) == ()
    files = {language: (CONTENT / "synonyms" / f"{language.tag}.txt").read_text("utf-8") for language in LANGUAGES}
    assert all(read_synonyms(text, language).others for language, text in files.items())
