"""A restart with a broken folder serves what went live last."""

import os
import threading
import time

import pytest
from structlog.testing import capture_logs

from portal.articles import snapshot
from portal.articles.folder import list_files
from portal.articles.kept_content import ABANDONED_AFTER, KeptContent
from portal.articles.snapshot import LibraryHolder
from portal.articles.source import ContentFolder
from portal.kernel.language import ENGLISH
from portal.kernel.problem import ContentError


@pytest.fixture
def kept(tmp_path, writer) -> KeptContent:
    return KeptContent(tmp_path / "instance", writer.path)


def keep(kept, writer, fingerprint) -> bool:
    return kept.keep(fingerprint, writer.path, list_files(writer.path))


def title(holder) -> str:
    return holder.current().find("messages", "late", ENGLISH).article.title


def list_copies(kept) -> set[str]:
    return {path.name for path in kept._folder.iterdir()}


class TestHandingOn:
    @pytest.fixture
    def read(self, monkeypatch):
        """How often the folder was read."""
        read, times = ContentFolder.read, []
        monkeypatch.setattr(ContentFolder, "read", lambda folder: times.append(1) or read(folder))
        return times

    def test_forked_process_need_not_read_what_has_not_changed(self, writer, read):
        writer.write("messages/late", title="Good")
        before = LibraryHolder(writer.path)
        before.hand_on()

        assert LibraryHolder(writer.path).current() is before.current()
        assert len(read) == 1

    def test_it_reads_a_folder_that_has_changed_since(self, writer, read):
        writer.write("messages/late", title="Good")
        LibraryHolder(writer.path).hand_on()
        writer.write("messages/late", title="Better")

        assert title(LibraryHolder(writer.path)) == "Better"

    def test_what_was_handed_on_is_taken_once(self, writer, read):
        writer.write("messages/late", title="Good")
        LibraryHolder(writer.path).hand_on()
        LibraryHolder(writer.path)

        LibraryHolder(writer.path)

        assert len(read) == 2


class TestCopies:
    def test_copy_that_another_process_was_quicker_to_make_is_one(self, kept, writer, tmp_path, monkeypatch):
        writer.write("messages/late", title="Good")
        other, copy = KeptContent(tmp_path / "instance", writer.path), KeptContent._copy
        monkeypatch.setattr(KeptContent, "_copy", lambda *a: copy(other, *a[1:]) or copy(*a))

        assert keep(kept, writer, "one")
        assert list_copies(kept) == {"one"}

    def test_copy_holds_every_file(self, kept, writer):
        writer.write("messages/late", title="Good")
        writer.put("notices/sunday/en.md", "---\ntitle: On Sunday\n---\n")

        assert keep(kept, writer, "one")
        copied = [file.relative for file in list_files(kept.find())]
        assert copied == [file.relative for file in list_files(writer.path)]
        assert kept.read_file("one", "policy.yml") == (writer.path / "policy.yml").read_bytes()
        assert kept.read_file("one", "nothing.yml") is None
        assert kept.read_file("two", "policy.yml") is None

    def test_file_that_stayed_the_same_is_linked(self, kept, writer):
        writer.write("messages/late", title="Good")
        keep(kept, writer, "one")
        first = kept.find()
        writer.write("messages/late", title="New and longer")
        keep(kept, writer, "two")
        second = kept.find()

        assert (first / "policy.yml").samefile(second / "policy.yml")
        assert not (first / "policy.yml").samefile(writer.path / "policy.yml")
        assert b"Good" in (first / "articles/messages/late/en.md").read_bytes()
        assert b"New and longer" in (second / "articles/messages/late/en.md").read_bytes()

    def test_two_copies_are_kept_the_last_one_first(self, kept, writer):
        for number in ("one", "two", "three"):
            writer.write("messages/late", title=f"State {number}")
            keep(kept, writer, number)

        assert list_copies(kept) == {"two", "three"}
        assert kept.find().parent.name == "three"

    def test_state_that_came_back_is_the_newest(self, kept, writer):
        for number in ("one", "two", "one"):
            keep(kept, writer, number)

        assert kept.find().parent.name == "one"

    def test_folder_that_changed_meanwhile_is_not_kept(self, kept, writer):
        writer.write("messages/late", title="Good")
        files = list_files(writer.path)
        writer.write("messages/late", title="New and longer")

        assert not kept.keep("one", writer.path, files)
        assert list_copies(kept) == set()

    def test_several_processes_that_keep_one_state_do_not_disturb_each_other(self, kept, writer):
        writer.write("messages/late", title="Good")
        together = threading.Barrier(4)

        def keep_it() -> None:
            together.wait()
            keep(kept, writer, "one")

        threads = [threading.Thread(target=keep_it) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert list_copies(kept) == {"one"}
        assert keep(kept, writer, "one")

    def test_copy_that_a_dead_process_began_is_removed(self, kept, writer):
        keep(kept, writer, "one")
        for name, age in ((".abandoned", ABANDONED_AFTER + 60), (".begun", 1)):
            draft = kept._folder / name
            draft.mkdir()
            os.utime(draft, (time.time() - age,) * 2)

        keep(kept, writer, "two")

        assert list_copies(kept) == {"one", "two", ".begun"}

    def test_disk_that_cannot_be_written_is_no_fault(self, tmp_path, writer):
        (tmp_path / "instance").write_text("not a folder", encoding="utf-8")
        kept = KeptContent(tmp_path / "instance", writer.path)

        assert not keep(kept, writer, "one")
        assert kept.find() is None

    def test_another_content_folder_has_copies_of_its_own(self, kept, writer, tmp_path):
        keep(kept, writer, "one")

        assert KeptContent(tmp_path / "instance", tmp_path / "elsewhere" / "content").find() is None


class TestRestart:
    def test_broken_folder_is_replaced_by_the_last_good_state(self, kept, writer):
        writer.write("messages/late", title="Good")
        before = LibraryHolder(writer.path, kept=kept)
        before.keep()
        writer.write("messages/late", title="Bad", kind="gide")

        with capture_logs() as logs:
            holder = LibraryHolder(writer.path, kept=kept)

        assert title(holder) == "Good"
        assert holder.current().fingerprint == before.current().fingerprint
        assert [problem.code for problem in holder.problems] == ["unknown-kind"]
        assert [entry["event"] for entry in logs] == ["content_problem", "content_kept_in_service"]
        assert logs[0]["problem"].startswith("content/articles/messages/late/en.md:4: unknown-kind: ")

    def test_mended_folder_goes_live_and_is_kept(self, kept, writer):
        writer.write("messages/late", title="Good")
        LibraryHolder(writer.path, kept=kept).keep()
        writer.write("messages/late", title="Bad", kind="gide")
        holder = LibraryHolder(writer.path, kept=kept)
        holder.keep()
        writer.write("messages/late", title="Mended")

        assert holder.refresh()
        holder.keep()

        assert title(holder) == "Mended"
        assert holder.problems == ()
        assert len(list_copies(kept)) == 2

    def test_broken_state_is_never_kept(self, kept, writer):
        writer.write("messages/late", title="Good")
        holder = LibraryHolder(writer.path, kept=kept)
        holder.keep()
        writer.write("messages/late", title="Bad", kind="gide")
        holder.refresh()
        holder.keep()

        assert list_copies(kept) == {holder.current().fingerprint}

    def test_start_without_any_good_state_is_refused(self, kept, writer):
        writer.write("messages/late", kind="gide")

        with pytest.raises(ContentError, match="unknown-kind"):
            LibraryHolder(writer.path, kept=kept)

    def test_copy_that_an_update_of_ours_no_longer_reads_is_of_no_use(self, kept, writer):
        writer.write("messages/late", title="Good")
        LibraryHolder(writer.path, kept=kept).keep()
        (kept.find() / "site.yml").write_text("brand: {}\n", encoding="utf-8")
        writer.write("messages/late", title="Bad", kind="gide")

        with pytest.raises(ContentError, match="unknown-kind"):
            LibraryHolder(writer.path, kept=kept)


def test_disk_that_is_full_is_not_asked_again_at_once(writer, monkeypatch):
    class FullDisk:
        asked = 0

        def keep(self, *_) -> bool:
            self.asked += 1
            return False

    disk = FullDisk()
    holder = LibraryHolder(writer.path, kept=disk)

    with capture_logs() as logs:
        holder.keep()
        holder.keep()
    assert disk.asked == 1
    assert [entry["event"] for entry in logs] == ["content_not_kept"]

    monkeypatch.setattr(snapshot.time, "monotonic", lambda: holder._keep_from + 1)
    holder.keep()
    assert disk.asked == 2
