"""`portal content` tells editors what is wrong and what is out of date."""

import json
from io import StringIO

import pytest
from rich.console import Console

from portal.articles.status_table import print_matrix
from portal.articles.translations import count_states, list_rows
from portal.kernel.language import LANGUAGES


class TestCheck:
    def test_sound_folder_passes(self, writer, portal):
        result = portal("check")

        assert (result.exit_code, result.stdout, result.stderr) == (0, "", "errors: 0, warnings: 0\n")

    def test_finding_is_one_line_with_place_and_rule(self, writer, portal):
        writer.write("messages/late", kind="gide")

        result = portal("check")

        assert result.exit_code == 1
        assert result.stdout.startswith("content/articles/messages/late/en.md:4: unknown-kind: 'gide' is not a kind")
        assert len(result.stdout.splitlines()) == 1

    def test_missing_translations_count_only_when_strict(self, writer, portal):
        writer.write("messages/late")

        assert portal("check").exit_code == 0
        assert portal("check", "--strict").exit_code == 1
        assert portal("check").stdout.count("missing-translation") == 4

    def test_json_says_what_is_an_error(self, writer, portal):
        writer.write("messages/late", body="[x](#nowhere) <b>x</b>\n")

        result = portal("check", "--json")

        answer = json.loads(result.stdout)
        assert result.exit_code == 1
        assert (answer["errors"], answer["warnings"]) == (1, 2)
        assert {(each["code"], each["severity"]) for each in answer["findings"]} == {
            ("broken-anchor", "error"),
            ("raw-html", "warning"),
        }

    def test_all_that_reads_every_word_is_told_at_once(self, writer, portal):
        writer.write(
            "messages/late", title="t" * 80, body="D360-API-KEY: Xy12Zw34" + "Qr56Tu78Vb90Nm\n\nBusiness Manager\n"
        )
        writer.write("messages/draft", draft=True, title="t" * 80, body="password: hunter2!\n")
        writer.put("glossary.yml", "all:\n  - {avoid: [Business Manager], use: portfolio, because: renamed}\n")
        writer.put("glosary.yml", "")

        found = [":".join(line.split(":")[:3]) for line in portal("check").stdout.splitlines()]

        assert [line for line in found if "translation" not in line] == [
            "content/articles/messages/draft/en.md:7: secret-in-example",
            "content/articles/messages/late/en.md:2: title-length",
            "content/articles/messages/late/en.md:6: secret-in-example",
            "content/articles/messages/late/en.md:8: glossary",
            "content/glosary.yml:1: orphan-file",
        ]

    def test_promise_outside_the_policy_is_an_error(self, writer, portal):
        writer.write("messages/late", body="With Premium, we answer after 6 hours.\n")

        result = portal("check")

        assert result.exit_code == 1
        assert "en.md:6: typed-promise: 6 hours is typed by hand" in result.stdout

    def test_words_are_read_although_the_folder_has_errors(self, writer, portal):
        writer.write("messages/late", body="[x](#nowhere)\n\nWith Premium, we answer after 6 hours.\n")
        writer.put("incidents/slow/de.md", "---\ntitle: Langsam\nstatus: resolved\n---\n")

        assert {"broken-anchor", "typed-promise"} <= {
            line.split(": ")[1] for line in portal("check").stdout.splitlines()
        }

    def test_incidents_and_synonyms_are_read_too(self, writer, portal):
        writer.put("incidents/slow/de.md", "---\ntitle: Langsam\nstatus: resolved\n---\n")
        writer.put("synonyms/en.txt", "alone\n")

        found = [": ".join(line.split(": ")[:2]) for line in portal("check").stdout.splitlines()]

        assert found == ["content/incidents/slow/en.md:1: incident-english", "content/synonyms/en.txt:1: synonyms-form"]

    def test_terminal_shows_how_far_it_is(self, writer, portal, monkeypatch):
        monkeypatch.setenv("TTY_COMPATIBLE", "1")
        writer.write("messages/late")

        result = portal("check")

        assert "Checking" in result.stderr
        assert "Checking" not in result.stdout


class TestStatus:
    def test_matrix_shows_each_language(self, writer, portal):
        writer.write("messages/late")
        writer.write("messages/late", "de", translates="00000000")
        writer.write("messages/late", "es")

        heading, row = portal("status").stdout.splitlines()

        assert heading.split() == ["article", "en", "de", "es", "pt-br", "ru"]
        assert row.split() == ["messages/late", "source", "stale", "unstamped", "missing", "missing"]

    def test_json_holds_matrix_and_totals(self, writer, portal):
        writer.write("messages/late")

        answer = json.loads(portal("status", "--json").stdout)

        assert answer["articles"]["messages/late"]["de"] == "missing"
        assert answer["totals"]["en"] == {"source": 1}

    def test_drafts_are_shown_as_drafts_and_listed_beside_the_matrix_in_json(self, writer, portal):
        writer.write("messages/late")
        writer.write("messages/late", "de", draft=True)
        writer.write("messages/early", draft=True)

        rows = [line.split() for line in portal("status").stdout.splitlines()[1:]]
        answer = json.loads(portal("status", "--json").stdout)

        assert rows == [
            ["messages/late", "source", "draft", "missing", "missing", "missing"],
            ["messages/early", "draft", "missing", "missing", "missing", "missing"],
        ]
        assert answer["articles"]["messages/late"]["de"] == "missing"
        assert answer["drafts"] == {"messages/early": ["en"], "messages/late": ["de"]}

    def test_terminal_shows_symbols_words_and_totals(self, writer):
        writer.write("messages/late", body="## Fix {#fix}\n")
        writer.write("messages/late", "de", translates="00000000", translated_sections=["_start=0000", "fix=0000"])
        writer.write("messages/late", "es", origin="machine")
        rows, shown = list_rows(writer.load()), StringIO()

        print_matrix(rows, LANGUAGES, count_states(rows), Console(file=shown, force_terminal=True, width=100))

        drawn = shown.getvalue()
        for words in ("● source", "↻ stale", "? unstamped", "machine", "– missing"):
            assert words in drawn
        assert "\x1b[" in drawn


class TestStamp:
    def test_translation_becomes_current(self, writer, portal):
        writer.write("messages/late")
        writer.write("messages/late", "de")

        result = portal("stamp", "de/messages/late")

        assert result.exit_code == 0
        assert result.stdout.startswith("de/messages/late: translates ")
        assert " current" in portal("status").stdout
        assert "de/messages/late: left as it is" in portal("stamp", "de/messages/late").stdout

    def test_several_are_stamped_at_once(self, writer, portal):
        writer.write("messages/late")
        writer.write("messages/late", "de")
        writer.write("messages/late", "ru")

        assert len(portal("stamp", "de/messages/late", "ru/messages/late").stdout.splitlines()) == 2

    def test_minor_change_keeps_translations_current(self, writer, portal):
        writer.write("messages/late", body="Teh words.\n")
        writer.write("messages/late", "de")
        portal("stamp", "de/messages/late")
        writer.write("messages/late", body="The words.\n")

        assert "de/messages/late: translates " in portal("stamp", "--minor", "en/messages/late").stdout
        assert json.loads(portal("status", "--json").stdout)["articles"]["messages/late"]["de"] == "current"

    @pytest.mark.parametrize(
        "arguments",
        [
            ("stamp",),
            ("stamp", "en/messages/late"),
            ("stamp", "--minor", "de/messages/late"),
            ("stamp", "fr/messages/late"),
            ("stamp", "de/messages"),
            ("stamp", "de/../../etc"),
        ],
    )
    def test_bad_name_is_bad_usage(self, writer, portal, arguments):
        writer.write("messages/late")

        assert portal(*arguments).exit_code == 2

    def test_article_that_does_not_exist_is_a_fault_in_one_line(self, writer, portal):
        result = portal("stamp", "de/messages/nothing")

        assert result.exit_code == 1
        assert result.stderr.strip() == "Error: content/articles/messages/nothing/en.md: does not exist"
