"""A folder that is there and cannot be read is never taken for one that is empty."""

import os

import pytest

from portal.articles.snapshot import LibraryHolder
from portal.checking import find_problems
from portal.incidents.sources.files import read_folder
from tests.unit.incidents.test_files import KNOWN, NOW, OPEN, write


@pytest.fixture
def lock(monkeypatch):
    """Take the right to look into a folder away; tests may run as somebody from whom no file mode keeps anything."""
    locked: set[str] = set()

    def refuse_locked(read):
        def read_unlocked(place="."):
            if os.fspath(place) in locked:
                raise PermissionError(13, "Permission denied", os.fspath(place))
            return read(place)

        return read_unlocked

    monkeypatch.setattr(os, "scandir", refuse_locked(os.scandir))
    monkeypatch.setattr(os, "listdir", refuse_locked(os.listdir))
    return lambda folder: locked.add(os.fspath(folder))


def fatal(folder) -> list[str]:
    return [str(problem) for problem in find_problems(folder) if problem.fatal]


@pytest.mark.parametrize("name", ["articles/messages", "articles", "trees", "macros", "incidents", "incidents/slow"])
def test_folder_that_cannot_be_read_is_one_problem(writer, lock, name):
    writer.write("messages/late")
    writer.put("macros/key/en.md", "---\ntitle: Key\n---\nWords.\n")
    write(writer.path, "slow", OPEN.format(impact="major"))
    (writer.path / "trees").mkdir()
    lock(writer.path / name)

    problems = [str(problem) for problem in find_problems(writer.path)]

    place = f"content/{name}"
    assert [each for each in problems if place in each] == [f"{place}:1: unreadable: cannot be read: Permission denied"]
    assert not any("orphan-file" in each for each in problems)


def test_last_good_state_stays_while_a_folder_cannot_be_read(writer, lock):
    writer.write("messages/late")
    holder = LibraryHolder(writer.path)
    good = holder.current()
    lock(writer.path / "articles" / "messages")

    assert not holder.refresh()
    assert holder.current() is good
    assert [problem.path for problem in holder.problems] == ["content/articles/messages"]


@pytest.mark.parametrize("name", ["articles/messages/late/de.md", "trees/late", "macros/key/de.md"])
def test_link_that_leads_to_itself_is_a_problem_with_its_path(writer, name):
    writer.write("messages/late")
    link = writer.path / name
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(link.name)

    assert fatal(writer.path) == [f"content/{name}:1: unreadable: cannot be read: Too many levels of symbolic links"]


def test_folder_that_is_not_there_is_empty(writer):
    writer.write("messages/late")

    assert fatal(writer.path) == []


def test_incidents_that_cannot_be_seen_have_not_ended(tmp_path, lock):
    write(tmp_path, "late", OPEN.format(impact="major"))
    before = read_folder(tmp_path / "incidents", KNOWN, NOW)
    lock(tmp_path / "incidents")

    now = read_folder(tmp_path / "incidents", KNOWN, NOW, before.incidents)

    assert now.incidents == before.incidents
    assert "incidents:1: unreadable" in now.problem
