"""The comparison with other makers of sites: what a page needs is all counted, and no figure is made up."""

import subprocess
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from rich.console import Console

from bench import peers, results
from bench.peers import Figures, compare, explain, list_needed, measure, measure_once, middle, show
from bench.site_makers import OURS, Maker, NotWhole, copy_articles

PAGE = """
<link rel="icon" href="/icon.svg"><link rel="stylesheet" href="../../look.css?v=1">
<link rel="preload stylesheet" href="more.css"><script>var inline</script><script src="/run.js" defer></script>
<svg><use href="/icons.svg#search"></use></svg><svg><use href="/icons.svg#close"></use></svg>
<svg><use href="#of-the-page"></use></svg><img src="/picture.png"><a href="/elsewhere">Elsewhere</a>
"""
FIGURES = Figures(10.0, 12.0, 10.0, 12.0, 4.0, 5.0, 1_000, 3_000, 500, 100)


def test_needed_are_scripts_styles_and_icons_each_once():
    assert list_needed(PAGE, "en/messages/late/index.html") == [
        "en/look.css",
        "en/messages/late/more.css",
        "run.js",
        "icons.svg",
    ]


def test_page_that_loads_from_elsewhere_has_no_known_weight():
    with pytest.raises(NotWhole, match="fonts"):
        list_needed('<link rel="stylesheet" href="https://fonts.example/a.css">', "index.html")


def test_figures_are_medians_each_for_itself():
    rounds = [replace(FIGURES, site_s=seconds, page_bytes=size) for seconds, size in ((9.0, 3), (1.0, 2), (2.0, 1))]

    assert middle(rounds) == replace(FIGURES, site_s=2.0, page_bytes=2)


def test_ratios_are_to_ours():
    found = compare({OURS: FIGURES, "peer": replace(FIGURES, site_s=5.0, search_bytes=50_000)})

    assert list(found) == ["peer"]
    assert (found["peer"]["site_s"], found["peer"]["search_bytes"], found["peer"]["pages"]) == (0.5, 100, 1)


def test_table_has_ratios_behind_the_figures_of_peers_alone():
    table = show(250, 3, {OURS: FIGURES, "peer": replace(FIGURES, site_s=5.0)})

    assert [next(iter(column.cells)) for column in table.columns] == ["site s", "10.00", "5.00 (0.50)"]


def test_reason_is_the_last_line_that_was_printed():
    failed = subprocess.CalledProcessError(1, ["build"], stderr="reading\nERROR: no theme\n\n")

    assert explain(failed) == "ERROR: no theme"
    assert "returned non-zero" in explain(subprocess.CalledProcessError(1, ["build"], stderr=""))


def test_copied_articles_have_the_same_bytes_and_their_links_hold(tmp_path):
    article = tmp_path / "content" / "articles" / "messages" / "late" / "en.md"
    article.parent.mkdir(parents=True)
    article.write_bytes(b"---\ntitle: Late\n---\n!!! note\n    {{ policy.version }}\n")
    article.with_name("de.md").write_text("Spät", encoding="utf-8")

    shelves = copy_articles(tmp_path / "content", tmp_path / "place", "en")

    assert shelves == {"messages": ["messages/late/en.md"]}
    assert (tmp_path / "place" / "en" / "messages" / "late" / "en.md").read_bytes() == article.read_bytes()
    assert not list((tmp_path / "place").rglob("de.md"))


def make_maker(build=None):
    """Writes each article's text as its page."""

    def write_pages(place: Path) -> None:
        for file in (place / "articles").glob("*/*/en.md"):
            page = place / "site" / file.relative_to(place / "articles").parent / "en.html"
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(file.read_text(encoding="utf-8"), encoding="utf-8")

    def copy(place: Path, content: Path) -> None:
        (content / "articles").rename(place / "articles")

    return Maker(
        copy, build or write_pages, "articles/{article}/{language}.md", "{article}/{language}.html", lambda _: 7
    )


@pytest.fixture
def place(tmp_path):
    article = tmp_path / "articles" / peers.ARTICLE
    article.mkdir(parents=True)
    (article / "en.md").write_text("text " * 100, encoding="utf-8")
    return tmp_path


def test_site_is_weighed_before_it_is_changed(place):
    found = measure_once(make_maker(), place, [(Path(peers.ARTICLE), "en")])

    assert (found.pages, found.search_bytes) == (1, 7)
    assert 0 < found.page_bytes == found.first_page_bytes < 100
    assert found.compressed_s > found.site_s
    assert (place / "site" / peers.ARTICLE / "en.html.br").is_file()


def test_site_without_one_of_its_articles_has_no_figures(place):
    with pytest.raises(NotWhole, match=r"1 pages were not made, such as messages/lost/en\.html"):
        measure_once(make_maker(), place, [(Path(peers.ARTICLE), "en"), (Path("messages/lost"), "en")])


def test_site_that_does_not_show_a_change_has_no_figures(place):
    page = place / "site" / peers.ARTICLE / "en.html"
    page.parent.mkdir(parents=True)
    page.write_text("as before", encoding="utf-8")

    with pytest.raises(NotWhole, match="a change is not in the written site"):
        measure_once(make_maker(lambda _: None), place, [(Path(peers.ARTICLE), "en")])


@pytest.fixture
def small_library(monkeypatch, place):
    """One article stands for the library of any size, and nothing is built."""

    def grow(content, _):
        (content / "articles").mkdir(parents=True)
        return []

    def measure_without(maker, *_):
        maker.build(place)
        return FIGURES

    monkeypatch.setattr(peers, "grow", grow)
    monkeypatch.setattr(peers, "measure_once", measure_without)


def fail(_):
    raise subprocess.CalledProcessError(2, ["build"], stderr="it does not work here")


def test_peer_that_fails_is_left_out_with_its_reason(small_library):
    makers = {OURS: make_maker(lambda _: None), "peer": make_maker(fail)}
    for name, maker in makers.items():
        makers[name] = replace(maker, prepare=lambda *_: None)

    figures, left_out = measure(Console(quiet=True), makers, 250, 2)

    assert figures == {OURS: FIGURES}
    assert left_out == {"peer": "it does not work here"}


def test_without_a_peer_nothing_is_kept(monkeypatch, tmp_path):
    monkeypatch.setattr(results, "FOLDER", tmp_path)
    monkeypatch.setattr(peers, "install", lambda _: tmp_path)
    monkeypatch.setattr(peers, "measure", lambda *_: ({OURS: FIGURES}, {"peer": "it does not work here"}))

    done = CliRunner().invoke(peers.peers, ["--size", "250"])

    assert done.exit_code == click.ClickException.exit_code
    assert "peer is left out: it does not work here" in done.output
    assert not list(tmp_path.iterdir())


def test_what_cannot_be_installed_is_said_in_a_line(monkeypatch):
    monkeypatch.setattr(peers, "install", fail)

    done = CliRunner().invoke(peers.peers, [])

    assert done.exit_code == click.ClickException.exit_code
    assert done.output.splitlines()[-1].startswith("Error: the peers cannot be installed")
