"""Templates as they are written: the HTML between Jinja's tags, and the expressions inside them.

What Jinja puts in is replaced by one character, so that the rest can be read as HTML. Both arms of a condition are
read one after the other, which suits rules about single elements and their attributes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment, nodes

FILLED = "\ue000"
"""Stands for whatever an expression puts in."""
GETTEXT = {"_", "gettext", "ngettext"}

_ENVIRONMENT = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
_TRANS = re.compile(r"\{%-?\+?\s*trans\b.*?\{%-?\+?\s*endtrans\b.*?%\}", re.DOTALL)
# By agreement, blocks with these names are put into a tag.
_ATTRIBUTE_BLOCK = re.compile(r"\{%-?\s*block\s+\w+_(?:class|attributes)\b.*?endblock.*?%\}", re.DOTALL)
_JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


@dataclass(frozen=True)
class Template:
    """A template's file and its text."""

    path: Path
    name: str
    """As other templates call it: ``intake/start.html``."""
    text: str

    @property
    def tree(self) -> nodes.Template:
        return parse_template(self.text)


@dataclass
class Tag:
    """A start tag, with the forms it stands in."""

    name: str
    attributes: dict[str, str]
    line: int
    in_form: bool


@dataclass
class Outline(HTMLParser):
    """The start tags and texts of a template."""

    tags: list[Tag] = field(default_factory=list)
    texts: list[tuple[int, str]] = field(default_factory=list)
    _forms: int = 0
    _raw: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag, attrs):
        self.tags.append(Tag(tag, {name: value or "" for name, value in attrs}, self.getpos()[0], self._forms > 0))
        self._forms += tag == "form"
        self._raw = tag if tag in {"script", "style"} else ""

    def handle_endtag(self, tag):
        self._forms -= tag == "form"
        self._raw = ""

    def handle_data(self, data):
        if not self._raw:
            self.texts.append((self.getpos()[0], data))


def list_templates(root: Path) -> Iterator[Template]:
    """Every template of the project."""
    for path in sorted((root / "portal").rglob("templates/**/*")):
        if path.is_file():
            parts = path.relative_to(root).parts
            name = "/".join(parts[parts.index("templates") + 1 :])
            yield Template(path, name, path.read_text(encoding="utf-8"))


@cache
def parse_template(text: str) -> nodes.Template:
    return _ENVIRONMENT.parse(text)


def read_outline(template: Template) -> Outline:
    """The HTML of a template; a `trans` block counts as filled in."""
    outline = Outline()
    text = template.text
    for pattern in (_TRANS, _ATTRIBUTE_BLOCK, _JINJA):
        text = pattern.sub(_fill, text)
    outline.feed(text)
    outline.close()
    return outline


def _fill(match: re.Match[str]) -> str:
    """The stand-in for a piece of Jinja, with as many lines as the piece had."""
    piece = match[0]
    shown = FILLED if piece.startswith("{{") or _TRANS.match(piece) else " "
    return shown + "\n" * piece.count("\n")


def untranslated_constants(tree: nodes.Node) -> Iterator[nodes.Const]:
    """The string literals of a template's expressions that do not pass through gettext."""
    if isinstance(tree, nodes.Call) and isinstance(tree.node, nodes.Name) and tree.node.name in GETTEXT:
        return
    if isinstance(tree, nodes.Const) and isinstance(tree.value, str):
        yield tree
    for child in tree.iter_child_nodes():
        yield from untranslated_constants(child)
