"""What a stale translation was made from is looked up in git when its file does not say."""

import pytest

from portal.articles import earlier, history
from portal.articles.earlier import find_earlier
from portal.articles.links import ArticleId
from portal.articles.source import ContentFolder
from portal.articles.staleness import Changes, compare_marks
from portal.articles.stamping import stamp_translation
from portal.kernel.language import GERMAN
from tests.unit.articles.test_history import git, needs_git

__all__ = ["git"]

LATE = ArticleId("messages", "late")


@pytest.fixture
def changed(writer, git):
    """German was made from the first of three English texts; only git knows that one."""
    first = writer.write("messages/late", body="Lead.\n\n## Fix\n\nOne.\n")
    fingerprint = writer.load().articles[LATE]["en"].fingerprint
    writer.write("messages/late", "de", translates=fingerprint)
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "One")
    for word in ("Two", "Three"):
        writer.write("messages/late", body=f"Lead.\n\n## Fix\n\n{word}.\n")
        git("commit", "-qam", word)
    return first, fingerprint


def recorded(folder: ContentFolder) -> tuple[str, ...]:
    return folder.read().library.articles[LATE]["de"].translated_sections


@needs_git
def test_text_is_found_by_its_fingerprint(changed):
    file, fingerprint = changed

    text = find_earlier(file, fingerprint)

    assert [passage.text for passage in text.passages][1:] == ["## Fix\n\nOne."]
    assert find_earlier(file, "00000000") is None


@needs_git
def test_library_knows_the_sections_that_were_translated(writer, changed):
    texts = writer.load().articles[LATE]

    assert compare_marks(texts["de"].translated_sections, texts["en"].marks) == Changes(changed=("fix",))


@needs_git
def test_git_is_asked_once(writer, changed, monkeypatch):
    folder = ContentFolder(writer.path)
    before = recorded(folder)
    monkeypatch.setattr(earlier, "list_versions", lambda _: pytest.fail("asked again"))

    assert recorded(folder) == before


@needs_git
def test_number_of_questions_is_bounded(writer, changed, monkeypatch):
    monkeypatch.setattr(earlier, "MOST_LOOKUPS", 0)

    assert recorded(ContentFolder(writer.path)) == ()


@needs_git
def test_what_the_file_says_counts_before_git(writer, changed):
    stamp_translation(writer.path, LATE, GERMAN)
    writer.write("messages/late", body="Lead.\n\n## Fix\n\nFour.\n")

    texts = writer.load().articles[LATE]

    assert texts["de"].translated_sections != texts["en"].marks
    assert texts["de"].translated_sections[0] == texts["en"].marks[0]


def test_without_git_nothing_is_known_and_nothing_breaks(writer, monkeypatch):
    monkeypatch.setenv("PATH", "")
    writer.write("messages/late")
    writer.write("messages/late", "de", translates="00000000")

    assert recorded(ContentFolder(writer.path)) == ()


@needs_git
def test_long_history_is_read_to_its_end(writer, git, monkeypatch):
    monkeypatch.setattr(history, "_HANDFUL", 2)
    file = writer.put("note.md", "0")
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "0")
    for number in range(1, 4):
        file.write_text(f"{number}\n" * number)
        git("commit", "-qam", "more")
    file.unlink()
    git("commit", "-qam", "away")
    file.write_text("")
    git("add", ".")
    git("commit", "-qm", "back")

    assert list(history.list_versions(file)) == [b"", b"3\n3\n3\n", b"2\n2\n", b"1\n", b"0"]
