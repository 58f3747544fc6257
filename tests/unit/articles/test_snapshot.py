"""A commit cannot take the site down: a folder goes live in whole, or not at all."""

import time

import pytest
from structlog.testing import capture_logs

from portal.articles import snapshot, source
from portal.articles.check import check_library
from portal.articles.snapshot import LibraryHolder
from portal.kernel.language import ENGLISH
from portal.kernel.problem import ContentError
from tests.unit.articles.content_folder import Writer


def title(holder) -> str:
    return holder.current().find("messages", "late", ENGLISH).article.title


def test_changed_folder_goes_live(writer):
    writer.write("messages/late", title="Old")
    holder = LibraryHolder(writer.path)
    began = holder.current()
    writer.write("messages/late", title="New and longer")

    assert holder.refresh()
    assert title(holder) == "New and longer"
    assert began.find("messages", "late", ENGLISH).article.title == "Old"


def test_folder_that_did_not_change_is_left_alone(writer):
    writer.write("messages/late")
    holder = LibraryHolder(writer.path)
    library = holder.current()

    assert not holder.refresh()
    assert holder.current() is library


def test_first_start_with_errors_is_refused(writer):
    writer.write("messages/late", kind="gide")

    with pytest.raises(ContentError, match=r"late/en\.md:4: unknown-kind"):
        LibraryHolder(writer.path)


def test_folder_with_errors_changes_nothing_and_the_log_names_file_and_line(writer):
    writer.write("messages/late", title="Good")
    holder = LibraryHolder(writer.path)
    writer.write("messages/late", title="Bad", kind="gide")

    with capture_logs() as logs:
        assert not holder.refresh()
        assert not holder.refresh()

    assert title(holder) == "Good"
    assert [problem.code for problem in holder.problems] == ["unknown-kind"]
    assert len(logs) == 1
    assert logs[0]["problem"].startswith("content/articles/messages/late/en.md:4: unknown-kind: ")


def test_mended_folder_goes_live(writer):
    writer.write("messages/late", title="Good")
    holder = LibraryHolder(writer.path)
    writer.write("messages/late", title="Bad", kind="gide")
    holder.refresh()
    writer.write("messages/late", title="Mended")

    assert holder.refresh()
    assert title(holder) == "Mended"
    assert holder.problems == ()


def test_mended_folder_that_is_as_before_is_no_new_library(writer):
    writer.write("messages/late", title="Good")
    holder = LibraryHolder(writer.path)
    writer.write("messages/late", title="Bad", kind="gide")
    holder.refresh()
    writer.write("messages/late", title="Good")

    assert not holder.refresh()
    assert holder.problems == ()


def test_folder_that_is_still_being_written_is_not_called_broken(writer, monkeypatch):
    writer.write("messages/late", title="Good")
    holder = LibraryHolder(writer.path)
    writer.write("messages/late", title="Bad", kind="gide")

    def check_while_somebody_writes(*args):
        writer.write("messages/late", title="Whole again")
        return check_library(*args)

    monkeypatch.setattr(source, "check_library", check_while_somebody_writes)

    with capture_logs() as logs:
        assert not holder.refresh()
    assert logs == []
    assert holder.problems == ()
    monkeypatch.undo()
    assert holder.refresh()
    assert title(holder) == "Whole again"


def test_commit_that_git_is_still_writing_waits(writer, monkeypatch):
    writer.write("messages/late", title="Old")
    holder = LibraryHolder(writer.path)
    lock = writer.path / ".git" / "index.lock"
    lock.parent.mkdir()
    lock.touch()
    writer.write("messages/late", title="New and longer")

    assert not holder.refresh()
    assert title(holder) == "Old"

    lock.unlink()
    assert holder.catch_up()
    assert title(holder) == "New and longer"


def test_folder_that_never_rests_is_not_caught_up_with(writer, monkeypatch):
    monkeypatch.setattr(snapshot, "SETTLING", 0.001)
    writer.write("messages/late", title="Old")
    holder = LibraryHolder(writer.path)
    writer.write("messages/late", title="New and longer")
    monkeypatch.setattr(snapshot, "is_being_changed", lambda _: True)

    assert not holder.catch_up()
    assert title(holder) == "Old"


def test_start_waits_for_git(writer, monkeypatch):
    monkeypatch.setattr(snapshot, "SETTLING", 0.001)
    writer.write("messages/late", title="Old")
    answers = [True, True, False]

    def is_being_changed(_) -> bool:
        if len(answers) == 2:
            writer.write("messages/late", title="New and longer")
        return answers.pop(0)

    monkeypatch.setattr(snapshot, "is_being_changed", is_being_changed)

    assert title(LibraryHolder(writer.path)) == "New and longer"
    assert answers == []


def test_link_that_leads_to_another_folder_is_a_change(writer, tmp_path):
    writer.write("messages/late", title="Old")
    (tmp_path / "current").symlink_to(writer.path)
    holder = LibraryHolder(tmp_path / "current")
    next_one = Writer(tmp_path / "next")
    next_one.write("messages/late", title="New and longer")

    (tmp_path / "newer").symlink_to(next_one.path)
    (tmp_path / "newer").replace(tmp_path / "current")

    assert holder.refresh()
    assert title(holder) == "New and longer"


def test_preview_holds_drafts_and_is_never_taken_for_a_state_without(writer):
    writer.write("messages/late", title="Old")
    writer.write("messages/hidden", draft=True)

    preview, public = LibraryHolder(writer.path, drafts=True).current(), LibraryHolder(writer.path).current()

    assert preview.find("messages", "hidden", ENGLISH).article.draft
    assert public.find("messages", "hidden", ENGLISH) is None
    assert preview.fingerprint != public.fingerprint


@pytest.fixture
def watched(writer, monkeypatch):
    monkeypatch.setattr(snapshot, "INTERVAL", 0.01)
    writer.write("messages/late", title="Old")
    holder = LibraryHolder(writer.path)
    yield holder
    holder.stop()


def wait_until(condition) -> None:
    deadline = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_watch_notices_a_change_by_itself(writer, watched):
    watched.watch()
    writer.write("messages/late", title="New and longer")

    wait_until(lambda: title(watched) == "New and longer")


def test_watch_outlives_a_fault(writer, watched, monkeypatch):
    monkeypatch.setattr(snapshot, "PAUSE_AFTER_FAULT", 0.01)
    calls = []

    def fail_once() -> None:
        calls.append(1)
        if len(calls) == 1:
            raise RecursionError

    writer.write("messages/late", title="New and longer")
    monkeypatch.setattr(watched, "refresh", fail_once)
    with capture_logs() as logs:
        watched.watch()
        wait_until(lambda: len(calls) > 2)

    assert [entry["event"] for entry in logs] == ["content_watch_failed"]
