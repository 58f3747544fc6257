"""The brand's pictures under addresses that change when their bytes do, and what home screens read."""

import json
from collections.abc import Callable

from flask import Blueprint, Flask, Response, abort, url_for

from portal.web.assets import IMMUTABLE, OUTDATED
from portal.web.brand import APP_ICON_PX, SIZES, Brand, draw_icon, draw_old_icon
from portal.web.current import current_site
from portal.web.pages import public
from portal.web.styleguide.tokens import read_tokens, tokens_file

MANIFEST = "site.webmanifest"
PICTURES: dict[str, tuple[Callable[[Brand], bytes], str]] = {
    "icon.svg": (lambda brand: brand.tab_icon, "image/svg+xml"),
    "card.png": (lambda brand: brand.card, "image/png"),
}
"""What is sent as the editors gave it, by its name in the address; of icons, several sizes are made."""

blueprint = Blueprint("brand", __name__)


def install(app: Flask) -> None:
    """Serve the pictures and let templates name them by ``brand_url('icon.svg')``."""
    app.register_blueprint(blueprint)
    app.add_template_global(brand_url)
    app.jinja_env.globals["touch_icon"] = icon_name(SIZES[0])


def brand_url(name: str) -> str:
    """The address of one of the brand's pictures."""
    return url_for("brand.show", fingerprint=_brand().fingerprint, name=name)


def icon_name(side: int) -> str:
    """What an icon of that many pixels a side is called in its address."""
    return f"icon-{side}.png"


@blueprint.get("/brand/<fingerprint>/<name>")
@public
def show(fingerprint: str, name: str) -> Response:
    """A picture of today's brand; an outdated fingerprint gets it as well, but not for keeps."""
    brand = _brand()
    response = _picture(brand, name)
    response.headers["Cache-Control"] = IMMUTABLE if fingerprint == brand.fingerprint else OUTDATED
    return response


@blueprint.get("/favicon.ico")
@public
def favicon() -> Response:
    """The icon that browsers ask for without being told."""
    response = Response(draw_old_icon(_brand().app_icon), mimetype="image/vnd.microsoft.icon")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def _picture(brand: Brand, name: str) -> Response:
    sides = {icon_name(side): side for side in SIZES}
    if name in sides:
        return Response(draw_icon(brand.app_icon, sides[name]), mimetype="image/png")
    if name == MANIFEST:
        return Response(_manifest(), mimetype="application/manifest+json")
    if name not in PICTURES:
        abort(404)
    find, kind = PICTURES[name]
    return Response(find(brand), mimetype=kind)


def _manifest() -> str:
    """Name and icons for a home screen. It stays a page in the browser: nothing here works without the network."""
    site, paper = current_site.get()(), read_tokens(tokens_file())[0]["paper"]
    icons = [
        {"src": brand_url(icon_name(side)), "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose}
        for side in SIZES
        if side in {192, APP_ICON_PX}
        for purpose in ("any", "maskable")
    ]
    names = {"name": site.name, "short_name": site.company, "start_url": url_for("home.choose"), "display": "browser"}
    return json.dumps({**names, "background_color": paper, "theme_color": paper, "icons": icons}, ensure_ascii=False)


def _brand() -> Brand:
    return current_site.get()().brand
