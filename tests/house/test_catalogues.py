"""Each rule of the catalogue check refuses an example, and the update keeps what translators wrote."""

from pathlib import Path

import pytest

from tests.house import catalogues
from tests.house.catalogues import LOCALES
from tests.house.messages import TEMPLATE, catalogue_path, extract_messages

SOURCE = """
def words():
    # TRANSLATORS: Said at the door.
    return _("Good day, %(name)s."), ngettext("%(num)d file", "%(num)d files", 2)
"""
PAGE = """
{% trans %}
  Two
  lines
{% endtrans %}
"""

GREETING = 'msgid "Good day, %(name)s."\nmsgstr "{}"\n'
LINES = 'msgid "Two lines"\nmsgstr "{}"\n'
FILES = 'msgid "%(num)d file"\nmsgid_plural "%(num)d files"\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of two sources whose catalogues were just made; nothing is translated."""
    pages = tmp_path / "portal" / "room" / "templates" / "room"
    pages.mkdir(parents=True)
    (tmp_path / "portal" / "room" / "wording.py").write_text(SOURCE)
    (pages / "show.html").write_text(PAGE)
    assert catalogues.main(["--update"], tmp_path) == 0
    return tmp_path


def write_german(project: Path, *entries: str, rule: str = "nplurals=2; plural=(n != 1);") -> None:
    header = f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {rule}\\n"\n'
    (project / catalogue_path("de")).write_text("\n".join((header, *entries)))


def german_findings(project: Path) -> list[str]:
    path = catalogue_path("de")
    return [f"{found.code}: {found.text}" for found in catalogues.check(project) if found.path == path]


def complete(*, greeting="Guten Tag, %(name)s.", one="eine Datei", many="%(num)d Dateien", lines="Zwei Zeilen"):
    files = f'{FILES}msgstr[0] "{one}"\nmsgstr[1] "{many}"\n'
    return GREETING.format(greeting), files, LINES.format(lines)


def test_complete_catalogue_passes(project):
    write_german(project, *complete())

    assert german_findings(project) == []


def test_texts_are_found_in_python_and_templates(project):
    found = {message.id: message.auto_comments for message in extract_messages(project) if message.id}

    assert found == {
        "Good day, %(name)s.": ["Said at the door."],
        ("%(num)d file", "%(num)d files"): [],
        "Two lines": [],
    }


def test_template_that_cannot_be_read_is_named(project, capsys):
    (project / "portal" / "room" / "templates" / "room" / "show.html").write_text("{% trans %}open")

    assert catalogues.main([], project) == 1
    assert "show.html: TemplateSyntaxError" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("entries", "finding"),
    [
        (complete()[:2], "missing: 'Two lines'"),
        ((*complete(), 'msgid "Gone"\nmsgstr "Weg"\n'), "stale: 'Gone'"),
        ((*complete(), '#~ msgid "Gone"\n#~ msgstr "Weg"\n'), "stale: 'Gone'"),
        (complete(lines=""), "empty: 'Two lines'"),
        ((*complete()[:2], f"#, fuzzy\n{complete()[2]}"), "fuzzy: 'Two lines'"),
        (complete(greeting="Guten Tag."), "placeholders: must be %(name)s: 'Good day, %(name)s.'"),
        (complete(greeting="Guten Tag, %(Name)s."), "placeholders: must be %(name)s: 'Good day, %(name)s.'"),
        (complete(greeting="Guten Tag, %(name)d."), "placeholders: must be %(name)s: 'Good day, %(name)s.'"),
        (complete(greeting="Zu 5 % %(name)s"), "placeholders: a lone % must be written as %%: 'Good day, %(name)s.'"),
        (complete(many="viele Dateien"), "placeholders: must be %(num)d: '%(num)d file'"),
        (complete(many=""), "plurals: 2 forms are needed: '%(num)d file'"),
        (complete(lines="Zwei <b>Zeilen"), "markup: tags differ from the source: 'Two lines'"),
        (complete(lines="Zwei Zeilen "), "spaces: space at the beginning or end differs from the source: 'Two lines'"),
    ],
)
def test_mistake_is_found(project, entries, finding):
    write_german(project, *entries)

    assert german_findings(project) == [finding]


def test_wrong_plural_rule_is_found(project):
    write_german(project, *complete(), rule="nplurals=2; plural=(n > 1);")

    assert german_findings(project)[0] == "plural-rule: the header must say 'nplurals=2; plural=(n != 1);'"


def test_figure_may_only_be_left_out_where_form_means_one_number(project):
    texts = "".join(f'msgstr[{form}] "{text}"\n' for form, text in enumerate(("один файл", "%(num)d файла", "%(num)d")))
    path = project / catalogue_path("ru")
    path.write_text(path.read_text().replace('msgstr[0] ""\nmsgstr[1] ""\nmsgstr[2] ""\n', texts))

    found = [str(finding) for finding in catalogues.check(project) if finding.path == catalogue_path("ru")]

    # Russian says the first form for 21 and 31 as well.
    assert sum("placeholders: must be %(num)d" in line for line in found) == 1


def test_missing_and_broken_catalogues_are_found(project):
    (project / catalogue_path("de")).unlink()
    (project / catalogue_path("es")).write_text("msgid no quotes")

    codes = {found.path: found.code for found in catalogues.check(project)}

    assert codes[catalogue_path("de")] == "no-catalogue"
    assert codes[catalogue_path("es")] == "unreadable"


def test_outdated_template_is_found(project):
    (project / "portal" / "room" / "wording.py").write_text('_("Something new")')

    assert TEMPLATE in {found.path for found in catalogues.check(project)}


def test_update_keeps_translations_adds_empty_and_drops_stale(project):
    write_german(project, "# Kept remark.\n" + GREETING.format("Guten Tag, %(name)s."), 'msgid "Gone"\nmsgstr "Weg"\n')

    catalogues.update(project)

    text = (project / catalogue_path("de")).read_text()
    assert 'msgstr "Guten Tag, %(name)s."' in text
    assert "# Kept remark." in text
    assert 'msgid "Two lines"\nmsgstr ""' in text
    assert "Gone" not in text
    assert "fuzzy" not in text


def test_update_never_guesses_from_similar_text(project):
    write_german(project, 'msgid "Two line"\nmsgstr "Zwei Zeilen"\n')

    catalogues.update(project)

    assert "Zwei Zeilen" not in (project / catalogue_path("de")).read_text()


def test_update_keeps_mark_of_doubt(project):
    write_german(project, "#, fuzzy\n" + LINES.format("Zwei Zeilen"))

    catalogues.update(project)

    assert "fuzzy: 'Two lines'" in german_findings(project)


def test_update_leaves_unreadable_catalogue_alone(project, capsys):
    path = project / catalogue_path("es")
    path.write_text("msgid no quotes")

    assert catalogues.main(["--update"], project) == 1
    assert path.read_text() == "msgid no quotes"
    assert "unreadable" in capsys.readouterr().out


def test_second_update_changes_nothing(project):
    before = {locale: (project / catalogue_path(locale)).stat().st_mtime_ns for locale in LOCALES}

    catalogues.update(project)

    assert {locale: (project / catalogue_path(locale)).stat().st_mtime_ns for locale in LOCALES} == before


def test_findings_are_printed_one_a_line(project, capsys):
    assert catalogues.main([], project) == 1

    lines = capsys.readouterr().out.splitlines()
    assert all(line.startswith("translations/") for line in lines)
    # Three texts in four languages.
    assert len(lines) == 12
