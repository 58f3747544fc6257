"""Keeps the pages that tests fetch, one of each make, for the validator that looks at them when all tests have run.

A test run fetches tens of thousands of pages, and the validator takes a twentieth of a second for each. What it judges
is which elements stand in which, with which attributes; so a page is kept when anything in it is put together as in no
page before. Words and addresses are judged by the checks of the client itself.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from tests.html_document import HtmlDocument

FOLDER = "PORTAL_TEST_PAGES"
"""The environment variable that names the folder; without it nothing is kept."""
# Their values are anybody's words. Of all others the value is part of the make: the validator knows which are right.
_FREE = frozenset({"action", "alt", "class", "content", "for", "headers", "href", "id", "placeholder", "src", "srcset"})
_FREE |= {"aria-controls", "aria-describedby", "aria-label", "aria-labelledby", "title", "value"}
_seen: set[int] = set()


def keep(document: HtmlDocument, source: str, address: str) -> None:
    """Keep a whole page when something in it is new to this process."""
    folder = os.environ.get(FOLDER)
    if not folder or document.is_fragment:
        return
    makes = {hash(make) for make in _list_makes(document.root, ())}
    if makes <= _seen:
        return
    _seen.update(makes)
    name = hashlib.sha256(source.encode()).hexdigest()[:16]
    Path(folder, f"{name}.html").write_text(source)
    Path(folder, f"{name}.address").write_text(address)


def _list_makes(element: Element, above: tuple[str, ...]) -> Iterator[tuple[object, ...]]:
    children = [child for child in element if isinstance(child.tag, str)]
    inside: list[str] = []
    for child in children:
        # Ten rows are put together as two are.
        if inside[-2:] != [child.tag, child.tag]:
            inside.append(child.tag)
    attributes = sorted((name, "" if _is_free(name) else value) for name, value in element.attrib.items())
    has_words = bool("".join((element.text or "", *(child.tail or "" for child in children))).strip())
    yield above[-2:], element.tag, tuple(attributes), tuple(inside), has_words
    for child in children:
        yield from _list_makes(child, (*above, element.tag))


def _is_free(name: str) -> bool:
    return name in _FREE or name.startswith(("data-", "hx-"))
