"""What editors copy for their git host and their translators' service is sound, and runs what there is."""

import json
import re

import pytest
import yaml
from click.testing import CliRunner

from portal.checking import content
from portal.kernel.language import LANGUAGES
from tests.building import ROOT

EDITORS = ROOT / "deploy" / "editors"


def list_commands(text):
    """The options of each `portal content` command that a file runs."""
    return re.findall(r"\.venv/bin/portal content ([a-z]+(?: --\S+(?: [a-z]+)?)?)", text)


@pytest.mark.parametrize(
    ("file", "commands"),
    [
        ("github/content-check.yml", ["check --format github", "check"]),
        ("gitlab/content-check.gitlab-ci.yml", ["check --format gitlab"]),
    ],
)
def test_job_runs_commands_that_there_are(file, commands, monkeypatch):
    monkeypatch.chdir(ROOT)
    text = (EDITORS / file).read_text()

    assert yaml.safe_load(text)
    assert list_commands(text) == commands
    for command in commands:
        assert CliRunner().invoke(content, command.split()).exit_code == 0


def test_gitlab_finds_its_report():
    job = yaml.safe_load((EDITORS / "gitlab/content-check.gitlab-ci.yml").read_text())["content-check"]

    assert job["script"][-1].endswith(f"> {job['artifacts']['reports']['codequality']}")
    assert job["artifacts"]["when"] == "always"


def test_crowdin_puts_each_language_where_the_portal_reads_it():
    files = yaml.safe_load((EDITORS / "crowdin/crowdin.yml").read_text())["files"]
    # Crowdin's own codes; Spanish is es-ES there.
    codes = {"de": "de", "es": "es", "pt-BR": "pt-BR", "ru": "ru"}
    wanted = (
        [f"/translations/{each.locale}/LC_MESSAGES/messages.po" for each in LANGUAGES[1:]],
        [f"/exchange/{each.tag}.po" for each in LANGUAGES[1:]],
    )

    for entry, paths in zip(files, wanted, strict=True):
        mapping = entry["languages_mapping"]["two_letters_code"]
        there = [
            entry["translation"].replace("%two_letters_code%", mapping.get(own, two)) for own, two in codes.items()
        ]
        assert sorted(there) == sorted(paths)
    assert (ROOT / files[0]["source"].lstrip("/")).is_file()


@pytest.mark.parametrize("name", ["interface", "articles"])
def test_weblate_finds_every_language(name):
    component = json.loads((EDITORS / f"weblate/{name}.json").read_text())
    found = {each.locale if name == "interface" else each.tag for each in LANGUAGES[1:]}

    places = [component["filemask"].replace("*", each) for each in found]
    if name == "interface":
        assert all((ROOT / place).is_file() for place in places)
        assert (ROOT / component["new_base"]).is_file()
    assert component["file_format"] == "po"


def test_weblate_guards_what_must_not_get_lost():
    flags = json.loads((EDITORS / "weblate/articles.json").read_text())["check_flags"]
    pattern = re.search(r'placeholders:r"(.*)"', flags)[1]

    assert re.findall(pattern, "## A {#fix} {{ policy.x }} [b](../c/en.md#d)") == [
        "{#fix}",
        "{{ policy.x }}",
        "../c/en.md#d",
    ]
