"""Drawings that editors bring: an SVG is a program as much as a picture, so only what draws is let through."""

import re
from xml.etree import ElementTree as ET

MAX_BYTES = 64_000
"""A mark is a few paths; a traced photograph would travel with every page."""

_NAMESPACE = "http://www.w3.org/2000/svg"
_SHAPES = {"svg", "g", "title", "desc", "path", "circle", "ellipse", "line", "polygon", "polyline", "rect"}
_PAINTS = {"defs", "linearGradient", "radialGradient", "stop", "clipPath", "style"}
_GEOMETRY = "cx cy d fx fy height offset points r rx ry transform viewBox width x x1 x2 y y1 y2 preserveAspectRatio"
_LOOK = (
    "fill fill-opacity fill-rule opacity stroke stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity"
    " stroke-width stop-color stop-opacity color clip-rule clip-path gradientUnits gradientTransform clipPathUnits"
)
_ATTRIBUTES = {*_GEOMETRY.split(), *_LOOK.split(), "version"}
_NAMES = {"id", "class"}
# Numbers, names, colours, and references within the drawing.
_VALUE = re.compile(r"(?:[\w\s.,;#%+/-]|\((?!\s*//)|\))*")
_REFERENCE = re.compile(r"url\s*\(\s*(?!#)", re.IGNORECASE)
_IN_STYLE = re.compile(r"url|@import|expression|javascript|[\\<]", re.IGNORECASE)

ET.register_namespace("", _NAMESPACE)


def read_drawing(content: bytes, *, alone: bool) -> ET.Element:
    """The root of a drawing that runs nothing and fetches nothing.

    Args:
        content: the file.
        alone: whether it is shown by its own address; one that becomes a part of pages has no names or styles, which
            would meet those of the page.

    Raises:
        ValueError: with the reason, when something in it is not allowed.
    """
    if len(content) > MAX_BYTES:
        raise ValueError(f"is larger than {MAX_BYTES // 1000} KB")
    if b"<!" in content.replace(b"<!--", b""):
        raise ValueError("has a document type or a marked section")
    try:
        root = ET.fromstring(content)  # noqa: S314 - without a document type there are no entities
    except ET.ParseError as error:
        raise ValueError(f"is no XML ({error})") from None
    if root.tag != f"{{{_NAMESPACE}}}svg" or "viewBox" not in root.attrib:
        raise ValueError("must be an svg element with a viewBox")
    for element in root.iter():
        _check_element(element, alone=alone)
    return root


def _check_element(element: ET.Element, *, alone: bool) -> None:
    name = str(element.tag).removeprefix(f"{{{_NAMESPACE}}}")
    if name not in (_SHAPES | _PAINTS if alone else _SHAPES):
        raise ValueError(f"holds <{name.rpartition('}')[2]}>, which is not allowed")
    if name == "style" and _IN_STYLE.search(element.text or ""):
        raise ValueError("has a style that fetches something")
    for key, value in element.attrib.items():
        if key not in (_ATTRIBUTES | _NAMES if alone else _ATTRIBUTES):
            raise ValueError(f"has the attribute {key.rpartition('}')[2]}, which is not allowed")
        if not _VALUE.fullmatch(value) or _REFERENCE.search(value):
            raise ValueError(f"has a value in {key} that is not allowed")
