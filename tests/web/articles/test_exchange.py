"""Articles to translators and back, by the library that Weblate reads and writes catalogues with."""

import shutil

import pytest
from click.testing import CliRunner
from translate.storage.po import pofile

from portal.articles.links import ArticleId
from portal.articles.staleness import Freshness
from portal.checking import content
from portal.kernel.language import GERMAN, LANGUAGES, SPANISH
from tests.building import ROOT

LATE = ArticleId("messages", "late")
ENGLISH = """Words before.

!!! summary "In short"
    - **What is wrong:** [something](../../webhooks/set-up/en.md#fix).

## Fix it {#fix}

First response: {{ policy.plans.basic.first_response }}.

```python
send()  # now
```
"""


@pytest.fixture
def exchange(tmp_path):
    return tmp_path / "exchange"


@pytest.fixture
def articles(writer):
    """An English article with a link to another one, which is there in German, too."""
    writer.write("webhooks/set-up", body="## Fix {#fix}\n\nWords.\n")
    writer.write("webhooks/set-up", "de", body="## Beheben {#fix}\n\nWorte.\n", title="Webhooks")
    writer.write("messages/late", body=ENGLISH, title="Late: why", keywords=["late", "slow"], component="api")
    return writer


def translate(exchange, tag, words, *, finish=False):
    """What a translator does to a catalogue: ``words`` gives the translation of a source, or None to leave it."""
    file = exchange / f"{tag}.po"
    store = pofile.parsefile(str(file))
    for unit in store.units:
        word = None if unit.isheader() else words(str(unit.source))
        if word is not None:
            unit.target = word
        if finish and not unit.isheader():
            unit.markfuzzy(False)
    store.savefile(str(file))


def in_german(source):
    """A translation that keeps what has to be kept."""
    for english, german in (
        ("Words", "Worte"),
        ("What is wrong", "Was los ist"),
        ("Fix it", "Beheben"),
        ("First response", "Erste Antwort"),
        ("now", "jetzt"),
        ("Late: why", "Spät: warum"),
        ("late\nslow", "spät\nlangsam\nträge, lahm"),
    ):
        source = source.replace(english, german)
    return source


def test_new_translation_comes_back_sound_and_stamped(articles, portal, exchange):
    assert portal("export", str(exchange)).exit_code == 0
    translate(exchange, "de", in_german, finish=True)

    result = portal("import", str(exchange))

    assert result.exit_code == 0
    assert "content/articles/messages/late/de.md: written" in result.stdout
    text = (articles.path / "articles/messages/late/de.md").read_text()
    assert text.endswith(
        in_german(ENGLISH).replace("../../webhooks/set-up/en.md#fix", "../../webhooks/set-up/de.md#fix")
    )
    article = articles.load().find("messages", "late", GERMAN).article
    assert (article.title, article.keywords) == ("Spät: warum", ("spät", "langsam", "träge, lahm"))
    assert article.component == "api"
    assert articles.load().judge(LATE, GERMAN) is Freshness.CURRENT
    assert "messages/late/de.md" not in portal("check").stdout


def test_what_nobody_has_touched_comes_back_as_it_was(portal, exchange, tmp_path, monkeypatch):
    """The project's own articles, all of them."""
    copy = tmp_path / "copy"
    shutil.copytree(ROOT / "content", copy)
    monkeypatch.setenv("PORTAL_CONTENT_DIR", str(copy))
    runner = CliRunner()
    assert runner.invoke(content, ["export", str(exchange)]).exit_code == 0
    for language in LANGUAGES[1:]:
        translate(exchange, language.tag, lambda _: None)

    assert runner.invoke(content, ["import", str(exchange)]).exit_code == 0

    files = sorted((ROOT / "content/articles").rglob("*.md"))
    changed = [file for file in files if (copy / file.relative_to(ROOT / "content")).read_bytes() != file.read_bytes()]
    assert len(files) > 150
    assert changed == []


def test_changed_section_is_fuzzy_until_somebody_has_looked(articles, portal, exchange):
    portal("export", str(exchange))
    translate(exchange, "de", in_german, finish=True)
    portal("import", str(exchange))
    articles.write("messages/late", body=ENGLISH.replace("send()", "send(2)"), title="Late: why", keywords=["late"])

    portal("export", str(exchange))
    store = pofile.parsefile(str(exchange / "de.po"))
    mine = [unit for unit in store.units if "messages/late" in unit.getcontext()]
    fuzzy = [str(unit.source) for unit in mine if unit.isfuzzy()]
    assert fuzzy == [
        "## Fix it {#fix}",
        "First response: {{ policy.plans.basic.first_response }}.",
        "```python\nsend(2)  # now\n```",
    ]
    assert "left as it is, 3 of" in portal("import", str(exchange)).stderr
    assert articles.load().judge(LATE, GERMAN) is Freshness.STALE

    translate(exchange, "de", lambda source: in_german(source) if "send" in source else None, finish=True)
    portal("import", str(exchange))

    assert articles.load().judge(LATE, GERMAN) is Freshness.CURRENT
    assert "send(2)  # jetzt" in (articles.path / "articles/messages/late/de.md").read_text()


def test_half_a_translation_is_not_shown_to_anybody(articles, portal, exchange):
    portal("export", str(exchange))
    translate(exchange, "es", lambda source: source if "Fix" in source else None)

    result = portal("import", str(exchange))

    assert result.exit_code == 0
    assert "content/articles/messages/late/es.md: left as it is" in result.stderr
    assert articles.load().judge(LATE, SPANISH) is Freshness.MISSING


@pytest.mark.parametrize(
    ("kept", "spoilt"),
    [("{{ policy.plans.basic.first_response }}", "24 Stunden"), ("{#fix}", "{#beheben}"), ("en.md#fix", "en.md#los")],
)
def test_translation_that_lost_something_is_named_and_not_taken(articles, portal, exchange, kept, spoilt):
    portal("export", str(exchange))
    translate(exchange, "de", lambda source: in_german(source).replace(kept, spoilt), finish=True)

    result = portal("import", str(exchange))

    assert result.exit_code == 1
    assert "content/articles/messages/late/de.md: left as it is, messages/late#" in result.stderr
    assert kept in result.stderr
    assert not (articles.path / "articles/messages/late/de.md").exists()


def test_catalogue_of_an_older_english_text_changes_nothing(articles, portal, exchange):
    portal("export", str(exchange))
    translate(exchange, "de", in_german, finish=True)
    articles.write("messages/late", body=ENGLISH + "\nMore.\n", title="Late: why")

    assert "1 of" in portal("import", str(exchange)).stderr
    assert not (articles.path / "articles/messages/late/de.md").exists()


def test_folder_without_catalogues_is_told(portal, exchange):
    exchange.mkdir()

    result = portal("import", str(exchange))

    assert result.exit_code == 1
    assert result.stderr == f"Error: {exchange}: no catalogue is in it; looked for de.po, es.po, pt-br.po, ru.po\n"


def test_file_that_is_no_catalogue_is_told_in_one_line(articles, portal, exchange):
    exchange.mkdir()
    (exchange / "de.po").write_bytes(b'msgid "\xff"\nmsgstr "x"\n')

    result = portal("import", str(exchange))

    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: {exchange / 'de.po'}: is no gettext catalogue")
