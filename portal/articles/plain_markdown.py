"""An article as Markdown for programs and assistants: complete in itself, wherever it is read.

The editors' file is made for a git host: promises are placeholders, links lead to other files, the front matter holds
what only editors need. Here promises are filled in, links and pictures have full addresses (those of articles lead to
their Markdown), and the front matter says what it is, where it stands and how old it is.
"""

import re
from collections.abc import Iterator

import yaml

from portal.articles.links import ArticleTarget, ImageTarget, image_address, parse_target
from portal.articles.model import Found
from portal.articles.outline import find_addresses, find_placeholders, mask_code
from portal.policy.placeholders import UnknownPlaceholder, find_meant
from portal.policy.tables import Table
from portal.web.i18n import speaking
from portal.web.shell import absolute

Change = tuple[int, int, str]
"""From where to where, and what stands there instead."""


def write_markdown(found: Found, canonical: str) -> str:
    """The whole file; ``canonical`` is the address of the page it belongs to."""
    article = found.article
    front = {
        "title": article.title,
        "summary": article.summary,
        "language": article.language.html,
        "canonical": canonical,
        "updated": article.changed_on,
    }
    head = yaml.safe_dump(front, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{head}---\n\n{write_body(found)}"


def write_body(found: Found) -> str:
    """The text below the front matter; policy values are in its language."""
    body = found.article.body.strip("\n") + "\n"
    masked = mask_code(body)
    with speaking(found.article.language):
        changes = sorted((*_fill_placeholders(found, body, masked), *_lead_links(found, body, masked)), reverse=True)
    kept_from = len(body)
    for start, end, text in changes:
        if end <= kept_from:
            body = body[:start] + text + body[end:]
            kept_from = start
    return body


def _fill_placeholders(found: Found, body: str, masked: str) -> Iterator[Change]:
    for start, end, expression in find_placeholders(masked):
        try:
            meant = find_meant(found.library.policy, expression)
        except UnknownPlaceholder:
            continue
        yield start, end, _indent(meant.as_markdown(), body, start) if isinstance(meant, Table) else meant


def _indent(text: str, body: str, start: int) -> str:
    """The lines of a table as deep as its placeholder stood, or they would end the block it is in."""
    before = body[body.rfind("\n", 0, start) + 1 : start]
    return re.sub(r"\n(?=.)", f"\n{before}", text) if before.isspace() else text


def _lead_links(found: Found, body: str, masked: str) -> Iterator[Change]:
    for start, end in find_addresses(masked):
        address = _full_address(found, body[start:end])
        if address:
            yield start, end, address


def _full_address(found: Found, address: str) -> str | None:
    """Where what an editor wrote leads from anywhere; None when it may stay as it is."""
    library = found.library
    match parse_target(address, found.id):
        case ArticleTarget(article, _tag, anchor) if article in library.articles:
            path = f"/{found.requested.tag}/{article.category}/{article.slug}.md"
            return absolute(f"{path}#{anchor}" if anchor else path)
        case ImageTarget(article, name) if name in library.pictures.get(article, {}):
            return absolute(image_address(article, name, library.pictures[article][name].digest))
        case _:
            return None
