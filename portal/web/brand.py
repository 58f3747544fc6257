"""The brand's own pictures: the mark beside the name, the icons of tabs and home screens, the card of shared links.

Each has a default in ``static/brand``; ``site.yml`` names another one in the content folder.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from markupsafe import Markup

from portal.web.static import STATIC
from portal.web.svg import read_drawing

FOLDER = "brand"
"""Below the content folder, and below ``static`` for the defaults."""
FILES = {"mark": "mark.svg", "tab_icon": "tab-icon.svg", "app_icon": "app-icon.png", "card": "card.png"}
"""The keys of ``brand`` in ``site.yml`` with the default of each."""
APP_ICON_PX = 512
"""The side of the app icon that all others are made from. What matters lies in its middle four fifths, since systems
cut it to a circle (W3C, maskable icons)."""
CARD_PX = (1200, 630)
"""What services that show links ask for."""
TOUCH_ICON_PX = 180
SIZES = (TOUCH_ICON_PX, 192, APP_ICON_PX)
_OLD_SIZES = ((16, 16), (32, 32))
_SAFE = 0.84
"""In a tab there is no cutting, so the icon's rim is left out and its middle is that much larger."""


@dataclass(frozen=True)
class Brand:
    """Four files, safe to be shown."""

    mark: bytes
    tab_icon: bytes
    app_icon: bytes
    card: bytes

    @cached_property
    def fingerprint(self) -> str:
        """Changes when a picture does; addresses carry it."""
        return blake2b(self.mark + self.tab_icon + self.app_icon + self.card, digest_size=6).hexdigest()

    @cached_property
    def inline_mark(self) -> Markup:
        """The mark as a part of a page: decoration beside the name, in the colour of the text around it."""
        root = read_drawing(self.mark, alone=False)
        for name in ("width", "height", "version"):
            root.attrib.pop(name, None)
        root.attrib |= {"class": "brand-mark", "aria-hidden": "true", "focusable": "false"}
        return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704 - only what `read_drawing` lets through


def read_brand(folder: Path, told: Mapping[str, Any]) -> tuple[Brand, dict[str, str]]:
    """The brand's pictures; beside them, by key, why one that ``site.yml`` names cannot be used and its default is."""
    found, mistakes = {}, {}
    for key, default in FILES.items():
        found[key] = (STATIC / FOLDER / default).read_bytes()
        if key in told:
            try:
                found[key] = _read(folder, key, told[key])
            except ValueError as error:
                mistakes[key] = f"brand.{key} {error}"
    return Brand(**found), mistakes


def _read(folder: Path, key: str, name: object) -> bytes:
    if not isinstance(name, str) or not name.startswith(f"{FOLDER}/") or ".." in name:
        raise ValueError(f"must name a file such as {FOLDER}/{FILES[key]}")
    try:
        content = (folder / name).read_bytes()
    except OSError as error:
        raise ValueError(f"names {name}, which cannot be read: {error.strerror}") from None
    try:
        _check_picture(key, content)
    except ValueError as error:
        raise ValueError(f"names {name}, which {error}") from None
    return content


def _check_picture(key: str, content: bytes) -> None:
    if FILES[key].endswith(".svg"):
        read_drawing(content, alone=key == "tab_icon")
        return
    from PIL import Image

    try:
        with Image.open(BytesIO(content), formats=["PNG"]) as image:
            size = image.size
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise ValueError("is no PNG") from None
    wanted = CARD_PX if key == "card" else (APP_ICON_PX, APP_ICON_PX)
    if size != wanted:
        raise ValueError(f"has {size[0]} × {size[1]} pixels instead of {wanted[0]} × {wanted[1]}")


@lru_cache(maxsize=16)
def draw_icon(app_icon: bytes, side: int) -> bytes:
    """The app icon as a PNG of that many pixels a side."""
    from PIL import Image

    with Image.open(BytesIO(app_icon), formats=["PNG"]) as image:
        out = BytesIO()
        image.convert("RGBA").resize((side, side), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()


@lru_cache(maxsize=2)
def draw_old_icon(app_icon: bytes) -> bytes:
    """The app icon's middle as an ICO, for browsers and programs that know no SVG."""
    from PIL import Image

    with Image.open(BytesIO(app_icon), formats=["PNG"]) as image:
        rim = round(image.width * (1 - _SAFE) / 2)
        out = BytesIO()
        middle = image.convert("RGBA").crop((rim, rim, image.width - rim, image.height - rim))
        middle.save(out, "ICO", sizes=list(_OLD_SIZES))
    return out.getvalue()
