"""Words that editors agreed not to use are found, with the better one and the reason."""

import pytest

from portal.articles.checks.glossary import check_glossary, read_glossary
from portal.kernel.problem import Problem

GLOSSARY = """
all:
  - {avoid: [Business Manager], use: business portfolio, because: Meta has renamed it}
de:
  - {avoid: [du, dein*], use: Sie, because: we are formal}
  - {avoid: [Zugriffsschlüssel*], use: Zugriffstoken, because: looks like the API key, at_most: 1}
"""


@pytest.fixture
def findings(writer):
    """What the glossary has against a German text."""
    writer.put("glossary.yml", GLOSSARY)
    writer.write("messages/late")

    def check(body: str = "Wörter.\n", **front) -> list[Problem]:
        writer.write("messages/late", "de", body=body, **front)
        (texts,) = writer.load().articles.values()
        return list(check_glossary(read_glossary(writer.path)[0], texts["de"]))

    return check


def test_term_is_a_warning_that_names_the_better_one(findings):
    (finding,) = findings("Wörter.\n\nÖffnen Sie den Business\nManager.\n")

    assert (finding.line, finding.code, finding.fatal) == (8, "glossary", False)
    assert finding.message == "write business portfolio instead of Business Manager: Meta has renamed it"


@pytest.mark.parametrize("body", ["Wenn du willst.", "DU BIST", "mit deinem Konto", "(du)", "Frag dich: „Deine?“"])
def test_term_is_found_as_a_word_with_its_endings(findings, body):
    assert [finding.code for finding in findings(f"{body}\n")] == ["glossary"]


@pytest.mark.parametrize(
    "body",
    [
        "Durch die Dusche, Produkt, de-du.",
        "`du` und\n\n```\nwenn du\n```",
        "[Wort](https://example.org/du) {{ policy.support.email }}\n\n## Wort {#du}",
        "Ein Zugriffstoken (Zugriffsschlüssel).",
    ],
)
def test_parts_of_words_code_and_addresses_are_left_alone(findings, body):
    assert [finding.line for finding in findings(f"{body}\n") if finding.code == "glossary"] == []


def test_title_and_summary_are_read_and_keywords_are_not(findings):
    found = findings(title="Für dich und deine", summary="Business Manager", keywords=["Business Manager"])

    assert [finding.line for finding in found] == [3, 2]


def test_term_that_may_stand_once_is_found_the_second_time(findings):
    (finding,) = findings("Zugriffstoken (Zugriffsschlüssel).\n\nDes Zugriffsschlüssels.\n")

    assert finding.line == 8
    assert "after 1 of it" in finding.message


def test_folder_without_a_glossary_has_no_rules(writer):
    writer.write("messages/late", body="Business Manager\n")
    (texts,) = writer.load().articles.values()

    glossary, problems = read_glossary(writer.path)

    assert problems == ()
    assert list(check_glossary(glossary, texts["en"])) == []


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("de:\n  - {avoid: [a], use: b}\n", "content/glossary.yml:2: missing-key: de[1] lacks because"),
        ("fr: []\n", "content/glossary.yml:1: unknown-key: fr is not known here"),
        ("de:\n  - avoid: ['*']\n    use: b\n    because: c\n", "content/glossary.yml:2: bad-term: de[1].avoid[1]"),
        ("de:\n  - {avoid: x, use: b, because: c}\n", "content/glossary.yml:2: wrong-type: de[1].avoid must be a list"),
        ("de: [\n", "content/glossary.yml:2: yaml-syntax: "),
    ],
)
def test_mistake_in_the_glossary_is_told_with_its_line(writer, text, finding):
    writer.put("glossary.yml", text)

    _, (problem, *_) = read_glossary(writer.path)

    assert str(problem).startswith(finding)


def test_glossary_that_is_not_text_is_told(writer):
    writer.put("glossary.yml", b"\xff")

    assert [problem.code for problem in read_glossary(writer.path)[1]] == ["encoding"]
