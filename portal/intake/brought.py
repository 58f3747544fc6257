"""What a page brings along into the wizard: fields to fill in, what was read, what was searched for.

A pasted answer or command is never the problem in one sentence: it goes where it belongs, with its secrets masked.
"""

from collections.abc import Mapping
from typing import Any

from portal.articles.error_code_wording import code_label
from portal.cases.affected_part import find_affected_part
from portal.intake.guided import WAY, bring_way, find_way
from portal.intake.offering import JUDGED, MAX_NAMES, join_articles, known_offers
from portal.masking.mask import mask_text
from portal.policy.current import current_components
from portal.search.current import current_search
from portal.search.exchange import part_call
from portal.search.learning.noticing import question_brought
from portal.search.model import Question
from portal.search.pasted import is_paste, part_sentence
from portal.web.forms import clean_text
from portal.web.i18n import current_language

# What a field may hold: a name, a line, or all that was pasted.
_NAME, _LINE, _PASTE = 200, 2_000, 20_000
FIELDS = {
    "component": _NAME, "subject": _LINE, "error": _PASTE, "api_request": _PASTE, "description": _PASTE,
    "access": _NAME, "article": _NAME, "searched": _LINE, "related": _NAME,
}  # fmt: skip
"""Fields of a link or of a form before the wizard, with the characters that are taken of each."""
MASKED = "masked"
"""Says "yes" where a secret was masked, before the first step or on the page before that."""


def read_brought(values: Mapping[str, str]) -> dict[str, str]:
    """The fields that a page brings along, secrets masked; empty ones are left out."""
    masked = {name: mask_text(clean_text(values.get(name, ""))[:most]) for name, most in FIELDS.items()}
    given = {name: each.text for name, each in masked.items()}
    # What names no way through a tree of today is dropped; what does holds nothing but the editors' own words.
    given[WAY] = values.get(WAY, "") if find_way(values.get(WAY, "")) else ""
    given["access"] = given["access"] if given["access"] in {"yes", "no"} else ""
    given[MASKED] = "yes" if values.get(MASKED) == "yes" or any(each.findings for each in masked.values()) else ""
    return {name: value for name, value in sort_paste(given).items() if value}


def make_context(values: Mapping[str, str]) -> dict[str, Any]:
    """What a draft keeps of what a page brought along: fields to fill in, articles read, answers offered before."""
    context: dict[str, Any] = bring_way(read_brought(values))
    read = [*values.get("read", "")[:MAX_NAMES].split(), context.pop("article", "")]
    context["articles"] = join_articles(read)
    context["searched"] = question_brought(context.get("searched", ""))
    # They were shown for other words than any that are told now, so they are never offered again.
    context[JUDGED] = dict.fromkeys(known_offers(values.get("offered", "")[:MAX_NAMES].split()), "")
    return context


def guess_part(subject: str, error: str) -> str:
    """The part that all error codes belong to, without any the one the sentence speaks of; empty when not sure."""
    words = f"{subject}\n{error}".strip()
    if not words:
        return ""
    errors = current_search.get().search(Question(words, current_language(), limit=1)).errors
    parts = {each.component for each in errors}
    if errors:
        return parts.pop() if len(parts) == 1 else ""
    return find_affected_part(subject, current_components.get()())


def name_problem(error: str) -> str:
    """What a pasted error is called, for the problem in one sentence; empty unless it is a single known one."""
    found = current_search.get().search(Question(error, current_language(), limit=1)).errors if error else ()
    if len(found) != 1:
        return ""
    label = code_label(found[0].error) if found[0].error else found[0].code
    return f"{label}: {found[0].title}"


def sort_paste(given: Mapping[str, str]) -> dict[str, str]:
    """Every part of a paste in its place: the sentence beside it, what was sent, and what came back.

    ``subject``, ``error`` and ``api_request`` are looked at; what stands in a place already is never replaced.
    """
    sorted_ = dict(given)
    if is_paste(given["subject"]) and not given["error"]:
        said, pasted = part_sentence(given["subject"])
        sorted_ |= {"subject": " ".join(said.split()), "error": pasted.strip()}
    sent, answered = part_call(sorted_["error"])
    if sent and given["api_request"] in {"", sent}:
        sorted_ |= {"error": answered, "api_request": sent}
    return sorted_
