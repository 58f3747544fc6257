"""What every page of the portal must be. Each rule gives the sentences that say what is wrong."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from portal.kernel.language import LANGUAGES
from tests.html_document import CONTROLS, SILENT_INPUTS, SVG, HtmlDocument, describe, name_of, text_of

DIRECTIONS = {language.html: language.direction for language in LANGUAGES}
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "headers", "list")

# Pages whose title in the browser's tab is not their heading, by path, each with the reason.
TITLES_APART = {
    r"/[a-z-]+/": "the heading is the question above the field; the tab names the site's purpose",
}
# POST forms without a token, by path of their action, each with the reason.
FORMS_WITHOUT_TOKEN = {
    r"/[a-z-]+/help/": "the page is the same for everyone and cached; it begins an empty draft",
    r"/[a-z-]+/[a-z-]+/[a-z0-9-]+/helpful": "articles are the same for everyone and cached; it only adds to a count",
    r"/[a-z-]+/search": "the form stands on pages that are the same for everyone; a question changes nothing",
    r"/[a-z-]+/status/follow": "the status page is the same for everyone and cached; at most it causes a mail",
    r"/[a-z-]+/status/(un)?follow/[^/]+": "the token of a mail is the proof, and mail programs know no other",
}
# Left in the text by a format that was never filled in. Plain braces are not among them: API responses and message
# templates are full of them.
_LEFTOVERS = re.compile(r"%\(\w+\)[sd]|\{%|\{\{\s*policy| object at 0x")
_PASTED = ("pre", "code", "textarea", "kbd", "samp", "script")
# A block of data is no script: browsers never run it, so the content security policy lets it be.
DATA_BLOCK = {"type": "application/ld+json"}


@dataclass(frozen=True)
class PageFacts:
    """What a rule may know about an answer beside its markup."""

    path: str
    is_error: bool = False
    """Error pages may lie at any path, so they are not held to its title."""


Rule = Callable[[HtmlDocument, PageFacts], Iterable[str]]


def check_page(document: HtmlDocument, facts: PageFacts) -> list[str]:
    """Everything that is wrong with a page or fragment."""
    rules = EVERYWHERE if document.is_fragment else (*EVERYWHERE, *WHOLE_PAGES)
    return [finding for rule in rules for finding in rule(document, facts)]


def markup(document: HtmlDocument, facts: PageFacts) -> Iterable[str]:
    return document.mistakes


def language(document: HtmlDocument, facts: PageFacts) -> Iterable[str]:
    tag, direction = document.root.get("lang", ""), document.root.get("dir")
    if tag not in DIRECTIONS:
        yield f"<html lang={tag!r}> is none of the portal's languages"
    elif direction != DIRECTIONS[tag]:
        yield f"<html dir={direction!r}> does not fit {tag}"
    wanted = next((each.html for each in LANGUAGES if facts.path.startswith(f"/{each.tag}/")), tag)
    if tag != wanted:
        yield f"<html lang={tag!r}> does not fit the address, which says {wanted!r}"


def heading_and_title(document: HtmlDocument, facts: PageFacts) -> Iterable[str]:
    headings = [text_of(heading) for heading in document.list_elements("h1")]
    titles = [text_of(title) for title in document.list_elements("title")]
    if len(headings) != 1 or not headings[0]:
        yield f"a page has one <h1> with words in it, not {headings}"
        return
    if len(titles) != 1:
        yield f"a page has one <title>, not {titles}"
        return
    apart = facts.is_error or any(re.fullmatch(pattern, facts.path) for pattern in TITLES_APART)
    # A page with mistakes says so first: "Error: Your details".
    starts = (titles[0], titles[0].partition(": ")[2])
    if not apart and not any(start.startswith(headings[0]) for start in starts):
        yield f"the title {titles[0]!r} does not begin with the heading {headings[0]!r}"


def landmarks(document: HtmlDocument, facts: PageFacts) -> Iterable[str]:
    if len(document.list_elements("main")) != 1:
        yield "a page has one <main>"


def unique_ids(document: HtmlDocument, facts: PageFacts) -> Iterable[str]:
    counted = Counter(element.get("id") for element in document.elements if element.get("id") is not None)
    yield from (f"the id {name!r} stands {times} times" for name, times in counted.items() if times > 1 or not name)


def references(document: HtmlDocument, facts: PageFacts) -> Iterable[str]:
    for element in document.elements:
        named = [name for reference in REFERENCES for name in element.get(reference, "").split()]
        if element.tag == "a" and element.get("href", "").startswith("#"):
            named.append(element.get("href", "")[1:])
        lost = [name for name in named if name not in document.ids]
        yield from (f"{describe(element)} refers to #{name}, which is not there" for name in lost)


def labels(document: HtmlDocument, facts: PageFacts) -> Iterable[str]:
    targets = {label.get("for") for label in document.list_elements("label") if name_of(label, document)}
    for control in document.elements:
        if control.tag not in CONTROLS or control.get("type") in SILENT_INPUTS:
            continue
        wrapped = any(around.tag == "label" and text_of(around) for around in document.above(control))
        if not (wrapped or control.get("id") in targets or control.get("aria-label") or control.get("aria-labelledby")):
            yield f"{describe(control)} has no label"
        if control.get("type") == "radio" and not _legend(control, document):
            yield f"{describe(control)} stands in no <fieldset> with a <legend>"


def _legend(control: Element, document: HtmlDocument) -> bool:
    sets = (around for around in document.above(control) if around.tag == "fieldset")
    return any(child.tag == "legend" and text_of(child) for around in sets for child in around)


def names(document: HtmlDocument, facts: PageFacts) -> Iterable[str]:
    for element in document.list_elements("a", "button", "summary"):
        if not name_of(element, document):
            yield f"{describe(element)} has no words"
    for image in document.list_elements("img", "area"):
        if image.get("alt") is None:
            yield f"{describe(image)} has no alt"


def nothing_inline(document: HtmlDocument, facts: PageFacts) -> Iterable[str]:
    for element in document.elements:
        if element.tag == "script" and dict(element.items()) == DATA_BLOCK:
            yield from _check_data(element)
        elif element.tag in {"style", f"{SVG}style"} or (element.tag == "script" and not element.get("src")):
            yield f"{describe(element)} stands inline; the content security policy refuses it"
        for attribute, value in element.items():
            if attribute == "style" or attribute.startswith(("on", "hx-on")):
                yield f"{describe(element)} carries the inline attribute {attribute}"
            if value.strip().lower().startswith("javascript:"):
                yield f"{describe(element)} carries a script in {attribute}"


def _check_data(element: Element) -> Iterable[str]:
    text = element.text or ""
    # "</script>" would end the block, and "<!--" would swallow its end.
    if "<" in text:
        yield "the block of data holds <, which must be escaped"
    try:
        data = json.loads(text)
    except ValueError as error:
        yield f"the block of data is no JSON: {error}"
    else:
        if not isinstance(data, dict) or data.get("@context") != "https://schema.org":
            yield "the block of data does not say whose words it uses"


def forms(document: HtmlDocument, facts: PageFacts) -> Iterable[str]:
    for form in document.list_elements("form"):
        controls = document.controls_of(form)
        action = form.get("action") or facts.path
        if form.get("method", "get").lower() != "post":
            if any(control.get("name") == "csrf_token" for control in controls):
                yield f"{describe(form)} would put its token into the address"
            continue
        tokens = [control for control in controls if control.get("name") == "csrf_token" and control.get("value")]
        if not tokens and not any(re.fullmatch(pattern, action) for pattern in FORMS_WITHOUT_TOKEN):
            yield f"{describe(form)} is sent without a token against forged requests"
        if any(control.get("type") == "file" for control in controls) and form.get("enctype") != "multipart/form-data":
            yield f"{describe(form)} has a file field but sends no files"
        if not any(control.tag == "button" and control.get("type", "submit") == "submit" for control in controls):
            yield f"{describe(form)} cannot be sent without a script: it has no button"


def finished_text(document: HtmlDocument, facts: PageFacts) -> Iterable[str]:
    for element in document.elements:
        pasted = any(around.tag in _PASTED for around in (element, *document.above(element)))
        for text in () if pasted else (element.text or "", *(child.tail or "" for child in element)):
            leftover = _LEFTOVERS.search(text)
            if leftover:
                yield f"the text holds {leftover[0]!r}: {' '.join(text.split())[:80]!r}"


EVERYWHERE: tuple[Rule, ...] = (markup, unique_ids, labels, names, nothing_inline, forms, finished_text)
WHOLE_PAGES: tuple[Rule, ...] = (language, heading_and_title, landmarks, references)
