"""Whatever stands in a file, nothing that could do harm reaches the page."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.html_document import HtmlDocument
from tests.unit.articles.rendering import parse

HOSTILE = [
    "&#1 &#x7f; &#xfffe;",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<iframe src=https://example.org></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' java&#x0A;script:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    "## X {: onclick=alert(1) #csrf_token }",
    "## X {#csrf_token}",
    "<p id='csrf_token'>x</p>",
    "<p id='fn:1'>x</p>",
    "<form action=/en/help/><input name=csrf_token><button>x</button></form>",
    "<input type=text name=password autofocus onfocus=alert(1)>",
    "<div style='position:fixed;inset:0' class='site-header notice'>x</div>",
    "<style>body{display:none}</style>",
    "<link rel=stylesheet href=https://example.org/x.css>",
    "<meta http-equiv=refresh content='0;url=https://example.org'>",
    "<base href=https://example.org/>",
    "<object data=x></object><embed src=x>",
    "<div hx-get=/en/help/ hx-trigger=load>x</div>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<table background='javascript:alert(1)'><tr><td>x</table>",
    "<details ontoggle=alert(1) open>x</details>",
    "<a href=https://example.org target=_blank rel=opener class=button>x</a>",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    '```json" onclick="alert(1)\n{}\n```',
    '!!! note" onclick="alert(1)\n    x',
    '!!! note "<img src=x onerror=alert(1)>"\n    x',
    "| <img src=x onerror=alert(1)> |\n|---|\n| <script>x</script> |",
    "[^<img src=x onerror=alert(1)>]\n\n[^<img src=x onerror=alert(1)>]: x",
    '[x](https://example.org "><script>alert(1)</script>")',
    "</div></article></main><h2>Escaped</h2>",
    "<textarea></div><script>alert(1)</script>",
    "<!--><script>alert(1)</script>-->",
]
ALLOWED = {
    *("p", "h2", "h3", "h4", "h5", "h6", "a", "div", "ul", "ol", "li", "code", "pre", "span", "em", "strong", "table"),
    *("thead", "tbody", "tfoot", "tr", "td", "th", "caption", "label", "input", "br", "hr", "sup", "sub", "blockquote"),
    *("details", "summary", "del", "kbd", "abbr", "dl", "dt", "dd", "img"),
}
CLASSES = {
    "admonition",
    "note",
    "admonition-title",
    "highlight",
    "table-scroll",
    "footnote",
    "footnote-ref",
    "footnote-backref",
}
ATTRIBUTES = {
    *("href", "rel", "title", "class", "id", "tabindex", "role", "aria-label", "data-language", "type", "checked"),
    *("scope", "colspan", "rowspan", "start", "open", "src", "width", "height", "alt", "loading", "decoding"),
}


def find_harm(document: HtmlDocument) -> list[str]:
    """Everything in a rendered body that an article has no business with."""
    harm = []
    for element in document.elements[1:]:
        if element.tag not in ALLOWED:
            harm.append(f"<{element.tag}>")
        harm += [f"{name}=" for name, _ in element.items() if name not in ATTRIBUTES]
        harm += [f"#{element.get('id')}" for _ in "x" if not element.get("id", "s-").startswith("s-")]
        if element.tag == "input" and element.get("type") != "checkbox":
            harm.append("<input> that is no box")
        if ":" in element.get("href", "") and not element.get("href", "").startswith(
            ("http", "mailto:", "tel:", "#s-")
        ):
            harm.append(element.get("href", ""))
        if element.tag != "span":
            harm += [f".{name}" for name in element.get("class", "").split() if name not in CLASSES]
    return harm


@pytest.mark.parametrize("source", HOSTILE)
def test_harm_never_comes_through(source):
    document = parse(f"Before.\n\n{source}\n\nAfter.\n")

    assert find_harm(document) == []
    assert not document.mistakes


@given(st.text(alphabet="<>&\"'`[](){}#!|*_-:=/ \nabcdhxjs1", max_size=120))
@settings(max_examples=60, deadline=None)
def test_any_text_becomes_sound_html(text):
    document = parse(text)

    assert find_harm(document) == []
    assert not document.mistakes
