"""Where a page leads: links to addresses that exist, assets from this host only, icons that the sprite holds."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flask import Flask
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from tests.html_document import SVG, HtmlDocument, describe

STATIC = Path(__file__).resolve().parents[1] / "static"

# Attributes whose address the browser loads by itself.
LOADED = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
    f"{SVG}use": ("href", "{http://www.w3.org/1999/xlink}href"),
    f"{SVG}image": ("href", "{http://www.w3.org/1999/xlink}href"),
}
# Kinds of <link> that only name an address.
NAMED_LINKS = {"canonical", "alternate", "next", "prev", "author", "license", "help"}
OUTSIDE = ("https://", "mailto:", "tel:")
# Addresses of htmx, with the method it uses.
HTMX = {"hx-get": "GET", "hx-post": "POST", "hx-put": "PUT", "hx-patch": "PATCH", "hx-delete": "DELETE"}


def check_links(document: HtmlDocument, app: Flask) -> list[str]:
    """Everything that is wrong with the addresses in a page."""
    return [*_check_loads(document), *_check_leads(document, app)]


def _check_loads(document: HtmlDocument) -> Iterable[str]:
    for element in document.elements:
        names = LOADED.get(element.tag, ())
        if element.tag == "link" and not NAMED_LINKS & set(element.get("rel", "").split()):
            names = ("href",)
        for name in names:
            for address in _addresses(element.get(name, ""), name):
                if not _is_ours(address) and not (element.tag == "img" and address.startswith("data:image/")):
                    yield f"{describe(element)} loads {address!r} from another host"
        if element.tag == f"{SVG}use":
            yield from _check_icon(element.get("href", ""))


def _check_icon(address: str) -> Iterable[str]:
    path, _, name = address.partition("#")
    file = path.rpartition("/")[2]
    if path and name not in _icons_of(file):
        yield f"{file} holds no icon {name!r}"


@cache
def _icons_of(file: str) -> frozenset[str]:
    path = STATIC / file
    if not path.is_file():
        return frozenset()
    return frozenset(element.get("id", "") for element in ET.parse(path).iter())


def _check_leads(document: HtmlDocument, app: Flask) -> Iterable[str]:
    for element in document.elements:
        if element.tag in {"a", "area"} and element.get("href") is not None:
            yield from _check_address(describe(element), element.get("href", ""), "GET", app)
        if element.tag == "form" and element.get("action") is not None:
            address, method = element.get("action", ""), element.get("method", "get").upper()
            if not _is_ours(address):
                yield f"{describe(element)} sends to another host"
            else:
                yield from _check_address(describe(element), address, method, app)
        for name, method in HTMX.items():
            if element.get(name) is not None:
                yield from _check_address(f"{name} of {describe(element)}", element.get(name, ""), method, app)


def _check_address(place: str, address: str, method: str, app: Flask) -> Iterable[str]:
    if not address or re.search(r"\s|[<>{}\"]", address) or "None" in address.split("/"):
        yield f"{place} is malformed: {address!r}"
    elif address.startswith("/") and not address.startswith("//"):
        yield from _check_path(place, unquote(urlsplit(address).path), method, app)
    elif not address.startswith(("#", "?", *OUTSIDE)):
        yield f"{place} is neither a path of the portal nor a safe address outside: {address!r}"


def _check_path(place: str, path: str, method: str, app: Flask) -> Iterable[str]:
    try:
        app.url_map.bind("localhost").match(path, method=method)
    except RequestRedirect as redirect:
        yield f"{place} leads over a redirect to {redirect.new_url}"
    except NotFound:
        yield f"{place} leads to no route: {path!r}"
    except MethodNotAllowed:
        yield f"{place} leads to an address that does not take {method}: {path!r}"


def _is_ours(address: str) -> bool:
    return not urlsplit(address).scheme and not address.startswith("//")


def _addresses(value: str, name: str) -> list[str]:
    if name == "srcset":
        return [candidate.split()[0] for candidate in value.split(",") if candidate.strip()]
    return [value] if value else []
