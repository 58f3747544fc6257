"""`portal freeze` writes what the portal answers, as a whole or not at all."""

import gzip
import json
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import brotli
import pytest
from werkzeug.test import Client

from portal.app import create_wsgi
from portal.freezing import commands, folder
from portal.freezing.pages import NotFrozen
from portal.settings import read_settings
from tests.house.test_public_pages import DatabaseWasAsked
from tests.html_document import SVG, parse_html
from tests.web.freezing.sites import LATE

SOME = {
    "en/index.html": "/en/",
    "de/messages/index.html": "/de/messages/",
    "de/messages/late.html": "/de/messages/late",
    "de/messages/late.md": "/de/messages/late.md",
    "ru/messages/late.en.md": "/ru/messages/late.md",
    "es/messages/late/helpful.html": "/es/messages/late/helpful",
    "pt-br/errors/4.html": "/pt-br/errors/4",
    "ru/troubleshoot/nothing-arrives/good/far/index.html": "/ru/troubleshoot/nothing-arrives/good/far/",
    "api/v1/articles.json": "/api/v1/articles",
    "api/v1/articles/de/messages/late.json": "/api/v1/articles/de/messages/late",
    "api/v1/policy.json": "/api/v1/policy",
    "en/feed.xml": "/en/feed.xml",
    "en/widget.json": "/en/widget.json",
    "favicon.ico": "/favicon.ico",
    "images/messages/late/screen.png": "/images/messages/late/screen.png",
    "llms.txt": "/llms.txt",
    "robots.txt": "/robots.txt",
    "sitemap.xml": "/sitemap.xml",
    "widget.js": "/widget.js",
}


def list_files(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def read_manifest(site: Path) -> dict[str, dict]:
    return json.loads((site / ".frozen.json").read_text())["files"]


def list_loaded(page: str) -> list[str]:
    """What a browser fetches to show a page."""
    elements = parse_html(page).list_elements("script", "img", "link", f"{SVG}use")
    links = [element for element in elements if element.get("rel") in {None, "icon", "stylesheet", "manifest"}]
    found = [element.get("src") or element.get("href") for element in links]
    return [link for link in found if link]


@pytest.fixture
def origin(run) -> Client:
    """The portal over the same content, with the cache around it, as a server runs it."""
    return Client(create_wsgi(read_settings()), use_cookies=False)


class TestPages:
    def test_each_file_is_what_the_portal_answers(self, run, site, origin):
        assert run().exit_code == 0

        files = read_manifest(site)
        assert {name: files[name]["address"] for name in SOME} == SOME
        for name, told in files.items():
            answer = origin.get(told["address"])
            assert (site / name).read_bytes() == answer.data, name
            assert told["headers"].items() <= dict(answer.headers).items(), name

    def test_compressed_forms_hold_the_same_bytes_and_are_smaller(self, run, site):
        run()
        files = list_files(site)

        page = files["de/messages/late.html"]
        assert gzip.decompress(files["de/messages/late.html.gz"]) == page
        assert brotli.decompress(files["de/messages/late.html.br"]) == page
        compressed = [name for name in files if name.endswith((".gz", ".br"))]
        assert all(len(files[name]) < len(files[name[:-3]]) for name in compressed)
        assert "images/messages/late/screen.png.gz" not in files

    def test_whatever_frozen_pages_load_is_frozen_with_them(self, run, site):
        run()
        files = read_manifest(site)
        known = {told["address"] for told in files.values()}

        loaded = set()
        for name, told in files.items():
            if name.endswith(".html"):
                loaded |= {urljoin(told["address"], link) for link in list_loaded((site / name).read_text("utf-8"))}
        local = {urlsplit(link)._replace(fragment="").geturl() for link in loaded if not urlsplit(link).netloc}
        assert len(local) > 5
        assert local - known == set()

    def test_database_is_not_needed(self, run, site, monkeypatch):
        def refuse(*_, **__):
            raise DatabaseWasAsked

        monkeypatch.setattr("portal.db.engine.Database._session", refuse)

        assert run("--locale", "en").exit_code == 0
        assert (site / "en/index.html").is_file()

    def test_languages_can_be_chosen(self, run, site):
        run("--locale", "de", "--locale", "ru")

        assert {path.name for path in site.iterdir() if path.is_dir()} == {
            "api", "brand", "de", "images", "ru", "static",
        }  # fmt: skip
        assert {path.name for path in (site / "api/v1/articles").iterdir()} == {"de", "ru"}


class TestReplacing:
    def test_page_that_is_gone_leaves_no_file(self, run, site, writer):
        run("--locale", "de")
        (writer.path / "articles/webhooks/set-up/en.md").unlink()

        run("--locale", "de")

        assert not (site / "de/webhooks/set-up.html").exists()
        assert (site / "de/webhooks/index.html").is_file()

    def test_unchanged_file_keeps_its_time_and_a_changed_one_gets_a_later_second(self, run, site, writer):
        run("--locale", "de")
        kept = [site / f"de/webhooks/set-up.html{ending}" for ending in ("", ".gz", ".br")]
        changed = [site / f"de/messages/late.html{ending}" for ending in ("", ".gz", ".br")]
        before = {path: path.stat().st_mtime for path in (*kept, *changed)}
        writer.write("messages/late", "de", body=LATE, title="Zu lang", error_codes=[4])

        run("--locale", "de")

        assert [path.stat().st_mtime for path in kept] == [before[path] for path in kept]
        assert all(int(path.stat().st_mtime) > int(before[path]) for path in changed)
        assert "Zu lang" in changed[0].read_text(encoding="utf-8")

    def test_second_freeze_of_the_same_site_changes_nothing(self, run):
        run("--locale", "de")

        assert run("--locale", "de").stdout.endswith(" addresses, 0 of them new or changed\n")

    def test_error_leaves_the_old_site_in_place(self, run, site, monkeypatch):
        run("--locale", "de")
        before = list_files(site)

        def fail(*_):
            raise NotFrozen("/en/: the portal answers 500")

        monkeypatch.setattr(commands, "ask", fail)
        done = run("--locale", "de")

        assert (done.exit_code, done.stderr) == (1, "Error: /en/: the portal answers 500\n")
        assert list_files(site) == before
        assert sorted(path.name for path in site.parent.iterdir()) == [".site.lock", "site"]

    def test_what_a_killed_freeze_left_is_cleared_away(self, run, site):
        left = site.parent / ".site.new-0000"
        left.mkdir(parents=True)
        (left / "page.html").touch()

        run("--locale", "de")

        assert not left.exists()

    def test_where_folders_cannot_change_places_at_once_they_do_it_in_turn(self, run, site, monkeypatch):
        run("--locale", "de")
        monkeypatch.setattr(folder.ctypes, "CDLL", lambda *_, **__: object())

        assert run("--locale", "de").exit_code == 0
        assert (site / "de/index.html").is_file()
        assert sorted(path.name for path in site.parent.iterdir()) == [".site.lock", "site"]


class TestRefusals:
    @pytest.mark.parametrize("name", ["notes.txt", "en/notes.txt", ".git/config"])
    def test_folder_with_something_of_somebody_else_is_left_alone(self, run, site, name):
        run("--locale", "en")
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_text("mine")

        done = run()

        assert done.exit_code == 2
        assert name in done.stderr
        assert (site / name).read_text() == "mine"

    def test_folder_that_is_no_site_is_left_alone(self, run, site):
        site.mkdir(parents=True)
        (site / "index.html").write_text("mine")

        done = run()

        assert done.exit_code == 2
        assert "holds something else than a frozen site" in done.stderr
        assert list_files(site) == {"index.html": b"mine"}

    def test_file_is_left_alone(self, run, site):
        site.parent.mkdir()
        site.touch()

        assert run().exit_code == 2
        assert site.is_file()

    def test_empty_folder_may_be_used(self, run, site):
        site.mkdir(parents=True)

        assert run("--locale", "en").exit_code == 0
        assert (site / "en/index.html").is_file()

    def test_second_freeze_at_the_same_time_is_refused(self, run, site):
        site.parent.mkdir()
        with folder.replace_folder(site) as other:
            done = run()
            other.write_manifest("")

        assert done.exit_code == 2
        assert "another freeze is at work" in done.stderr

    def test_preview_with_its_drafts_is_not_frozen(self, run, site, monkeypatch):
        monkeypatch.setenv("PORTAL_PREVIEW", "1")

        assert run().exit_code == 2
        assert not site.exists()

    def test_unknown_language_is_bad_usage(self, run, site):
        assert run("--locale", "fr").exit_code == 2

    def test_folder_that_cannot_be_written_is_told_in_words(self, run, site):
        site.parent.write_text("a file where a folder should be")

        done = run()

        assert done.exit_code == 1
        assert "cannot be written" in done.stderr


def test_broken_content_freezes_its_last_good_state_and_says_so(run, site, writer):
    # A portal that has served the good state keeps it for later.
    create_wsgi(read_settings())
    writer.write("messages/broken", kind="gide")

    done = run("--locale", "en")

    assert done.exit_code == 0
    assert "last good state" in done.stderr
    assert (site / "en/messages/late.html").is_file()
