"""HTML as tests read it: parsed as browsers do, with every mistake of the markup kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from xml.etree.ElementTree import Element

import html5lib
from html5lib.constants import E as MESSAGES

SVG = "{http://www.w3.org/2000/svg}"
CONTROLS = {"input", "select", "textarea"}
# Controls that nobody fills in: they need no label.
SILENT_INPUTS = {"hidden", "submit", "button", "reset", "image"}


@dataclass(frozen=True)
class HtmlDocument:
    """A whole page, or a fragment of one."""

    source: str
    root: Element
    mistakes: tuple[str, ...]
    """What a strict parser says about the markup, with line and column."""
    is_fragment: bool

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        return tuple(element for element in self.root.iter() if isinstance(element.tag, str))

    @cached_property
    def parents(self) -> dict[Element, Element]:
        return {child: parent for parent in self.elements for child in parent}

    @cached_property
    def ids(self) -> frozenset[str]:
        return frozenset(element.get("id", "") for element in self.elements if element.get("id"))

    def list_elements(self, *tags: str) -> tuple[Element, ...]:
        return tuple(element for element in self.elements if element.tag in tags)

    def above(self, element: Element) -> Iterator[Element]:
        """The elements around one, from the inside out."""
        while element in self.parents:
            element = self.parents[element]
            yield element

    def controls_of(self, form: Element) -> tuple[Element, ...]:
        """What a form sends: fields and buttons inside it, and those that name it."""
        inside = set(form.iter())
        own = form.get("id")
        tags = CONTROLS | {"button"}
        return tuple(
            element
            for element in self.elements
            if element.tag in tags and (element.get("form") == own if element.get("form") else element in inside)
        )


def parse_html(source: str) -> HtmlDocument:
    """The document in a text; without a doctype it is a fragment."""
    is_fragment = not source.lstrip().lower().startswith("<!doctype")
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parseFragment(source, container="div") if is_fragment else parser.parse(source)
    mistakes = tuple(
        f"line {line}, column {column}: {MESSAGES.get(code, code) % values}"
        for (line, column), code, values in parser.errors
    )
    return HtmlDocument(source, root, mistakes, is_fragment)


def text_of(element: Element) -> str:
    """The words in an element as somebody reads them, with single spaces."""
    return " ".join("".join(_words(element)).split())


def name_of(element: Element, document: HtmlDocument) -> str:
    """What assistive technology calls an element: its label, else its words, else its pictures' texts."""
    if element.get("aria-label"):
        return element.get("aria-label", "")
    labelled = element.get("aria-labelledby", "").split()
    if labelled:
        return " ".join(text_of(other) for other in document.elements if other.get("id") in labelled)
    pictures = [each for each in element.iter() if each.tag in {"img", f"{SVG}svg"}]
    return " ".join([text_of(element), *(_picture_text(picture) for picture in pictures)]).strip()


def describe(element: Element) -> str:
    """An element as a finding names it: ``<input name=email>``."""
    marks = (f"{name}={element.get(name)}" for name in ("id", "name", "href", "action", "src") if element.get(name))
    return f"<{' '.join([element.tag.removeprefix(SVG), *marks])}>"


def _picture_text(picture: Element) -> str:
    return picture.get("alt") or picture.get("aria-label") or ""


def _words(element: Element) -> Iterator[str]:
    if isinstance(element.tag, str) and element.tag not in {"script", "style", "template"}:
        yield element.text or ""
        for child in element:
            yield from _words(child)
            yield child.tail or ""
