"""A translation records what it was made from, and nothing else in its file changes."""

import shutil
import stat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.articles.model import ArticleId
from portal.articles.staleness import Freshness
from portal.articles.stamping import put_stamp, stamp_minor_change, stamp_translation
from portal.articles.text_files import TextError
from portal.kernel.language import ENGLISH, GERMAN, RUSSIAN, SPANISH
from tests.unit.articles.test_history import git, needs_git

__all__ = ["git"]

LATE = ArticleId("messages", "late")


def judge(writer) -> dict[str, Freshness]:
    library = writer.load()
    return {language.tag: library.judge(LATE, language) for language in (GERMAN, SPANISH, RUSSIAN)}


@pytest.mark.parametrize(
    ("source", "stamped"),
    [
        (b"---\ntitle: A\n---\nText\n", b"---\ntitle: A\n@---\nText\n"),
        (b"---\r\ntitle: A\r\n---\r\nText", b"---\r\ntitle: A\r\n@---\r\nText"),
        (b"---\ntranslates: 99\ntranslated_sections: []\ntitle: A\n---\n", b"---\n@title: A\n---\n"),
        (b"---\ntranslates:\r\ntranslated_sections:\r\ntitle: A\r\n---\n", b"---\n@title: A\r\n---\n"),
        (b"\xef\xbb\xbf---\na: b\n---", b"\xef\xbb\xbf---\na: b\n@---"),
        (b"---\na: b\n---\ntranslates: in the text\n", b"---\na: b\n@---\ntranslates: in the text\n"),
        (b"---\n# translates: no\na: b\n---\n", b"---\n# translates: no\na: b\n@---\n"),
        (b"---\ntranslates: 99\ntranslated_sections: [a=0,\n  b=0\n]\na: b\n---\n", b"---\n@a: b\n---\n"),
        (b"---\ntranslates: 99\ntranslated_sections:\n- a=0\n- b=0\na: b\n---\n", b"---\n@a: b\n---\n"),
    ],
)
def test_only_two_lines_are_written(source, stamped):
    """``@`` stands for the two lines."""
    end = b"\r\n" if b"\r\n" in source else b"\n"
    lines = b"translates: 0123abcd" + end + b"translated_sections: [_start=00ff, fix=1234]" + end

    assert put_stamp(source, "0123abcd", ["_start=00ff", "fix=1234"]) == stamped.replace(b"@", lines)


def test_file_without_front_matter_cannot_be_stamped():
    with pytest.raises(ValueError, match="front matter"):
        put_stamp(b"Text\n", "0123abcd", [])


@given(st.text(alphabet="abс: \n#'\"-", max_size=80))
@settings(max_examples=60, deadline=None)
def test_text_is_never_touched(text):
    front, body = f"title: A\nnote: '{text.replace(chr(39), '')}'\n".encode(), f"---\n{text}".encode()

    stamped = put_stamp(b"---\n" + front + body, "0123abcd", ["fix=1234"])

    assert (
        stamped.replace(b"translates: 0123abcd\ntranslated_sections: [fix=1234]\n", b"", 1) == b"---\n" + front + body
    )


def test_translation_is_current_once_it_is_stamped(writer):
    writer.write("messages/late")
    file = writer.write("messages/late", "de", translates="00000000")
    file.chmod(0o640)

    done = stamp_translation(writer.path, LATE, GERMAN)
    again = stamp_translation(writer.path, LATE, GERMAN)

    assert judge(writer)["de"] is Freshness.CURRENT
    assert (done.written, again.written) == (True, False)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert [path.name for path in file.parent.iterdir() if path.name.startswith(".")] == []


def test_article_beside_it_may_be_broken(writer):
    writer.write("messages/other", kind="gide")
    writer.write("messages/late")
    writer.write("messages/late", "de")

    assert stamp_translation(writer.path, LATE, GERMAN).written


@pytest.mark.parametrize("broken", ["en", "de"])
def test_file_that_cannot_be_read_is_not_stamped(writer, broken):
    writer.write("messages/late")
    writer.write("messages/late", "de")
    writer.put(f"articles/messages/late/{broken}.md", "no front matter")

    with pytest.raises(TextError, match=f"{broken}.md:1: front-matter-missing"):
        stamp_translation(writer.path, LATE, GERMAN)


def test_translation_that_does_not_exist_is_not_stamped(writer):
    writer.write("messages/late")

    with pytest.raises(TextError, match=r"de\.md: does not exist"):
        stamp_translation(writer.path, LATE, GERMAN)


class TestMinorChange:
    def write_translations(self, writer) -> None:
        """German is current, Russian out of date, Spanish unstamped."""
        writer.write("messages/late", body="Teh words.\n")
        for tag in ("de", "es", "ru"):
            writer.write("messages/late", tag, translates="00000000" if tag == "ru" else None)
        stamp_translation(writer.path, LATE, GERMAN)

    def fix_typo(self, writer) -> None:
        writer.write("messages/late", body="The words.\n")

    @needs_git
    @pytest.mark.parametrize("committed", [True, False])
    def test_only_what_was_current_stays_current(self, writer, git, committed):
        self.write_translations(writer)
        git("init", "-q")
        git("add", ".")
        git("commit", "-qm", "One")
        self.fix_typo(writer)
        if committed:
            git("commit", "-qam", "Fix a typing error")

        done = stamp_minor_change(writer.path, LATE)

        assert {each.language: each.written for each in done} == {GERMAN: True, SPANISH: False, RUSSIAN: False}
        assert judge(writer) == {"de": Freshness.CURRENT, "es": Freshness.UNSTAMPED, "ru": Freshness.STALE}

    @needs_git
    def test_change_that_was_no_minor_one_stays_to_be_translated(self, writer, git):
        self.write_translations(writer)
        git("init", "-q")
        git("add", ".")
        git("commit", "-qm", "One")
        writer.write("messages/late", body="Teh other words.\n")
        git("commit", "-qam", "Rewrite")
        writer.write("messages/late", body="The other words.\n")

        stamp_minor_change(writer.path, LATE)

        assert judge(writer)["de"] is Freshness.STALE

    def test_without_git_the_translations_say_what_came_before(self, writer):
        writer.write("messages/late", body="Teh words.\n")
        for tag in ("de", "ru"):
            writer.write("messages/late", tag)
        for language in (GERMAN, RUSSIAN):
            stamp_translation(writer.path, LATE, language)
        self.fix_typo(writer)

        stamp_minor_change(writer.path, LATE)

        assert [judge(writer)[tag] for tag in ("de", "ru")] == [Freshness.CURRENT, Freshness.CURRENT]

    def test_without_git_translations_that_disagree_are_left_to_a_person(self, writer):
        self.write_translations(writer)
        self.fix_typo(writer)

        with pytest.raises(TextError, match="name different ones"):
            stamp_minor_change(writer.path, LATE)

    def test_article_without_translations_has_nothing_to_stamp(self, writer):
        writer.write("messages/late")

        assert stamp_minor_change(writer.path, LATE) == ()
        assert writer.load().find("messages", "late", ENGLISH)


def test_folder_that_cannot_be_written_is_named(writer, monkeypatch):
    writer.write("messages/late")
    writer.write("messages/late", "de")

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(shutil, "copymode", refuse)

    with pytest.raises(TextError, match=r"de\.md: cannot be written: Permission denied"):
        stamp_translation(writer.path, LATE, GERMAN)


def test_translation_remembers_the_sections_it_was_made_from(writer):
    writer.write("messages/late", body="Lead.\n\n## Fix\n\nWords.\n")
    writer.write("messages/late", "de", translates=writer.load().articles[LATE]["en"].fingerprint)

    assert stamp_translation(writer.path, LATE, GERMAN).written

    texts = writer.load().articles[LATE]
    assert texts["de"].translated_sections == texts["en"].marks
    assert [mark.partition("=")[0] for mark in texts["en"].marks] == ["_start", "fix"]


def test_minor_change_renews_the_sections_as_well(writer):
    writer.write("messages/late", body="Teh words.\n")
    writer.write("messages/late", "de")
    stamp_translation(writer.path, LATE, GERMAN)
    writer.write("messages/late", body="The words.\n")

    stamp_minor_change(writer.path, LATE)

    texts = writer.load().articles[LATE]
    assert texts["de"].translated_sections == texts["en"].marks
