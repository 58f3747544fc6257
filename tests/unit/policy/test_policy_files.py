"""Whatever an editor gets wrong is told with its line, all of it at once."""

from pathlib import Path

import pytest

from portal.kernel.problem import Problem
from portal.policy.model import Components, Policy
from portal.policy.source import read_components, read_policy

CONTENT = Path(__file__).resolve().parents[3] / "content"
POLICY = (CONTENT / "policy.yml").read_text(encoding="utf-8")
COMPONENTS = (CONTENT / "components.yml").read_text(encoding="utf-8")


def problems_of(tmp_path: Path, text: str, name: str = "policy.yml") -> tuple[Problem, ...]:
    path = tmp_path / "content" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    found = read_policy(path) if name == "policy.yml" else read_components(path)
    assert isinstance(found, tuple), "nothing was found wrong"
    return found


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def test_files_in_force_are_right():
    assert isinstance(read_policy(CONTENT / "policy.yml"), Policy)
    components = read_components(CONTENT / "components.yml")
    assert isinstance(components, Components)
    assert components.find("api").status_components == ("WhatsApp Business API",)
    assert components.find("fax") is None


@pytest.mark.parametrize(
    ("right", "wrong", "code", "words"),
    [
        ("waiting:", "wating:", "unknown-key", "wating: did you mean waiting?"),
        ("waiting: {close_after: 48h}", "", "missing-key", "lacks waiting"),
        ("first_response: 4h", "first_response: 4 hours", "bad-duration", "plans.regular.first_response"),
        ("first_response: 4h", "first_response: 0h", "bad-duration", "plans.regular.first_response"),
        ("first_response: 4h", "first_response: 9999d", "bad-duration", "ten years"),
        ("name: Regular, first_response: 4h", "name: Regular", "missing-key", "plans.regular lacks first_response"),
        ("name: Regular", "name: ''", "empty-value", "plans.regular.name"),
        ("no_target_for: [meta]", "no_target_for: [mars]", "unknown-value", "provider, meta"),
        ("no_target_for: [meta]", "no_target_for: meta", "wrong-type", "must be a list"),
        ("requires: chat_enabled", "requires: luck", "unknown-value", "access, chat_enabled"),
        ("{when: {access: false}", "{when: {acces: false}", "unknown-key", "did you mean access?"),
        ("{when: {access: false}", "{when: {access: maybe}", "bad-flag", "true or false"),
        ("because: lost_access", "because: bad_luck", "unknown-value", "lost_access, chat_not_enabled"),
        ("{channel: chat, because", "{channel: fax, because", "unknown-value", "chat, email"),
        ("{scope: all}", "{scope: everyone}", "unknown-value", "all, some, one"),
        ("  3: {}", "  9: {}", "unknown-value", "1, 2, 3"),
        ("  3: {}", "", "no-match", "severities leave some impact"),
        ("  - {channel: chat, because: chat_available}", "", "no-match", "without a channel"),
        ("[en, pt-br, de, es, ru]", "[en, xx]", "unknown-language", "support.languages[2]"),
        ("[en, pt-br, de, es, ru]", "[de, es]", "unknown-value", "support.primary"),
        ("email: support@360dialog.com", "email: support", "bad-email", "support.email"),
        ("max_files: 5", "max_files: none", "bad-number", "attachments.max_files"),
        ("version: 2026-11-23", "version: [1]", "wrong-type", "version must be a single value"),
        ("  basic: ", "  Basic Plan: ", "bad-id", "small letters"),
        ("attachments: {", "attachments: {max_mb: 1, ", "duplicate-key", "attachments.max_mb is given twice"),
    ],
)
def test_mistake_is_named_with_its_line(tmp_path, right, wrong, code, words):
    assert right in POLICY
    text = POLICY.replace(right, wrong, 1)

    found = problems_of(tmp_path, text)

    assert code in {problem.code for problem in found}
    told = " ".join(problem.message for problem in found)
    assert all(word in told for word in words.replace(":", "").split())
    assert all(problem.path == "content/policy.yml" for problem in found)
    if wrong and code != "no-match" and "primary" not in words:
        assert line_of(text, wrong) in {problem.line for problem in found}


def test_all_mistakes_are_told_at_once_in_the_order_of_their_lines(tmp_path):
    text = POLICY.replace(": 4h", ": 4x").replace("[meta]", "[mars]").replace("max_files: 5", "max_files: -1")

    found = problems_of(tmp_path, text)

    assert [problem.code for problem in found] == ["bad-duration", "unknown-value", "bad-number"]
    assert [problem.line for problem in found] == sorted(problem.line for problem in found)


def test_route_behind_one_without_condition_can_never_match(tmp_path):
    first = "  - {when: {access: false}"
    text = POLICY.replace(first, f"  - {{channel: email, because: lost_access}}\n{first}", 1)

    found = problems_of(tmp_path, text)

    assert [problem.code for problem in found] == ["never-reached"] * 3
    assert found[0].line == line_of(text, first)


def test_severity_behind_one_without_condition_can_never_apply(tmp_path):
    text = POLICY.replace("  3: {}", "").replace("  1: {when", "  3: {}\n  1: {when")

    assert {problem.code for problem in problems_of(tmp_path, text)} == {"never-reached"}


def test_nobody_is_sent_to_a_channel_that_needs_what_they_lack(tmp_path):
    text = POLICY.replace("  - {when: {chat_enabled: false}, channel: email, because: chat_not_enabled}\n", "")

    assert [problem.code for problem in problems_of(tmp_path, text)] == ["channel-not-open"]


@pytest.mark.parametrize("text", ["a: [", "a: b: c", "\t- x", "\x00"])
def test_broken_yaml_is_one_problem(tmp_path, text):
    found = problems_of(tmp_path, text)

    assert [problem.code for problem in found] == ["yaml-syntax"]


@pytest.mark.parametrize("text", ["", "[1, 2]", "word", "~"])
def test_file_of_another_shape_is_refused(tmp_path, text):
    assert problems_of(tmp_path, text)


def test_missing_and_unreadable_files_are_problems(tmp_path):
    (tmp_path / "latin.yml").write_bytes("größe: 1".encode("latin-1"))

    assert [problem.code for problem in read_policy(tmp_path / "policy.yml")] == ["missing-file"]
    assert [problem.code for problem in read_components(tmp_path / "latin.yml")] == ["bad-encoding"]


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [
        ("side: provider", "side: partner", "unknown-value"),
        ("ru: API сообщений", "fr: API", "unknown-key"),
        (", ru: API сообщений", "", "missing-key"),
        ("status_components: [WhatsApp Business API]", "status_components: []\n  color: red", "unknown-key"),
        ("  status_components: [WhatsApp Business API]\n", "", "missing-key"),
    ],
)
def test_mistake_in_the_components_is_named(tmp_path, right, wrong, code):
    assert right in COMPONENTS

    found = problems_of(tmp_path, COMPONENTS.replace(right, wrong, 1), "components.yml")

    assert code in {problem.code for problem in found}


def test_missing_translation_names_the_language_and_the_component(tmp_path):
    found = problems_of(tmp_path, COMPONENTS.replace(", ru: API сообщений", "", 1), "components.yml")

    assert [problem.message for problem in found] == ["api.name lacks ru"]
