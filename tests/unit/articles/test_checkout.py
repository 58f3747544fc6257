"""The checkout around the content: is git writing it, and what does a pull do to it."""

import os
import time

import pytest

from portal.articles import checkout
from portal.articles.checkout import PullError, is_being_changed, pull
from tests.unit.articles.git import GitHost, git


@pytest.fixture
def host(tmp_path, writer) -> GitHost:
    writer.write("messages/late", title="Old")
    return GitHost(tmp_path, writer.path)


class TestIsBeingChanged:
    @pytest.fixture
    def folder(self, tmp_path):
        (tmp_path / ".git").mkdir()
        (tmp_path / "content").mkdir()
        return tmp_path / "content"

    def test_folder_under_the_lock_of_git_is(self, folder):
        (folder.parent / ".git/index.lock").touch()

        assert is_being_changed(folder)

    def test_folder_without_lock_is_not(self, folder):
        assert not is_being_changed(folder)

    def test_folder_outside_of_a_checkout_is_not(self, tmp_path):
        assert not is_being_changed(tmp_path)

    def test_lock_that_git_left_behind_counts_for_nothing(self, folder):
        lock = folder.parent / ".git/index.lock"
        lock.touch()
        long_ago = time.time() - checkout.FORGOTTEN_LOCK - 1
        os.utime(lock, (long_ago, long_ago))

        assert not is_being_changed(folder)

    def test_worktree_keeps_its_lock_elsewhere(self, host, tmp_path):
        git(host.editor, "worktree", "add", "--quiet", str(tmp_path / "tree"))
        assert not is_being_changed(tmp_path / "tree/content")

        (host.editor / ".git/worktrees/tree/index.lock").touch()

        assert is_being_changed(tmp_path / "tree/content")
        assert not is_being_changed(host.editor / "content")

    def test_link_to_a_checkout_is_followed(self, folder, tmp_path):
        (folder.parent / ".git/index.lock").touch()
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        (elsewhere / "content").symlink_to(folder)

        assert is_being_changed(elsewhere / "content")


class TestPull:
    def test_newest_commit_arrives(self, host):
        (host.editor / "content/articles/messages/late/en.md").write_text("New", encoding="utf-8")
        commit = host.push("Mend")

        assert pull(host.server / "content") == commit
        assert (host.server / "content/articles/messages/late/en.md").read_text(encoding="utf-8") == "New"

    def test_folder_outside_of_a_checkout_has_nothing_to_pull(self, writer):
        assert pull(writer.path) is None

    def test_branch_that_follows_no_other_has_nothing_to_pull(self, host):
        git(host.server, "checkout", "--quiet", "-b", "alone")

        assert pull(host.server / "content") is None

    def test_commit_of_the_server_is_never_merged(self, host):
        file = host.server / "content/articles/messages/late/en.md"
        file.write_text("Mine", encoding="utf-8")
        git(host.server, "commit", "--all", "--quiet", "--message", "Mine")
        (host.editor / "content/articles/messages/late/en.md").write_text("Theirs", encoding="utf-8")
        host.push("Theirs")

        with pytest.raises(PullError, match="fast-forward"):
            pull(host.server / "content")
        assert file.read_text(encoding="utf-8") == "Mine"

    def test_change_that_was_not_committed_is_never_thrown_away(self, host):
        file = host.server / "content/articles/messages/late/en.md"
        file.write_text("Mine", encoding="utf-8")
        (host.editor / "content/articles/messages/late/en.md").write_text("Theirs", encoding="utf-8")
        host.push("Theirs")

        with pytest.raises(PullError, match="local changes"):
            pull(host.server / "content")
        assert file.read_text(encoding="utf-8") == "Mine"

    def test_host_that_is_gone_is_named(self, host):
        host.bare.rename(host.bare.with_name("moved.git"))

        with pytest.raises(PullError, match=r"host\.git"):
            pull(host.server / "content")

    def test_checkout_that_git_refuses_does_not_look_like_one_that_follows_nothing(self, host):
        (host.server / ".git/HEAD").write_text("nothing", encoding="utf-8")

        with pytest.raises(PullError, match="not a git repository"):
            pull(host.server / "content")

    def test_hook_of_git_leads_to_no_other_checkout(self, host, monkeypatch):
        monkeypatch.setenv("GIT_DIR", str(host.editor / ".git"))
        (host.editor / "content/new.txt").write_text("New", encoding="utf-8")
        commit = host.push("New")

        assert pull(host.server / "content") == commit
        assert (host.server / "content/new.txt").exists()

    def test_machine_without_git_says_so(self, host, monkeypatch):
        monkeypatch.setattr(checkout, "_GIT", ("env", "git-that-nobody-installed"))

        with pytest.raises(PullError, match="No such file"):
            pull(host.server / "content")

    def test_address_in_a_message_loses_its_token(self, host):
        address = "https://ana:ghp_16C7e42F292c6912E7710c838347Ae178B4a@127.0.0.1:1/content.git"
        git(host.server, "remote", "set-url", "origin", address)

        with pytest.raises(PullError) as caught:
            pull(host.server / "content")

        assert "127.0.0.1" in str(caught.value)
        assert "ghp_" not in str(caught.value)
        assert "ana" not in str(caught.value)
