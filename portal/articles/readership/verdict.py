"""What a page needs to ask whether an article helped."""

from functools import cache
from typing import Any

from portal.articles.readership.model import REASONS, Measure
from portal.articles.readership.wording import measure_name
from portal.kernel.language import Language
from portal.web.i18n import current_language, speaking

ANSWERS = {"yes": Measure.HELPED, "no": Measure.NOT_HELPED}
THANKS = "reason"
"""The state after a reason was given; the others are named like the answer."""


def about_verdict(said: str = "") -> dict[str, Any]:
    """The state of the question, and the reasons to choose from once an article did not help."""
    return {
        "said": said if said in {*ANSWERS, THANKS} else "",
        "reasons": _list_reasons(current_language()),
    }


@cache
def _list_reasons(language: Language) -> tuple[tuple[str, str], ...]:
    """Kept, since every article's page names them all."""
    with speaking(language):
        return tuple((reason.value, measure_name(reason)) for reason in REASONS)
