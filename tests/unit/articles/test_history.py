"""Days of change come from git, and no trouble with git is anybody's trouble."""

import shutil
import subprocess
from datetime import date

import pytest

from portal.articles.history import History, day_of, list_versions, parse_log
from portal.kernel.language import ENGLISH

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def git(tmp_path):
    """Runs git in the folder around the content folder; ``day`` is the day of a commit."""

    def run(*arguments: str, day: str = "2026-01-01") -> None:
        environment = {
            "GIT_COMMITTER_DATE": f"{day}T12:00:00Z",
            "GIT_AUTHOR_DATE": f"{day}T12:00:00Z",
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "PATH": "/usr/bin:/bin:/usr/local/bin",
        }
        name = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        subprocess.run(["git", *name, *arguments], cwd=tmp_path, env=environment, check=True, capture_output=True)

    return run


def test_newest_commit_of_each_file_counts():
    log = "\x011700000000\0\na/en.md\0b/en.md\0\x011600000000\0\na/en.md\0c/ю.md\0"

    assert parse_log(log) == {
        "a/en.md": date(2023, 11, 14),
        "b/en.md": date(2023, 11, 14),
        "c/ю.md": date(2020, 9, 13),
    }


@pytest.mark.parametrize("log", ["", "\0", "\x01\0a\0", "\x01soon\0a\0", "warning: nothing"])
def test_log_that_makes_no_sense_is_no_trouble(log):
    assert set(parse_log(log).values()) <= {date(1970, 1, 1)}


def test_time_beyond_the_calendar_is_a_day_all_the_same():
    assert day_of(1e18) == date(1970, 1, 1)


@needs_git
def test_article_shows_the_day_of_its_last_commit(writer, git):
    writer.write("messages/a")
    writer.write("messages/b")
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "One", day="2026-01-01")
    writer.write("messages/b", body="New.\n")
    git("commit", "-qam", "Two", day="2026-02-02")

    library = writer.load()

    assert library.find("messages", "a", ENGLISH).article.changed_on == date(2026, 1, 1)
    assert library.find("messages", "b", ENGLISH).article.changed_on == date(2026, 2, 2)


@needs_git
def test_new_commit_is_noticed(writer, git):
    writer.write("messages/a")
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "One", day="2026-01-01")
    history = History(writer.path)
    before = history.read_dates()
    git("commit", "-qm", "Two", "--allow-empty", day="2026-02-02")
    (writer.path / "site.yml").write_text("x")
    git("commit", "-qam", "Three", day="2026-03-03")

    assert before["site.yml"] == date(2026, 1, 1)
    assert history.read_dates()["site.yml"] == date(2026, 3, 3)


def test_outside_of_a_checkout_the_files_own_day_is_shown(writer):
    import os

    file = writer.write("messages/a")
    os.utime(file, (1_600_000_000, 1_600_000_000))

    assert writer.load().find("messages", "a", ENGLISH).article.changed_on == date(2020, 9, 13)


def test_machine_without_git_is_no_trouble(writer, monkeypatch):
    monkeypatch.setenv("PATH", "")
    file = writer.write("messages/a")

    assert History(writer.path).read_dates() == {}
    assert list(list_versions(file)) == []
    assert writer.load().find("messages", "a", ENGLISH)


@needs_git
def test_earlier_versions_come_newest_first(writer, git):
    file = writer.put("note.md", "one")
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "One")
    file.write_text("two")
    git("commit", "-qam", "Two")

    assert list(list_versions(file)) == [b"two", b"one"]
