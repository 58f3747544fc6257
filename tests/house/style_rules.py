"""What a style must not say in its own words: colours, sizes and motion have names in the file of tokens."""

import re
from collections.abc import Iterator

# Values that are no size or colour of ours: what is inherited, none, or follows the text beside it.
_FREE = re.compile(
    r"inherit|none|normal|400|0|50%|100%|currentcolor|transparent|canvas\w*"
    r"|-?\d*\.?\d+em(?: -?\d*\.?\d+em| 0)*"
)
_TOKENS_ALONE = {"font-size", "font-weight", "line-height", "border-radius", "box-shadow", "transition", "animation"}
_SPACING = re.compile(r"(?:padding|margin|gap|row-gap|column-gap)(?:-\w+)*")
_DECLARATION = re.compile(r"(?<![\w-])([a-z][a-z-]*)\s*:\s*([^;{}]+)(?=[;}])")
_RAW_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|lab|lch|hwb|color-mix)a?\(")
_RAW_SIZE = re.compile(r"(?<![\w.-])\d*\.?\d+(?:rem|px|pt)\b")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_VAR = re.compile(r"var\(--[\w-]+\)")
_FONT_FAMILIES = re.compile(r"\b(?:serif|sans-serif|monospace|system-ui|Arial)\b")
# Two pixels are a line's own width, not a step of the scale.
_FINEST_PX = 4


def raw_values(css: str) -> Iterator[str]:
    """Every declaration that says by itself what a token should say."""
    for name, value in _DECLARATION.findall(_COMMENT.sub("", css)):
        said = f"{name}: {value.strip()}"
        if _RAW_COLOUR.search(value):
            yield f"{said} (a colour)"
        elif name == "font-family" and _FONT_FAMILIES.search(value):
            yield f"{said} (a typeface)"
        elif name in _TOKENS_ALONE and not _is_named(name, value.strip()):
            yield f"{said} (no token)"
        elif _SPACING.fullmatch(name) and any(_is_a_step(size) for size in _RAW_SIZE.findall(value)):
            yield f"{said} (a distance)"


def _is_named(name: str, value: str) -> bool:
    if name in {"transition", "animation"}:
        return value == "none" or all("var(--" in part for part in value.split(","))
    return all(_VAR.fullmatch(part) or _FREE.fullmatch(part) for part in value.split())


def _is_a_step(size: str) -> bool:
    return not (size.endswith("px") and float(size.removesuffix("px")) < _FINEST_PX)


def unknown_tokens(css: str, tokens: set[str]) -> set[str]:
    """Tokens that are used and do not exist: a browser would leave the whole declaration out."""
    return set(re.findall(r"var\(--([\w-]+)", css)) - tokens


def unused_tokens(css: str, tokens: set[str]) -> set[str]:
    """Tokens that nothing uses."""
    return tokens - set(re.findall(r"var\(--([\w-]+)", css))
