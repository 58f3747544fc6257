"""Everything in an article that points at something else is proved."""

import pytest

from portal.articles.check import check_translations
from portal.articles.checks.references import POLICY_TABLES
from portal.policy.placeholders import UnknownPlaceholder, policy_table

SOUND = "## Fix {#fix}\n\nWords.\n"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("[x](../nowhere/en.md)", "broken-link"),
        ("[x](../../nowhere/other/en.md)", "broken-link"),
        ("[x](/en/messages/other)", "broken-link"),
        ("[x](javascript:alert)", "broken-link"),
        ("[x](../other/en.md#nowhere)", "broken-anchor"),
        ("[x](#nowhere)", "broken-anchor"),
        ("[x][1]\n\n[1]: ../nowhere/en.md", "broken-link"),
        ("![Screen](screen.png)", "missing-image"),
        ("[Screen](screen.png)", "missing-image"),
        ("![Screen](https://example.org/a.png)", "missing-image"),
        ("![Screen](../other/en.md)", "missing-image"),
        ("{{ policy.plans.gold.first_response }}", "unknown-placeholder"),
        ('{{ policy_table("prices") }}', "unknown-placeholder"),
        ("{{1}}", "unknown-placeholder"),
        ("## A {#a}\n\n## B {#a}", "duplicate-anchor"),
        ("## A {#ключ}", "bad-anchor"),
    ],
)
def test_what_leads_nowhere_is_an_error(writer, body, code):
    writer.write("messages/other", body=SOUND)
    writer.write("messages/late", body=f"Words.\n\n{body}\n")

    reading = writer.read()

    assert [problem.code for problem in reading.problems if problem.fatal] == [code]
    assert reading.library is None


@pytest.mark.parametrize(
    "body",
    [
        "[x](../other/en.md)",
        "[x](../other/en.md#fix)",
        "[x](en.md#here)",
        "[x](#here)",
        "[x](https://example.org) <https://example.org> [y](mailto:a@example.org)",
        "{{ policy.plans.basic.first_response }} and {{policy.support.email}}",
        '{{ policy_table("plans") }}',
        "`{{1}}` and `[x](nowhere.md)`",
        "```\n{{1}} [x](nowhere.md)\n```",
        "Note[^1].\n\n[^1]: Here.",
    ],
)
def test_what_leads_somewhere_is_no_finding(writer, body):
    writer.write("messages/other", body=SOUND)
    writer.write("messages/late", body=f"## Here {{#here}}\n\n{body}\n")

    assert writer.findings == []


def test_proof_and_page_know_the_same_tables(writer):
    policy = writer.load().policy

    with pytest.raises(UnknownPlaceholder, match=f"known are {', '.join(POLICY_TABLES)}$"):
        policy_table(policy, "prices")


def test_finding_names_file_and_line(writer):
    writer.write("messages/late", body="One.\n\nTwo [x](../nowhere/en.md).\n")

    assert writer.findings == ["articles/messages/late/en.md:8: broken-link"]


@pytest.mark.parametrize(
    ("front", "code"),
    [
        ({"component": "nothing"}, "unknown-component"),
        ({"related": ["messages/nowhere"]}, "unknown-related"),
        ({"summary": "In {{ policy.resolution.target }}"}, "placeholder-place"),
        ({"translates": "0123abcd"}, "bad-value"),
    ],
)
def test_front_matter_that_points_nowhere_is_an_error(writer, front, code):
    writer.write("messages/late", **front)

    assert writer.codes == [code]


def test_category_that_the_site_does_not_name_is_an_error(writer):
    writer.write("unknown/late")

    assert writer.codes == ["unknown-category"]


def test_featured_article_that_does_not_exist_is_an_error(writer):
    writer.write_site("messages", featured=("messages/nowhere",))

    (finding,) = writer.read().problems

    assert finding.code == "unknown-featured"
    assert "messages/nowhere" in (writer.path / "site.yml").read_text().splitlines()[finding.line - 1]


def test_link_to_a_draft_is_broken(writer):
    writer.write("messages/other", draft=True)
    writer.write("messages/late", body="[x](../other/en.md)\n")

    assert writer.codes == ["broken-link"]


def test_draft_itself_may_be_half_written(writer):
    writer.write("messages/late", draft=True, body="[x](../nowhere/en.md)\n")

    assert writer.findings == []


def test_picture_without_a_text_is_an_error(writer):
    writer.write("messages/late", body="![](screen.png)\n")

    assert writer.codes == ["missing-alt", "missing-image"]


def test_error_code_belongs_to_one_article_in_each_language(writer):
    writer.write("messages/a", error_codes=[131047])
    writer.write("messages/a", "de", error_codes=[131047])
    writer.write("messages/b", error_codes=[131047, 131026])

    assert writer.findings == ["articles/messages/b/en.md:5: duplicate-code"]


def test_link_may_be_translated_before_its_target(writer):
    writer.write("messages/other", body=SOUND)
    writer.write("messages/late", body="[x](../other/en.md#fix)\n")
    writer.write("messages/late", "de", body="[x](../other/de.md#fix)\n")

    assert writer.findings == []


class TestWarnings:
    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ("# First\n", "heading-level"),
            ("## A\n\n#### C\n", "heading-level"),
            ('!!! danger "Stop"\n    Words.\n', "unknown-admonition"),
            ("Some <b>bold</b> words.\n", "raw-html"),
        ],
    )
    def test_doubtful_text_is_published_with_a_warning(self, writer, body, code):
        writer.write("messages/late", body=body)

        reading = writer.read()

        assert {problem.code for problem in reading.problems} == {code}
        assert reading.library is not None

    def test_anchors_of_a_translation_are_those_of_the_english_text(self, writer):
        writer.write("messages/late", body="## A {#a}\n\n## B {#b}\n")
        writer.write("messages/late", "de", body="## A {#a}\n\n## C {#c}\n")

        (finding,) = writer.read().problems

        assert (finding.code, finding.fatal) == ("anchors-differ", False)
        assert "lacks #b, has #c more" in finding.message

    def test_link_to_another_languages_file_is_noticed(self, writer):
        writer.write("messages/other")
        writer.write("messages/late", body="[x](../other/en.md)\n")
        writer.write("messages/late", "de", body="[x](../other/en.md)\n")

        assert writer.findings == ["articles/messages/late/de.md:6: link-language"]

    def test_translations_are_compared_by_what_they_were_made_from(self, writer):
        writer.write("messages/late")
        writer.write("messages/late", "de", translates="00000000")
        writer.write("messages/late", "es")

        findings = check_translations(writer.load())

        assert [(finding.path.rpartition("/")[2], finding.line, finding.code) for finding in findings] == [
            ("de.md", 5, "stale-translation"),
            ("en.md", 1, "missing-translation"),
            ("en.md", 1, "missing-translation"),
            ("es.md", 1, "unstamped-translation"),
        ]
        assert not any(finding.fatal for finding in findings)


class TestNotices:
    """Notices are proved like articles."""

    @pytest.mark.parametrize(
        ("body", "code", "fatal"),
        [
            ("[x](../../articles/messages/nowhere/en.md)", "broken-link", True),
            ("[x](../../articles/messages/late/en.md#nowhere)", "broken-anchor", True),
            ("[x](../../articles/messages/late/de.md)", "link-language", False),
            ("![Screen](../../articles/messages/late/screen.png)", "missing-image", True),
            ("{{ policy.plans.gold.first_response }}", "unknown-placeholder", True),
            ('!!! danger "Stop"\n    Words.', "unknown-admonition", False),
            ("Some <b>bold</b> words.", "raw-html", False),
        ],
    )
    def test_what_leads_nowhere_is_found(self, writer, body, code, fatal):
        writer.write("messages/late")
        writer.put("notices/sunday/en.md", f"---\ntitle: Sunday\n---\nWords.\n\n{body}\n")

        findings = [(problem.path, problem.line, problem.code, problem.fatal) for problem in writer.read().problems]

        assert findings == [("content/notices/sunday/en.md", 6, code, fatal)] * len(findings)
        assert findings

    def test_what_leads_somewhere_is_no_finding(self, writer):
        writer.write("messages/late", body=SOUND)
        link = "[x](../../articles/messages/late/en.md#fix) {{ policy.support.email }}"
        writer.put("notices/sunday/en.md", f"---\ntitle: Sunday\ncomponents: [api]\n---\n{link}\n")

        assert writer.findings == []

    def test_component_is_one_of_ours(self, writer):
        writer.put("notices/sunday/en.md", "---\ntitle: Sunday\nlevel: info\ncomponents: [api, toaster]\n---\n")

        assert writer.findings == ["notices/sunday/en.md:4: unknown-component"]

    @pytest.mark.parametrize(
        ("front", "code"),
        [
            ("from: tomorrow\n", "bad-time"),
            ("from: 2026-11-29T02:00Z\nuntil: 2026-11-29T01:00Z\n", "bad-window"),
        ],
    )
    def test_window_is_in_time(self, writer, front, code):
        writer.put("notices/sunday/en.md", f"---\ntitle: Sunday\n{front}---\n")

        assert writer.codes == [code]

    def test_languages_that_are_missing_are_warnings(self, writer):
        writer.put("notices/sunday/en.md", "---\ntitle: Sunday\n---\n")
        writer.put("notices/sunday/de.md", "---\ntitle: Sonntag\n---\n")

        findings = check_translations(writer.load())

        assert [str(finding).partition(": has ")[2] for finding in findings] == [
            "no translation into es",
            "no translation into pt-br",
            "no translation into ru",
        ]
        assert not any(finding.fatal for finding in findings)
