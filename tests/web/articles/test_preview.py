"""With a preview, editors see drafts and open pages follow them; without one, nothing of it exists."""

import json
from pathlib import Path

import pytest

from tests.checked_client import Browser
from tests.unit.articles.content_folder import Writer
from tests.web.articles.portals import holder_of, open_portal

EVERYWHERE = (
    "/en/",
    "/en/messages/",
    "/en/messages/late",
    "/sitemap.xml",
    "/en/feed.xml",
    "/llms.txt",
    "/api/v1/articles",
    "/en/search?q=secret+plan",
    "/api/v1/search?q=secret+plan",
)
NOWHERE = ("/en/messages/unfinished", "/en/messages/unfinished.md", "/api/v1/articles/en/messages/unfinished")


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("preview")


@pytest.fixture(scope="module")
def writer(root) -> Writer:
    writer = Writer(root / "content", featured=("messages/late",))
    writer.write("messages/late", title="Messages are late")
    writer.write("messages/unfinished", title="A secret plan", draft=True)
    return writer


@pytest.fixture(scope="module")
def preview(writer, root):
    with open_portal(root / "instance", writer.path, indexed=True, preview=True) as app:
        yield app


@pytest.fixture(scope="module")
def public(writer, root, preview):
    """Beside the preview, with the same instance folder."""
    with open_portal(root / "instance", writer.path, indexed=True) as app:
        yield app


def scripts(page) -> list:
    return [each for each in page.document.list_elements("script") if "preview" in each.get("src", "")]


class TestOff:
    @pytest.mark.parametrize("path", EVERYWHERE)
    def test_draft_is_named_nowhere(self, public, path):
        assert "unfinished" not in public.test_client().get(path).text

    @pytest.mark.parametrize("path", NOWHERE)
    def test_draft_has_no_address(self, public, path):
        assert public.test_client().get(path).status_code == 404

    def test_nobody_is_told_of_changes(self, public):
        Browser(public).get("/preview/state", status=404)

    def test_pages_have_no_script_for_it(self, public):
        assert scripts(Browser(public).get("/en/messages/late")) == []

    def test_index_of_the_preview_beside_it_is_not_taken_over(self, public):
        assert public.test_client().get("/api/v1/search?q=secret+plan").json["results"] == []


class TestOn:
    @pytest.mark.parametrize("path", sorted({*EVERYWHERE} - {"/en/", "/en/messages/late"}))
    def test_draft_stands_where_it_will_stand(self, preview, path):
        assert "messages/unfinished" in preview.test_client().get(path).text

    def test_draft_says_what_it_is_and_stays_out_of_indexes(self, preview):
        page = Browser(preview).get("/en/messages/unfinished")

        assert page.heading == "A secret plan"
        assert page.says("Only this preview shows the text.")
        assert [
            each.get("content") for each in page.document.list_elements("meta") if each.get("name") == "robots"
        ] == ["noindex"]
        assert not Browser(preview).get("/en/messages/late").says("Only this preview shows the text.")

    def test_page_knows_the_state_it_was_made_from(self, preview, writer):
        browse = Browser(preview)
        (script,) = scripts(browse.get("/en/messages/late"))
        state = state_of(browse)

        assert script.get("data-version") == state["version"]
        assert script.get("data-state") == "/preview/state"
        assert state["problems"] == []

    def test_page_that_is_missing_follows_as_well(self, preview):
        assert len(scripts(Browser(preview).get("/en/messages/nothing", status=404))) == 1

    def test_answer_to_a_form_is_left_alone(self, preview):
        page = preview.test_client().post("/en/sign-in", data={"email": "x"}).text

        assert "<h1" in page
        assert "preview.js" not in page

    def test_saved_file_changes_the_state(self, preview, writer):
        browse = Browser(preview)
        before = state_of(browse)["version"]
        writer.write("messages/late", title="A better title")
        holder_of(preview).refresh()
        after = state_of(browse)["version"]
        writer.write("messages/late", title="Messages are late")
        holder_of(preview).refresh()

        assert after != before
        assert state_of(browse)["version"] == before

    def test_mistake_is_told_with_its_line_and_gone_when_mended(self, preview, writer):
        browse = Browser(preview)
        before = state_of(browse)
        writer.write("messages/late", title="Messages are late", kind="gide")
        holder_of(preview).refresh()
        broken = state_of(browse)
        writer.write("messages/late", title="Messages are late")
        holder_of(preview).refresh()

        assert broken["version"] == before["version"]
        assert broken["problems"][0].startswith("content/articles/messages/late/en.md:4: unknown-kind: ")
        assert state_of(browse) == before

    def test_mistake_in_an_incident_is_told(self, preview, writer, monkeypatch):
        monkeypatch.setattr("portal.incidents.monitor.monotonic", lambda: float("inf"))
        file = writer.put("incidents/outage/en.md", "---\ntitle: Outage\n---\n")

        found = state_of(Browser(preview))["problems"]
        file.unlink()

        assert any("incidents/outage/en.md:1: " in problem for problem in found)

    def test_other_sites_may_not_read_it(self, preview):
        assert "Access-Control-Allow-Origin" not in preview.test_client().get("/preview/state").headers


def state_of(browse: Browser) -> dict:
    return json.loads(browse.get("/preview/state").source)
