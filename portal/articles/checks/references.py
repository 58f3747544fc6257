"""Everything in a text that points at something else: links, anchors, pictures, placeholders, admonitions.

Articles and notices are judged alike.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from portal.articles.links import (
    AnchorTarget,
    ArticleId,
    ArticleTarget,
    BrokenTarget,
    ImageTarget,
)
from portal.articles.model import Library
from portal.articles.outline import ADMONITIONS, Outline, Reference
from portal.kernel.language import DEFAULT_LANGUAGE
from portal.kernel.problem import Problem
from portal.policy.model import Policy
from portal.policy.placeholders import list_values

POLICY_TABLES = ("plans", "channels", "severities", "resolution")
"""What `policy_table` knows; named here because writing a table out needs a language, and checking one does not."""

_PLACEHOLDER = re.compile(r"""policy\.(?P<path>[a-z0-9_.-]+)|policy_table\(\s*["'](?P<table>[a-z_]+)["']\s*\)""")


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of the library with what it refers to."""

    path: str
    tag: str
    outline: Outline


class Fault(NamedTuple):
    """Why a reference leads nowhere."""

    code: str
    reason: str


def check_references(
    library: Library, passage: Passage, unreadable: frozenset[ArticleId] = frozenset()
) -> Iterator[Problem]:
    """Links and pictures that lead nowhere, links into another language, pictures without a text.

    ``unreadable`` are articles that have a file with mistakes of its own: links to them are not called broken.
    """
    for reference in chain(passage.outline.links, passage.outline.images):
        fault = _find_fault(library, passage, reference, unreadable)
        if fault:
            yield Problem(passage.path, reference.line, fault.code, f"{reference.address} {fault.reason}")
        elif isinstance(reference.target, ArticleTarget) and reference.target.tag != passage.tag:
            message = f"{reference.address} leads to another language's file; readers get their own all the same"
            yield Problem(passage.path, reference.line, "link-language", message, fatal=False)
    for image in passage.outline.images:
        if not image.alt:
            message = f"{image.address} has no text for those who cannot see it"
            yield Problem(passage.path, image.line, "missing-alt", message)


def check_marks(policy: Policy, passage: Passage) -> Iterator[Problem]:
    """Placeholders that name nothing, admonitions without a look, raw HTML."""
    for mark in passage.outline.placeholders:
        if not _is_known(mark.text, policy):
            message = f'{mark.text} is neither policy.<path> of policy.yml nor policy_table("<name>")'
            yield Problem(passage.path, mark.line, "unknown-placeholder", message)
    for mark in passage.outline.admonitions:
        if mark.text not in ADMONITIONS:
            message = f"!!! {mark.text} has no look of its own; known are {', '.join(ADMONITIONS)}"
            yield Problem(passage.path, mark.line, "unknown-admonition", message, fatal=False)
    for mark in passage.outline.raw_html:
        message = f"<{mark.text}> is sanitised and not checked; write it in Markdown"
        yield Problem(passage.path, mark.line, "raw-html", message, fatal=False)


def _find_fault(
    library: Library, passage: Passage, reference: Reference, unreadable: frozenset[ArticleId]
) -> Fault | None:
    match reference.target:
        case ImageTarget(owner, name):
            return None if name in library.pictures.get(owner, {}) else Fault("missing-image", "does not exist")
        case _ if reference.alt is not None:
            return Fault("missing-image", "is not a picture in an article's folder")
        case BrokenTarget(reason):
            return Fault("broken-link", reason)
        case AnchorTarget(anchor):
            known = anchor in passage.outline.anchors
            return None if known else Fault("broken-anchor", "is not a heading of this text")
        case ArticleTarget(target, tag, anchor) if target not in unreadable:
            return _find_fault_of_article(library, target, tag, anchor)
    return None


def _find_fault_of_article(library: Library, target: ArticleId, tag: str, anchor: str) -> Fault | None:
    translations = library.articles.get(target)
    if translations is None:
        return Fault("broken-link", "does not exist or is a draft")
    # A translation may come before its target's: the reader then gets the English text, so its anchors count.
    text = translations.get(tag) or translations[DEFAULT_LANGUAGE.tag]
    if anchor and anchor not in text.outline.anchors:
        return Fault("broken-anchor", f"is not a heading of {text.path}")
    return None


def _is_known(placeholder: str, policy: Policy) -> bool:
    match = _PLACEHOLDER.fullmatch(placeholder)
    return match is not None and (match["table"] in POLICY_TABLES or match["path"] in list_values(policy))
