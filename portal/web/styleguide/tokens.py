"""The tokens of ``static/css/10-tokens.css``: names that every other style speaks in."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from portal.web.static import STATIC

TOKENS = STATIC / "css" / "10-tokens.css"
_DARK = "prefers-color-scheme: dark"
_TOKEN = re.compile(r"--([\w-]+):\s*([^;]+);")
_COLOUR = re.compile(r"#([0-9a-fA-F]{6})")


def read_tokens(css: str) -> tuple[dict[str, str], dict[str, str]]:
    """Every token's value by name, in the light and in the dark scheme."""
    light, _, dark = css.partition(_DARK)
    tokens = _declared(light)
    return tokens, tokens | _declared(dark)


def read_colours(css: str) -> tuple[dict[str, str], dict[str, str]]:
    """The colours of the light and of the dark scheme, as six hexadecimal digits by name."""
    light, dark = read_tokens(css)
    return _colours(light), _colours(dark)


def is_told_twice(css: str) -> bool:
    """Whether both schemes name the same colours: one that is missing would be the other scheme's."""
    light, _, dark = css.partition(_DARK)
    return set(_colours(_declared(light))) == set(_colours(_declared(dark)))


@cache
def tokens_file(path: Path = TOKENS) -> str:
    """The file of tokens as it was when the process began, like the stylesheet itself."""
    return path.read_text(encoding="utf-8")


def _declared(css: str) -> dict[str, str]:
    return dict(_TOKEN.findall(css))


def _colours(tokens: Mapping[str, str]) -> dict[str, str]:
    return {name: match[1] for name, value in tokens.items() if (match := _COLOUR.fullmatch(value))}
