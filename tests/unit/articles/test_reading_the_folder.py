"""The folder becomes a library in whole, or every reason why not is told at once."""

import os

import pytest
from PIL import Image

from portal.articles import source
from portal.articles.notice_files import read_notices
from portal.articles.source import ContentFolder, load_library
from portal.kernel.language import ENGLISH
from portal.kernel.problem import ContentError
from tests.growth import FACTOR, TOO_STEEP, cost


@pytest.fixture
def picture(tmp_path):
    def draw(name: str, size=(40, 20)) -> bytes:
        file = tmp_path / name
        Image.new("RGB", size).save(file)
        return file.read_bytes()

    return draw


def test_sound_folder_has_no_findings(writer, picture):
    writer.write("messages/late", body="## Fix {#fix}\n\n![A screen](screen.png)\n")
    writer.put("articles/messages/late/screen.png", picture("screen.png"))
    writer.put("articles/messages/late/.DS_Store", b"\x00")
    writer.put("synonyms/en.txt", "key, token\n")

    assert writer.findings == []


def test_all_mistakes_are_raised_at_once(writer):
    writer.write("messages/a", kind="gide")
    writer.write("messages/b", titel="B")
    writer.write("messages/c", body="[lost](../nowhere/en.md)\n")
    writer.put("components.yml", "api: {side: nobody}\n")
    (writer.path / "policy.yml").unlink()

    with pytest.raises(ContentError) as raised:
        load_library(writer.path)

    paths = {problem.path for problem in raised.value.problems}
    assert {
        "content/articles/messages/a/en.md",
        "content/articles/messages/b/en.md",
        "content/components.yml",
        "content/policy.yml",
    } <= paths


def test_broken_file_does_not_make_links_to_it_broken(writer):
    writer.write("messages/a", kind="gide")
    writer.write("messages/b", body="[a](../a/en.md#fix)\n", related=["messages/a"])

    assert writer.findings == ["articles/messages/a/en.md:4: unknown-kind"]


def test_broken_translation_is_not_called_an_article_without_english(writer):
    writer.write("messages/a", kind="gide")
    writer.write("messages/a", "de")

    assert writer.codes == ["unknown-kind"]


@pytest.mark.parametrize(
    ("relative", "finding"),
    [
        ("articles/messages/late/fr.md", "articles/messages/late/fr.md:1: unknown-locale"),
        ("articles/messages/late/README.md", "articles/messages/late/README.md:1: unknown-locale"),
        ("articles/messages/late/notes.txt", "articles/messages/late/notes.txt:1: unknown-file"),
        ("articles/messages/late/plan.svg", "articles/messages/late/plan.svg:1: unknown-file"),
        ("articles/messages/en.md", "articles/messages/en.md:1: misplaced-file"),
        ("articles/messages/late/more/en.md", "articles/messages/late/more/en.md:1: misplaced-file"),
        ("articles/messages/Late_1/en.md", "articles/messages/Late_1/en.md:1: bad-address"),
        ("articles/messages/late/screen.png", "articles/messages/late/screen.png:1: bad-image"),
    ],
)
def test_file_in_the_wrong_place_is_named(writer, relative, finding):
    writer.write("messages/late")
    writer.put(relative, "---\ntitle: A\nsummary: B\nkind: guide\n---\n")

    assert writer.findings == [finding]


def test_translation_without_an_english_text_is_refused(writer):
    writer.write("messages/late", "de")

    assert writer.findings == ["articles/messages/late/de.md:1: english-missing"]


def test_picture_is_known_with_its_size(writer, picture):
    writer.write("messages/late")
    writer.put("articles/messages/late/screen.png", picture("screen.png", (300, 200)))

    library = writer.load()

    (known,) = library.pictures[library.find("messages", "late", ENGLISH).id].values()
    assert (known.name, known.media_type, known.width, known.height) == ("screen.png", "image/png", 300, 200)


def test_picture_that_is_not_what_it_is_named_is_refused(writer, picture):
    writer.write("messages/late")
    writer.put("articles/messages/late/screen.jpg", picture("screen.png"))

    assert writer.codes == ["bad-image"]


def test_file_that_may_not_be_read_is_named(writer, monkeypatch):
    writer.write("messages/late")
    file = writer.write("messages/late", "de")
    read = type(file).read_bytes

    def refuse(self):
        if self == file:
            raise PermissionError(13, "Permission denied")
        return read(self)

    monkeypatch.setattr(type(file), "read_bytes", refuse)

    assert writer.findings == ["articles/messages/late/de.md:1: unreadable"]


def test_empty_folder_is_an_empty_library(writer):
    assert writer.load().list_articles(ENGLISH) == ()


class TestFingerprint:
    def test_it_is_the_same_on_every_machine(self, writer):
        file = writer.write("messages/late")
        before = writer.load().fingerprint
        os.utime(file, (1, 1))

        assert writer.load().fingerprint == before

    @pytest.mark.parametrize(
        "relative",
        ["articles/messages/late/en.md", "site.yml", "policy.yml", "components.yml", "synonyms/en.txt"],
    )
    def test_it_changes_with_every_file(self, writer, relative):
        writer.write("messages/late")
        writer.put("synonyms/en.txt", "key, token\n")
        before = writer.load().fingerprint
        file = writer.path / relative
        file.write_bytes(file.read_bytes() + b"\n")

        assert writer.load().fingerprint != before

    def test_it_changes_with_a_picture(self, writer, picture):
        writer.write("messages/late")
        before = writer.load().fingerprint
        writer.put("articles/messages/late/screen.png", picture("screen.png"))

        assert writer.load().fingerprint != before

    def test_it_does_not_change_with_an_incident(self, writer):
        before = writer.load().fingerprint
        writer.put("incidents/outage/en.md", "x")

        assert writer.load().fingerprint == before


def test_only_changed_files_are_read_again(writer, monkeypatch):
    writer.write("messages/a")
    changed = writer.write("messages/b")
    folder = ContentFolder(writer.path)
    folder.read()
    opened = []
    read = source.read_file

    def count(path, stat, known):
        opened.append(stat.relative)
        return read(path, stat, known)

    monkeypatch.setattr(source, "read_file", count)
    changed.write_text(changed.read_text() + "More.\n")
    library = folder.read().library

    assert opened == ["articles/messages/b/en.md"]
    assert library.find("messages", "b", ENGLISH).article.body.endswith("More.\n")


def test_reading_takes_time_in_proportion_to_the_number_of_files(writer):
    body = "## Part {#part}\n\nSome words with [a link](../a-0/en.md) and `code`.\n\n```json\n{}\n```\n" * 10

    def write_up_to(count):
        for number in range(count):
            writer.write(f"messages/a-{number}", body=body.replace("{#part}", ""))

    write_up_to(200 // FACTOR)
    few = cost(writer.load)
    write_up_to(200)

    assert len(writer.load().articles) == 200
    assert cost(writer.load) / few < TOO_STEEP


def test_files_beside_the_articles_are_read_again_only_when_they_change(writer, monkeypatch):
    writer.put("notices/hub/en.md", "---\ntitle: Before\n---\n")
    folder = ContentFolder(writer.path)
    folder.read()
    opened = []
    monkeypatch.setattr(source, "read_notices", lambda *args: opened.append(args) or read_notices(*args))

    writer.write("messages/late")
    assert folder.read().library.notices[0].texts["en"].title == "Before"
    assert opened == []

    writer.put("notices/hub/en.md", "---\ntitle: After that\n---\n")
    assert folder.read().library.notices[0].texts["en"].title == "After that"
    assert len(opened) == 1
