"""Markdown to HTML that is safe to show: Python-Markdown, then always nh3.

Python-Markdown alone lets scripts, event handlers and foreign schemes through; nh3 keeps only what is listed
here. What editors write is trusted not to be slow: 5 KB of brackets take the library seconds, so texts of
visitors must never come this way.
"""

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.blockprocessors import HashHeaderProcessor
from markdown.extensions import Extension
from markdown.extensions.admonition import AdmonitionExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor
from markupsafe import Markup
from pymdownx.highlight import HighlightExtension
from pymdownx.superfences import SuperFencesCodeExtension
from pymdownx.tasklist import TasklistExtension

from portal.articles.finishing import HEADINGS

FillPlaceholder = Callable[[str], Markup | None]
"""The HTML for what stands between double braces, or None when it names nothing."""

_TAGS = HEADINGS | {
    *("p", "br", "hr", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "div", "details", "summary"),
    *("a", "img", "em", "strong", "del", "sup", "sub", "kbd", "abbr", "span", "code", "pre", "input"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
}
_ATTRIBUTES = {
    "a": {"href", "title", "class"},
    "abbr": {"title"},
    "details": {"open"},
    "div": {"class"},
    "img": {"src", "alt", "title"},
    "input": {"checked"},
    "li": {"class", "id"},
    "ol": {"start"},
    "p": {"class"},
    "span": {"class"},
    "sup": {"id"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
    "ul": {"class"},
}
_NO_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
"""What no HTML may hold, however it was written; "&#1" alone makes one."""
_SCHEMES = {"http", "https", "mailto", "tel"}

# Above links and emphasis, so that a placeholder may stand in either; below code and escapes, which win.
_PLACEHOLDER_PRIORITY = 175
_HEADING_PRIORITY = 70
"""The library's own, since our processor takes the place of its."""


def to_safe_html(body: str, fill: FillPlaceholder, back_title: str) -> str:
    """The sanitised HTML of a Markdown text; ``back_title`` is said for a footnote's arrow, ``{}`` its number."""
    html = _parser(fill, back_title).convert(body)
    clean = nh3.clean(
        html,
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
        # Whatever an input was meant to be, it becomes a box to tick: no forms in articles.
        set_tag_attribute_values={"input": {"type": "checkbox"}},
    )
    return _NO_CHARACTERS.sub("", clean)


def _parser(fill: FillPlaceholder, back_title: str) -> Markdown:
    """A parser of its own for each text: it keeps state, and several threads render at once."""
    return Markdown(
        output_format="html",
        extensions=[
            TableExtension(use_align_attribute=True),
            AdmonitionExtension(),
            SaneListExtension(),
            FootnoteExtension(BACKLINK_TITLE=back_title),
            SuperFencesCodeExtension(),
            HighlightExtension(pygments_lang_class=True, guess_lang=False),
            TasklistExtension(clickable_checkbox=True),
            _PortalExtension(fill),
        ],
    )


class _PortalExtension(Extension):
    """Where articles differ from plain Python-Markdown."""

    def __init__(self, fill: FillPlaceholder) -> None:
        super().__init__()
        self._fill = fill

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Register our parts."""
        md.parser.blockprocessors.register(_HeadingProcessor(md.parser), "hashheader", _HEADING_PRIORITY)
        md.inlinePatterns.register(_PlaceholderProcessor(md, self._fill), "placeholder", _PLACEHOLDER_PRIORITY)


class _HeadingProcessor(HashHeaderProcessor):
    """As in CommonMark, "#131047" at the start of a line is a number, not a heading."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})[ \t]+(?P<header>(?:\\.|[^\\])*?)#*(?:\n|$)")


class _PlaceholderProcessor(InlineProcessor):
    """Puts the policy's words and tables where editors point at them; code never comes here."""

    def __init__(self, md: Markdown, fill: FillPlaceholder) -> None:
        super().__init__(r"\{\{[ \t]*(.*?)[ \t]*\}\}", md)
        self._fill = fill

    def handleMatch(  # type: ignore[override] # noqa: N802 - the library's name
        self, match: re.Match[str], data: str
    ) -> tuple[Element | str | None, int | None, int | None]:
        """The filled-in HTML; the stash unwraps a table from the paragraph it stands in alone."""
        html = self._fill(match[1])
        if html is None:
            return None, None, None
        return self.md.htmlStash.store(str(html)), match.start(0), match.end(0)
