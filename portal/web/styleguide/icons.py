"""The icons of ``static/icons.svg``: one set, one file, named by what they stand for."""

import re
from functools import cache

from portal.web.static import STATIC

SPRITE = STATIC / "icons.svg"
_SYMBOL = re.compile(r'<symbol id="([a-z-]+)"')


@cache
def list_icons() -> tuple[str, ...]:
    """The names that the macro ``icon`` and a category of ``site.yml`` may use, in the sprite's order."""
    return tuple(_SYMBOL.findall(SPRITE.read_text(encoding="utf-8")))
