"""From sanitised HTML to the body of a page: ids, table of contents, addresses, and what readers' aids need.

One pass over what nh3 let through. It writes every tag anew, with only the classes and attributes named here,
so a class from an editor's raw HTML can never borrow the look of the site's own parts.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

from markupsafe import Markup

from portal.articles.links import ANCHOR_PREFIX
from portal.articles.model import Rendered, Section, TocEntry
from portal.articles.outline import ADMONITIONS, EXPLICIT_ID, Anchors, slugify

Attributes = dict[str, str]

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_VOID = frozenset({"br", "hr", "img", "input"})
_BLOCKS = HEADINGS | {
    *("p", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "div", "details", "summary", "hr", "br", "pre"),
    *("table", "caption", "tr", "td", "th"),
}
TABS = {"tr": "\t", "pre": "\t\t"}
"""What the lines of a section's text begin with that are rows of tables or code; prose begins with neither."""
_CELL = " · "
_TOC_LEVELS = (2, 3)
_TOKEN = re.compile(r"[a-z][a-z0-9]{0,2}")
_LANGUAGE = re.compile(r"(?:^|\s)language-([\w+#-]+)")
_UNNAMED = frozenset({"", "text", "plain"})
"""What a block of code is labelled with nothing for."""
_OWN_CLASSES = frozenset({("div", "footnote"), ("p", "admonition-title"), ("ul", "task-list")})
_KEPT = {
    "abbr": ("title",),
    "details": ("open",),
    "ol": ("start",),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan", "scope"),
}
_FOOTNOTE_LINKS = frozenset({"footnote-ref", "footnote-backref"})


@dataclass(frozen=True, slots=True)
class Words:
    """What the page itself says inside an article, in the article's language."""

    name_table: Callable[[str], str]
    """Names a table that has no caption after its section: "Table: Codes"."""
    footnote_back: str
    """Said for the arrow behind a footnote, with ``{}`` for its number."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an article's text needs from the library around it."""

    find_link: Callable[[str], Attributes | None]
    """The attributes of a link for what an editor wrote as its address; None when it leads nowhere."""
    find_image: Callable[[str], Attributes | None]
    """The attributes of a picture for what an editor wrote as its address; None when there is none."""
    words: Words
    title: str
    """The article's title, which names what stands before the first heading."""


def finish(html: str, surroundings: Surroundings) -> Rendered:
    """The body of a page, its table of contents and its plain text by section."""
    writer = _Writer(surroundings)
    writer.feed(html)
    writer.close()
    return writer.rendered()


class _Plain:
    """Collects the text of one section."""

    def __init__(self, anchor: str, title: str, level: int) -> None:
        self.anchor, self.title, self.level = anchor, title, level
        self.parts: list[str] = []

    def section(self) -> Section:
        lines = (_line(line) for line in "".join(self.parts).split("\n"))
        return Section(self.anchor, self.title, "\n".join(filter(None, lines)), self.level)


class _Writer(HTMLParser):
    """Writes the page while reading the sanitised HTML, which is always well-formed."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(convert_charrefs=True)
        self._around = surroundings
        self._out: list[str] = []
        self._anchors = Anchors()
        self._table_names: Counter[str] = Counter()
        self._toc: list[TocEntry] = []
        self._sections = [_Plain("", "", 1)]
        self._heading = -1
        """Where in the output the open heading begins; -1 outside of one."""
        self._tables: list[int] = []
        """Where in the output the open tables begin."""
        self._name: list[str] = []
        """The words since the last heading or caption began."""
        self._caption = ""
        self._label_open = False
        self._line_of = ""
        """The row or block of code that a line of the text is being made of."""
        self._muted = False
        """Inside a footnote's number or arrow, which are no words of the text."""

    def rendered(self) -> Rendered:
        """What has been written."""
        sections = tuple(plain.section() for plain in self._sections)
        kept = tuple(section for section in sections if section.title or section.text)
        html = Markup("".join(self._out).strip())  # noqa: S704 - sanitised, and written by this class alone
        return Rendered(html, tuple(self._toc), kept)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write a tag with what belongs on it."""
        given = {name: value or "" for name, value in attrs}
        if tag in _BLOCKS:
            self._close_label()
            self._begin_line(tag)
        match tag:
            case "a":
                self._open_link(given)
            case "img":
                self._put_image(given)
            case "input":
                self._open_task(given)
            case "table":
                self._tables.append(len(self._out))
                self._out += ["", "<table>"]
            case "caption":
                self._name = []
                self._write("caption", {})
            case "pre":
                # What scrolls must be reachable with a keyboard (WCAG 2.1.1).
                self._write("pre", {"tabindex": "0"})
            case _ if tag in HEADINGS:
                self._heading = len(self._out)
                self._name = []
            case _:
                self._write(tag, self._attributes(tag, given))

    def handle_endtag(self, tag: str) -> None:
        """Write the end of a tag, and what could only be known there."""
        if tag in _VOID:
            return
        if tag in _BLOCKS:
            self._close_label()
        if tag == self._line_of:
            self._line_of = ""
            self._sections[-1].parts.append("\n")
        if tag in HEADINGS:
            self._close_heading(tag)
        elif tag == "table":
            self._close_table()
        else:
            self._out.append(f"</{tag}>")
            self._muted = self._muted and tag != "a"
            if tag == "caption":
                self._caption = _spaced(self._name)

    def handle_data(self, data: str) -> None:
        """Write text, and remember it for the index."""
        self._out.append(escape(data, quote=False))
        self._name.append(data)
        if not self._muted and self._heading < 0:
            self._sections[-1].parts.append(data.replace("\n", " "))

    def _begin_line(self, tag: str) -> None:
        """Each block has a line of its own in the text; rows of tables and code, being no prose, begin with tabs."""
        if not self._line_of and tag in TABS:
            self._line_of = tag
            self._sections[-1].parts.append(f"\n{TABS[tag]}")
        elif self._line_of:
            self._sections[-1].parts.append(_CELL if tag in {"td", "th"} else " ")
        else:
            self._sections[-1].parts.append("\n")

    def _write(self, tag: str, attributes: Attributes) -> None:
        self._out.append(f"<{tag}{_joined(attributes)}>")

    def _attributes(self, tag: str, given: Attributes) -> Attributes:
        kept = {name: given[name] for name in _KEPT.get(tag, ()) if name in given}
        if "id" in given and given["id"].startswith(("fn:", "fnref")):
            kept["id"] = ANCHOR_PREFIX + given["id"]
        if "align" in given and given["align"] in {"left", "center", "right"}:
            kept["class"] = f"align-{given['align']}"
        if tag == "th":
            kept.setdefault("scope", "col")
        return kept | _looks(tag, given.get("class", ""))

    def _open_link(self, given: Attributes) -> None:
        attributes = self._around.find_link(given.get("href", "")) or {}
        look = given.get("class", "")
        if look in _FOOTNOTE_LINKS:
            attributes["class"] = look
            self._muted = True
        if "title" in given:
            attributes["title"] = given["title"]
            if look == "footnote-backref":
                attributes["aria-label"] = given["title"]
        self._write("a", attributes)

    def _put_image(self, given: Attributes) -> None:
        alt = given.get("alt", "")
        attributes = self._around.find_image(given.get("src", ""))
        self._sections[-1].parts.append(alt)
        if attributes is None:
            self._out.append(escape(alt, quote=False))
        else:
            self._write("img", {**attributes, "alt": alt, "loading": "lazy", "decoding": "async"})

    def _open_task(self, given: Attributes) -> None:
        """A box to tick, with the words behind it as its label."""
        self._close_label()
        self._out.append(f'<label><input type="checkbox"{" checked" if "checked" in given else ""}>')
        self._label_open = True

    def _close_label(self) -> None:
        if self._label_open:
            self._out.append("</label>")
            self._label_open = False

    def _close_heading(self, tag: str) -> None:
        inner, title = "".join(self._out[self._heading :]), _spaced(self._name)
        del self._out[self._heading :]
        self._heading = -1
        explicit = EXPLICIT_ID.search(inner)
        if explicit:
            inner, title = EXPLICIT_ID.sub("", inner), EXPLICIT_ID.sub("", title)
        if not inner.strip():
            return
        anchor = ANCHOR_PREFIX + self._anchors.take(explicit[1] if explicit else slugify(title))
        # The title of the page is its only first heading.
        level = max(2, int(tag[1]))
        self._out.append(f'<h{level} id="{escape(anchor)}">{inner}</h{level}>')
        self._sections.append(_Plain(anchor, title, level))
        if level in _TOC_LEVELS:
            self._toc.append(TocEntry(anchor, title, level))

    def _close_table(self) -> None:
        """A region that scrolls by itself and can be reached with a keyboard, named after its caption or section."""
        name = self._caption or self._around.words.name_table(self._sections[-1].title or self._around.title)
        self._caption = ""
        self._table_names[name] += 1
        number = self._table_names[name]
        attributes = {"class": "table-scroll", "tabindex": "0", "role": "region"}
        # Two regions with one name could not be told apart in a list of them.
        attributes["aria-label"] = name if number == 1 else f"{name} ({number})"
        self._out[self._tables.pop()] = f"<div{_joined(attributes)}>"
        self._out.append("</table></div>")


def _joined(attributes: Attributes) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())


def _spaced(words: list[str]) -> str:
    return " ".join("".join(words).split())


def _looks(tag: str, given: str) -> Attributes:
    """The classes that an article's own parts carry on the page; any other class is dropped."""
    names = given.split()
    match tag:
        case "div" if "highlight" in names:
            language = _LANGUAGE.search(given)
            shown = language[1] if language else ""
            return {"class": "highlight"} | ({"data-language": shown} if shown not in _UNNAMED else {})
        case "div" if "admonition" in names:
            look = f"admonition {next((name for name in names if name in ADMONITIONS), 'note')}"
        case "span" if len(names) == 1 and _TOKEN.fullmatch(given):
            look = given
        case _:
            look = next((name for name in names if (tag, name) in _OWN_CLASSES), "")
    return {"class": look} if look else {}


def _line(line: str) -> str:
    """A line without needless spaces, and without a sign before its first cell; empty when nothing is left."""
    words = " ".join(line.split()).removeprefix(_CELL.strip()).strip()
    tabs = len(line) - len(line.lstrip("\t"))
    return "\t" * tabs + words if words else ""
