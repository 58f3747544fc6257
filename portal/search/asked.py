"""The question of a request, with nothing in it that must not be repeated, and what was found in it."""

import re
from dataclasses import dataclass
from typing import Any

from flask import url_for

from portal.articles.well_known import find_leaked_key
from portal.masking.mask import leave_out_masks, mask_text
from portal.masking.model import Finding
from portal.masking.personal import PersonalKind, hide_personal
from portal.masking.wording import finding_name, personal_name
from portal.search.analysis import normalise
from portal.search.model import Answer
from portal.search.pasted import is_paste, part_sentence, shorten

LONGEST_IN_ADDRESS = 200
"""Characters of a question that may stand in an address; what is longer was copied from somewhere."""

CONFIDENTIAL = re.compile(
    r"""(?i)[{}\\]|\bcurl\s|(?=\S*\d)\S{12,}|\d[\d ().-]{8,}"""
    r"""|(key|token|secret|pass\w*|bearer|authorization|pin)["']?\s*[:=]"""
)
"""What must not stand in an address, as the page's script sees it too: pastes, keys, telephone numbers."""


_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE = 3
"""Words from which a question with a code says something beside it; "error 131047 help" does not."""


@dataclass(frozen=True)
class Asked:
    """A question as everything after this sees it."""

    text: str
    """Secrets are left out, personal data is replaced, long texts are cut to their beginning and end."""
    copy: str = ""
    """The same with the masks of its secrets left in: for whoever has to see that a key was sent, and which."""
    is_confidential: bool = False
    """Whether it was sent with something that must not stand in an address."""
    secrets: tuple[Finding, ...] = ()
    personal: frozenset[PersonalKind] = frozenset()


def clean_question(text: str) -> Asked:
    """A question without its secrets and without personal data; a message ID is some (`portal.masking.personal`)."""
    sent = normalise(shorten(text))
    masked = mask_text(sent)
    hidden = hide_personal(masked.text)
    confidential = bool(masked.findings or hidden.kinds or len(sent) > LONGEST_IN_ADDRESS or is_paste(sent))
    return Asked(
        leave_out_masks(hidden.text),
        hidden.text,
        confidential or bool(CONFIDENTIAL.search(sent)),
        masked.findings,
        hidden.kinds,
    )


def short_form(answer: Answer) -> str:
    """The question in the few words that give the same answer, fit for an address: ``#131047 Re-engagement message``.

    What was typed stays as it is, only what was pasted is shortened.
    """
    if not answer.searched_for:
        return answer.question.text
    numbers = [error.code for error in answer.errors if error.code.isdecimal()]
    named = [error.title for error in answer.errors if error.code not in numbers]
    told = [*(f"#{number}" for number in numbers), *named]
    known = {*numbers, *" ".join(told).lower().split()}
    words = [word for word in answer.searched_for.split() if word.lower() not in known]
    # The status comes last, where no word after it makes it an amount.
    return " ".join((*told, *words, *(("HTTP", str(answer.status.status)) if answer.status else ())))


def brought_along(answer: Answer, asked: Asked) -> dict[str, str]:
    """What the wizard is told of a question: ``error`` its codes, ``subject`` its words; neither where there is none.

    Codes are no sentence about a problem, nor are the words that a paste was reduced to: only what was said beside it.
    """
    codes = [error.code for error in answer.errors if error.code.isdecimal()]
    said = what_was_said(answer, asked)
    words = [word for word in _WORD.findall(said[:LONGEST_IN_ADDRESS]) if len(word) > 1]
    sentence = " ".join(said.split())[:LONGEST_IN_ADDRESS] if len(words) >= _SENTENCE or not codes else ""
    brought = {"subject": sentence, "error": ", ".join(codes)}
    return {name: value for name, value in brought.items() if value}


def what_was_said(answer: Answer, asked: Asked) -> str:
    """A question in its asker's own words, without what was pasted."""
    return part_sentence(asked.copy)[0] if answer.searched_for else asked.copy


def what_was_found(asked: Asked, query: dict[str, Any], *, posted: bool) -> dict[str, Any]:
    """What the page tells of the secrets and the personal data in its question.

    ``query`` is that of the address which the page may keep: the one it was asked by holds what was found, or is
    none that can be gone back to.
    """
    shown = dict.fromkeys((finding_name(finding.kind), finding.shown) for finding in asked.secrets)
    return {
        "secrets": tuple(shown),
        "personal": [personal_name(kind) for kind in PersonalKind if kind in asked.personal],
        "was_in_address": not posted,
        "leaked_key": find_leaked_key(),
        "kept_address": url_for("search.results", **query) if posted or asked.secrets or asked.personal else "",
    }
