"""Markdown rendered without a library around it."""

from markupsafe import Markup

from portal.articles.finishing import Surroundings, Words, finish
from portal.articles.links import AnchorTarget, ArticleId, ExternalTarget, parse_target
from portal.articles.markup import to_safe_html
from portal.articles.model import Rendered
from tests.html_document import HtmlDocument, parse_html

WORDS = Words(name_table="Table: {}".format, footnote_back="Back to footnote {}")
VALUES = {
    "policy.x": Markup("4 &lt; 5"),
    'policy_table("plans")': Markup("<table><caption>Plans</caption><tr><th scope='row'>A</th><td>1</td></tr></table>"),
}


def find_link(address: str) -> dict[str, str] | None:
    match parse_target(address, ArticleId("a", "b")):
        case AnchorTarget(anchor):
            return {"href": f"#s-{anchor}"}
        case ExternalTarget():
            return {"href": address, "rel": "noopener"}
    return None


def find_image(address: str) -> dict[str, str] | None:
    return {"src": f"/images/{address}", "width": "40", "height": "20"} if address == "screen.png" else None


def render(body: str) -> Rendered:
    html = to_safe_html(body, VALUES.get, WORDS.footnote_back)
    return finish(html, Surroundings(find_link, find_image, WORDS, "The title"))


def parse(body: str) -> HtmlDocument:
    return parse_html(str(render(body).html))
