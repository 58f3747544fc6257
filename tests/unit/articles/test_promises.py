"""A promise is written in policy.yml; one typed by hand is found and told which placeholder gives it."""

from datetime import timedelta

import pytest

from portal.articles.checks.promises import check_promises, find_durations
from portal.kernel.problem import Problem
from tests.unit.articles.content_folder import Writer

H24 = timedelta(hours=24)


@pytest.fixture
def policy_writer(writer) -> Writer:
    writer.write_site("messages", "policy")
    return writer


def findings_of(writer: Writer, article: str, tag: str = "en") -> list[Problem]:
    library = writer.load() if not article.startswith("policy/") else None
    if library is None:
        return [problem for problem in writer.read().problems if problem.code.startswith("typed-")]
    texts = next(iter(library.articles.values()))
    return list(check_promises(library.policy, texts[tag]))


@pytest.mark.parametrize(
    ("text", "words", "length"),
    [
        ("We answer within 4 hours.", "4 hours", timedelta(hours=4)),
        ("at most 24h", "24h", H24),
        ("<4hrs", "4hrs", timedelta(hours=4)),
        ("less than 30 min", "30 min", timedelta(minutes=30)),
        ("30m", "30m", timedelta(minutes=30)),
        ("2-4 hours", "2-4 hours", timedelta(hours=4)),
        ("1.5 hours", "1.5 hours", timedelta(hours=1.5)),
        ("a 24-hour reply", "24-hour", H24),
        ("two or 2 business days", "2 business days", timedelta(days=2)),
        ("24 Stunden", "24 Stunden", H24),
        ("nach 30 Minuten", "30 Minuten", timedelta(minutes=30)),
        ("2 Werktage", "2 Werktage", timedelta(days=2)),
        ("48 horas", "48 horas", timedelta(hours=48)),
        ("2 días", "2 días", timedelta(days=2)),
        ("24 horas por dia", "24 horas", H24),
        ("30 минут", "30 минут", timedelta(minutes=30)),
        ("4 часа", "4 часа", timedelta(hours=4)),
        ("1 час", "1 час", timedelta(hours=1)),
        ("2 недели", "2 недели", timedelta(weeks=2)),
        ("support 24/7", "24/7", None),
    ],
)
def test_duration_is_found_in_every_language(text, words, length):
    (duration,) = find_durations(text)

    assert (duration.words, duration.length) == (words, length)


@pytest.mark.parametrize(
    "text",
    [
        "half an hour",
        "2 части",
        "page 12/7",
        "error 131047 here",
        "at 14:05 h",
        "2026-11-23 dawn",
        "[x](../24h/en.md)",
        "#window-24h",
        "5 m",
        "4 hourglasses",
        "30 seconds",
    ],
)
def test_what_is_no_duration_is_left_alone(text):
    assert list(find_durations(text)) == []


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ("We answer within 4 hours.", "{{ policy.plans.regular.first_response }}"),
        ("At most 30m.", "{{ policy.plans.premium.first_response }}"),
        ("| Plan | Time |\n| --- | --- |\n| Premium | 30 min |", "{{ policy.plans.premium.first_response }}"),
        ("24h", "{{ policy.plans.basic.first_response }} or {{ policy.channels.email.first_response }}"),
        ("After 2 days.", "{{ policy.resolution.target }} or {{ policy.waiting.close_after }}"),
        ("Open 24/7.", "{{ policy.support.hours }}"),
    ],
)
def test_promise_typed_in_the_policy_names_its_placeholder(policy_writer, body, paths):
    policy_writer.write("policy/plans", kind="policy", body=f"{body}\n")

    (finding,) = findings_of(policy_writer, "policy/plans")

    assert (finding.code, finding.fatal) == ("typed-promise", True)
    assert f"write {paths}" in finding.message


@pytest.mark.parametrize(
    ("tag", "body"),
    [("de", "Nach 4 Stunden."), ("es", "En 4 horas."), ("pt-br", "Em 4 horas."), ("ru", "Через 4 часа.")],
)
def test_translations_are_read_as_well(policy_writer, tag, body):
    policy_writer.write("policy/plans", kind="policy")
    policy_writer.write("policy/plans", tag, kind="policy", body=f"Words.\n\n{body}\n")

    (finding,) = findings_of(policy_writer, "policy/plans")

    assert str(finding).startswith(f"content/articles/policy/plans/{tag}.md:8: typed-promise: ")


def test_promise_that_no_value_gives_is_told_where_promises_come_from(policy_writer):
    policy_writer.write("policy/plans", kind="policy", body="We answer within 6 hours.\n")

    (finding,) = findings_of(policy_writer, "policy/plans")

    assert "comes from policy.yml, which has policy.plans.basic.first_response, " in finding.message


def test_promise_in_title_or_summary_belongs_into_the_text(policy_writer):
    policy_writer.write("policy/plans", kind="policy", title="Answers in 4 hours", summary="Open 24/7.")

    findings = findings_of(policy_writer, "policy/plans")

    assert [finding.line for finding in findings] == [2, 3]
    assert all("in the text, since titles and summaries" in finding.message for finding in findings)


@pytest.mark.parametrize(
    "body",
    [
        "First response: {{ policy.plans.regular.first_response }}.",
        "```text\nWaiting since 4 hours\n```",
        "The value `24h` in the answer.",
        "Half an hour later.",
    ],
)
def test_placeholders_and_code_are_no_promises(policy_writer, body):
    policy_writer.write("policy/plans", kind="policy", body=f"{body}\n")

    assert findings_of(policy_writer, "policy/plans") == []


def test_guide_on_the_shelf_of_the_policy_may_name_times_that_are_not_ours(policy_writer):
    policy_writer.write(
        "policy/incidents", body="More than 10 requests in 72 hours.\n\nAn update comes after 4 hours.\n"
    )

    (finding,) = findings_of(policy_writer, "policy/incidents")

    assert finding.message.startswith("4 hours is typed by hand")


def test_our_address_typed_in_the_policy_is_a_warning(policy_writer):
    body = "Write to support@360dialog.com or [here](mailto:support@360dialog.com).\n"
    policy_writer.write("policy/plans", kind="policy", body=body)

    (finding,) = findings_of(policy_writer, "policy/plans")

    assert (finding.code, finding.fatal) == ("typed-email", False)
    assert "{{ policy.support.email }}" in finding.message


class TestElsewhere:
    @pytest.mark.parametrize(
        "body",
        [
            "With Premium, we answer after 6 hours.",
            "The first response comes within 4 hours.",
            "Support answers within 4 hours.",
            "Die Erstantwort kommt in 4 Stunden.",
            "Der Support antwortet nach 4 Stunden.",
            "La primera respuesta llega en 4 horas.",
            "O suporte responde em 4 horas.",
            "Поддержка отвечает через 4 часа.",
            "Meta asks for 24 hours.\n\n- Regular: 4 hours\n- Other: words",
        ],
    )
    def test_duration_beside_a_plan_or_our_answers_is_an_error(self, writer, body):
        writer.write("messages/late", body=f"{body}\n")

        (finding,) = findings_of(writer, "messages/late")

        assert (finding.code, finding.fatal) == ("typed-promise", True)

    @pytest.mark.parametrize(
        "body",
        [
            "The customer service window is open for 24 hours.",
            "Meta tries again for up to 7 days. The first response of your server ends that.",
            "Wait 5 minutes. Then ask support.",
            "Authorization: Basic.\n\nTry again after 10 minutes.",
        ],
    )
    def test_times_of_others_are_allowed(self, writer, body):
        writer.write("messages/late", body=f"{body}\n")

        assert findings_of(writer, "messages/late") == []
