"""The style of the page that shows the styles: both schemes side by side, and a class for each token."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from portal.web.styleguide.tokens import read_colours, read_tokens

SCHEMES = ("light", "dark")
_OWN = Path(__file__).with_name("guide.css")
# What a token is shown by, after the beginning of its name; colours by their own.
_SHOWN_BY = {
    "text": "font-size",
    "medium": "font-weight",
    "strong": "font-weight",
    "bold": "font-weight",
    "leading": "line-height",
    "space": "inline-size",
    "target": "block-size",
    "radius": "border-radius",
    "shadow": "box-shadow",
    "halo": "box-shadow",
    "veil": "background-color",
    "sans": "font-family",
    "mono": "font-family",
}


def write_sheet(css: str) -> str:
    """The stylesheet for a file of tokens; a page may hold no style of its own, so each swatch has a class."""
    schemes = zip(SCHEMES, read_tokens(css), strict=True)
    rules = [_scope(name, tokens) for name, tokens in schemes]
    return "\n".join((*rules, *_swatches(css), _OWN.read_text(encoding="utf-8")))


def list_scales(css: str) -> dict[str, list[tuple[str, str]]]:
    """The tokens that are no colours with their values, by what they are shown by; others stand under ``none``."""
    light, _ = read_tokens(css)
    colours, scales = read_colours(css)[0], dict[str, list[tuple[str, str]]]()
    for name, value in light.items():
        if name not in colours:
            scales.setdefault(_shown_by(name), []).append((name, value))
    return scales


def _shown_by(name: str) -> str:
    return _SHOWN_BY.get(name.partition("-")[0], "none")


def _scope(scheme: str, tokens: Mapping[str, str]) -> str:
    declared = "".join(f"--{name}:{value};" for name, value in tokens.items())
    return f".in-{scheme}{{color-scheme:{scheme};{declared}color:var(--ink);background:var(--paper)}}"


def _swatches(css: str) -> Iterator[str]:
    for name in read_colours(css)[0]:
        yield f".colour-{name}{{background:var(--{name})}}"
    for shown_by, tokens in list_scales(css).items():
        for name, _ in tokens if shown_by != "none" else ():
            yield f".token-{name}{{{shown_by}:var(--{name})}}"
