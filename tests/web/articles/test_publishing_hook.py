"""The git host calls, the portal pulls: what readers see, and what the host is told."""

import hmac
import json
import shutil
from hashlib import sha256

import pytest
from structlog.testing import capture_logs

from portal.articles.publishing_views import MAX_BODY
from portal.kernel.language import ENGLISH
from tests.checked_client import Browser
from tests.unit.articles.content_folder import Writer
from tests.unit.articles.git import GitHost
from tests.web.articles.portals import holder_of, open_portal

SECRET = "a secret of the hook alone"
BODY = b'{"ref": "refs/heads/main"}'


@pytest.fixture
def host(tmp_path) -> GitHost:
    writer = Writer(tmp_path / "written")
    writer.write("messages/late", title="Old")
    return GitHost(tmp_path, writer.path)


@pytest.fixture
def editor(host) -> Writer:
    """The editor's own checkout; what is written there is nowhere else until it is pushed."""
    return Writer.of(host.editor / "content")


@pytest.fixture
def app(host, tmp_path):
    with open_portal(tmp_path / "instance", host.server / "content", content_hook_secret=SECRET) as app:
        yield app


def sign(body: bytes = BODY, secret: str = SECRET) -> dict[str, str]:
    return {"X-Hub-Signature-256": f"sha256={hmac.new(secret.encode(), body, sha256).hexdigest()}"}


def call(app, body: bytes = BODY, headers: dict[str, str] | None = None):
    return app.test_client().post("/hooks/content", data=body, headers=sign(body) if headers is None else headers)


def heading(app) -> str:
    return Browser(app).get("/en/messages/late").heading


def test_pushed_commit_is_live_when_the_call_is_answered(app, host, editor):
    editor.write("messages/late", title="New")
    commit = host.push("Change the title")
    assert heading(app) == "Old"

    answer = call(app)

    assert answer.status_code == 200
    assert answer.json == {"live": True, "commit": commit, "fingerprint": holder_of(app).current().fingerprint}
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert heading(app) == "New"


def test_broken_commit_is_refused_with_its_findings_and_readers_keep_what_they_had(app, host, editor):
    before = holder_of(app).current().fingerprint
    editor.write("messages/late", title="Bad", kind="gide")
    commit = host.push("Break it")

    with capture_logs() as logs:
        answer = call(app)

    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert answer.json["commit"] == commit
    assert answer.json["fingerprint"] == before
    assert answer.json["problems"][0].startswith("content/articles/messages/late/en.md:4: unknown-kind: ")
    assert logs[0]["problem"] == answer.json["problems"][0]
    assert heading(app) == "Old"


def test_operators_are_told_of_a_broken_commit(app, host, editor):
    editor.write("messages/late", title="Bad", kind="gide")
    host.push("Break it")
    call(app)

    state = app.test_client().get("/readyz")

    assert state.status_code == 200
    assert "content" in state.json["degraded"]
    assert "late/en.md:4: unknown-kind" in state.json["parts"]["content"]["detail"]


def test_mended_commit_goes_live(app, host, editor):
    editor.write("messages/late", title="Bad", kind="gide")
    host.push("Break it")
    call(app)
    editor.write("messages/late", title="Mended")
    host.push("Mend it")

    assert call(app).json["live"]
    assert heading(app) == "Mended"
    assert app.test_client().get("/readyz").json["parts"]["content"]["ok"] is True


@pytest.mark.parametrize(
    "headers",
    [{}, sign(b"another body"), sign(secret="another secret, long enough"), {"X-Gitlab-Token": "wrong"}],
)
def test_call_that_nobody_signed_is_refused_and_pulls_nothing(app, host, editor, headers):
    editor.write("messages/late", title="New")
    host.push("Change the title")

    answer = call(app, headers=headers)

    assert answer.status_code == 403
    assert SECRET not in answer.text
    assert heading(app) == "Old"
    assert "Old" in (host.server / "content/articles/messages/late/en.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "headers",
    [{"X-Gitlab-Token": SECRET}, {"X-Gitea-Signature": sign()["X-Hub-Signature-256"].removeprefix("sha256=")}],
)
def test_other_hosts_sign_in_their_own_ways(app, headers):
    assert call(app, headers=headers).status_code == 200


class TestWithoutASecretOfItsOwn:
    KEY = "the secret key of this portal"

    @pytest.fixture
    def app(self, host, tmp_path):
        with open_portal(tmp_path / "instance", host.server / "content", secret_key=self.KEY) as app:
            yield app

    def test_secret_key_proves_a_call_by_its_signature(self, app):
        assert call(app, headers=sign(secret=self.KEY)).status_code == 200

    def test_secret_key_is_not_taken_over_the_wire(self, app):
        assert call(app, headers={"X-Gitlab-Token": self.KEY}).status_code == 403


def test_call_that_is_too_large_is_refused(app):
    body = b"x" * (MAX_BODY + 1)

    answer = call(app, body)

    assert answer.status_code == 413
    assert answer.content_type == "application/problem+json"


def test_host_that_cannot_be_reached_is_told_and_readers_go_on(app, host):
    host.bare.rename(host.bare.with_name("moved.git"))

    with capture_logs() as logs:
        answer = call(app)

    assert answer.status_code == 502
    assert "host.git" in answer.json["detail"]
    assert [entry["event"] for entry in logs] == ["content_pull_failed", "request"]
    assert heading(app) == "Old"


def test_folder_that_is_being_written_is_told_to_come(app, monkeypatch):
    monkeypatch.setattr(holder_of(app), "catch_up", lambda: False)

    answer = call(app)

    assert answer.status_code == 202
    assert answer.json["live"] is False


def test_folder_without_a_checkout_goes_live_as_it_is(host, editor, tmp_path):
    shutil.copytree(editor.path, tmp_path / "copied" / "content")
    with open_portal(tmp_path / "other", tmp_path / "copied" / "content", content_hook_secret=SECRET) as app:
        file = tmp_path / "copied" / "content/articles/messages/late/en.md"
        file.write_text(file.read_text(encoding="utf-8").replace("Old", "Copied here"), encoding="utf-8")

        answer = call(app)

        assert json.loads(answer.data)["commit"] is None
        assert heading(app) == "Copied here"


def test_other_web_processes_see_the_pull_by_their_own_watch(app, host, editor, tmp_path):
    with open_portal(tmp_path / "instance", host.server / "content", content_hook_secret=SECRET) as other:
        editor.write("messages/late", title="New")
        host.push("Change the title")
        call(app)
        assert heading(other) == "Old"

        assert holder_of(other).refresh()

        assert heading(other) == "New"
        assert holder_of(other).current().fingerprint == holder_of(app).current().fingerprint


def test_restart_with_a_broken_commit_serves_what_was_live(app, host, editor, tmp_path):
    holder_of(app).keep()
    editor.write("messages/late", title="Bad", kind="gide")
    host.push("Break it")
    call(app)

    with open_portal(tmp_path / "instance", host.server / "content", content_hook_secret=SECRET) as restarted:
        assert heading(restarted) == "Old"
        assert "unknown-kind" in restarted.test_client().get("/readyz").json["parts"]["content"]["detail"]
        assert holder_of(restarted).current().find("messages", "late", ENGLISH).article.title == "Old"
