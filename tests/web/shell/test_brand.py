"""The brand's pictures as a browser, a phone and a service that shows links ask for them."""

from io import BytesIO

from PIL import Image

FOR_KEEPS = "public, max-age=31536000, immutable"


def links_in_head(page) -> dict[tuple[str, str], str]:
    links = page.document.list_elements("link")
    return {(link.get("rel", ""), link.get("type", "")): link.get("href", "") for link in links}


def test_tab_icon_is_a_drawing_that_knows_dark_tabs(browse):
    address = links_in_head(browse.get("/en/"))["icon", "image/svg+xml"]

    icon = browse.get(address)

    assert icon.headers["Content-Type"].startswith("image/svg+xml")
    assert icon.headers["Cache-Control"] == FOR_KEEPS
    assert "prefers-color-scheme:dark" in icon.source


def test_old_browsers_get_an_icon_where_they_always_look(browse):
    icon = browse.get("/favicon.ico")

    assert icon.headers["Content-Type"] == "image/vnd.microsoft.icon"
    assert Image.open(BytesIO(icon.body)).info["sizes"] == {(16, 16), (32, 32)}
    assert ("icon", "") in links_in_head(browse.get("/en/"))


def test_touch_icon_has_the_size_that_phones_show(browse):
    icon = browse.get(links_in_head(browse.get("/en/"))["apple-touch-icon", ""])

    assert Image.open(BytesIO(icon.body)).size == (180, 180)


def test_manifest_names_the_portal_and_icons_that_exist(browse):
    manifest = browse.get(links_in_head(browse.get("/de/"))["manifest", ""])

    assert manifest.headers["Content-Type"] == "application/manifest+json"
    assert manifest.json["name"] == "360dialog Support"
    assert manifest.json["start_url"] == "/"
    assert {icon["purpose"] for icon in manifest.json["icons"]} == {"any", "maskable"}
    for icon in manifest.json["icons"]:
        side = int(icon["sizes"].partition("x")[0])
        assert Image.open(BytesIO(browse.get(icon["src"]).body)).size == (side, side)


def test_outdated_and_unknown_addresses(browse):
    assert browse.get("/brand/000000000000/card.png").headers["Cache-Control"] != FOR_KEEPS
    assert browse.get("/brand/000000000000/other.png", status=404).status == 404


def test_mark_stands_in_every_header_in_the_colour_of_the_text(browse):
    assert 'class="brand-mark"' in browse.get("/ru/status").source
