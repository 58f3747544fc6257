"""Styles speak in tokens, and every pair of colours that stands on a page can be told apart."""

import re

import pytest

from portal.web.static import STATIC
from portal.web.styleguide.contrast import (
    SHAPE_CONTRAST,
    SHAPE_PAIRS,
    TEXT_CONTRAST,
    TEXT_PAIRS,
    contrast,
    faint_pairs,
    measure_pairs,
)
from portal.web.styleguide.tokens import TOKENS, is_told_twice, read_colours, read_tokens
from tests.house.style_rules import raw_values, unknown_tokens, unused_tokens

# Paper has its own black and white, and points are its measure.
PRINT = "90-print.css"
# Declarations that need a figure of their own, each with the reason.
EXCEPTIONS = {"font-size: 13px (no token)": "the drawing of a tree is laid out in pixels, for letters of this size"}

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COLOURED = re.compile(r"(?:^|[;\s])(color|background(?:-color)?):\s*var\(--([\w-]+)\)")


def read_css() -> str:
    return "\n".join(path.read_text() for path in sorted((STATIC / "css").glob("*.css")))


def used_pairs(css: str, colours: dict[str, str]) -> set[tuple[str, str]]:
    """The pairs of text and background that one rule sets together."""
    pairs = set()
    for _, body in _RULE.findall(css):
        used = dict(_COLOURED.findall(body))
        background = used.get("background") or used.get("background-color")
        if used.get("color") in colours and background in colours:
            pairs.add((used["color"], background))
    return pairs


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_text_and_shapes_can_be_seen(scheme):
    colours = read_colours(TOKENS.read_text())[scheme]

    assert faint_pairs(colours, TEXT_PAIRS, TEXT_CONTRAST) == []
    assert faint_pairs(colours, SHAPE_PAIRS, SHAPE_CONTRAST) == []
    assert all(pair.is_enough for pair in measure_pairs(colours))


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_pairs_that_rules_make_can_be_seen(scheme):
    colours = read_colours(TOKENS.read_text())[scheme]

    assert faint_pairs(colours, sorted(used_pairs(read_css(), colours)), TEXT_CONTRAST) == []


def test_every_colour_is_told_for_both_schemes():
    assert is_told_twice(TOKENS.read_text())
    assert not is_told_twice(":root { --ink: #000000; } @media (prefers-color-scheme: dark) { --paper: #000000; }")


def test_styles_speak_in_tokens():
    files = [path for path in sorted((STATIC / "css").glob("*.css")) if path not in {TOKENS, STATIC / "css" / PRINT}]
    found = {finding for path in files for finding in raw_values(path.read_text())}

    assert found == set(EXCEPTIONS)
    assert all(len(reason.split()) > 3 for reason in EXCEPTIONS.values())


def test_tokens_exist_and_are_used():
    tokens = set(read_tokens(TOKENS.read_text())[0])

    assert unknown_tokens(read_css(), tokens) == set()
    assert unused_tokens(read_css(), tokens) == set()


@pytest.mark.parametrize(
    "declaration",
    [
        "color: #fff",
        "background: rgb(0 0 0 / 45%)",
        "box-shadow: 0 1px 2px var(--ink)",
        "border: 1px solid hsl(0 0% 0%)",
        "font-size: 14px",
        "font-size: 1rem",
        "font-family: Arial",
        "font-weight: 600",
        "line-height: 1.5",
        "border-radius: 4px",
        "transition: color 1s",
        "padding: 0.7rem 0",
        "margin-inline-start: 12px",
        "gap: calc(1rem + 1px)",
    ],
)
def test_raw_value_is_found(declaration):
    assert len(list(raw_values(f"a {{ {declaration}; }}"))) == 1


@pytest.mark.parametrize(
    "declaration",
    [
        "color: var(--ink)",
        "border: 1px solid var(--line)",
        "font-size: 0.9em",
        "font-size: inherit",
        "border-radius: 0 0 var(--radius) var(--radius)",
        "transition: color var(--quick), border-color var(--quick)",
        "padding: var(--space-2) 0.3em",
        "margin: -1px",
        "width: 12rem",
    ],
)
def test_token_passes(declaration):
    assert list(raw_values(f"a {{ {declaration}; }} /* #fff */")) == []


def test_lost_and_idle_tokens_are_found():
    css = "a { color: var(--lost); }"

    assert unknown_tokens(css, {"ink"}) == {"lost"}
    assert unused_tokens(css, {"ink"}) == {"ink"}


def test_faint_and_unknown_colours_are_found():
    light, dark = read_colours(
        "--ink: #777777; --paper: #ffffff; @media (prefers-color-scheme: dark) --paper: #888888;"
    )

    assert faint_pairs(light, [("ink", "paper")], TEXT_CONTRAST) == ["--ink on --paper: 4.48"]
    assert faint_pairs(dark, [("ink", "paper")], SHAPE_CONTRAST) == ["--ink on --paper: 1.26"]
    assert faint_pairs(light, [("ink", "lost")], TEXT_CONTRAST) == ["--ink on --lost: no such colour"]


def test_pairs_of_rule_are_read():
    css = ".a { color: var(--ink); background: var(--paper) } .b { background-color: var(--paper) }"

    assert used_pairs(css, {"ink": "", "paper": ""}) == {("ink", "paper")}


def test_contrast_of_black_and_white():
    assert contrast("000000", "ffffff") == pytest.approx(21)
