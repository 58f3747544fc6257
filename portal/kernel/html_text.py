"""The text of an HTML mail. Nothing of its markup survives, so nothing in it can do harm."""

import re
from html.parser import HTMLParser

MAX_HTML = 1_000_000
"""Characters that are read; what an HTML mail says beyond that is its own history."""
_BLOCKS = frozenset(
    {"address", "article", "center", "div", "dl", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"}
    | {"hr", "ol", "p", "pre", "section", "table", "tr", "ul", "dt", "dd"}
)
_UNSEEN = frozenset({"head", "math", "noscript", "object", "script", "style", "svg", "template", "title"})
_EMPTY = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|font-size\s*:\s*0[;p ]")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_UNCLOSED = re.compile(r"<(?=[^<>]*(?:<|\Z))")
"""The beginning of a tag that another one begins in. The parser looks for the end of each of them through the whole
rest: 28 KB of ``<p a=b `` took it 7 s."""
_MANY_LINES = re.compile(r"\n{3,}")


def html_to_text(markup: str) -> str:
    """What a reader of the mail sees, quoted parts with ``> `` before their lines."""
    markup = _UNCLOSED.sub("&lt;", _without_comments(markup[:MAX_HTML]))
    reader = _Reader()
    try:
        reader.feed(markup)
        reader.close()
    except (AssertionError, ValueError, IndexError):
        # The parser gives up on some broken declarations; what is left is what stands between the tags.
        return _tidy(_TAG.sub(" ", markup))
    return _tidy(reader.text)


def _without_comments(markup: str) -> str:
    kept, at = [], 0
    while (begin := markup.find("<!--", at)) >= 0:
        kept.append(markup[at:begin])
        end = markup.find("-->", begin + 4)
        # A comment that never ends reaches to the end, as in browsers.
        at = end + 3 if end >= 0 else len(markup)
    kept.append(markup[at:])
    return "".join(kept)


def _tidy(text: str) -> str:
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return _MANY_LINES.sub("\n\n", lines).strip()


class _Reader(HTMLParser):
    """Writes lines while it reads; ``quotes`` says how deep the present line is quoted."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = [""]
        self._quotes = 0
        self._pre = 0
        self._hidden: list[str] = []
        """The open elements within something that is not shown, itself first."""
        self._link = ""
        self._link_at = (0, 0)

    @property
    def text(self) -> str:
        return "\n".join(self._lines)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._hidden or tag in _UNSEEN or _is_hidden(attrs):
            if tag not in _EMPTY:
                self._hidden.append(tag)
            return
        if tag == "blockquote":
            self._end_line()
            self._quotes = min(self._quotes + 1, 10)
            self._begin_line()
        elif tag == "br":
            self._begin_line()
        elif tag == "li":
            self._end_line()
            self._lines[-1] += "- "
        elif tag in _BLOCKS:
            self._end_line()
            self._pre += tag == "pre"
        elif tag == "a":
            self._link = (dict(attrs).get("href") or "").strip()
            self._link_at = (len(self._lines) - 1, len(self._lines[-1]))
        elif tag in {"td", "th"} and self._lines[-1].strip():
            self._lines[-1] += " "

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            if tag in self._hidden:
                while self._hidden.pop() != tag:
                    pass
            return
        if tag == "blockquote":
            self._end_line()
            self._quotes = max(0, self._quotes - 1)
            self._begin_line()
        elif tag == "a":
            self._end_link()
        elif tag in _BLOCKS:
            self._end_line()
            self._pre = max(0, self._pre - (tag == "pre"))
            if tag == "p":
                self._begin_line()

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if self._pre:
            first, *others = data.replace("\r\n", "\n").split("\n")
            self._lines[-1] += first
            for line in others:
                self._begin_line()
                self._lines[-1] += line
            return
        words = re.sub(r"[ \t\r\n\f\xa0]+", " ", data)
        self._lines[-1] += words.lstrip() if self._is_blank() else words

    def _end_link(self) -> None:
        """Show where a link leads when its words do not."""
        line, column = self._link_at
        shown = "".join([self._lines[line][column:], *self._lines[line + 1 :]]).strip()
        target = self._link.removeprefix("mailto:")
        if target.startswith(("http://", "https://")) and shown and shown.strip("/ ") not in target:
            self._lines[-1] += f" ({target[:500]})"
        self._link = ""

    def _is_blank(self) -> bool:
        return not self._lines[-1].strip(" >")

    def _end_line(self) -> None:
        if not self._is_blank():
            self._begin_line()

    def _begin_line(self) -> None:
        prefix = "> " * self._quotes
        if self._is_blank() and self._lines[-1].count(">") != self._quotes:
            self._lines[-1] = prefix
        else:
            self._lines.append(prefix)


def _is_hidden(attrs: list[tuple[str, str | None]]) -> bool:
    given = dict(attrs)
    return "hidden" in given or bool(_HIDDEN_STYLE.search((given.get("style") or "").lower()))
