"""What a page of results hands over to the wizard, so that nobody types or reads the same again."""

from typing import Any

from portal.search.asked import LONGEST_IN_ADDRESS, Asked, brought_along, what_was_said
from portal.search.learning.keys import answered_key
from portal.search.model import Answer
from portal.search.pasted import part_sentence

LONGEST_PASTE = 4_000
MOST_OFFERED = 3
"""Results that count as seen; further down nobody reads every line."""


def hand_over(answer: Answer, asked: Asked) -> dict[str, Any]:
    """The fields of the form that asks support.

    A paste goes along with its secrets masked and without personal data: the page shows it to nobody, but a page of
    results holds neither.
    """
    brought = brought_along(answer, asked)
    said = what_was_said(answer, asked).strip()
    pasted = part_sentence(asked.copy)[1].strip() if answer.searched_for else ""
    return {
        "subject": brought.get("subject", ""),
        # What is longer than a sentence is told where there is room for it.
        "description": said[:LONGEST_PASTE] if len(said) > LONGEST_IN_ADDRESS else "",
        "error": pasted[:LONGEST_PASTE] or brought.get("error", ""),
        "searched": answered_key(answer),
        "masked": "yes" if asked.secrets else "",
        "offered": " ".join(_offered(answer)) if answer.page == 1 else "",
    }


def _offered(answer: Answer) -> list[str]:
    """What the page has shown, named as drafts do: articles, and codes that have none."""
    known = [
        f"{each.article.category}/{each.article.slug}" if each.article else f"#{each.code}" for each in answer.errors
    ]
    return [*known, *(f"{result.category}/{result.slug}" for result in answer.further_results[:MOST_OFFERED])]
