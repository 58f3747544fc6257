"""`portal content diff` shows translators what has changed in English, and where it stands in their own file."""

import pytest

from portal.articles.comparing import Fate, compare_words
from tests.unit.articles.test_history import git, needs_git

__all__ = ["git"]

BODY = "Lead.\n\n## Check {#check}\n\nOne.\nTwo is here.\nThree.\nFour.\nFive.\n\n## Fix {#fix}\n\nWords.\n"


@pytest.fixture
def translated(writer, portal):
    writer.write("messages/late", body=BODY)
    writer.write("messages/late", "de", body=BODY.replace("## Check", "## Prüfen"))
    portal("stamp", "de/messages/late")


@pytest.fixture
def committed(translated, git):
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "One")


@needs_git
class TestWithGit:
    def test_words_that_came_and_went_stand_in_brackets(self, writer, portal, committed):
        writer.write("messages/late", body=BODY.replace("Two is here", "Two was there"))

        result = portal("diff", "de/messages/late")

        assert result.exit_code == 0
        assert "    Two [-is here.-]{+was there.+}\n" in result.stdout
        assert "Four" not in result.stdout
        assert "Fix" not in result.stdout

    def test_section_is_named_with_its_place_in_the_translation(self, writer, portal, committed):
        writer.write("messages/late", body=BODY.replace("Two is", "Two was"))

        lines = portal("diff", "de/messages/late").stdout.splitlines()

        assert "~ Check  (changed #check)  content/articles/messages/late/de.md:10" in lines

    def test_new_and_removed_sections_are_named(self, writer, portal, committed):
        changed = BODY.replace("## Fix {#fix}\n\nWords.", "## Wait {#wait}\n\nLater.")
        writer.write("messages/late", body=changed, title="Other")

        shown = portal("diff", "de/messages/late").stdout

        assert "~ Title, summary and introduction  (changed)" in shown
        assert "+ Wait  (new #wait)" in shown
        assert "{+Later.+}" in shown
        assert "- Fix  (removed #fix)  content/articles/messages/late/de.md" in shown

    def test_new_line_breaks_are_no_new_words(self, writer, portal, committed):
        writer.write("messages/late", body=BODY.replace("Two is here.\nThree", "Two is\nhere. Three"))

        assert "Only line breaks have changed." in portal("diff", "de/messages/late").stdout

    def test_sections_in_another_order_are_told(self, writer, portal, committed):
        lead, check, fix = BODY.split("## ")
        writer.write("messages/late", body=f"{lead}## {fix}\n## {check}")

        assert "their order has changed" in portal("diff", "de/messages/late").stdout


class TestWithoutGit:
    @pytest.fixture(autouse=True)
    def no_git(self, monkeypatch):
        monkeypatch.setenv("PATH", "")

    def test_changed_sections_are_named_by_their_marks(self, writer, portal, translated):
        writer.write("messages/late", body=BODY.replace("Words.", "Other words."))

        shown = portal("diff", "de/messages/late").stdout

        assert "Git does not know the text" in shown
        assert "~ Fix  (changed #fix)" in shown
        assert "Check" not in shown

    def test_without_marks_the_whole_text_is_to_be_compared(self, writer, portal):
        writer.write("messages/late")
        writer.write("messages/late", "de", translates="00000000")

        assert "Compare the whole text." in portal("diff", "de/messages/late").stdout


def test_current_translation_has_nothing_to_show(writer, portal, translated):
    result = portal("diff", "de/messages/late")

    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 1)
    assert "is current" in result.stdout


def test_translation_that_was_never_stamped_says_so(writer, portal):
    writer.write("messages/late")
    writer.write("messages/late", "de")

    assert "does not say what it was made from" in portal("diff", "de/messages/late").stdout


@pytest.mark.parametrize(
    ("name", "code"), [("en/messages/late", 2), ("fr/messages/late", 2), ("de/late", 2), ("de/messages/late", 1)]
)
def test_name_of_no_translation_is_refused(writer, portal, name, code):
    writer.write("messages/late")

    result = portal("diff", name)

    assert (result.exit_code, result.stdout) == (code, "")


def test_pieces_put_together_are_both_texts():
    pieces = compare_words("one  two\n  three four", "one two\n  3 four five")

    shown = [(piece.fate, piece.text) for piece in pieces]
    assert shown == [
        (Fate.KEPT, "one two\n  "),
        (Fate.REMOVED, "three"),
        (Fate.ADDED, "3"),
        (Fate.KEPT, " "),
        (Fate.KEPT, "four "),
        (Fate.ADDED, "five"),
    ]
