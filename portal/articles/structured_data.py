"""What an article is, in schema.org's words: for search engines that show more than a title.

A block of data is no script: browsers never run it and the content security policy does not concern it. Its text is
escaped so that no word of an article can end it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from portal.articles.model import Found, Section
from portal.web.site import Site

LEAST_QUESTIONS = 2
_QUESTION_MARKS = ("?", "？")
_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article stands."""

    address: str
    """The full address of its canonical page."""
    trail: tuple[tuple[str, str], ...]
    """Name and full address of every page above it, from the front page down."""
    home: str
    """The full address of the site."""


def structured_data(found: Found, sections: Sequence[Section], site: Site, place: Place) -> Markup:
    """The element for the page's head."""
    graph = [_article(found, site, place), _breadcrumbs(found, place)]
    questions = find_questions(sections)
    if questions:
        graph.append(_questions(questions, found, place))
    return as_element({"@context": "https://schema.org", "@graph": graph})


def as_element(data: dict[str, Any]) -> Markup:
    """JSON in a block that nothing inside of it can end."""
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return Markup(f'<script type="application/ld+json">{text}</script>')  # noqa: S704 - escaped one line above


def find_questions(sections: Sequence[Section]) -> tuple[tuple[str, str], ...]:
    """Questions and their answers, when an article is a list of them: two or more, and half of the headings or more."""
    headings = [section for section in sections if section.title]
    found = []
    for place, section in enumerate(sections):
        if section.title.endswith(_QUESTION_MARKS):
            answer = _text_below(sections, place)
            if answer:
                found.append((section.title, answer))
    return tuple(found) if len(found) >= LEAST_QUESTIONS and 2 * len(found) >= len(headings) else ()


def _text_below(sections: Sequence[Section], place: int) -> str:
    """The words of a section and of the smaller ones in it."""
    parts = [sections[place].text]
    for section in sections[place + 1 :]:
        if section.level <= sections[place].level:
            break
        parts += [section.title, section.text]
    return " ".join(" ".join(parts).split())


def _article(found: Found, site: Site, place: Place) -> dict[str, Any]:
    article = found.article
    return {
        "@type": "TechArticle",
        "headline": article.title,
        "description": article.summary,
        "inLanguage": article.language.html,
        "dateModified": article.changed_on.isoformat(),
        "mainEntityOfPage": place.address,
        "publisher": {"@type": "Organization", "name": site.company, "url": place.home},
    }


def _breadcrumbs(found: Found, place: Place) -> dict[str, Any]:
    steps = (*place.trail, (found.article.title, place.address))
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": address}
        for position, (name, address) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _questions(questions: Sequence[tuple[str, str]], found: Found, place: Place) -> dict[str, Any]:
    entries = [
        {"@type": "Question", "name": question, "acceptedAnswer": {"@type": "Answer", "text": answer}}
        for question, answer in questions
    ]
    return {
        "@type": "FAQPage",
        "inLanguage": found.article.language.html,
        "mainEntityOfPage": place.address,
        "mainEntity": entries,
    }
