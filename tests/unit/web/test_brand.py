from io import BytesIO

import pytest
from PIL import Image

from portal.web.brand import APP_ICON_PX, CARD_PX, FILES, draw_icon, draw_old_icon, read_brand
from portal.web.static import STATIC
from portal.web.svg import MAX_BYTES, read_drawing

SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8H0Z" fill="currentColor"/></svg>'


def picture(size: tuple[int, int], kind: str = "PNG") -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "green").save(out, kind)
    return out.getvalue()


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "brand").mkdir()
    (tmp_path / "brand" / "mark.svg").write_text(SQUARE)
    (tmp_path / "brand" / "icon.png").write_bytes(picture((APP_ICON_PX, APP_ICON_PX)))
    (tmp_path / "brand" / "card.png").write_bytes(picture(CARD_PX))
    return tmp_path


def test_without_pictures_of_its_own_the_brand_has_the_portals():
    brand, mistakes = read_brand(STATIC, {})

    assert mistakes == {}
    assert brand.app_icon == (STATIC / "brand" / FILES["app_icon"]).read_bytes()


def test_portals_own_pictures_keep_the_rules():
    told = {key: f"brand/{name}" for key, name in FILES.items()}

    assert read_brand(STATIC, told)[1] == {}


def test_pictures_of_the_content_folder_take_the_place_of_the_portals(folder):
    told = {"mark": "brand/mark.svg", "app_icon": "brand/icon.png", "card": "brand/card.png"}

    brand, mistakes = read_brand(folder, told)

    assert mistakes == {}
    assert brand.app_icon == (folder / "brand" / "icon.png").read_bytes()
    assert 'class="brand-mark"' in brand.inline_mark
    assert 'd="M0 0h8v8H0Z"' in brand.inline_mark
    assert brand.fingerprint != read_brand(folder, {})[0].fingerprint


@pytest.mark.parametrize(
    ("key", "name", "message"),
    [
        ("mark", "brand/lost.svg", "cannot be read"),
        ("mark", "../secret.svg", "must name a file"),
        ("mark", "brand/../../secret.svg", "must name a file"),
        ("mark", 7, "must name a file"),
        ("mark", "brand/icon.png", "is no XML"),
        ("app_icon", "brand/mark.svg", "is no PNG"),
        ("app_icon", "brand/card.png", "has 1200 × 630 pixels instead of 512 × 512"),
        ("card", "brand/icon.png", "has 512 × 512 pixels instead of 1200 × 630"),
    ],
)
def test_picture_that_cannot_be_used_is_told(folder, key, name, message):
    brand, mistakes = read_brand(folder, {key: name})

    assert message in mistakes[key]
    assert getattr(brand, key) == (STATIC / "brand" / FILES[key]).read_bytes()


@pytest.mark.parametrize(
    "inside",
    [
        "<script>go()</script>",
        '<path d="M0 0" onclick="go()"/>',
        '<a href="javascript:go()"><path d="M0 0"/></a>',
        '<image href="https://elsewhere.example/x.png"/>',
        '<use href="#a"/>',
        '<path d="M0 0" fill="url(https://elsewhere.example/#a)"/>',
        '<path d="M0 0" style="fill: red"/>',
        '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">Words</p></foreignObject>',
        '<path d="M0 0"><animate attributeName="d"/></path>',
        '<style>@import "https://elsewhere.example/x.css";</style>',
        "<style>path { fill: url(https://elsewhere.example/x) }</style>",
        "<style>path { fill: \\75rl(x) }</style>",
        '<other xmlns="urn:other"/>',
        "<![CDATA[<script>go()</script>]]>",
    ],
)
def test_drawing_that_does_more_than_draw_is_refused(inside):
    with pytest.raises(ValueError, match=r"holds|has"):
        read_drawing(SQUARE.replace("</svg>", f"{inside}</svg>").encode(), alone=True)


@pytest.mark.parametrize(
    ("drawing", "message"),
    [
        ("<svg xmlns='http://www.w3.org/2000/svg'/>", "viewBox"),
        ("<html/>", "viewBox"),
        ("<svg", "no XML"),
        (f"<!DOCTYPE svg [<!ENTITY a 'aa'>]>{SQUARE}", "document type"),
        (SQUARE + " " * MAX_BYTES, "larger than"),
    ],
)
def test_file_that_is_no_plain_drawing_is_refused(drawing, message):
    with pytest.raises(ValueError, match=message):
        read_drawing(drawing.encode(), alone=True)


def test_names_and_styles_are_for_drawings_alone():
    named = SQUARE.replace("<path", '<style>.a { fill: red }</style><path class="a" id="b"').encode()

    assert len(read_drawing(named, alone=True)) == 2
    with pytest.raises(ValueError, match="style"):
        read_drawing(named, alone=False)


def test_icons_have_the_sizes_that_are_asked_for():
    app_icon = picture((APP_ICON_PX, APP_ICON_PX))

    assert Image.open(BytesIO(draw_icon(app_icon, 180))).size == (180, 180)
    assert Image.open(BytesIO(draw_old_icon(app_icon))).info["sizes"] == {(16, 16), (32, 32)}
