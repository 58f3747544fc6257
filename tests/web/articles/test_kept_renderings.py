"""A body is rendered once and kept on disk; nothing that happens to the disk is a reader's trouble."""

import pytest

from portal.articles import render
from portal.articles.render import FOLDER, rendered
from portal.articles.source import load_library
from portal.kernel.language import ENGLISH, GERMAN, RUSSIAN
from portal.web.current import current_settings
from tests.web.articles.conftest import draw


@pytest.fixture
def times(monkeypatch) -> list[str]:
    """The articles that were rendered, not read."""
    made = []
    render_anew = render._render

    def count(found, surroundings):
        made.append(f"{found.requested.tag}/{found.id}")
        return render_anew(found, surroundings)

    monkeypatch.setattr(render, "_render", count)
    return made


@pytest.fixture
def body(small_app, tmp_path):
    """Renders with an empty disk of its own."""
    settings = small_app.extensions[current_settings.name]
    small_app.extensions[current_settings.name] = settings.model_copy(update={"instance_dir": tmp_path / "instance"})
    with small_app.app_context():
        yield rendered
    small_app.extensions[current_settings.name] = settings


def kept(tmp_path):
    return [path for path in (tmp_path / "instance" / FOLDER).rglob("*") if path.is_file()]


def test_second_reader_gets_what_was_kept(writer, body, times):
    writer.write("messages/late", body="## A {#a}\n\n### B\n\nWords.\n")

    first = body(writer.load().find("messages", "late", ENGLISH))
    second = body(writer.load().find("messages", "late", ENGLISH))

    assert first == second
    assert times == ["en/messages/late"]


def test_each_language_of_a_reader_is_kept(writer, body, times, tmp_path):
    writer.write("messages/late", body="[x](en.md)\n")
    library = writer.load()

    for language in (ENGLISH, GERMAN, RUSSIAN):
        assert f'href="/{language.tag}/messages/late"' in body(library.find("messages", "late", language)).html
    assert len(times) == len(kept(tmp_path)) == 3


def test_change_of_the_text_is_rendered_and_takes_the_place_of_the_old(writer, body, times, tmp_path):
    for words in ("One.", "Two."):
        writer.write("messages/late", body=words)
        assert words in body(writer.load().find("messages", "late", ENGLISH)).html
    assert len(times) == 2
    assert len(kept(tmp_path)) == 1


def test_change_of_a_promise_is_rendered(writer, body, times):
    writer.write("messages/late", body="{{ policy.resolution.target }}\n")
    policy = writer.path / "policy.yml"
    for hours in ("48h", "36h"):
        policy.write_text(policy.read_text().replace("target: 48h", f"target: {hours}"))
        assert f"{hours[:2]} hours" in body(writer.load().find("messages", "late", ENGLISH)).html
    assert len(times) == 2


def test_change_of_something_else_is_not_rendered(writer, body, times):
    writer.write("messages/late")
    body(writer.load().find("messages", "late", ENGLISH))
    writer.write("messages/other")
    body(writer.load().find("messages", "late", ENGLISH))

    assert times == ["en/messages/late"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda _: b"\xff\xfe{",
        lambda content: content[:-20],
        lambda content: content.replace(b"Some", b"Same"),
        lambda content: content.partition(b"\n")[2],
        lambda content: content.partition(b"\n")[0],
    ],
)
def test_damaged_file_is_made_again(writer, body, times, tmp_path, damage):
    writer.write("messages/late")
    found = writer.load().find("messages", "late", ENGLISH)
    first = body(found)
    (file,) = kept(tmp_path)
    content = file.read_bytes()
    file.write_bytes(damage(content))

    assert body(found) == first
    assert len(times) == 2
    assert file.read_bytes() == content


def test_disk_that_cannot_be_written_is_no_trouble(writer, body, tmp_path):
    (tmp_path / "instance").write_text("a file where a folder should be")
    writer.write("messages/late")

    assert "Some words." in body(writer.load().find("messages", "late", ENGLISH)).html


def test_what_the_proof_of_links_cannot_see_leads_nowhere(writer, body):
    writer.put("articles/messages/late/screen.png", draw())
    raw = "<a href='/admin'>Admin</a> <img src='nothing.png' alt='Nothing'>"
    writer.write("messages/late", body=f"{raw}\n\n[Screen](screen.png)\n")

    html = body(writer.load().find("messages", "late", ENGLISH)).html

    assert "<a>Admin</a> Nothing" in html
    assert 'href="/images/messages/late/screen.png?v=' in html


def test_anchors_of_the_scan_are_those_of_the_page(settings, shared_app):
    """The proof of links reads the file, the page is made by another library: they must agree on every heading."""
    library = load_library(settings.content_dir)
    with shared_app.app_context():
        for language in (ENGLISH, RUSSIAN):
            for found in library.list_articles(language):
                page = [section.anchor for section in rendered(found).sections if section.anchor]
                assert page == [f"s-{heading.anchor}" for heading in found.article.outline.headings], found.article.path
