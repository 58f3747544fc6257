"""The plots of the README: legible, in words too, and drawn from the results that are kept."""

import json
import re
from xml.etree import ElementTree as ET

import pytest

from bench.plots import FOLDER, Line, Plot, draw, draw_growth
from bench.results import FOLDER as RESULTS

SVG = "{http://www.w3.org/2000/svg}"
SIZES = (250, 5000)


@pytest.fixture
def picture():
    plots = (Plot("Start, seconds", (Line("first", (1.0, 4.0)), Line("again", (0.5, 2.0))), ((5000, 3.0),)),)
    return ET.fromstring(draw(SIZES, plots, "files"))


def test_axis_begins_at_nothing_and_ends_above_everything(picture):
    ends = [text.text for text in picture.iter(f"{SVG}text") if text.get("text-anchor") == "end"]

    assert ends[:3] == ["0", "2.5", "5"]


def test_points_lie_where_their_values_are(picture):
    first = [(float(dot.get("cx")), float(dot.get("cy"))) for dot in picture.iter(f"{SVG}circle")][:2]
    levels = [float(line.get("y1")) for line in picture.iter(f"{SVG}line") if line.get("class") == "axis"]
    nothing, _, top = levels

    assert first[1][1] == pytest.approx(nothing + (top - nothing) * 4 / 5, abs=0.1)
    assert first[0][0] < first[1][0]


def test_it_says_in_words_what_it_shows(picture):
    assert picture.find(f"{SVG}title").text == (
        "Start, seconds: first 1 at 250 files, 4 at 5,000 files; again 0.5 at 250 files, 2 at 5,000 files"
    )


def test_every_colour_has_one_for_dark_pages():
    style = re.search("<style>(.*)</style>", draw(SIZES, (), "files"), re.DOTALL)[1]
    light, dark = style.split("@media (prefers-color-scheme: dark)")

    for name in ("text", ".title", ".axis", ".target", ".a", ".b"):
        assert re.search(rf"{re.escape(name)}\b[^}}]*#", light), name
        assert re.search(rf"{re.escape(name)}\b[^}}]*#", dark), name


def test_what_is_kept_is_what_the_results_give():
    results = json.loads((RESULTS / "growth.json").read_text(encoding="utf-8"))

    assert (FOLDER / "growth.svg").read_text(encoding="utf-8") == draw_growth(results), "run `python -m bench plots`"
