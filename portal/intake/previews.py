"""The section of an article that answers, as it stands there, to be read without leaving the wizard."""

import re
from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup

from portal.articles.current import request_library
from portal.articles.model import Rendered, Section
from portal.articles.render import rendered
from portal.search.model import Result
from portal.web.i18n import current_language

# Several articles stand on one page: what they call alike must not be there twice.
_NAMES = re.compile(r'\s(?:id|aria-labelledby|aria-describedby)="[^"]*"')
_LINK = re.compile(r"<a (?![^>]*\btarget=)")


@dataclass(frozen=True)
class Preview:
    """The heading of a section and what stands below it."""

    title: str
    html: Markup


def make_preview(result: Result) -> Preview | None:
    """The section that answers, or else the article's first one; None when there is none."""
    found = request_library().find(result.category, result.slug, current_language())
    if found is None:
        return None
    article = rendered(found)
    headed = [section for section in article.sections if section.anchor]
    wanted = result.section.anchor if result.section else ""
    section = next((each for each in headed if each.anchor == wanted), None) or next(iter(headed), None)
    if section is None:
        return None
    address = url_for("articles.show", category=result.category, slug=result.slug)
    return Preview(section.title, _cut_out(article, section, address))


def _cut_out(article: Rendered, section: Section, address: str) -> Markup:
    """What stands between a heading and the next one of its level or above; its links open in a tab of their own."""
    _, _, behind = article.html.partition(f'id="{section.anchor}"')
    _, _, body = behind.partition(f"</h{section.level}>")
    html = re.split(f"<h[1-{section.level}][ >]", body, maxsplit=1)[0]
    html = _NAMES.sub("", html).replace('href="#', f'href="{address}#')
    return Markup(_LINK.sub('<a target="_blank" ', html))  # noqa: S704 - the page's own rendering, already sanitised
