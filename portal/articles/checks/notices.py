"""What a notice may not hold, although an article may."""

import re
from collections.abc import Iterator

from portal.articles.notices import NoticeText
from portal.kernel.problem import Problem

_FOOTNOTE = re.compile(r"^\[\^[^\]\n]+\]:", re.MULTILINE)


def check_notice_text(text: NoticeText) -> Iterator[Problem]:
    """Parts that carry ids: those of a notice would stand beside the ids of the page below it."""
    for heading in text.outline.headings:
        yield Problem(text.path, heading.line, "notice-heading", "a notice has a title and no headings of its own")
    if _FOOTNOTE.search(text.body):
        yield Problem(text.path, 1, "notice-footnote", "a notice has no footnotes; link to an article instead")
