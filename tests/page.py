"""An answer of the portal as a test reads it: in headings, words, links and fields."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from werkzeug.datastructures import Headers

from tests.forms import values_of
from tests.html_document import HtmlDocument, name_of, parse_html, text_of


@dataclass(frozen=True)
class Page:
    """What came back for an address."""

    path: str
    address: str
    """The path with its query."""
    status: int
    headers: Headers
    body: bytes

    @cached_property
    def source(self) -> str:
        return self.body.decode()

    @cached_property
    def document(self) -> HtmlDocument:
        return parse_html(self.source)

    @cached_property
    def words(self) -> str:
        """Everything that can be read in the main part of the page, or in the fragment."""
        main = self.document.list_elements("main")
        return text_of(main[0] if main else self.document.root)

    @property
    def heading(self) -> str:
        return text_of(self.document.list_elements("h1")[0])

    @property
    def title(self) -> str:
        return text_of(self.document.list_elements("title")[0])

    @property
    def language(self) -> str:
        return self.document.root.get("lang", "")

    @property
    def location(self) -> str:
        """Where a redirect leads."""
        return self.headers["Location"]

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def is_html(self) -> bool:
        return self.headers.get("Content-Type", "").startswith("text/html")

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where all links of the page lead."""
        return tuple(anchor.get("href", "") for anchor in self.document.list_elements("a") if anchor.get("href"))

    @property
    def links(self) -> dict[str, str]:
        """The address of every link, by its words; of several with the same words, the first."""
        anchors = [anchor for anchor in self.document.list_elements("a") if anchor.get("href")]
        return {name_of(anchor, self.document): anchor.get("href", "") for anchor in reversed(anchors)}

    @property
    def fields(self) -> dict[str, Any]:
        """What the forms of the page hold, by field; a list where a name has several values."""
        gathered: dict[str, list[str]] = {}
        for form in self.document.list_elements("form"):
            for name, value in values_of(self.document, form):
                gathered.setdefault(name, []).append(value)
        return {name: values[0] if len(values) == 1 else values for name, values in gathered.items()}

    @property
    def mistakes(self) -> list[str]:
        """What the error summary asks to correct."""
        summaries = [each for each in self.document.elements if each.get("class") == "error-summary"]
        return [text_of(link) for summary in summaries for link in summary.iter("a")]

    def link(self, words: str) -> str:
        """The address of the link with these words."""
        assert words in self.links, f"no link {words!r}; there are {sorted(self.links)}"
        return self.links[words]

    def says(self, words: str) -> bool:
        """Whether these words can be read in the main part, whatever the markup between them."""
        return " ".join(words.split()) in self.words
