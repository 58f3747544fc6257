"""Many calls at once make one pull at a time, and none is forgotten."""

import threading

import pytest

from portal.articles import publishing
from portal.articles.checkout import PullError
from portal.articles.publishing import Published, publish
from portal.articles.snapshot import LibraryHolder


@pytest.fixture
def holder(writer) -> LibraryHolder:
    writer.write("messages/late", title="Old")
    return LibraryHolder(writer.path)


def test_folder_that_somebody_copies_here_goes_live_at_once(holder, writer, tmp_path):
    writer.write("messages/late", title="New and longer")
    before = holder.current().fingerprint

    assert publish(holder, writer.path, tmp_path) == Published(None, is_read=True)
    assert holder.current().fingerprint != before


def test_failed_pull_is_told(holder, writer, tmp_path, monkeypatch):
    def fail(_) -> None:
        raise PullError("no such host")

    monkeypatch.setattr(publishing, "pull", fail)

    assert str(publish(holder, writer.path, tmp_path)) == "no such host"


def test_folder_that_is_being_written_is_not_called_read(holder, writer, tmp_path, monkeypatch):
    monkeypatch.setattr(holder, "catch_up", lambda: False)

    assert publish(holder, writer.path, tmp_path) == Published(None, is_read=False)


def test_call_that_comes_meanwhile_leaves_at_once_and_is_served_by_the_first(holder, writer, tmp_path, monkeypatch):
    pulling, go_on, pulls = threading.Event(), threading.Event(), []

    def slow_pull(_) -> str:
        pulls.append(1)
        pulling.set()
        assert go_on.wait(5)
        return f"commit {len(pulls)}"

    monkeypatch.setattr(publishing, "pull", slow_pull)
    answers = []
    first = threading.Thread(target=lambda: answers.append(publish(holder, writer.path, tmp_path)))
    first.start()
    assert pulling.wait(5)

    assert publish(holder, writer.path, tmp_path) is None
    assert publish(holder, writer.path, tmp_path) is None
    go_on.set()
    first.join()

    assert answers == [Published("commit 2", is_read=True)]
