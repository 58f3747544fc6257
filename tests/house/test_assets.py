"""Scripts and styles: small enough, loaded from here only, and readable in both colour schemes."""

import gzip
import os
import re

import pytest

from portal.web.assets import script
from tests.house.sources import ROOT

STATIC = ROOT / "static"
TOKENS = STATIC / "css" / "10-tokens.css"
# Contract, section 10; a kilobyte is a thousand bytes, the stricter reading.
CSS_BYTES = 20_000
JS_BYTES = 25_000
# As the page cache compresses for browsers without Brotli, which is the larger of the two.
GZIP_LEVEL = 6

# WCAG 2.2: 1.4.3 for text, 1.4.11 for what shows where a field or the focus is.
TEXT_CONTRAST = 4.5
SHAPE_CONTRAST = 3.0

PAPERS = ("paper", "surface", "sunken")
STATES = ("info", "success", "warning", "danger")
TEXT_PAIRS = (
    *((ink, paper) for ink in ("ink", "ink-soft", "ink-faint", "accent", "accent-strong", *STATES) for paper in PAPERS),
    *(("ink", f"{state}-soft") for state in STATES),
    *((state, f"{state}-soft") for state in STATES),
    *((ink, "accent-soft") for ink in ("ink", "ink-soft", "accent", "accent-strong")),
    *(
        (f"code-{kind}", paper)
        for kind in ("ink", "key", "string", "number", "faint")
        for paper in ("surface", "sunken")
    ),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("ink", "mark"),
)
SHAPE_PAIRS = tuple((shape, paper) for shape in ("focus", "line-strong", "accent") for paper in PAPERS)

_HEX = re.compile(r"--([\w-]+):\s*#([0-9a-fA-F]{6})\s*;")
_REMOTE = re.compile(r"""url\(\s*['"]?(?:https?:)?//|@import""")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COLOURED = re.compile(r"(?:^|[;\s])(color|background(?:-color)?):\s*var\(--([\w-]+)\)")


def read_tokens(css: str) -> tuple[dict[str, str], dict[str, str]]:
    """The colours of the light and of the dark scheme, as six hexadecimal digits by name."""
    light, _, dark = css.partition("prefers-color-scheme: dark")
    tokens = dict(_HEX.findall(light))
    return tokens, tokens | dict(_HEX.findall(dark))


def contrast(first: str, second: str) -> float:
    """The ratio between two colours, from 1 to 21, after WCAG 2.2."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[position : position + 2], 16) / 255 for position in (0, 2, 4))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def faint_pairs(tokens: dict[str, str], pairs, least: float) -> list[str]:
    """The pairs whose contrast is too low, or whose colour does not exist."""
    found = []
    for first, second in pairs:
        if first not in tokens or second not in tokens:
            found.append(f"--{first} on --{second}: no such colour")
        elif contrast(tokens[first], tokens[second]) < least:
            found.append(f"--{first} on --{second}: {contrast(tokens[first], tokens[second]):.2f}")
    return found


def used_pairs(css: str, colours: dict[str, str]) -> set[tuple[str, str]]:
    """The pairs of text and background that one rule sets together."""
    pairs = set()
    for _, body in _RULE.findall(css):
        used = dict(_COLOURED.findall(body))
        background = used.get("background") or used.get("background-color")
        if used.get("color") in colours and background in colours:
            pairs.add((used["color"], background))
    return pairs


def read_css() -> str:
    return "\n".join(path.read_text() for path in sorted((STATIC / "css").glob("*.css")))


def check_budget(contents: list[bytes], budget: int) -> None:
    """The files of one kind that a page loads fit their budget as they are sent."""
    assert contents
    assert sum(len(gzip.compress(content, GZIP_LEVEL)) for content in contents) <= budget


def test_styles_are_small():
    # They are sent as one file.
    check_budget([read_css().encode()], CSS_BYTES)


def test_scripts_are_small():
    check_budget([script(f"js/{path.name}") for path in STATIC.glob("js/*.js")], JS_BYTES)


def test_what_is_too_large_is_found():
    # Random bytes cannot be compressed.
    with pytest.raises(AssertionError):
        check_budget([os.urandom(JS_BYTES * 2 // 3), os.urandom(JS_BYTES * 2 // 3)], JS_BYTES)


def test_styles_load_nothing_from_elsewhere():
    assert not _REMOTE.search(read_css())


REMOTE = ["a { background: url(https://cdn.example/x) }", "@import 'x.css';", "url('//cdn.example')"]


@pytest.mark.parametrize("css", REMOTE)
def test_remote_style_is_found(css):
    assert _REMOTE.search(css)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_text_and_shapes_can_be_seen(scheme):
    tokens = read_tokens(TOKENS.read_text())[scheme]

    assert faint_pairs(tokens, TEXT_PAIRS, TEXT_CONTRAST) == []
    assert faint_pairs(tokens, SHAPE_PAIRS, SHAPE_CONTRAST) == []


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_pairs_that_rules_make_can_be_seen(scheme):
    tokens = read_tokens(TOKENS.read_text())[scheme]

    assert faint_pairs(tokens, sorted(used_pairs(read_css(), tokens)), TEXT_CONTRAST) == []


def test_every_colour_is_told_for_both_schemes():
    light, _, dark = TOKENS.read_text().partition("prefers-color-scheme: dark")

    assert set(dict(_HEX.findall(light))) == set(dict(_HEX.findall(dark)))


def test_faint_and_unknown_colours_are_found():
    light, dark = read_tokens("--ink: #777777; --paper: #ffffff; @media (prefers-color-scheme: dark) --paper: #888888;")

    assert faint_pairs(light, [("ink", "paper")], TEXT_CONTRAST) == ["--ink on --paper: 4.48"]
    assert faint_pairs(dark, [("ink", "paper")], SHAPE_CONTRAST) == ["--ink on --paper: 1.26"]
    assert faint_pairs(light, [("ink", "lost")], TEXT_CONTRAST) == ["--ink on --lost: no such colour"]


def test_pairs_of_rule_are_read():
    css = ".a { color: var(--ink); background: var(--paper) } .b { background-color: var(--paper) }"

    assert used_pairs(css, {"ink": "", "paper": ""}) == {("ink", "paper")}


def test_contrast_of_black_and_white():
    assert contrast("000000", "ffffff") == pytest.approx(21)
